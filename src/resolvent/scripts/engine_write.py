"""One value, written for its slot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from resolvent.scripts import quoting_bash, quoting_cmd, quoting_powershell, quoting_python
from resolvent.scripts.engine_body import MAX_FILLED, Body, Filled, fill
from resolvent.scripts.engine_evaluators import refuse_code
from resolvent.scripts.parameters.kinds import Kind
from resolvent.scripts.quoting import INSIDE_TEXT, Context, Refused, Slot, check_characters, refuse_any, write_number
from resolvent.scripts.syntax import Language

QUOTING: dict[Language, ModuleType] = {
    Language.POWERSHELL: quoting_powershell,
    Language.BASH: quoting_bash,
    Language.CMD: quoting_cmd,
    Language.PYTHON: quoting_python,
}
HARMLESS: dict[Kind, Any] = {Kind.INTEGER: 7, Kind.NUMBER: 7, Kind.BOOLEAN: True}


@dataclass(frozen=True, slots=True)
class Template:
    body: Body
    slots: tuple[Slot, ...]
    problems: tuple[tuple[str, str], ...]
    """Parameter name and a sentence, for each placeholder where no value can stand."""


class RefusedValue(Exception):
    def __init__(self, name: str, reason: str, code: str = "unsafe_value") -> None:
        super().__init__(name, reason, code)
        self.name, self.reason, self.code = name, reason, code


def write(language: Language, template: Template, values: Mapping[str, Any]) -> Filled:
    """Raises RefusedValue."""
    insertions: list[str] = []
    size = sum(map(len, template.body.fixed))
    for slot in template.slots:
        try:
            insertions.append(write_value(language, slot, values[slot.name]))
        except Refused as reason:
            raise RefusedValue(slot.name, str(reason)) from reason
        size += len(insertions[-1])
        if size > MAX_FILLED:
            raise RefusedValue(slot.name, f"The script grows beyond {MAX_FILLED // 1000} kB with it.", "too_large")
    return fill(language, template.body, insertions)


def write_harmless(language: Language, template: Template, values: Mapping[str, Any]) -> Filled:
    """As `write`, with a harmless value of the same type in place of each."""
    return write(language, template, {slot.name: harmless_like(slot, values[slot.name]) for slot in template.slots})


def harmless_like(slot: Slot, value: Any) -> Any:
    """A value of the same type that no language could misread; a list is as long."""
    if slot.kind is Kind.LIST:
        return ["sample"] * len(value)
    return HARMLESS.get(slot.kind, "sample")


def write_value(language: Language, slot: Slot, value: Any) -> str:
    """Raises Refused."""
    quoting = QUOTING[language]
    if slot.kind is Kind.LIST:
        for item in value:
            check_text(language, slot, item)
        written: str = quoting.write_list(slot, value)
        return written
    if slot.kind is Kind.BOOLEAN:
        bare = slot.context not in INSIDE_TEXT and slot.context is not Context.GLUED
        return quoting.write_boolean(value) if bare else str(value).lower()
    if slot.kind in {Kind.INTEGER, Kind.NUMBER}:
        return write_bare_number(language, slot, value)
    check_text(language, slot, value)
    quoted: str = quoting.QUOTERS[slot.context](slot, value)
    return quoted


def check_text(language: Language, slot: Slot, text: str) -> None:
    check_characters(text)
    if slot.here and slot.context not in INSIDE_HERE and "\\\n" in slot.before[-1:] + text:
        raise Refused("bash drops a backslash at the end of a line of a here-document.")
    if slot.careful:
        refuse_code(language, text)
    if language is Language.POWERSHELL:
        quoting_powershell.check_powershell(slot, text)
    refuse_any(text, slot.ending, "would act in the filter or command that it is part of.")
    if slot.ending and text.endswith("\\"):
        raise Refused("A backslash at its end can change where this part of the filter ends.")


def write_bare_number(language: Language, slot: Slot, value: Any) -> str:
    if value < 0 and slot.context not in INSIDE_TEXT:
        if language in {Language.BASH, Language.CMD} and slot.context is Context.ARGUMENT and not slot.dashes:
            raise Refused("It is negative, so it would be read as an option.")
        if re.search(r"[\w)\]\-–—―.]$", slot.before):
            raise Refused("It is negative, and a sign can't follow what stands before it.")
    return write_number(value)


INSIDE_HERE = {Context.HERE_SINGLE, Context.HERE_DOUBLE}
POWERSHELL_ENDS = {
    Context.HERE_SINGLE: quoting_powershell.SINGLE_QUOTES,
    Context.HERE_DOUBLE: quoting_powershell.DOUBLE_QUOTES,
}


def check_here_lines(language: Language, template: Template, filled: Filled) -> str | None:
    """The parameter that would end a here-string or here-document, if only together with the text around it."""
    for slot, (start, end) in zip(template.slots, filled.places, strict=True):
        first, stop = filled.text.rfind("\n", 0, start) + 1, filled.text.find("\n", end)
        lines = filled.text[first : stop if stop >= 0 else None].split("\n")
        if any(is_here_end(language, slot, line) for line in lines):
            return slot.name
    return None


def is_here_end(language: Language, slot: Slot, line: str) -> bool:
    if language is Language.POWERSHELL and slot.context in POWERSHELL_ENDS:
        return re.match(rf"\s*[{POWERSHELL_ENDS[slot.context]}]@", line) is not None
    return bool(slot.here) and line.strip() == slot.here
