"""Two runs side by side: every score over the cases that both have in the same wording, and the cases that changed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from resolvent.evals.result import Result
from resolvent.evals.scores import ALL, Pair, Score, rounded
from resolvent.evals.stats import Interval, bootstrap, mean_of

Both = tuple[Pair, Pair]
COSTS = frozenset({"input_tokens", "output_tokens", "cost_usd"})
"""More of these is dearer, not wrong."""
DETAILS = ("missing_facts", "unsupported", "leaks", "misheard", "handoff_missing", "findings", "failure")


@dataclass(frozen=True, slots=True)
class Difference:
    """`change` is new minus old; `interval` 95 %, paired over cases."""

    score: Score
    old: float
    new: float
    change: float
    interval: Interval
    cases: int

    @property
    def worse_by(self) -> float:
        """How much worse the new one is; negative when it is better."""
        return -self.change if self.score.better == "higher" else self.change


@dataclass(frozen=True, slots=True)
class CaseChange:
    name: str
    worse: tuple[str, ...]
    better: tuple[str, ...]
    """Names of scores."""
    details: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    differences: tuple[Difference, ...]
    changes: tuple[CaseChange, ...]
    left_out: tuple[str, ...]
    """Cases that only one run has, or whose text changed."""

    def regressions(self, tolerance: float = 0.0) -> list[Difference]:
        return [one for one in self.differences if one.worse_by > tolerance + 1e-9 and one.score.name not in COSTS]


def compare(old: Result, new: Result) -> Comparison:
    before = {case["name"]: case for case in old["cases"]}
    after = {case["name"]: case for case in new["cases"]}
    common = [name for name in after if name in before and before[name]["digest"] == after[name]["digest"]]
    pairs = [(before[name], after[name]) for name in common]
    differences = [one for score in ALL.values() if (one := compare_score(score, pairs)) is not None]
    if extraction := compare_extraction(old, new):
        differences.append(extraction)
    changes = [change for old_case, new_case in pairs if (change := compare_case(old_case, new_case)) is not None]
    left_out = sorted((before.keys() | after.keys()) - set(common))
    return Comparison(tuple(differences), tuple(changes), tuple(left_out))


def compare_score(score: Score, pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> Difference | None:
    """A case that counts in one run alone counts with nothing in the other: a lost note is not a better one."""
    counted: list[Both] = []
    for old_case, new_case in pairs:
        a, b = old_case["counts"].get(score.name), new_case["counts"].get(score.name)
        if a or b:
            counted.append((tuple(a or (0, 0)), tuple(b or (0, 0))))
    if not any(a[1] for a, _ in counted) or not any(b[1] for _, b in counted):
        return None

    def change(sample: Sequence[Both]) -> float:
        return mean_of([b for _, b in sample]) - mean_of([a for a, _ in sample])

    low, high = bootstrap(counted, change)
    old, new = mean_of([a for a, _ in counted]), mean_of([b for _, b in counted])
    return Difference(
        score, rounded(old), rounded(new), rounded(new - old), (rounded(low), rounded(high)), len(counted)
    )


def compare_extraction(old: Result, new: Result) -> Difference | None:
    """Its rows stand in no result: the two intervals are subtracted as if independent."""
    a, b = old["scores"].get("extraction_f1"), new["scores"].get("extraction_f1")
    if not a or not b:
        return None
    interval = (rounded(b["low"] - a["high"]), rounded(b["high"] - a["low"]))
    return Difference(ALL["extraction_f1"], a["value"], b["value"], rounded(b["value"] - a["value"]), interval, b["n"])


def compare_case(old: dict[str, Any], new: dict[str, Any]) -> CaseChange | None:
    worse: list[str] = []
    better: list[str] = []
    for name in sorted(old["counts"].keys() | new["counts"].keys()):
        a, b = old["counts"].get(name), new["counts"].get(name)
        if not a or not b:
            continue
        change = mean_of([tuple(b)]) - mean_of([tuple(a)])
        if abs(change) > 1e-9:
            (better if (change > 0) == (ALL[name].better == "higher") else worse).append(name)
    details = {name: (old[name], new[name]) for name in DETAILS if old[name] != new[name]}
    if not worse and not better and not details:
        return None
    return CaseChange(new["name"], tuple(worse), tuple(better), details)
