"""The contract for a model that chooses parameters: numbers go out, a choice among them comes back.

The model sees each candidate's number, value and line; secrets masked. It answers with numbers, names and descriptions.
Nothing that it writes becomes part of the script: the places and the values are the script's own.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from resolvent.masking import MASK
from resolvent.scripts.extraction.naming import describe, name_value
from resolvent.scripts.extraction.parts import make_part
from resolvent.scripts.extraction.proof import Extraction, Part, build, keep_script
from resolvent.scripts.extraction.readers import read_script
from resolvent.scripts.extraction.scoring import Candidate, find_candidates
from resolvent.scripts.extraction.sensitive import is_sensitive
from resolvent.scripts.extraction.types import type_value
from resolvent.scripts.syntax import Language

MODEL = "model"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
FIELDS = frozenset({"candidate", "name", "type", "title", "description", "sensitive"})
MAX_TITLE = 120
MAX_DESCRIPTION = 500
SHOWN = 120
"""Characters of a value that the model is shown."""


def number_candidates(language: Language, script: str, evidence: Sequence[str] = ()) -> tuple[Candidate, ...]:
    """All that could be a parameter, in the order of the script; the first is number 1."""
    return tuple(find_candidates(script.encode(), read_script(language, script), evidence))


def describe_candidates(script: str, candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """What a model is shown of them. A secret's value is masked."""
    source = script.encode()
    return [
        {
            "candidate": number,
            "value": MASK if is_sensitive(candidate.literal) else candidate.value[:SHOWN],
            "type": type_value(candidate.literal)[0]["type"],
            "line": source[: candidate.spans[0][0]].count(b"\n") + 1,
            "places": len(candidate.spans),
            "stands": describe(candidate.literal, len(candidate.spans)),
            "signs": list(candidate.reasons),
            "sensitive": is_sensitive(candidate.literal),
        }
        for number, candidate in enumerate(candidates, 1)
    ]


def apply_choice(language: Language, script: str, candidates: Sequence[Candidate], choices: Any) -> Extraction:
    """The template of a model's choice. An invalid choice leaves the script as it is, with a note; never raises.

    `choices` is the decoded answer: a list of ``{candidate, name, type, title, description, sensitive}``, of which
    `candidate` and `name` are needed. A secret that was not chosen becomes a parameter all the same.
    """
    problem = find_problem(candidates, choices)
    if problem:
        return keep_script(script, MODEL, f"The choice of parameters was not usable: {problem}")
    parts = [choose_part(candidates[choice["candidate"] - 1], choice) for choice in choices]
    numbers = {choice["candidate"] for choice in choices}
    for number, candidate in enumerate(candidates, 1):
        if number not in numbers and is_sensitive(candidate.literal):
            parts.append(make_part(candidate, name_value(candidate.literal, [part.name for part in parts])))
    return build(language, script, parts, MODEL)


def choose_part(candidate: Candidate, choice: Mapping[str, Any]) -> Part:
    return make_part(
        candidate,
        choice["name"],
        title=choice.get("title") or "",
        description=choice.get("description") or "",
        sensitive=choice.get("sensitive") is True,
    )


def find_problem(candidates: Sequence[Candidate], choices: Any) -> str:
    """What is wrong with the answer as a whole, or ``""``."""
    if not isinstance(choices, list):
        return "it is no list."
    seen_numbers: set[int] = set()
    seen_names: set[str] = set()
    for choice in choices:
        problem = find_choice_problem(candidates, choice)
        if problem:
            return problem
        if choice["candidate"] in seen_numbers:
            return f"candidate {choice['candidate']} is chosen twice."
        if choice["name"] in seen_names:
            return f"two parameters are called {choice['name']}."
        seen_numbers.add(choice["candidate"])
        seen_names.add(choice["name"])
    return ""


def find_choice_problem(candidates: Sequence[Candidate], choice: Any) -> str:
    if not isinstance(choice, dict) or not FIELDS.issuperset(choice):
        return "an entry has other fields than were asked for."
    number, name = choice.get("candidate"), choice.get("name")
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= len(candidates):
        return f"there is no candidate {str(number)[:20]}."
    if not isinstance(name, str) or not NAME.fullmatch(name):
        return f"candidate {number} has no usable name."
    return find_detail_problem(candidates[number - 1], choice)


def find_detail_problem(candidate: Candidate, choice: Mapping[str, Any]) -> str:
    name = choice["name"]
    kind = type_value(candidate.literal)[0]["type"]
    if choice.get("type") not in [None, kind]:
        return f"{name} is of type {kind}."
    if choice.get("sensitive") not in [None, True, False]:
        return f"{name} is neither sensitive nor not."
    for field, limit in (("title", MAX_TITLE), ("description", MAX_DESCRIPTION)):
        text = choice.get(field)
        if text is not None and (not isinstance(text, str) or len(text) > limit or not is_storable(text)):
            return f"the {field} of {name} is no short text."
    return ""


def is_storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
