"""When is a status proven? Pure: readings and a receipt in, a verdict out."""

from dataclasses import dataclass
from enum import StrEnum

READ_AFTER = (0.5, 1.0, 3.0, 10.0, 30.0)
"""Seconds after the change was sent."""
APART = 2.0
"""Two equal readings must lie this many seconds apart."""


class Verdict(StrEnum):
    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"
    OVERRIDDEN = "OVERRIDDEN"


@dataclass(frozen=True, slots=True)
class Reading:
    at: float
    """Seconds after the change was sent."""
    status_id: str
    status_name: str
    updated_by: str | None


def judge(readings: list[Reading], *, wanted: str, before: str, claimed: bool, apart: float = APART) -> Verdict | None:
    """None: not decided yet, read again. Two equal readings far enough apart decide; one alone never does."""
    if not readings:
        return None
    last = readings[-1]
    settled_since = last.at
    for reading in reversed(readings):
        if reading.status_id != last.status_id:
            break
        settled_since = reading.at
    if last.at - settled_since < apart:
        return None
    if last.status_id == wanted:
        return Verdict.VERIFIED
    # Still the old one: refused, unless the vendor claimed the change, which something then took back.
    return Verdict.REJECTED if last.status_id == before and not claimed else Verdict.OVERRIDDEN
