"""Add checks, log their results, skip and retract them; undo the last change of one."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.checks.models import Check
from resolvent.db import of_session
from resolvent.errors import invalid_field
from resolvent.sessions.access import change_session, get_session
from resolvent.sessions.ledger import apply_change, check_row_version, get_row, undo_change
from resolvent.sessions.models import AISession
from resolvent.sessions.secrets import mask_prose

LISTED = select(Check).where(of_session(Check), Check.retracted_at.is_(None)).order_by(Check.created_at, Check.id)

PROSE = ("title", "command", "why", "result")


async def list_checks(db: AsyncSession, actor: Actor, session_id: UUID) -> list[Check]:
    return list(await db.scalars(LISTED, {"account": actor.account_id, "session": session_id}))


async def read_checks(db: AsyncSession, actor: Actor, session_id: UUID) -> tuple[list[Check], AISession]:
    session = await get_session(db, actor, session_id)
    return await list_checks(db, actor, session_id), session


def need_result(status: str | None, result: str | None) -> None:
    if status == "done" and not (result or "").strip():
        raise invalid_field("result", "A check that is done needs its result.", "result_missing")


async def add_check(
    db: AsyncSession, actor: Actor, session_id: UUID, values: dict[str, Any], *, seen: int | None
) -> tuple[Check, AISession]:
    need_result(values.get("status"), values.get("result"))
    session = await change_session(db, actor, session_id, ["checks"], seen=seen)
    values = await mask_prose(db, session, values, PROSE)
    by = actor.name if values.get("source") == "mcp" else None
    check = Check(
        account_id=actor.account_id, session_id=session_id, proposed_by=by, **{"source": "engineer", **values}
    )
    db.add(check)
    await db.flush()
    return check, session


async def change_check(
    db: AsyncSession,
    actor: Actor,
    session_id: UUID,
    check_id: UUID,
    values: dict[str, Any],
    *,
    seen: int | None,
    row_seen: int | None,
) -> tuple[Check, AISession]:
    """A result makes a check done, unless the body says another status."""
    session = await change_session(db, actor, session_id, ["checks"], seen=seen)
    check = await get_row(db, actor, Check, session_id, check_id)
    check_row_version(check, row_seen)
    values = await mask_prose(db, session, values, PROSE)
    if (values.get("result") or "").strip() and "status" not in values:
        values = {**values, "status": "done"}
    if values.keys() & {"status", "result"}:
        values = {**values, "source": "engineer"}
    need_result(values.get("status"), values.get("result", check.result))
    apply_change(check, values, datetime.now(UTC))
    return check, session


async def retract_check(
    db: AsyncSession, actor: Actor, session_id: UUID, check_id: UUID, *, seen: int | None
) -> tuple[Check, AISession]:
    session = await change_session(db, actor, session_id, ["checks"], seen=seen)
    check = await get_row(db, actor, Check, session_id, check_id)
    now = datetime.now(UTC)
    apply_change(check, {"retracted_at": now}, now)
    trail.record(db, actor, "check.retract", check.id)
    return check, session


async def undo_check(
    db: AsyncSession, actor: Actor, session_id: UUID, check_id: UUID, *, seen: int | None
) -> tuple[Check, AISession]:
    session = await change_session(db, actor, session_id, ["checks"], seen=seen)
    check = await get_row(db, actor, Check, session_id, check_id, retracted=True)
    undo_change(check, datetime.now(UTC))
    trail.record(db, actor, "check.undo", check.id)
    return check, session


async def propose_checks(
    db: AsyncSession, session: AISession, proposals: list[tuple[str, str | None, str | None]]
) -> int:
    """The assistant's checks (title, command, why); those known already by title are dropped."""
    if not proposals:
        return 0
    known = {
        normalise(title)
        for title in await db.scalars(
            select(Check.title).where(Check.account_id == session.account_id, Check.session_id == session.id)
        )
    }
    added = 0
    for title, command, why in proposals:
        key = normalise(title)
        if key in known:
            continue
        known.add(key)
        db.add(
            Check(
                account_id=session.account_id,
                session_id=session.id,
                title=title,
                command=command,
                why=why,
                source="assistant",
            )
        )
        added += 1
    return added


async def report_checks(
    db: AsyncSession, actor: Actor, session: AISession, reports: list[tuple[str, str | None]]
) -> tuple[int, int]:
    """What the assistant read of checks (title, and its result; without one it is skipped): how many changed, how many
    were ignored.

    Only a check of this session is changed by it, and only an open one or one whose state is the assistant's own: what
    the engineer logged or skipped stands. The caller holds the session's lock.
    """
    if not reports:
        return 0, 0
    checks = await db.scalars(
        select(Check).where(
            Check.account_id == session.account_id, Check.session_id == session.id, Check.retracted_at.is_(None)
        )
    )
    known = {normalise(check.title): check for check in checks}
    changed = ignored = 0
    for title, result in reports:
        check = known.get(normalise(title))
        status = "skipped" if result is None else "done"
        if check is None or not (check.status == "todo" or check.source == "assistant"):
            ignored += 1
        elif (check.status, check.result) != (status, result):
            trail.record(db, actor, "check.report", check.id, before={"status": check.status}, after={"status": status})
            apply_change(check, {"status": status, "result": result, "source": "assistant"}, datetime.now(UTC))
            changed += 1
    return changed, ignored


def normalise(title: str) -> str:
    return " ".join(title.casefold().split()).rstrip("?.!")
