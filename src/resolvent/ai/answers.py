"""JSON in a model's answer, wherever it stands: in a fence, after a greeting. Pure."""

import json
from collections.abc import Callable
from typing import Any, Literal

MOST_TRIES = 50
"""Places at which it may begin: reading each to the end would take for ever."""


def find_json(answer: str, opening: Literal["{", "["], fits: Callable[[Any], bool]) -> Any:
    """The first value that begins with `opening` and fits; None: there is none."""
    decoder = json.JSONDecoder(strict=False)
    at = answer.find(opening)
    for _ in range(MOST_TRIES):
        if at < 0:
            return None
        try:
            value, _end = decoder.raw_decode(answer, at)
        except (ValueError, RecursionError):
            value = None
        if value is not None and fits(value):
            return value
        at = answer.find(opening, at + 1)
    return None
