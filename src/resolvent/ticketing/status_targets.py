"""Which status a note of a kind sets, and whether it can. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

from resolvent.accounts.settings import Preferences
from resolvent.ticketing.models import Connection
from resolvent.ticketing.provider import StatusRef

NoteKind = Literal["resolution", "escalation"]

ACCOUNT_WIDE = {
    ("connectwise", "resolution"): "cw_resolved_status_id",
    ("connectwise", "escalation"): "cw_escalated_status_id",
}
"""The preference that holds it, by provider and kind of note."""


class Source(StrEnum):
    """Where a target was found, in the order of the search."""

    ASKED = "asked"
    """The engineer picked it for this one note."""
    BOARD = "board"
    CONNECTION = "connection"
    ACCOUNT = "account"


class Problem(StrEnum):
    NOT_CONFIGURED = "not_configured"
    """The note is posted, and the ticket's status is left alone."""
    INACTIVE = "inactive"
    OTHER_BOARD = "other_board"
    MISSING = "missing"


SENTENCES = {
    Problem.NOT_CONFIGURED: "No status is set here: the note is posted, and the ticket's status stays as it is.",
    Problem.INACTIVE: "“{status}” is inactive on this board. Choose another status.",
    Problem.OTHER_BOARD: "“{status}” belongs to another board. Choose a status of this one.",
    Problem.MISSING: "This board has no status “{status}”. Choose one that it has.",
}


@dataclass(frozen=True, slots=True)
class Target:
    """`status_name` is None where the status was not found; `problem` is None for a status that can be set."""

    status_id: str | None
    status_name: str | None
    source: Source | None
    problem: Problem | None

    @property
    def sentence(self) -> str | None:
        """What is wrong, for whoever chooses the statuses."""
        if self.problem is None:
            return None
        return SENTENCES[self.problem].format(status=self.status_name or self.status_id)


def resolve_target(
    preferences: Preferences,
    connection: Connection,
    board_id: str | None,
    kind: str,
    asked: str | None,
    statuses: Sequence[StatusRef],
) -> Target:
    """`statuses`: the board's own; with those of other boards among them, a status of theirs is told by its name.

    The first target that is set counts. One that has a problem does not give way to the next: nobody chose that.
    """
    found = find_target(preferences, connection, board_id, kind, asked)
    if found is None:
        return Target(None, None, None, Problem.NOT_CONFIGURED)
    status_id, source = found
    known = sorted((one for one in statuses if one.id == status_id), key=lambda one: not is_on(one, board_id))
    if not known:
        return Target(status_id, None, source, Problem.MISSING)
    return Target(status_id, known[0].name, source, problem_of(known[0], board_id))


def find_target(
    preferences: Preferences, connection: Connection, board_id: str | None, kind: str, asked: str | None
) -> tuple[str, Source] | None:
    """A status's id, not looked at, and where it was found."""
    by_board = preferences.status_targets.get(board_key(connection.id, board_id)) if board_id else None
    by_connection = preferences.status_targets.get(str(connection.id))
    account_wide = ACCOUNT_WIDE.get((connection.provider, kind))
    candidates = (
        (asked, Source.ASKED),
        (getattr(by_board, kind, None), Source.BOARD),
        (getattr(by_connection, kind, None), Source.CONNECTION),
        (connection.status_targets.get(kind), Source.CONNECTION),
        (getattr(preferences, account_wide) if account_wide else None, Source.ACCOUNT),
    )
    return next(((str(value), source) for value, source in candidates if value is not None), None)


def board_key(connection_id: UUID, board_id: str) -> str:
    """As the preferences name a board's mapping."""
    return f"{connection_id}/{board_id}"


def problem_of(status: StatusRef, board_id: str | None) -> Problem | None:
    if not is_on(status, board_id):
        return Problem.OTHER_BOARD
    return Problem.INACTIVE if status.inactive else None


def is_on(status: StatusRef, board_id: str | None) -> bool:
    """A system without boards, or a ticket without one, has all its statuses everywhere."""
    return board_id is None or status.board_id in (None, board_id)
