"""One randomised run, drawn from its seed: what is to be posted, what goes wrong at the vendor, who dies, who else is there."""

import random
from dataclasses import dataclass

from tests.emulators.connectwise.fault_kinds import At
from tests.emulators.connectwise.faults import MADE_FOR
from tests.emulators.connectwise.sample import PROJECT_TICKET
from tests.matrix.lives import KILL, Fate

TICKET = r"/(?:service|project)/tickets/\d+"
CALLS = {
    "read ticket": ("GET", TICKET),
    "list notes": ("GET", f"{TICKET}/(?:notes|allNotes)"),
    "list time": ("GET", "/time/entries"),
    "add note": ("POST", f"{TICKET}/notes"),
    "add time": ("POST", "/time/entries"),
    "read note": ("GET", rf"{TICKET}/notes/\d+"),
    "take note back": ("DELETE", rf"{TICKET}/notes/\d+"),
    "list statuses": ("GET", r"/service/boards/\d+/statuses"),
    "set status": ("PATCH", TICKET),
    "find codebase": ("GET", "/login/companyinfo/.*"),
}
CALLS_FOR: dict[At, tuple[str, ...]] = {
    At.ANY: tuple(CALLS),
    At.NOTE: ("add note",),
    At.STATUS: ("set status",),
    At.TICKET: ("read ticket", "add note", "set status"),
    At.LIST: ("list notes",),
}
WRITES = ("add note", "add time", "set status", "take note back")
TOO_BIG = frozenset({"huge_body"})
"""32 MB each time: they have their place in the fault matrix."""
WANTED = {"resolution": "Completed", "escalation": "Escalated"}
STATUSES = ("New", "In Progress", "Waiting Customer", "Escalated", "Completed", "Closed")
LONGEST_LIFE = 60
"""Points of a process; a run without faults passes about 35."""


@dataclass(frozen=True)
class PlannedFault:
    name: str
    call: str
    nth: int


@dataclass(frozen=True)
class Deed:
    """Of somebody else, `at` seconds after the start."""

    at: float
    what: str
    status: str = ""


@dataclass
class Drawn:
    seed: int
    ticket: int
    kinds: tuple[str, ...]
    wanted: dict[str, str | None]
    """By kind: a status of the ticket's board, "elsewhere" for one of another board, or None."""
    latency: float
    lost: float
    broken: float
    faults: list[PlannedFault]
    fates: list[Fate]
    restart_after: list[float]
    deeds: list[Deed]
    retries: list[float]
    """Seconds after which the engineer presses Retry, each time it stopped."""
    notes_as: str


def calls_for(fault: str) -> tuple[str, ...]:
    """Where it can strike."""
    return WRITES if fault == "late_commit" else CALLS_FOR[MADE_FOR[fault]]


def usable() -> list[str]:
    return sorted(fault for fault, at in MADE_FOR.items() if at in CALLS_FOR and fault not in TOO_BIG)


def draw(seed: int) -> Drawn:
    r = random.Random(seed)
    kinds = r.choice((("resolution",), ("escalation",), ("resolution",), ("escalation",), ("escalation", "resolution")))
    wanted: dict[str, str | None] = {
        kind: r.choices((WANTED[kind], None, "elsewhere"), (90, 5, 5))[0] for kind in kinds
    }
    return Drawn(
        seed=seed,
        ticket=PROJECT_TICKET if r.random() < 0.05 else r.randint(5001, 5011),
        kinds=kinds,
        wanted=wanted,
        latency=r.choice((0.005, 0.05, 0.4)),
        lost=r.choice((0, 0, 0.05, 0.2)),
        broken=r.choice((0, 0, 0.05, 0.1)),
        faults=[_fault(r) for _ in range(r.choice((0, 1, 1, 2, 3)))],
        fates=[_fate(r) for _ in range(8)],
        restart_after=[r.uniform(0, 8) for _ in range(8)],
        deeds=sorted((_deed(r) for _ in range(r.choice((0, 0, 0, 1, 2)))), key=lambda deed: deed.at),
        retries=[r.uniform(1, 30) for _ in range(r.choice((0, 0, 1, 2)))],
        notes_as=r.choices(("note", "time_entry"), (85, 15))[0],
    )


def _fault(r: random.Random) -> PlannedFault:
    name = r.choice(usable())
    return PlannedFault(name, r.choice(calls_for(name)), r.choice((1, 1, 1, 2, 3)))


def _fate(r: random.Random) -> Fate:
    """Half of the processes live for ever."""
    at: dict[int, float] = {}
    if r.random() < 0.4:
        at[r.randint(1, LONGEST_LIFE)] = KILL
    if r.random() < 0.15:
        at[r.randint(1, LONGEST_LIFE)] = r.choice((4.0, 12.0, 25.0))
    return Fate(at)


def _deed(r: random.Random) -> Deed:
    names = ("status", "note", "same reference", "reply", "move", "merge", "close", "delete")
    what = r.choices(names, (5, 3, 3, 3, 1, 1, 1, 1))[0]
    return Deed(r.choice((r.uniform(0, 6), r.uniform(0, 100))), what, r.choice(STATUSES))
