"""The recovery points of a write-back, and what each means. Pure."""

from enum import StrEnum


class Step(StrEnum):
    PLANNED = "PLANNED"
    NOTE_SENDING = "NOTE_SENDING"
    NOTE_DONE = "NOTE_DONE"
    NOTE_PROVEN = "NOTE_PROVEN"
    STATUS_SENDING = "STATUS_SENDING"
    STATUS_SENT = "STATUS_SENT"
    VERIFIED = "VERIFIED"
    SKIPPED = "SKIPPED"
    """Posted; no target status is configured."""
    LOCAL = "LOCAL"
    """Kept in Resolvent; the session has no ticket."""
    REJECTED = "REJECTED"
    OVERRIDDEN = "OVERRIDDEN"
    NEEDS_HUMAN = "NEEDS_HUMAN"


DONE = frozenset({Step.VERIFIED, Step.SKIPPED, Step.LOCAL})
"""Only these let a session be called resolved or escalated."""
STOPPED = frozenset({Step.REJECTED, Step.OVERRIDDEN, Step.NEEDS_HUMAN})
"""Ended without success; a retry goes on from RETRY_FROM."""
RETRY_FROM = {Step.REJECTED: Step.NOTE_PROVEN, Step.OVERRIDDEN: Step.NOTE_PROVEN, Step.NEEDS_HUMAN: Step.NOTE_DONE}
NOTE_IS_OUT = frozenset(
    {Step.NOTE_DONE, Step.NOTE_PROVEN, Step.STATUS_SENDING, Step.STATUS_SENT, *DONE, *STOPPED} - {Step.LOCAL}
)
