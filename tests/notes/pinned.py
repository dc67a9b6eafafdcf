"""Examples that are the same wherever a test runs."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

BACKEND = "pinned"


class PinnedProvider(HypothesisProvider):
    """Draws no constants of modules.

    Hypothesis mixes strings and numbers of the modules that happen to be loaded into what it draws. Which these are depends on
    the tests that ran before in the same process and on every line of the program, so that `derandomize` alone pins nothing.
    """

    def _maybe_draw_constant(self, *args: Any, **more: Any) -> None:
        return None


AVAILABLE_PROVIDERS[BACKEND] = f"{__name__}.{PinnedProvider.__qualname__}"


def pinned(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        backend=BACKEND,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
