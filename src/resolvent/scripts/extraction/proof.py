"""The proof that ends every extraction: the parameters, rendered back, give the script byte for byte."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from resolvent.errors import FieldError, Invalid
from resolvent.scripts.engine import check_template, find_placeholders, render
from resolvent.scripts.extraction.scoring import Span
from resolvent.scripts.parameters import read_parameters
from resolvent.scripts.syntax import Language


@dataclass(frozen=True, slots=True)
class Part:
    """One parameter of the template to be: its property in the schema, its value, and the places that it takes."""

    name: str
    property: dict[str, Any]
    value: Any
    text: str
    spans: tuple[Span, ...]
    code: tuple[Span, ...]
    """The places that must be taken together; the others, in messages and comments, may stay as they are."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """`values` render `templated_body` back to the script; the sensitive ones are in it, so it is not for keeping."""

    templated_body: str
    parameters_schema: dict[str, Any]
    values: dict[str, Any]
    engine: str
    notes: tuple[str, ...]


EMPTY_SCHEMA = {"type": "object", "properties": {}, "required": []}


def keep_script(script: str, engine: str, note: str) -> Extraction:
    """The script as it is, without parameters, and why."""
    return Extraction(script, {**EMPTY_SCHEMA, "properties": {}, "required": []}, {}, engine, (note,))


def build(language: Language, script: str, parts: Sequence[Part], engine: str, notes: Sequence[str] = ()) -> Extraction:
    """The template that all parts make, or that as many of them make as stand the proof together."""
    if find_placeholders(script):
        return keep_script(
            script, engine, "The script already holds text that reads as a placeholder; it was left as it is."
        )
    prove = Prover(language, script)
    kept = list(parts)
    dropped: list[str] = []
    if prove(kept):
        kept = []
        for part in parts:
            fitting = next((form for form in (part, replace(part, spans=part.code)) if not prove([*kept, form])), None)
            if fitting is None:
                dropped.append(part.name)
            else:
                kept.append(fitting)
    remarks = [
        *notes,
        *(f"{name} was left in the script: it can't be replaced safely where it stands." for name in dropped),
    ]
    if not kept:
        return keep_script(script, engine, " ".join(remarks) or "Nothing in the script looks like a parameter.")
    body, schema, values = assemble(script, kept)
    return Extraction(body, schema, values, engine, tuple(remarks))


@dataclass(frozen=True, slots=True)
class Prover:
    language: Language
    script: str

    def __call__(self, parts: Sequence[Part]) -> str:
        """What is wrong with the template of these parts, or ``""``."""
        body, schema, values = assemble(self.script, parts)
        try:
            parameters = read_parameters(schema)
            rendered = render(self.language, body, parameters, values)
            problems = check_template(self.language, body, schema)
        except Invalid as error:
            return str(error) or "invalid"
        if set(find_placeholders(body)) != set(schema["properties"]):
            return "Placeholders and parameters differ."
        if rendered != self.script:
            return "Rendering does not give the script back."
        return self.find_new(problems) if problems else ""

    def find_new(self, problems: Sequence[FieldError]) -> str:
        """The grammar can be mistaken about an honest script: only what it does not say of the script itself counts."""
        honest = {problem.message for problem in check_template(self.language, self.script, EMPTY_SCHEMA)}
        return next((problem.message for problem in problems if problem.message not in honest), "")


def assemble(script: str, parts: Sequence[Part]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """(body, schema, values). Where places overlap the longer text wins."""
    source = script.encode()
    taken: list[tuple[int, int, str]] = []
    for part in sorted(parts, key=lambda part: -len(part.text)):
        free = [span for span in part.spans if not is_covered(span, taken)]
        taken = sorted([*taken, *((start, end, part.name) for start, end in free)])
    body = b""
    at = 0
    for start, end, name in taken:
        body += source[at:start] + f"{{{{ {name} }}}}".encode()
        at = end
    body += source[at:]
    properties = {part.name: {**part.property, "x-order": order} for order, part in enumerate(parts, 1)}
    schema = {"type": "object", "properties": properties, "required": [part.name for part in parts]}
    return body.decode(), schema, {part.name: part.value for part in parts}


def is_covered(span: Span, taken: Sequence[tuple[int, int, str]]) -> bool:
    """`taken` is in order and its spans don't overlap."""
    at = bisect_left(taken, (span[1], 0, ""))
    return at > 0 and taken[at - 1][1] > span[0]
