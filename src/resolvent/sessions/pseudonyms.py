"""The names under which a session's people appear to a language model: the same in every turn."""

from collections.abc import Mapping
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.db import Database
from resolvent.sessions.models import SessionPseudonyms

log = structlog.get_logger()


async def read_names(db: AsyncSession, account_id: UUID, session_id: UUID) -> dict[str, str]:
    """Pseudonym → name."""
    found = await db.scalar(
        select(SessionPseudonyms.names).where(
            SessionPseudonyms.account_id == account_id, SessionPseudonyms.session_id == session_id
        )
    )
    return dict(found or {})


async def keep_names(database: Database, account_id: UUID, session_id: UUID, names: Mapping[str, str]) -> None:
    """Those that another turn kept meanwhile stay. Losing new ones costs nothing but the same name next time."""
    try:
        async with database.transaction(account_id) as db:
            added = insert(SessionPseudonyms).values(account_id=account_id, session_id=session_id, names=dict(names))
            await db.execute(
                added.on_conflict_do_update(
                    index_elements=["account_id", "session_id"],
                    set_={"names": func.jsonb_concat(added.excluded.names, SessionPseudonyms.names)},
                )
            )
    except Exception as error:
        log.warning("pseudonyms.not_kept", error=type(error).__name__)
