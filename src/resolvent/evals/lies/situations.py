"""The situations in `situations/*.yaml`: what a support session may be about, with slots for values.

A text of evidence and each `say`, which tells the same in other words, are templates over the situation's values. The
first `flip` is the evidence's text with its statement turned round; the others are such sentences.
"""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent / "situations"


class Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(Words):
    summary: str
    detail: str
    say: tuple[str, ...]
    """Clauses that follow "reported that"."""


class FactWords(Words):
    text: str
    say: tuple[str, ...]
    flip: tuple[str, ...] = ()
    important: bool = False


class CheckWords(Words):
    title: str
    command: str | None = None
    result: str
    say: tuple[str, ...]
    flip: tuple[str, ...] = ()


class FixWords(Words):
    """`did` follows "we", `done` is a passive clause; of `failed` and `left` the first is what the evidence says."""

    title: str
    did: str
    done: str
    failed: tuple[str, ...]
    left: tuple[str, ...]


class Situation(Words):
    name: str
    values: dict[str, str]
    problem: Problem
    facts: tuple[FactWords, ...]
    internal: FactWords | None = None
    checks: tuple[CheckWords, ...]
    skipped: str | None = None
    cause: str
    """What the suggestion assumed, as a noun."""
    reason: FactWords | None = None
    """The cause, once it was confirmed."""
    works: str
    fix: FixWords
    earlier: FixWords


@cache
def situations() -> tuple[Situation, ...]:
    return tuple(
        Situation.model_validate(row)
        for path in sorted(FOLDER.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    )
