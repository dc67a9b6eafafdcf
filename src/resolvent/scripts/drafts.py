"""Drafts of templates: made from a fix, a template or nothing, saved as they are typed, discarded.

Two engineers may have one draft open. A save names the version of the row that it saw; an older one is refused and told the
row as it is now, so that the page can show both and nothing is lost.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NoReturn
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import User
from resolvent.audit import trail
from resolvent.db import of_session
from resolvent.errors import Conflict, FieldError, Invalid, NotFound, StaleState, invalid_field
from resolvent.masking import mask_deep
from resolvent.scripts.models import DraftTemplate, Risk
from resolvent.scripts.schemas import MAX_SCRIPT, DraftBrief, DraftTemplateOut
from resolvent.scripts.syntax import Language
from resolvent.sessions.access import add_event, lock_session

EMPTY_SCHEMA: Mapping[str, Any] = {"type": "object", "properties": {}}
GIVES_VALUES = ("default", "examples", "example", "const", "enum")
"""Members of a property that hold values."""
Author, Editor = aliased(User), aliased(User)


@dataclass(frozen=True, slots=True)
class NewDraft:
    title: str
    language: Language
    body: str
    parameters_schema: dict[str, Any] = field(default_factory=lambda: dict(EMPTY_SCHEMA))
    description: str = ""
    tags: list[Any] = field(default_factory=list)
    risk: Risk = Risk.MEDIUM
    needs_admin: bool = False
    timeout_hint: int | None = None
    original_script: str | None = None
    extraction: dict[str, Any] = field(default_factory=dict)
    session_id: UUID | None = None
    fix_id: UUID | None = None
    edits_template_id: UUID | None = None
    edits_version: int | None = None
    copied_from_id: UUID | None = None


async def add_draft(db: AsyncSession, actor: Actor, new: NewDraft) -> DraftTemplate:
    draft = DraftTemplate(
        account_id=actor.account_id, created_by=actor.user_id, updated_by=actor.user_id, **asdict(new)
    )
    db.add(draft)
    await db.flush()
    await db.refresh(draft)
    origin = {"session_id": new.session_id, "fix_id": new.fix_id, "template_id": new.edits_template_id}
    trail.record(db, actor, "draft.create", draft.id, after={k: str(v) for k, v in origin.items() if v is not None})
    return draft


async def find_open_draft(db: AsyncSession, account_id: UUID, fix_id: UUID) -> DraftTemplate | None:
    """The newest open one of a fix."""
    return await db.scalar(
        select(DraftTemplate)
        .where(DraftTemplate.account_id == account_id, DraftTemplate.fix_id == fix_id, DraftTemplate.status == "open")
        .order_by(DraftTemplate.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


async def lock_draft(db: AsyncSession, actor: Actor, draft_id: UUID) -> DraftTemplate:
    """Its session before it: who holds a session writes to its drafts, and two orders would wait for each other."""
    this = (DraftTemplate.account_id == actor.account_id, DraftTemplate.id == draft_id)
    if (session_id := await db.scalar(select(DraftTemplate.session_id).where(*this))) is not None:
        await lock_session(db, actor, session_id)
    draft = await db.scalar(
        select(DraftTemplate).where(*this).with_for_update().execution_options(populate_existing=True)
    )
    if draft is None:
        raise NotFound("There is no such draft.")
    return draft


def need_open(draft: DraftTemplate) -> None:
    if draft.status != "open":
        raise Conflict(f"This draft was {draft.status}.", code="draft_closed", extra={"draft_status": draft.status})


def refuse_older(draft: DraftTemplate, seen: int, current: DraftTemplateOut) -> NoReturn:
    """`current`: the row as it is now, for the page to compare."""
    raise StaleState(
        f"You saw version {seen} of this draft; it is now {draft.version}. Look at both before you save.",
        code="row_changed",
        extra={"seen": seen, "version": draft.version, "current": current.model_dump(mode="json")},
    )


def change_draft(draft: DraftTemplate, actor: Actor, values: Mapping[str, Any]) -> None:
    """The caller holds the row's lock and has checked its version."""
    if (schema := values.get("parameters_schema")) is not None:
        check_schema_change(draft.parameters_schema, schema)
    for name, value in values.items():
        setattr(draft, name, value)
    touch(draft, actor)


def touch(draft: DraftTemplate, actor: Actor) -> None:
    draft.version += 1
    draft.updated_by = actor.user_id
    draft.updated_at = datetime.now(UTC)


def check_schema_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A draft may be half done, but no edit makes a secret of it known: what is sensitive stays so and has no value."""
    if len(json.dumps(after)) > MAX_SCRIPT:
        raise invalid_field("parameters_schema", f"This is larger than {MAX_SCRIPT} characters.", "too_large")
    was, stays, now = sensitive_in(before), properties_of(after), sensitive_in(after)
    errors = [
        FieldError(
            field=f"parameters_schema.properties.{name}.x-sensitive",
            message=f"“{name}” is sensitive, and stays so.",
            code="sensitive_dropped",
        )
        for name in sorted(was & stays.keys() - now)
    ]
    errors += [
        FieldError(
            field=f"parameters_schema.properties.{name}.{member}",
            message=f"“{name}” is sensitive: no value of it may be written down.",
            code="sensitive_default",
        )
        for name in sorted(now)
        for member in GIVES_VALUES
        if member in stays[name]
    ]
    if errors:
        raise Invalid(errors[0].message, code=errors[0].code, errors=errors)


def properties_of(schema: Mapping[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) else {}


def mask_change(values: Mapping[str, Any], secrets: Collection[str]) -> dict[str, Any]:
    """What is saved of a draft, by the names of its columns."""
    masked = mask_deep(dict(values), secrets)
    if (schema := values.get("parameters_schema")) is not None:
        masked["parameters_schema"] = mask_schema(schema, secrets)
    return masked


def mask_schema(schema: Mapping[str, Any], secrets: Collection[str]) -> dict[str, Any]:
    """A value or a pattern that a secret stood in is none any more: it goes."""
    masked = mask_deep(dict(schema), secrets)
    for name, one in properties_of(schema).items():
        after = properties_of(masked).get(name)
        if isinstance(one, dict) and isinstance(after, dict):
            for member in (*GIVES_VALUES, "pattern"):
                if one.get(member) != after.get(member):
                    del after[member]
    return masked


def sensitive_in(schema: Mapping[str, Any]) -> set[str]:
    return {
        name for name, one in properties_of(schema).items() if isinstance(one, dict) and bool(one.get("x-sensitive"))
    }


async def discard_draft(db: AsyncSession, actor: Actor, draft_id: UUID) -> DraftTemplate:
    """It stays in the history of its session."""
    draft = await lock_draft(db, actor, draft_id)
    if draft.status == "discarded":
        return draft
    need_open(draft)
    draft.status = "discarded"
    touch(draft, actor)
    trail.record(db, actor, "draft.discard", draft.id)
    await announce(db, actor, draft)
    return draft


async def answer_prompt(
    db: AsyncSession, actor: Actor, draft_id: UUID, answer: Literal["later", "never"]
) -> DraftTemplate:
    """What the engineer said when the session asked to refine and publish its draft. No edit: the version stays."""
    draft = await lock_draft(db, actor, draft_id)
    need_open(draft)
    draft.prompt = answer
    trail.record(db, actor, "draft.prompt", draft.id, after={"answer": answer})
    await announce(db, actor, draft)
    return draft


async def announce(db: AsyncSession, actor: Actor, draft: DraftTemplate) -> None:
    """To those who look at its session: a draft alters no note, so the version stays."""
    await db.flush()
    if draft.session_id is None:
        return
    session = await lock_session(db, actor, draft.session_id)
    await add_event(db, session, "state", {"state_version": session.state_version, "changed": ["draft_templates"]})


Named = tuple[DraftTemplate, str, str]
"""With the names of who made it and who saved it last."""


NAMED = (
    select(DraftTemplate, Author.name, Editor.name)
    .join(Author, (Author.account_id == DraftTemplate.account_id) & (Author.id == DraftTemplate.created_by))
    .join(Editor, (Editor.account_id == DraftTemplate.account_id) & (Editor.id == DraftTemplate.updated_by))
    .execution_options(populate_existing=True)
)
NAMED_OF_SESSION = NAMED.where(of_session(DraftTemplate)).order_by(DraftTemplate.id)


def named_drafts(actor: Actor) -> Select[DraftTemplate, str, str]:
    return NAMED.where(DraftTemplate.account_id == actor.account_id)


async def get_named(db: AsyncSession, actor: Actor, draft_id: UUID) -> Named:
    found = (await db.execute(named_drafts(actor).where(DraftTemplate.id == draft_id))).tuples().first()
    if found is None:
        raise NotFound("There is no such draft.")
    return found


async def list_drafts(
    db: AsyncSession, actor: Actor, *, status: str | None, before: UUID | None, limit: int
) -> list[DraftBrief]:
    """Newest first."""
    statement = named_drafts(actor)
    if status is not None:
        statement = statement.where(DraftTemplate.status == status)
    if before is not None:
        statement = statement.where(DraftTemplate.id < before)
    return briefs((await db.execute(statement.order_by(DraftTemplate.id.desc()).limit(limit))).tuples().all())


async def list_session_drafts(db: AsyncSession, actor: Actor, session_id: UUID) -> list[DraftBrief]:
    """Oldest first, those that were published or discarded included."""
    given = {"account": actor.account_id, "session": session_id}
    return briefs((await db.execute(NAMED_OF_SESSION, given)).tuples().all())


def briefs(rows: Sequence[Named]) -> list[DraftBrief]:
    return [DraftBrief.model_validate(brief_of(*row)) for row in rows]


def brief_of(draft: DraftTemplate, author: str, editor: str) -> dict[str, Any]:
    copied = ("id", "title", "language", "status", "prompt", "session_id", "fix_id", "edits_template_id",
              "published_template_id", "version", "updated_at")  # fmt: skip
    return {
        **{name: getattr(draft, name) for name in copied},
        "parameters": len(properties_of(draft.parameters_schema)),
        "created_by": author,
        "updated_by": editor,
    }
