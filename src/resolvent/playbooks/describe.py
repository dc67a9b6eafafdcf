"""Playbooks as the API tells them."""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import User
from resolvent.errors import NotFound
from resolvent.knowledge.loader import load_shipped, read_shipped_text
from resolvent.knowledge.playbook import Playbook
from resolvent.playbooks.library import find_missing, get_playbook, get_version
from resolvent.playbooks.models import AccountPlaybook, PlaybookVersion
from resolvent.playbooks.schemas import PlaybookBrief, PlaybookOut, PlaybooksOut, PlaybookVersionOut, WrongOut
from resolvent.playbooks.source import Wrong, read_source

Status = Literal["published", "draft", "archived"]


async def list_playbooks(
    db: AsyncSession, actor: Actor, query: str | None, status: Status | None, session_id: UUID | None
) -> PlaybooksOut:
    """The account's own first, newest first, then the shipped ones. Without a status: all that are not archived."""
    rows = await db.execute(
        select(AccountPlaybook, User.name, PlaybookVersion.body, PlaybookVersion.source)
        .join(User, (User.account_id == AccountPlaybook.account_id) & (User.id == AccountPlaybook.updated_by))
        .join(
            PlaybookVersion,
            (PlaybookVersion.account_id == AccountPlaybook.account_id)
            & (PlaybookVersion.playbook_id == AccountPlaybook.id)
            & (PlaybookVersion.version == AccountPlaybook.version),
        )
        .where(AccountPlaybook.account_id == actor.account_id)
        .order_by(AccountPlaybook.updated_at.desc(), AccountPlaybook.id)
        .execution_options(populate_existing=True)
    )
    found = rows.tuples().all()
    own = [own_brief(row, name, body) for row, name, body, _ in found if session_id in (None, row.session_id)]
    replacing = {row.slug: row.id for row, *_ in found if leads(row)}
    shipped = [] if session_id else [shipped_brief(one, replacing) for one in load_shipped()]
    texts = {str(row.id): f"{row.title} {row.slug} {source}" for row, _, _, source in found}
    items = [
        one
        for one in (*own, *shipped)
        if (one.status == status if status else one.status != "archived") and fits(one, texts.get(one.key, ""), query)
    ]
    return PlaybooksOut(items=items)


def fits(one: PlaybookBrief, text: str, query: str | None) -> bool:
    """Every word stands somewhere in it."""
    told = f"{one.title} {one.slug} {one.about} {text}".casefold()
    return all(word in told for word in (query or "").casefold().split())


def leads(playbook: AccountPlaybook) -> bool:
    return playbook.published_version is not None and playbook.archived_at is None


def status_of(playbook: AccountPlaybook) -> Status:
    if playbook.archived_at is not None:
        return "archived"
    return "draft" if playbook.published_version is None else "published"


def own_brief(playbook: AccountPlaybook, name: str, body: Mapping[str, object] | None) -> PlaybookBrief:
    def count(part: str) -> int:
        listed = (body or {}).get(part)
        return len(listed) if isinstance(listed, list) else 0

    return PlaybookBrief(
        key=str(playbook.id),
        slug=playbook.slug,
        title=playbook.title,
        about=str((body or {}).get("about", "")),
        source="account",
        status=status_of(playbook),
        version=playbook.version,
        published_version=playbook.published_version,
        replaces_shipped=any(one.id == playbook.slug for one in load_shipped()),
        replaced_by=None,
        causes=count("causes"),
        checks=count("checks"),
        fixes=count("fixes"),
        updated_at=playbook.updated_at,
        updated_by=name,
    )


def shipped_brief(playbook: Playbook, replacing: Mapping[str, UUID]) -> PlaybookBrief:
    return PlaybookBrief(
        key=playbook.id,
        slug=playbook.id,
        title=playbook.title,
        about=playbook.about,
        source="shipped",
        status="published",
        version=None,
        published_version=None,
        replaces_shipped=False,
        replaced_by=replacing.get(playbook.id),
        causes=len(playbook.causes),
        checks=len(playbook.checks),
        fixes=len(playbook.fixes),
        updated_at=None,
        updated_by=None,
    )


async def describe_key(db: AsyncSession, actor: Actor, key: str) -> PlaybookOut:
    """`key`: an id of the account's own, or a slug of a shipped one."""
    try:
        playbook_id = UUID(key)
    except ValueError:
        return await describe_shipped(db, actor, key)
    return await describe_own(db, actor, playbook_id)


async def describe_own(db: AsyncSession, actor: Actor, playbook_id: UUID) -> PlaybookOut:
    playbook = await get_playbook(db, actor, playbook_id)
    newest = await get_version(db, playbook, playbook.version)
    name = await db.scalar(select(User.name).where(User.account_id == actor.account_id, User.id == playbook.updated_by))
    read = read_source(newest.source)
    return PlaybookOut(
        **own_brief(playbook, name or "", newest.body).model_dump(),
        text=newest.source,
        playbook=read.playbook,
        wrong=tell([*read.wrong, *await find_missing(db, actor.account_id, read.playbook)]),
        change_note=newest.change_note,
        session_id=playbook.session_id,
    )


async def describe_shipped(db: AsyncSession, actor: Actor, slug: str) -> PlaybookOut:
    found = next((one for one in load_shipped() if one.id == slug), None)
    if found is None:
        raise NotFound("There is no such playbook.")
    rows = await db.scalars(
        select(AccountPlaybook).where(AccountPlaybook.account_id == actor.account_id, AccountPlaybook.slug == slug)
    )
    replacing = {row.slug: row.id for row in rows if leads(row)}
    return PlaybookOut(
        **shipped_brief(found, replacing).model_dump(),
        text=read_shipped_text(slug),
        playbook=found,
        wrong=[],
        change_note="",
        session_id=None,
    )


async def list_versions(db: AsyncSession, actor: Actor, playbook_id: UUID) -> list[PlaybookVersionOut]:
    """Newest first."""
    playbook = await get_playbook(db, actor, playbook_id)
    rows = await db.execute(
        select(PlaybookVersion, User.name)
        .join(User, (User.account_id == PlaybookVersion.account_id) & (User.id == PlaybookVersion.created_by))
        .where(PlaybookVersion.account_id == actor.account_id, PlaybookVersion.playbook_id == playbook_id)
        .order_by(PlaybookVersion.version.desc())
    )
    return [
        PlaybookVersionOut(
            version=row.version,
            text=row.source,
            change_note=row.change_note,
            author=name,
            published=row.version == playbook.published_version,
            created_at=row.created_at,
        )
        for row, name in rows.tuples()
    ]


def tell(wrong: Sequence[Wrong]) -> list[WrongOut]:
    return [WrongOut(line=one.line, field=one.field, message=one.message) for one in wrong]
