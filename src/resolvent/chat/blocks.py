"""The four marker blocks, read from their JSON. Pure. What does not fit is None: the block counts as malformed."""

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from resolvent.schemas import make_storable

TITLE, PROSE, SCRIPT, SHORT = 200, 4_000, 40_000, 100
OUTCOMES = frozenset({"applied_success", "applied_failed", "applied_partial", "dismissed"})
MAX_PARAMETERS = 60
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class SuggestFix:
    title: str
    rationale: str
    confidence: int
    """0 to 100."""
    template: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    script: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FixOutcome:
    outcome: str
    notes: str | None = None
    failure_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    text: str
    source: str | None = None
    replaces: str | None = None
    """The text of an earlier fact that this one overrules."""


@dataclass(frozen=True, slots=True)
class Check:
    title: str
    command: str | None = None
    why: str | None = None
    result: str | None = None
    """With it the block proposes nothing: it reports what came of the session's check of this title."""
    skipped: bool = False
    """The engineer passes the session's check of this title over; nothing is proposed."""


Block = SuggestFix | FixOutcome | Fact | Check


class MalformedError(ValueError):
    """Not the shape that the block's name promises."""


def read_block(name: str, text: str) -> Block | None:
    """`text` is the JSON of a block called `name`."""
    try:
        body = json.loads(text, strict=False, parse_constant=refuse_constant)
        if not isinstance(body, dict):
            return None
        return READERS[name](body)
    except (ValueError, RecursionError):
        return None


def refuse_constant(name: str) -> Any:
    raise MalformedError(name)


def read_fix(body: dict[str, Any]) -> SuggestFix:
    return SuggestFix(
        title=need_line(body, "title"),
        rationale=may(body, "rationale", PROSE) or "",
        confidence=read_confidence(body.get("confidence")),
        template=may(body, "template", SHORT),
        parameters=read_parameters(body.get("parameters")),
        script=may(body, "script", SCRIPT, keep_space=True),
        language=may(body, "language", SHORT),
    )


def read_outcome(body: dict[str, Any]) -> FixOutcome:
    outcome = need(body, "outcome", SHORT)
    if outcome not in OUTCOMES:
        raise MalformedError
    return FixOutcome(outcome, may(body, "notes", PROSE), may(body, "failure_reason", PROSE))


def read_fact(body: dict[str, Any]) -> Fact:
    return Fact(need(body, "text", PROSE), may(body, "source", SHORT), may(body, "replaces", PROSE))


def read_check(body: dict[str, Any]) -> Check:
    return Check(
        need_line(body, "title"),
        may(body, "command", PROSE),
        may(body, "why", PROSE),
        may(body, "result", PROSE),
        skipped=body.get("skipped") is True,
    )


READERS: dict[str, Callable[[dict[str, Any]], Block]] = {
    "SUGGEST_FIX": read_fix,
    "FIX_OUTCOME": read_outcome,
    "FACT": read_fact,
    "CHECK": read_check,
}


def may(body: dict[str, Any], name: str, limit: int, *, keep_space: bool = False) -> str | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > limit:
        raise MalformedError
    value = make_storable(value)
    if not value.strip():
        return None
    return value if keep_space else value.strip()


def need(body: dict[str, Any], name: str, limit: int) -> str:
    value = may(body, name, limit)
    if value is None:
        raise MalformedError
    return value


def need_line(body: dict[str, Any], name: str) -> str:
    flat = " ".join(CONTROLS.sub(" ", need(body, name, TITLE)).split())
    if not flat:
        raise MalformedError
    return flat


def read_confidence(value: Any) -> int:
    """Clamped to 0..100; a numeric string is a number, anything else makes the block malformed."""
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise MalformedError
    if isinstance(value, float) and not math.isfinite(value):
        raise MalformedError
    return round(min(max(value, 0), 100))


def read_parameters(value: Any) -> dict[str, Any]:
    """Names to plain values."""
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > MAX_PARAMETERS:
        raise MalformedError
    if any(not name or len(name) > TITLE for name in value):
        raise MalformedError
    return {make_storable(name): read_parameter(one) for name, one in value.items()}


def read_parameter(value: Any) -> Any:
    if isinstance(value, str):
        return make_storable(value)
    if value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return [make_storable(one) for one in value]
    raise MalformedError


@dataclass(frozen=True, slots=True)
class Effects:
    """What counts of an answer: the last outcome, the last fix, all facts and checks."""

    outcome: FixOutcome | None
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    fix: SuggestFix | None


def effective(blocks: Sequence[Block]) -> Effects:
    return Effects(
        outcome=next((one for one in reversed(blocks) if isinstance(one, FixOutcome)), None),
        facts=tuple(one for one in blocks if isinstance(one, Fact)),
        checks=tuple(one for one in blocks if isinstance(one, Check)),
        fix=next((one for one in reversed(blocks) if isinstance(one, SuggestFix)), None),
    )
