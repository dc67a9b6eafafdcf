"""Every fault of the emulator at every call of a write-back that it is made for, once, for both kinds of note."""

from dataclasses import dataclass

from resolvent.ticketing.steps import DONE
from tests.emulators.connectwise.fault_kinds import At
from tests.emulators.connectwise.faults import MADE_FOR
from tests.matrix.drawing import CALLS_FOR, WANTED, Drawn, PlannedFault
from tests.matrix.play import play
from tests.matrix.verdicts import copies, outcome, violations

KINDS = ("resolution", "escalation")
STRUCK: dict[At, tuple[str, ...]] = {
    **CALLS_FOR,
    At.ANY: ("find codebase", "read ticket", "add note", "read note", "set status"),
}
"""A fault that may strike any call does so at those that a write-back can't go without."""


@dataclass(frozen=True)
class Ending:
    fault: str
    call: str
    kind: str
    outcome: str
    """The last recovery point, with the code of what stopped it."""
    told: str
    """What the engineer reads; "" when all is done."""
    notes: int
    """Standing at the vendor."""
    seconds: float
    """Virtual, until it ended."""
    violations: tuple[str, ...]

    @property
    def done(self) -> bool:
        return self.outcome in DONE


def quiet(kind: str) -> Drawn:
    """One replica's run in which nothing goes wrong."""
    return Drawn(
        seed=1,
        ticket=5001,
        kinds=(kind,),
        wanted=dict(WANTED),
        latency=0.05,
        lost=0,
        broken=0,
        faults=[],
        fates=[],
        restart_after=[1.0],
        deeds=[],
        retries=[],
        notes_as="note",
    )


def fault_cases() -> list[tuple[str, str]]:
    """Faults and the calls they strike; those of callbacks touch no write-back."""
    return [(fault, call) for fault, at in MADE_FOR.items() if at in STRUCK for call in STRUCK[at]]


def end_of(fault: str, call: str, kind: str) -> Ending:
    drawn = quiet(kind)
    drawn.faults = [PlannedFault(fault, call, 1)]
    if call == "list notes":
        # Notes are listed after a doubt.
        drawn.faults.append(PlannedFault("committed_then_cut", "add note", 1))
    played = play(drawn)
    (row,) = played.rows()
    error = row.error or {}
    return Ending(
        fault,
        call,
        kind,
        outcome(row),
        "" if row.step in DONE else str(error.get("detail", "")),
        len(copies(played.desk.world, drawn.ticket, kind)),
        played.seconds,
        tuple(violations(played)),
    )
