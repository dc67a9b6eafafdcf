"""The local desk's statuses, which may follow which, and its workflow rules. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from resolvent.ticketing.provider import BoardRef, StatusRef

NEW, IN_PROGRESS, WAITING, ON_HOLD = "new", "in_progress", "waiting", "on_hold"
ESCALATED, RESOLVED, CLOSED = "escalated", "resolved", "closed"

BOARD = BoardRef("desk", "Local desk")

STATUSES = {
    NEW: StatusRef(NEW, "New", BOARD.id),
    IN_PROGRESS: StatusRef(IN_PROGRESS, "In progress", BOARD.id),
    WAITING: StatusRef(WAITING, "Waiting on customer", BOARD.id),
    ON_HOLD: StatusRef(ON_HOLD, "On hold", BOARD.id),
    ESCALATED: StatusRef(ESCALATED, "Escalated", BOARD.id),
    RESOLVED: StatusRef(RESOLVED, "Resolved", BOARD.id, closed=True),
    CLOSED: StatusRef(CLOSED, "Closed", BOARD.id, closed=True),
}

NEXT: dict[str, tuple[str, ...]] = {
    NEW: (IN_PROGRESS, WAITING, ON_HOLD, ESCALATED, RESOLVED),
    IN_PROGRESS: (WAITING, ON_HOLD, ESCALATED, RESOLVED),
    WAITING: (IN_PROGRESS, ESCALATED, RESOLVED),
    # A ticket on hold waits for an approved change: it goes back to work first.
    ON_HOLD: (IN_PROGRESS,),
    ESCALATED: (IN_PROGRESS, RESOLVED),
    RESOLVED: (IN_PROGRESS, CLOSED),
    CLOSED: (),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Runs after a status was set, and may set another one."""

    name: str
    applies: Callable[[str, str | None], bool]
    """(new status, contact)."""
    moves_to: str


def is_vip(contact: str | None) -> bool:
    return contact is not None and contact.rstrip().endswith("(VIP)")


RULES = (
    Rule(
        name="VIP confirms first",
        applies=lambda status, contact: status == RESOLVED and is_vip(contact),
        moves_to=WAITING,
    ),
)


def find_rule(status: str, contact: str | None) -> Rule | None:
    return next((rule for rule in RULES if rule.applies(status, contact)), None)
