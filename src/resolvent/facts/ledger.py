"""Add, correct, confirm and retract facts; undo the last change of one."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.facts.models import Fact
from resolvent.sessions.access import change_session, get_session
from resolvent.sessions.ledger import apply_change, check_row_version, get_row, undo_change
from resolvent.sessions.models import AISession


async def list_facts(db: AsyncSession, actor: Actor, session_id: UUID) -> list[Fact]:
    return list(
        await db.scalars(
            select(Fact)
            .where(Fact.account_id == actor.account_id, Fact.session_id == session_id, Fact.retracted_at.is_(None))
            .order_by(Fact.created_at, Fact.id)
        )
    )


async def add_fact(
    db: AsyncSession, actor: Actor, session_id: UUID, values: dict[str, Any], *, seen: int | None
) -> tuple[Fact, AISession]:
    """An engineer's own fact is confirmed at once unless the body says otherwise."""
    session = await change_session(db, actor, session_id, ["facts"], seen=seen)
    fact = Fact(
        account_id=actor.account_id, session_id=session_id, source="engineer", **{"status": "confirmed", **values}
    )
    db.add(fact)
    await db.flush()
    return fact, session


async def correct_fact(
    db: AsyncSession,
    actor: Actor,
    session_id: UUID,
    fact_id: UUID,
    values: dict[str, Any],
    *,
    seen: int | None,
    row_seen: int | None,
) -> tuple[Fact, AISession]:
    session = await change_session(db, actor, session_id, ["facts"], seen=seen)
    fact = await get_row(db, actor, Fact, session_id, fact_id)
    check_row_version(fact, row_seen)
    apply_change(fact, values, datetime.now(UTC))
    return fact, session


async def retract_fact(
    db: AsyncSession, actor: Actor, session_id: UUID, fact_id: UUID, *, seen: int | None
) -> tuple[Fact, AISession]:
    session = await change_session(db, actor, session_id, ["facts"], seen=seen)
    fact = await get_row(db, actor, Fact, session_id, fact_id)
    now = datetime.now(UTC)
    apply_change(fact, {"retracted_at": now}, now)
    trail.record(db, actor, "fact.retract", fact.id)
    return fact, session


async def undo_fact(
    db: AsyncSession, actor: Actor, session_id: UUID, fact_id: UUID, *, seen: int | None
) -> tuple[Fact, AISession]:
    session = await change_session(db, actor, session_id, ["facts"], seen=seen)
    fact = await get_row(db, actor, Fact, session_id, fact_id, retracted=True)
    undo_change(fact, datetime.now(UTC))
    trail.record(db, actor, "fact.undo", fact.id)
    return fact, session


async def propose_facts(db: AsyncSession, session: AISession, proposals: list[tuple[str, str]]) -> int:
    """The assistant's facts (text, source), as proposals; what is known already, after normalising, is dropped."""
    known = {
        normalise(text)
        for text in await db.scalars(
            select(Fact.text).where(Fact.account_id == session.account_id, Fact.session_id == session.id)
        )
    }
    added = 0
    for text, source in proposals:
        key = normalise(text)
        if key in known:
            continue
        known.add(key)
        db.add(Fact(account_id=session.account_id, session_id=session.id, text=text, status="proposed", source=source))
        added += 1
    return added


def normalise(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!")


async def read_facts(db: AsyncSession, actor: Actor, session_id: UUID) -> tuple[list[Fact], AISession]:
    session = await get_session(db, actor, session_id)
    return await list_facts(db, actor, session_id), session
