"""A rule: a pattern, and which of its groups are secret. Matched by RE2, so that no text makes the search try for ever."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

Span = tuple[int, int]
"""Offsets in code points, end-exclusive."""


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


def is_anything(value: str) -> bool:
    return value != ""


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    hints: tuple[str, ...]
    """In lower case; one of them stands in every match. Without any of them the pattern is not tried."""
    pattern: str
    """RE2, letter case ignored unless it says `(?-i)`. Every group is a secret."""
    accept: Callable[[str], bool] = is_anything
    """What a group must be besides."""


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = 32 << 20
    return re2.compile(pattern, options)


def find_by(rule: Rule, text: str, lowered: str) -> Iterator[Span]:
    """`lowered` is the text in lower case, made once for all rules."""
    if not any(hint in lowered for hint in rule.hints):
        return
    for match in compiled(rule.pattern).finditer(text):
        for group in range(1, match.re.groups + 1):
            start, end = match.span(group)
            if start >= 0 and rule.accept(text[start:end]):
                yield start, end
