"""Playbooks of an account: made, saved, published, archived and brought back. A version is never edited.

Whoever works with sessions may write one and save it; what leads the sessions of all is published by a lead.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import Conflict, FieldError, Invalid, NotFound, StaleState
from resolvent.ids import new_id
from resolvent.knowledge.playbook import Playbook
from resolvent.playbooks.models import AccountPlaybook, PlaybookVersion
from resolvent.playbooks.names import free_name, slug_in, title_in
from resolvent.playbooks.source import Read, Wrong, read_source
from resolvent.scripts.install import ensure_installed
from resolvent.scripts.models import ScriptTemplate
from resolvent.scripts.slugs import slug_of

MOST_PLAYBOOKS: Final = 200
"""Of one account: each is looked at for every new problem."""


async def get_playbook(db: AsyncSession, actor: Actor, playbook_id: UUID, *, lock: bool = False) -> AccountPlaybook:
    """Archived ones too."""
    statement = select(AccountPlaybook).where(
        AccountPlaybook.account_id == actor.account_id, AccountPlaybook.id == playbook_id
    )
    if lock:
        statement = statement.with_for_update()
    found = await db.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("There is no such playbook.")
    return found


async def get_version(db: AsyncSession, playbook: AccountPlaybook, version: int) -> PlaybookVersion:
    found = await db.scalar(
        select(PlaybookVersion).where(
            PlaybookVersion.account_id == playbook.account_id,
            PlaybookVersion.playbook_id == playbook.id,
            PlaybookVersion.version == version,
        )
    )
    if found is None:
        raise NotFound("There is no such version of this playbook.")
    return found


async def create_playbook(
    db: AsyncSession, actor: Actor, read: Read, text: str, *, change_note: str, session_id: UUID | None = None
) -> AccountPlaybook:
    """Version 1, not published. The text may still be wrong."""
    await lock_names(db, actor.account_id)
    taken = await list_slugs(db, actor.account_id)
    if len(taken) >= MOST_PLAYBOOKS:
        raise Conflict(
            f"An account has {MOST_PLAYBOOKS} playbooks at most. Change one that you do not need.",
            code="too_many_playbooks",
        )
    wanted = slug_in(read)
    if wanted is not None and wanted in taken:
        raise name_taken(wanted)
    slug = free_name(wanted or slug_of(title_in(read) or "playbook"), taken)
    playbook = AccountPlaybook(
        account_id=actor.account_id,
        id=new_id(),
        slug=slug,
        title=title_in(read) or slug,
        session_id=session_id,
        created_by=actor.user_id,
        updated_by=actor.user_id,
    )
    db.add(playbook)
    await db.flush()
    add_version(db, actor, playbook, 1, read, text, change_note)
    origin = {"session_id": str(session_id)} if session_id else {}
    trail.record(db, actor, "playbook.create", playbook.id, after={"slug": slug, **origin})
    await db.flush()
    await db.refresh(playbook)
    return playbook


async def save_playbook(
    db: AsyncSession, actor: Actor, playbook: AccountPlaybook, read: Read, text: str, *, change_note: str
) -> None:
    """The next version; what is published stays so. The caller holds the row's lock and has compared its version."""
    need_here(playbook)
    slug = slug_in(read)
    if slug is not None and slug != playbook.slug:
        await rename(db, playbook, slug)
    playbook.title = title_in(read) or playbook.title
    playbook.version += 1
    playbook.updated_by = actor.user_id
    playbook.updated_at = func.clock_timestamp()
    add_version(db, actor, playbook, playbook.version, read, text, change_note)
    trail.record(db, actor, "playbook.save", playbook.id, after={"version": playbook.version})
    await db.flush()
    await db.refresh(playbook)


async def rename(db: AsyncSession, playbook: AccountPlaybook, slug: str) -> None:
    if playbook.published_version is not None:
        message = f"It is published as “{playbook.slug}”, and its id stays so. Make another playbook for “{slug}”."
        raise Invalid(message, code="id_fixed", errors=[FieldError(field="id", message=message, code="id_fixed")])
    await lock_names(db, playbook.account_id)
    if slug in await list_slugs(db, playbook.account_id):
        raise name_taken(slug)
    playbook.slug = slug


async def publish_playbook(db: AsyncSession, actor: Actor, playbook_id: UUID, *, seen: int) -> AccountPlaybook:
    """From the next session on it leads. The caller is a lead."""
    playbook = await get_playbook(db, actor, playbook_id, lock=True)
    need_here(playbook)
    need_version(playbook, seen)
    newest = await get_version(db, playbook, seen)
    read = read_source(newest.source)
    refuse([*read.wrong, *await find_missing(db, actor.account_id, read.playbook)])
    if read.playbook is not None and read.playbook.id != playbook.slug:
        raise name_taken(read.playbook.id)
    if playbook.published_version != seen:
        before = {"published_version": playbook.published_version}
        playbook.published_version = seen
        playbook.updated_at = func.clock_timestamp()
        after = {"slug": playbook.slug, "published_version": seen}
        trail.record(db, actor, "playbook.publish", playbook.id, before=before, after=after)
        await db.flush()
        await db.refresh(playbook)
    return playbook


async def set_archived(db: AsyncSession, actor: Actor, playbook_id: UUID, *, archived: bool) -> AccountPlaybook:
    """It leads no new session any more, or does again. Twice is once. The caller is a lead."""
    playbook = await get_playbook(db, actor, playbook_id, lock=True)
    if (playbook.archived_at is not None) is not archived:
        playbook.archived_at = func.clock_timestamp() if archived else None
        action = "playbook.archive" if archived else "playbook.restore"
        trail.record(db, actor, action, playbook.id, after={"slug": playbook.slug})
        await db.flush()
        await db.refresh(playbook)
    return playbook


async def find_missing(db: AsyncSession, account_id: UUID, playbook: Playbook | None) -> list[Wrong]:
    """Templates that its fixes name and the account's library doesn't have."""
    if playbook is None:
        return []
    named = {fix.template for fix in playbook.fixes if fix.template}
    await ensure_installed(db, account_id)
    known = set(
        await db.scalars(
            select(ScriptTemplate.slug).where(
                ScriptTemplate.account_id == account_id,
                ScriptTemplate.slug.in_(named),
                ScriptTemplate.archived_at.is_(None),
            )
        )
    )
    message = "The library has no template “{}”. Publish its script first, or name another."
    return [
        Wrong(1, f"fixes.{fix.id}.template", message.format(fix.template))
        for fix in playbook.fixes
        if fix.template and fix.template not in known
    ]


def add_version(
    db: AsyncSession, actor: Actor, playbook: AccountPlaybook, number: int, read: Read, text: str, change_note: str
) -> None:
    db.add(
        PlaybookVersion(
            account_id=playbook.account_id,
            playbook_id=playbook.id,
            version=number,
            source=text,
            body=read.playbook.model_dump(mode="json") if read.playbook else None,
            change_note=change_note,
            created_by=actor.user_id,
        )
    )


def need_here(playbook: AccountPlaybook) -> None:
    if playbook.archived_at is not None:
        raise Conflict("This playbook is archived. Bring it back first.", code="archived_playbook")


def need_version(playbook: AccountPlaybook, seen: int) -> None:
    if playbook.version != seen:
        raise StaleState(
            f"You saw version {seen} of this playbook; it is now at {playbook.version}. Look at the change and try again.",
            code="row_changed",
            extra={"seen": seen, "version": playbook.version},
        )


def refuse(wrong: Iterable[Wrong]) -> None:
    errors = [
        FieldError(field=one.field or f"line {one.line}", message=one.message, code="invalid_playbook") for one in wrong
    ]
    if errors:
        raise Invalid(f"{errors[0].field}: {errors[0].message}", code="invalid_playbook", errors=errors)


def name_taken(slug: str) -> Conflict:
    return Conflict(
        f"There is a playbook “{slug}” already, perhaps an archived one. Give this one another id.", code="id_taken"
    )


async def lock_names(db: AsyncSession, account_id: UUID) -> None:
    """Two that take a name at once wait for each other."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"playbooks {account_id}", 0))))


async def list_slugs(db: AsyncSession, account_id: UUID) -> set[str]:
    return set(await db.scalars(select(AccountPlaybook.slug).where(AccountPlaybook.account_id == account_id)))
