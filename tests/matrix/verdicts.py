"""What must hold after a run, whatever happened in it; and how it came out, in one word."""

from dataclasses import dataclass

from resolvent.ticketing.models import Writeback
from resolvent.ticketing.steps import DONE, Step
from tests.emulators.connectwise.visibility import entry_visible, visible_to_customer
from tests.emulators.connectwise.world import API_MEMBER, World
from tests.matrix.lives import recoveries
from tests.matrix.play import Played, head

RECOVERS_WITHIN = 15.0
DOUBLES = frozenset({"note_doubled"})
"""The vendor's own doing: it stores two notes for one call."""


@dataclass(frozen=True)
class Copy:
    """Of our text at the vendor, reference or not."""

    text: str
    visible: bool


def copies(world: World, ticket: int, kind: str) -> list[Copy]:
    notes = [
        Copy(row["text"], visible_to_customer(row))
        for row in world.rows("notes").values()
        if row["ticketId"] == ticket and row["createdBy"] == API_MEMBER and row["text"].startswith(head(kind))
    ]
    entries = [
        Copy(row["notes"], entry_visible(row))
        for row in world.rows("entries").values()
        if row["chargeToId"] == ticket and row["enteredBy"] == API_MEMBER and row["notes"].startswith(head(kind))
    ]
    return notes + entries


def violations(played: Played) -> list[str]:
    found = [] if played.ended else ["it never ended"]
    found += [f"false end: {claim}" for claim in played.claims]
    if (
        len(played.drawn.kinds) == 1
    ):  # else a worker of this harness, which does one thing at a time, may be at the other
        found += [f"recovered after {s:.1f} s" for s in recoveries(played.processes) if s > RECOVERS_WITHIN]
    found += [f"mail to the customer: {mail['text'][:40]}" for mail in played.desk.world.mails]
    for row in played.rows():
        found += [f"{row.kind}: {what}" for what in _of_row(played, row)]
    return found


def _of_row(played: Played, row: Writeback) -> list[str]:
    world, number = played.desk.world, played.drawn.ticket
    struck = {call.fault for call in world.calls if call.fault}
    standing = copies(world, number, row.kind)
    deleted = number not in world.rows("tickets")
    session = played.table.sessions[row.session_id].status
    found = []
    if len(standing) > (2 if struck & DOUBLES else 1):
        found.append(f"{len(standing)} copies of the note")
    if row.step in DONE and not standing and not deleted:
        found.append("called done without a note")
    if row.step == Step.PLANNED and standing:
        found.append("said to be not posted, and stands there")
    if (row.step in DONE) != (session != "active"):
        found.append(f"the session is {session} at {row.step}")
    if row.step in DONE and any(one.visible != (row.kind == "resolution") for one in standing):
        found.append("called done with the wrong visibility")
    if row.kind == "escalation" and any(one.visible for one in standing) and not _alarmed(row):
        found.append(f"the customer sees it and nobody was told ({row.step}, {row.error})")
    if row.step not in DONE and not (row.error or {}).get("detail"):
        found.append(f"stopped at {row.step} without a word")
    return found


def _alarmed(row: Writeback) -> bool:
    """Told to hide it, or told that it is not known what stands there."""
    return row.step not in DONE and bool((row.error or {}).get("detail"))


def outcome(row: Writeback) -> str:
    error = (row.error or {}).get("code", "")
    return Step(row.step) if row.step in DONE else f"{Step(row.step)} {error}".strip()
