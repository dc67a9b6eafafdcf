"""The only way to a session: through the actor's account, past the version gate, with its events.

`change_session` is the only place that moves `state_version`. It takes the session row's lock, so that everything the
caller then reads of the session stands still until the commit.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header
from sqlalchemy import TextClause, bindparam, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import BadRequest, NotFound, StaleState
from resolvent.events import EVENTS, TOLD
from resolvent.sessions.models import AISession, SessionStatus

LONGEST_TOLD = 7_000
"""Bytes of an event that a notification of its own carries, which may have 8000. Of each another one has the number, for readers who look
at the row: those of a longer one, and those of the last release."""
WRITE = """written AS (
        INSERT INTO session_events (account_id, session_id, number, name, data)
        SELECT CAST(:account AS uuid), CAST(:session AS uuid), number, CAST(:name AS text), CAST(:data AS jsonb)
        FROM numbered RETURNING number
    )
    SELECT number, CASE WHEN CAST(:told AS text) <> '' THEN pg_notify(:carrying, CAST(:prefix AS text) || number || CAST(:told AS text)) END,
        pg_notify(:channel, CAST(:prefix AS text) || number) FROM written"""


def next_event(only_if: str = "true") -> str:
    """What ends a list of `WITH`, whose names `only_if`, a condition in SQL, may speak of."""
    return f"""numbered AS (
        UPDATE ai_sessions SET event_number = event_number + 1
        WHERE account_id = CAST(:account AS uuid) AND id = CAST(:session AS uuid) AND {only_if}
        RETURNING event_number AS number
    ), {WRITE}"""  # noqa: S608 (constants)


NEXT_EVENT = text(f"WITH {next_event()}")
GONE = "There is no such session."
LOCK_THESE = "SELECT id FROM ai_sessions WHERE account_id = :account AND id = ANY(:sessions) ORDER BY id FOR UPDATE"
LOCK_ALL, LOCK_FREE = text(LOCK_THESE), text(f"{LOCK_THESE} SKIP LOCKED")
OF_SESSION = (AISession.account_id == bindparam("account")) & (AISession.id == bindparam("session"))
FOUND = select(AISession).where(OF_SESSION).execution_options(populate_existing=True)
LOCKED = FOUND.with_for_update()
LOADED = [column for column in AISession.__table__.columns if column.key not in ("company", "search")]
"""What an entity has from the start; the others are read when somebody needs them."""
READ = ", ".join(column.key for column in LOADED)
ADVANCE = (
    select(AISession)
    .from_statement(
        text(
            f"""WITH moved AS (
                UPDATE ai_sessions
                SET state_version = state_version + 1, event_number = event_number + 1, updated_at = clock_timestamp()
                WHERE account_id = CAST(:account AS uuid) AND id = CAST(:session AS uuid)
                    AND (CAST(:seen AS integer) IS NULL OR state_version = CAST(:seen AS integer))
                RETURNING {READ}
            ), written AS (
                INSERT INTO session_events (account_id, session_id, number, name, data)
                SELECT account_id, id, event_number, 'state', jsonb_build_object('state_version', state_version) || CAST(:data AS jsonb)
                FROM moved RETURNING number, data
            ), told AS (
                SELECT CASE WHEN octet_length(CAST(data AS text)) <= {LONGEST_TOLD}
                        THEN pg_notify(:carrying, CAST(:prefix AS text) || number || '/state/' || data) END,
                    pg_notify(:channel, CAST(:prefix AS text) || number)
                FROM written
            )
            SELECT {READ} FROM moved, told"""  # noqa: S608 (constants)
        ).columns(*LOADED)
    )
    .execution_options(populate_existing=True)
)
"""One more version and its event; no row if the version was another."""


async def get_session(db: AsyncSession, actor: Actor, session_id: UUID) -> AISession:
    found = await db.scalar(FOUND, {"account": actor.account_id, "session": session_id})
    if found is None:
        raise NotFound(GONE)
    trail.name_session(db, session_id)
    return found


async def lock_session(db: AsyncSession, actor: Actor, session_id: UUID) -> AISession:
    """For verbs that may find nothing to change; those that will change something call `change_session` at once."""
    return await lock_session_of(db, actor.account_id, session_id)


async def lock_session_of(db: AsyncSession, account_id: UUID, session_id: UUID) -> AISession:
    """For jobs, which act for an account and no user."""
    found = await db.scalar(LOCKED, {"account": account_id, "session": session_id})
    if found is None:
        raise NotFound(GONE)
    trail.name_session(db, session_id)
    return found


async def lock_sessions_of(
    db: AsyncSession, account_id: UUID, session_ids: Collection[UUID], *, wait: bool
) -> set[UUID]:
    """Those that are locked now; without `wait`, those that nobody else holds."""
    given = {"account": account_id, "sessions": list(session_ids)}
    return set(await db.scalars(LOCK_ALL if wait else LOCK_FREE, given))


async def change_session(
    db: AsyncSession, actor: Actor, session_id: UUID, changed: Sequence[str], *, seen: int | None = None
) -> AISession:
    """One more version, one `state` event naming what changed (`facts`, `checks`, `fix`, …) and who did it."""
    trail.name_session(db, session_id)
    by = {"id": str(actor.user_id), "name": actor.name}
    session = await _advance(db, actor.account_id, session_id, changed, seen, by)
    if session is None:
        current = await get_session(db, actor, session_id)
        raise StaleState(
            f"You saw version {seen} of this session; it is now {current.state_version}. Look at the change and try again.",
            extra={"seen": seen, "state_version": current.state_version},
        )
    return session


async def change_session_of(db: AsyncSession, account_id: UUID, session_id: UUID, changed: Sequence[str]) -> AISession:
    """The same for what happens without a user."""
    session = await _advance(db, account_id, session_id, changed, None)
    if session is None:
        raise NotFound(GONE)
    return session


async def _advance(
    db: AsyncSession,
    account_id: UUID,
    session_id: UUID,
    changed: Sequence[str],
    seen: int | None,
    by: dict[str, str] | None = None,
) -> AISession | None:
    given = {
        "account": account_id,
        "session": session_id,
        "seen": seen,
        "data": json.dumps({"changed": list(changed), **({"by": by} if by else {})}),
        "carrying": TOLD,
        "channel": EVENTS,
        "prefix": f"{account_id}/{session_id}/",
    }
    moved: AISession | None = await db.scalar(ADVANCE, given)
    return moved


async def list_active_on_ticket(db: AsyncSession, account_id: UUID, connection_id: UUID, ticket_id: str) -> list[UUID]:
    """Ids, oldest first."""
    return list(
        await db.scalars(
            select(AISession.id)
            .where(
                AISession.account_id == account_id,
                AISession.connection_id == connection_id,
                AISession.ticket_id == ticket_id,
                AISession.status == SessionStatus.ACTIVE,
            )
            .order_by(AISession.id)
        )
    )


async def delete_sessions(db: AsyncSession, account_id: UUID, session_ids: Collection[UUID]) -> None:
    """With all rows that hang on them. The caller holds their locks, and has seen to what hangs on no foreign key."""
    await db.execute(delete(AISession).where(AISession.account_id == account_id, AISession.id.in_(session_ids)))


async def add_event(
    db: AsyncSession,
    session: AISession,
    name: str,
    data: dict[str, Any],
    *,
    along: TextClause = NEXT_EVENT,
    given: Mapping[str, Any] | None = None,
) -> int:
    """An event that changes no note: its number comes from the same counter, under the same lock. `along`: a statement that ends
    with `next_event` and writes more in one go, and what is `given` to it. Raises NotFound when its condition does not hold."""
    await db.flush()
    number = await db.scalar(along, {**about(session, name, data), **(given or {})})
    if number is None:
        raise NotFound(GONE)
    return int(number)


def about(session: AISession, name: str, data: dict[str, Any]) -> dict[str, Any]:
    written = json.dumps(data, separators=(",", ":"))
    return {
        "account": session.account_id,
        "session": session.id,
        "name": name,
        "data": written,
        "channel": EVENTS,
        "carrying": TOLD,
        "prefix": f"{session.account_id}/{session.id}/",
        "told": f"/{name}/{written}" if len(written) <= LONGEST_TOLD else "",
    }


async def read_if_match(if_match: Annotated[str | None, Header()] = None) -> int | None:
    """`If-Match: "7"` is the state_version that the caller saw."""
    if if_match is None or if_match.strip() == "*":
        return None
    value = if_match.strip().removeprefix("W/").strip('"')
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise BadRequest('If-Match must be a state_version in quotes, as in `If-Match: "7"`.', code="bad_if_match")
    return int(value)


Seen = Annotated[int | None, Depends(read_if_match)]
