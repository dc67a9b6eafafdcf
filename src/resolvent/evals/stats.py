"""Intervals, so that a score is never quoted without its uncertainty. Pure."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

RESAMPLES = 1_000
SEED = 20_260
Interval = tuple[float, float]
Item = TypeVar("Item")


def bootstrap(items: Sequence[Item], statistic: Callable[[Sequence[Item]], float]) -> Interval:
    """95 % percentile interval over resampled cases, with a fixed seed."""
    if len(items) < 2:
        value = statistic(items) if items else 0.0
        return value, value
    dice = random.Random(SEED)
    values = sorted(statistic(dice.choices(items, k=len(items))) for _ in range(RESAMPLES))
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES) - 1]


def mean_of(pairs: Sequence[tuple[float, float]]) -> float:
    """Total over count, of (total, count) pairs."""
    count = sum(n for _, n in pairs)
    return sum(total for total, _ in pairs) / count if count else 0.0
