"""What a session knows, read in one statement: an answer waits for it, and a statement costs more than its rows do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.settings import Preferences
from resolvent.ai.catalog import ENDPOINTS, read_endpoints
from resolvent.ai.fences import LONGEST_READ
from resolvent.ai.models import ModelEndpoint
from resolvent.attachments.kinds import TEXT
from resolvent.attachments.models import Attachment
from resolvent.attachments.reading import read_content
from resolvent.chat.assistant import (
    IMAGES,
    Attached,
    KnownCheck,
    KnownFact,
    KnownFix,
    KnownNews,
    Said,
)
from resolvent.chat.beforehand import TEMPLATES
from resolvent.chat.desk_templates import ARCHIVED
from resolvent.fixes.suggest import WORKED
from resolvent.fixes.transitions import FixStatus
from resolvent.sessions.secrets import open_secrets

MESSAGES, NEWS = 400, 30
"""The newest, which an assistant is given."""
EVER: Final = UUID(int=2**128 - 1)
"""After every message."""
NOTES: dict[str | None, Literal["customer note", "internal note"]] = {
    "customer": "customer note",
    "internal": "internal note",
    None: "customer note",
}

# Each list in the order of its ledger; a row as an array, in the order of `read_known`.
READ = text(
    f"""SELECT json_build_array(
        (SELECT json_agg(json_build_array(text, status) ORDER BY created_at, id) FROM facts
         WHERE account_id = :account AND session_id = :session AND retracted_at IS NULL),
        (SELECT json_agg(json_build_array(title, command, status, result, source, previous) ORDER BY created_at, id) FROM checks
         WHERE account_id = :account AND session_id = :session AND retracted_at IS NULL),
        (SELECT json_agg(json_build_array(title, status, superseded_at IS NULL, applied_at IS NOT NULL, partial_notes,
                                          failure_reason, template_slug) ORDER BY created_at, id) FROM suggested_fixes
         WHERE account_id = :account AND session_id = :session),
        (SELECT json_agg(json_build_array(kind, happened_at, author, visibility, text, changes) ORDER BY id) FROM (
            SELECT * FROM ticket_news WHERE account_id = :account AND session_id = :session ORDER BY id DESC LIMIT :news) newest),
        (SELECT json_agg(json_build_array(id, role, content, retry_of) ORDER BY id) FROM (
            SELECT id, role, content, retry_of FROM messages
            WHERE account_id = :account AND session_id = :session AND id <= :until AND content <> ''
            ORDER BY id DESC LIMIT :messages) newest),
        (SELECT json_agg(json_build_array(message_id, id, name, media_type) ORDER BY id) FROM attachments
         WHERE account_id = :account AND session_id = :session AND message_id IS NOT NULL),
        (SELECT json_agg(json_build_array(title, sessions)) FROM ({WORKED}) worked),
        (SELECT json_agg(slug) FROM ({ARCHIVED}) archived)
    ),
    (SELECT sealed FROM session_secrets WHERE account_id = :account AND session_id = :session),
    (SELECT preferences FROM account_settings WHERE account_id = :account),
    (SELECT names FROM session_pseudonyms WHERE account_id = :account AND session_id = :session),
    (SELECT books FROM session_shelves WHERE account_id = :account AND session_id = :session),
    (SELECT json_agg(json_build_array(id, published_version)) FROM playbooks
     WHERE account_id = :account AND archived_at IS NULL AND published_version IS NOT NULL),
    ({TEMPLATES}),
    ({ENDPOINTS}),
    (SELECT id FROM suggested_fixes WHERE account_id = :account AND session_id = :session AND superseded_at IS NULL),
    (SELECT lease_until FROM turns WHERE account_id = :account AND session_id = :session AND status = 'running')"""  # noqa: S608 (constants)
)


@dataclass(frozen=True, slots=True)
class Known:
    """Each as in `Turn` and its `Place`."""

    messages: tuple[tuple[str, Said], ...]
    """With their ids, and without their files."""
    files: tuple[tuple[str, str, str, str], ...]
    """Of messages: (its id, the file's, name, media type)."""
    facts: tuple[KnownFact, ...]
    checks: tuple[KnownCheck, ...]
    fixes: tuple[KnownFix, ...]
    news: tuple[KnownNews, ...]
    worked: Mapping[str, int]
    archived: frozenset[str]
    secrets: tuple[str, ...]
    preferences: Preferences
    names: Mapping[str, str]
    books: frozenset[tuple[UUID, int]]
    led: bool
    templates: str
    """As `TEMPLATES` tells them apart."""
    models: tuple[ModelEndpoint, ...]
    """The account's own."""
    fix_id: UUID | None
    """The active one."""
    lease_until: datetime | None
    """Of the answer that is being written."""

    def hear(self, message_id: UUID, text: str, files: Sequence[Attachment]) -> "Known":
        """With one more message of the engineer."""
        heard = (str(message_id), Said("user", text))
        attached = ((str(message_id), str(one.id), one.name, one.media_type) for one in files)
        return replace(self, messages=(*self.messages, heard), files=(*self.files, *attached))


async def read_known(
    db: AsyncSession, account_id: UUID, session_id: UUID, *, until: UUID = EVER, messages: int = MESSAGES
) -> Known:
    """Messages up to that one, so many; of answers that were tried again, the newest."""
    given = {"account": account_id, "session": session_id, "until": until}
    asked = await db.execute(READ, {**given, "news": NEWS, "messages": messages})
    found, sealed, preferences, names, led_by, published, templates, models, fix_id, lease_until = asked.one()
    books = led_by if led_by is not None else published or ()
    # A list without rows is null.
    facts, checks, fixes, news, said, files, cures, archived = (part or [] for part in found)
    worked: Counter[str] = Counter()
    for title, sessions in cures:
        worked[title.casefold()] += sessions
    return Known(
        messages=tuple(
            (id_, Said("user" if role == "user" else "assistant", content))
            for id_, role, content, _ in drop_retried(said)
        ),
        files=tuple((message, id_, name, media_type) for message, id_, name, media_type in files),
        facts=tuple(KnownFact(told, status == "confirmed") for told, status in facts),
        checks=tuple(
            KnownCheck(
                title,
                command,
                status,
                result,
                reported=status != "todo" and source == "assistant",
                withdrawn=status == "todo" and "result" in (previous or {}),
            )
            for title, command, status, result, source, previous in checks
        ),
        fixes=tuple(
            KnownFix(title, FixStatus(status).value, active, applied, partial_notes, failure_reason, slug)
            for title, status, active, applied, partial_notes, failure_reason, slug in fixes
        ),
        news=tuple(
            describe_news(kind, happened_at, author, visibility, told, changes)
            for kind, happened_at, author, visibility, told, changes in news
        ),
        worked=worked,
        archived=frozenset(archived),
        secrets=open_secrets(db, session_id, sealed) if sealed else (),
        preferences=Preferences.model_validate(preferences or {}),
        names=names or {},
        books=frozenset((UUID(book), int(version)) for book, version in books),
        led=led_by is not None,
        templates=templates,
        models=read_endpoints(account_id, models),
        fix_id=fix_id,
        lease_until=lease_until,
    )


def describe_news(
    kind: str, happened_at: str, author: str | None, visibility: str | None, told: str | None, changes: list[Any]
) -> KnownNews:
    when, who = datetime.fromisoformat(happened_at), author or "somebody"
    if kind == "note":
        return KnownNews(when, who, told or "", NOTES[visibility])
    listed = "; ".join(f"{one['field']}: {one['before']} → {one['after']}" for one in changes)
    return KnownNews(when, who, listed or told or "", "change")


async def read_attached(
    db: AsyncSession, account_id: UUID, session_id: UUID, files: Sequence[tuple[str, str, str, str]]
) -> dict[str, tuple[Attached, ...]]:
    """What came with each message, by its id; of images only the newest few, which alone are looked at."""
    images = [id_ for _, id_, _, media_type in files if media_type != TEXT][-IMAGES:]
    wanted = [UUID(id_) for _, id_, _, media_type in files if media_type == TEXT or id_ in images]
    content = await read_content(db, account_id, session_id, wanted, longest=LONGEST_READ)
    found = {str(one.id): one for one in content}
    attached: dict[str, tuple[Attached, ...]] = {}
    for message, id_, name, media_type in files:
        one = found.get(id_)
        told = Attached(one.name, one.media_type, one.text, one.image) if one else Attached(name, media_type)
        attached[message] = (*attached.get(message, ()), told)
    return attached


def drop_retried(messages: Sequence[Any]) -> list[Any]:
    retried = {retry_of for *_, retry_of in messages if retry_of is not None}
    return [message for message in messages if message[0] not in retried]
