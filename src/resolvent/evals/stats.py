"""Intervals, so that a score is never quoted without its uncertainty. Pure."""

import math
import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Z = 1.959964
RESAMPLES = 1_000
SEED = 20_260
Interval = tuple[float, float]
Item = TypeVar("Item")


def wilson(hits: float, n: int) -> Interval:
    """95 % for a share of `n` trials (Wilson 1927). The trials of one case are not independent: read it as a lower bound
    of the uncertainty."""
    if n == 0:
        return 0.0, 1.0
    share, square = hits / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


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
