"""Which tabs have a subject open, and what is done in them.

A tab tells itself by its stream and, while it is visible and another person is there, every few seconds; an unchanged state is
one update of one unlogged row and wakes nobody. Streams that watch the subject are woken by NOTIFY when something changed.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.events import CONTROL

LASTS = 20.0
"""Seconds that a tab is believed to be open after it told so."""
GRACE = 2.0
"""Seconds after the end of a tab's stream: one that reconnects or loads anew does not come and go."""

CHANGED = "pg_notify(:channel, 'presence/-/' || CAST(:subject AS text))"
TELL = text(
    f"""WITH before AS (
        SELECT doing FROM presences WHERE account_id = :account AND subject_id = :subject AND tab_id = :tab
            AND until > clock_timestamp() + make_interval(secs => :grace)
    ), written AS (
        INSERT INTO presences AS held (account_id, subject_id, tab_id, user_id, doing, stream_id, until)
        VALUES (:account, :subject, :tab, :user, coalesce(CAST(:doing AS text), 'viewing'), CAST(:stream AS uuid),
            clock_timestamp() + make_interval(secs => :lasts))
        ON CONFLICT (account_id, subject_id, tab_id) DO UPDATE
            SET doing = coalesce(CAST(:doing AS text), held.doing), until = excluded.until,
                stream_id = coalesce(excluded.stream_id, held.stream_id)
            WHERE held.user_id = excluded.user_id
        RETURNING doing
    )
    SELECT {CHANGED} FROM written WHERE doing IS DISTINCT FROM (SELECT doing FROM before)"""  # noqa: S608 (constants)
)
FORGET = text("DELETE FROM presences WHERE account_id = :account AND until < clock_timestamp()")
LEAVE = text(
    f"""WITH left_tab AS (
        UPDATE presences SET until = least(until, clock_timestamp() + make_interval(secs => :grace))
        WHERE account_id = :account AND subject_id = :subject AND tab_id = :tab AND user_id = :user
            AND (stream_id IS NULL OR stream_id = :stream) RETURNING 1
    )
    SELECT {CHANGED} FROM left_tab"""  # noqa: S608 (constants)
)


async def tell(
    db: AsyncSession, actor: Actor, subject_id: UUID, tab_id: UUID, doing: str | None, stream_id: UUID | None = None
) -> None:
    """`doing` None: as it was told before. Another person's tab is left as it is."""
    await db.execute(
        TELL, {**place(actor, subject_id, tab_id, stream_id), "user": actor.user_id, "doing": doing, "lasts": LASTS}
    )


async def open_tab(db: AsyncSession, actor: Actor, subject_id: UUID, tab_id: UUID, stream_id: UUID) -> None:
    """Its stream begins. Tabs of the account that are long gone are forgotten on the way."""
    await db.execute(FORGET, {"account": actor.account_id})
    await tell(db, actor, subject_id, tab_id, None, stream_id)


async def leave(db: AsyncSession, actor: Actor, subject_id: UUID, tab_id: UUID, stream_id: UUID) -> None:
    """Its stream ended, and no newer one is there."""
    await db.execute(LEAVE, {**place(actor, subject_id, tab_id, stream_id), "user": actor.user_id})


def place(actor: Actor, subject_id: UUID, tab_id: UUID, stream_id: UUID | None) -> dict[str, object]:
    return {
        "account": actor.account_id,
        "subject": subject_id,
        "tab": tab_id,
        "stream": stream_id,
        "grace": GRACE,
        "channel": CONTROL,
    }
