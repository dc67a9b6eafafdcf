"""Record an act in the caller's own transaction: it is kept if, and only if, the act is."""

from contextvars import ContextVar
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.audit.models import AuditEntry

ORIGIN: Final[ContextVar[str | None]] = ContextVar("origin", default=None)
"""Where this request comes from: set once its sender is known."""
_SESSION: Final = "audited_session"


class Actor(Protocol):
    @property
    def account_id(self) -> UUID: ...
    @property
    def user_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


def name_session(db: AsyncSession, session_id: UUID) -> None:
    """What this transaction records from here on belongs to that troubleshooting session."""
    db.info[_SESSION] = session_id


def record(
    db: AsyncSession,
    actor: Actor,
    action: str,
    subject_id: UUID,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """`before` and `after` hold short values only: no scripts, no secrets, no message texts."""
    db.add(
        AuditEntry(
            account_id=actor.account_id,
            actor_id=actor.user_id,
            actor_name=actor.name,
            action=action,
            subject_id=subject_id,
            before=before,
            after=after,
            session_id=subject_id if action.startswith("session.") else db.info.get(_SESSION),
            origin=ORIGIN.get(),
        )
    )
