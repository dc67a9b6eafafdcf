"""What was measured, beside what is allowed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table. `held` is false for what is missed and for what could not be measured."""

    name: str
    goal: str
    measured: str
    held: bool = True


@dataclass(frozen=True)
class Times:
    name: str
    values: Sequence[float]
    """ms"""
    share: float
    """Of the values that are at most what is compared: 0.98 for p98."""
    limit: float | None = None
    """ms; None: it is only told."""

    def tell(self) -> Row:
        goal = "–" if self.limit is None else f"≤ {self.limit:.0f} ms"
        if not self.values:
            return Row(self.name, goal, "not measured", held=False)
        held = self.limit is None or at_share(self.values, self.share) <= self.limit
        median, most = statistics.median(self.values), max(self.values)
        told = at_share(self.values, self.share)
        return Row(
            self.name,
            goal,
            f"{told:.0f} ms (p{100 * self.share:.0f} of {len(self.values)}; p50 {median:.0f}, most {most:.0f})",
            held,
        )


def at_share(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of the values does not exceed."""
    ordered = sorted(values)
    rank = -int(-len(ordered) * share // 1)
    return ordered[max(rank, 1) - 1]
