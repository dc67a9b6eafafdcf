"""From chosen candidates to the parameters of a template."""

from collections.abc import Sequence
from typing import Any

from resolvent.scripts.extraction.naming import describe, name_value, title_of
from resolvent.scripts.extraction.proof import Part
from resolvent.scripts.extraction.scoring import Candidate
from resolvent.scripts.extraction.sensitive import is_sensitive
from resolvent.scripts.extraction.types import type_value


def make_parts(chosen: Sequence[Candidate]) -> list[Part]:
    parts: list[Part] = []
    for candidate in chosen:
        name = name_value(candidate.literal, [part.name for part in parts])
        parts.append(make_part(candidate, name))
    return parts


def make_part(candidate: Candidate, name: str, title: str = "", description: str = "", sensitive: bool = False) -> Part:
    """A secret has neither default nor format; any other parameter begins with the value that the script had."""
    kind, value = type_value(candidate.literal)
    details: dict[str, Any] = {
        "title": title or title_of(name),
        "description": description or describe(candidate.literal, len(candidate.spans)),
    }
    if sensitive or is_sensitive(candidate.literal):
        kind, value = {"type": "string", "x-sensitive": True}, candidate.value
    else:
        details["default"] = value
    return Part(
        name=name,
        property={**kind, **details},
        value=value,
        text=candidate.value,
        spans=candidate.spans,
        code=candidate.code,
    )
