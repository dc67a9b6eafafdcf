"""One editing lease on each text that two people may have open: a kind of a session's note, a draft's script.

A save takes the lease when it is free and renews it when it is one's own; the versions of the rows stay what keeps two tabs
of one person apart. Every change is one statement under the row's lock, so that of two who want it one gets it.
"""

from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, func, literal, null, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import User
from resolvent.audit import trail
from resolvent.errors import Conflict
from resolvent.events import CONTROL
from resolvent.presence.models import EditLease
from resolvent.presence.people import person
from resolvent.presence.schemas import LeaseOut, Part

LASTS = timedelta(seconds=60)
ANSWER_WITHIN = timedelta(seconds=30)
"""An asker may take it after this time without an answer."""
Holder, Asker = aliased(User), aliased(User)
NOW = func.clock_timestamp()
HELD = EditLease.until > NOW


def at(actor: Actor, subject_id: UUID, part: Part) -> ColumnElement[bool]:
    return and_(EditLease.account_id == actor.account_id, EditLease.subject_id == subject_id, EditLease.part == part)


async def hold(db: AsyncSession, actor: Actor, subject_id: UUID, part: Part, *, saved: bool = False) -> LeaseOut:
    """Take it if it is free, renew it if it is one's own; 409 `lease_held` names who has it and until when.

    `saved`: the text was saved with it.
    """
    mine = EditLease.holder_id == actor.user_id
    statement = (
        insert(EditLease)
        .values(
            account_id=actor.account_id,
            subject_id=subject_id,
            part=part,
            holder_id=actor.user_id,
            until=NOW + LASTS,
            revision=int(saved),
        )
        .on_conflict_do_update(
            index_elements=["account_id", "subject_id", "part"],
            set_={
                "holder_id": actor.user_id,
                "until": NOW + LASTS,
                "revision": EditLease.revision + int(saved),
                "asked_by": case((mine, EditLease.asked_by), else_=null()),
                "asked_at": case((mine, EditLease.asked_at), else_=null()),
            },
            where=or_(mine, ~HELD),
        )
        .returning(EditLease.part)
    )
    if await db.scalar(statement) is None:
        await refuse_held(db, actor, subject_id, part)
    return await tell(db, actor, subject_id, part)


async def need_free(db: AsyncSession, actor: Actor, subject_id: UUID, part: Part) -> None:
    """For acts that end an edit: refused while another person is at it."""
    current = await find(db, actor, subject_id, part)
    if current is not None and current.holder.id != actor.user_id:
        await refuse_held(db, actor, subject_id, part)


async def release(db: AsyncSession, actor: Actor, subject_id: UUID, part: Part) -> None:
    """Nothing happens when it is another's by now."""
    await db.execute(delete(EditLease).where(at(actor, subject_id, part), EditLease.holder_id == actor.user_id))
    await announce(db, subject_id)


async def take_over(
    db: AsyncSession, actor: Actor, subject_id: UUID, part: Part, holder_id: UUID, *, after_asking: bool = False
) -> LeaseOut:
    """From `holder_id`, and from nobody else. `after_asking`: who asked and got no answer for 30 s, or none is left to ask."""
    allowed: ColumnElement[bool] = literal(True)
    if after_asking:
        waited = and_(EditLease.asked_by == actor.user_id, EditLease.asked_at <= NOW - ANSWER_WITHIN)
        allowed = or_(waited, ~HELD)
    taken = await db.scalar(
        update(EditLease)
        .where(at(actor, subject_id, part), EditLease.holder_id == holder_id, allowed)
        .values(holder_id=actor.user_id, until=NOW + LASTS, asked_by=None, asked_at=None)
        .returning(EditLease.part)
    )
    if taken is None:
        current = await find(db, actor, subject_id, part)
        if current is not None and current.holder.id == holder_id != actor.user_id:
            raise Conflict(
                f"Ask {current.holder.name} first. Without an answer you may take it over after 30 seconds.",
                code="ask_first",
                extra=describe(current),
            )
        return await hold(db, actor, subject_id, part)
    if holder_id != actor.user_id:
        trail.record(db, actor, "lease.take_over", subject_id, before={"holder": str(holder_id)}, after={"part": part})
    return await tell(db, actor, subject_id, part)


async def ask(db: AsyncSession, actor: Actor, subject_id: UUID, part: Part) -> LeaseOut:
    """Tells the holder. One asks at a time; asking again starts no new wait. What is free is one's own at once."""
    asking = await db.scalar(
        update(EditLease)
        .where(
            at(actor, subject_id, part),
            HELD,
            EditLease.holder_id != actor.user_id,
            or_(
                EditLease.asked_by.is_(None),
                EditLease.asked_by == actor.user_id,
                EditLease.asked_at <= NOW - 2 * ANSWER_WITHIN,
            ),
        )
        .values(
            asked_by=actor.user_id,
            asked_at=case((EditLease.asked_by == actor.user_id, EditLease.asked_at), else_=NOW),
        )
        .returning(EditLease.part)
    )
    if asking is not None:
        return await tell(db, actor, subject_id, part)
    current = await find(db, actor, subject_id, part)
    if current is not None and current.asked_by is not None and current.holder.id != actor.user_id:
        raise Conflict(f"{current.asked_by.name} asks for it already.", code="asked_already", extra=describe(current))
    return await hold(db, actor, subject_id, part)


async def answer(
    db: AsyncSession, actor: Actor, subject_id: UUID, part: Part, asker_id: UUID, *, hand_over: bool
) -> LeaseOut:
    """The holder's answer to who asks: theirs from here on, or kept."""
    values = {"holder_id": asker_id, "until": NOW + LASTS} if hand_over else {"until": NOW + LASTS}
    answered = await db.scalar(
        update(EditLease)
        .where(at(actor, subject_id, part), EditLease.holder_id == actor.user_id, EditLease.asked_by == asker_id)
        .values(asked_by=None, asked_at=None, **values)
        .returning(EditLease.part)
    )
    if answered is None:
        raise Conflict("Nobody asks you for it any more.", code="nothing_asked")
    if hand_over:
        trail.record(db, actor, "lease.hand_over", subject_id, after={"part": part, "holder": str(asker_id)})
    return await tell(db, actor, subject_id, part)


async def tell(db: AsyncSession, actor: Actor, subject_id: UUID, part: Part) -> LeaseOut:
    """As it is after the change, to those who watch as well."""
    await announce(db, subject_id)
    found = await find(db, actor, subject_id, part)
    if found is None:
        raise RuntimeError("A lease that was just written is not there.")
    return found


async def announce(db: AsyncSession, subject_id: UUID) -> None:
    await db.execute(
        text("SELECT pg_notify(:channel, :payload)"), {"channel": CONTROL, "payload": f"presence/-/{subject_id}"}
    )


async def refuse_held(db: AsyncSession, actor: Actor, subject_id: UUID, part: Part) -> NoReturn:
    current = await find(db, actor, subject_id, part)
    if current is None:
        raise Conflict("Someone else was editing this until now. Try again.", code="lease_held")
    raise Conflict(f"{current.holder.name} is editing this.", code="lease_held", extra=describe(current))


async def find(db: AsyncSession, actor: Actor, subject_id: UUID, part: Part) -> LeaseOut | None:
    held = await list_held(db, actor, subject_id)
    return next((lease_out(*row) for row in held if row[0].part == part), None)


Named = tuple[EditLease, str, str | None]


async def list_held(db: AsyncSession, actor: Actor, subject_id: UUID) -> list[Named]:
    """With the names of holder and asker; those that ran out are none."""
    statement = (
        select(EditLease, Holder.name, Asker.name)
        .join(Holder, and_(Holder.account_id == EditLease.account_id, Holder.id == EditLease.holder_id))
        .outerjoin(Asker, and_(Asker.account_id == EditLease.account_id, Asker.id == EditLease.asked_by))
        .where(EditLease.account_id == actor.account_id, EditLease.subject_id == subject_id, HELD)
        .order_by(EditLease.part)
        .execution_options(populate_existing=True)
    )
    return list((await db.execute(statement)).tuples())


def lease_out(lease: EditLease, holder: str, asker: str | None) -> LeaseOut:
    asked = lease.asked_by is not None and asker is not None
    may_take: datetime | None = lease.asked_at + ANSWER_WITHIN if lease.asked_at is not None else None
    return LeaseOut.model_validate(
        {
            "part": lease.part,
            "holder": person(lease.holder_id, holder),
            "until": lease.until,
            "asked_by": person(lease.asked_by, asker or "") if asked else None,
            "may_take_at": may_take,
        }
    )


def describe(lease: LeaseOut) -> dict[str, object]:
    """For the problem of a refusal."""
    return {"lease": lease.model_dump(mode="json")}
