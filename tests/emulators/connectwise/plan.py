"""Which call meets which fault: by method, path and count, always, or at a seeded rate."""

import random
import re
from dataclasses import dataclass, field

from tests.emulators.connectwise.exchange import Call


@dataclass
class Planned:
    fault: str
    method: str
    path: str
    """A regular expression that the whole path matches."""
    nth: int | None
    """1 is the next such call; None: each."""
    seen: int = 0

    def meets(self, call: Call) -> bool:
        if call.method != self.method or not re.fullmatch(self.path, call.path):
            return False
        self.seen += 1
        return self.nth is None or self.seen == self.nth


@dataclass
class FaultPlan:
    seed: int = 0
    lost: float = 0.0
    """Share of calls whose reply is lost after the commit."""
    broken: float = 0.0
    """Share of calls answered by a 500: half before, half after the commit."""
    planned: list[Planned] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def add(self, fault: str, method: str, path: str, nth: int | None = 1) -> None:
        self.planned.append(Planned(fault, method, path, nth))

    def choose(self, call: Call) -> str | None:
        met = [planned.fault for planned in self.planned if planned.meets(call)]
        if met:
            return met[0]
        drawn = self._random.random()
        if drawn < self.lost:
            return "committed_then_cut"
        if drawn < self.lost + self.broken:
            return self._random.choice(("refused_500", "committed_then_500"))
        return None
