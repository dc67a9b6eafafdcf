"""Patterns of a playbook: regular expressions over what a tool prints. Those that a desk wrote itself are matched by RE2,
which takes time in proportion to the text; the shipped ones also use look-around, and are tested not to run away."""

import re
from functools import cache, lru_cache
from typing import Any, Final, Protocol, cast

import re2
from pydantic import ValidationInfo

TRUSTED: Final = "trusted_patterns"
"""In the context of a playbook that the package did not bring: the patterns that Python's engine may run all the same."""
LONGEST: Final = 400


class Linear(str):
    """A pattern that RE2 reads."""

    __slots__ = ()


class Compiled(Protocol):
    """What both engines offer."""

    @property
    def groups(self) -> int: ...
    @property
    def groupindex(self) -> Any: ...
    def search(self, text: str, /) -> re.Match[str] | None: ...
    def finditer(self, text: str, /) -> Any: ...


@cache
def linear() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    options.max_mem = 4 << 20
    return options


def check_pattern(pattern: str, info: ValidationInfo) -> str:
    """The same, or ValueError with what is wrong."""
    trusted = (info.context or {}).get(TRUSTED)
    if trusted is None or pattern in trusted:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return pattern
    if len(pattern) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters")
    try:
        compiled(Linear(pattern))
    except re2.error as error:
        why = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
        raise ValueError(f"not a regular expression of the RE2 kind (no look-around, no references): {why}") from None
    return Linear(pattern)


@lru_cache(maxsize=16_384, typed=True)
def compiled(pattern: str) -> Compiled:
    """Letter case is ignored; `^` and `$` are a line's."""
    if isinstance(pattern, Linear):
        return cast(Compiled, re2.compile(f"(?m){pattern}", linear()))
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)
