"""Add, correct, confirm and retract facts; undo the last change of one."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.db import of_session
from resolvent.facts.models import Fact
from resolvent.sessions.access import change_session, get_session
from resolvent.sessions.ledger import apply_change, check_row_version, get_row, undo_change
from resolvent.sessions.models import AISession
from resolvent.sessions.secrets import mask_prose

LISTED = select(Fact).where(of_session(Fact), Fact.retracted_at.is_(None)).order_by(Fact.created_at, Fact.id)

PROSE = ("text",)


async def list_facts(db: AsyncSession, actor: Actor, session_id: UUID) -> list[Fact]:
    return list(await db.scalars(LISTED, {"account": actor.account_id, "session": session_id}))


async def add_fact(
    db: AsyncSession, actor: Actor, session_id: UUID, values: dict[str, Any], *, seen: int | None
) -> tuple[Fact, AISession]:
    """An engineer's own fact is confirmed at once unless the body says otherwise."""
    session = await change_session(db, actor, session_id, ["facts"], seen=seen)
    values = await mask_prose(db, session, values, PROSE)
    fact = Fact(
        account_id=actor.account_id,
        session_id=session_id,
        added_by=actor.name,
        **{"status": "confirmed", "source": "engineer", **values},
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
    apply_change(fact, await mask_prose(db, session, values, PROSE), datetime.now(UTC))
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


async def propose_facts(
    db: AsyncSession, actor: Actor, session: AISession, proposals: list[tuple[str, str, str | None]]
) -> int:
    """The assistant's facts (text, source, the fact that it overrules), as proposals; how many of them changed anything.

    What is known already, after normalising, is dropped. Of what is overruled, only the assistant's own proposal gives
    way; a confirmed or an engineer's fact stays beside the new one. The caller holds the session's lock.
    """
    if not proposals:
        return 0
    facts = await db.scalars(select(Fact).where(Fact.account_id == session.account_id, Fact.session_id == session.id))
    known = {normalise(fact.text): fact for fact in facts}
    changes = 0
    for text, source, replaces in proposals:
        key, now = normalise(text), datetime.now(UTC)
        old = own_proposal(known.get(normalise(replaces))) if replaces else None
        if old is not None and key not in known:
            trail.record(db, actor, "fact.replace", old.id)
            known[key] = known.pop(normalise(old.text))
            apply_change(old, {"text": text, "source": source}, now)
        elif old is not None and old is not known[key]:
            trail.record(db, actor, "fact.retract", old.id)
            apply_change(old, {"retracted_at": now}, now)
        elif key not in known:
            known[key] = Fact(
                account_id=session.account_id, session_id=session.id, text=text, status="proposed", source=source
            )
            db.add(known[key])
        else:
            continue
        changes += 1
    return changes


def own_proposal(fact: Fact | None) -> Fact | None:
    """The fact, if it is the assistant's and nobody has confirmed or retracted it."""
    if fact is None or fact.status != "proposed" or fact.retracted_at is not None:
        return None
    return None if fact.source in {"engineer", "mcp"} else fact


def normalise(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!")


async def read_facts(db: AsyncSession, actor: Actor, session_id: UUID) -> tuple[list[Fact], AISession]:
    session = await get_session(db, actor, session_id)
    return await list_facts(db, actor, session_id), session
