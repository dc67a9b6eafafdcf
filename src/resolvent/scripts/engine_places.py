"""From a body to its slots: every placeholder with its context, or why no value can stand there."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from tree_sitter import Node, Tree

from resolvent.scripts.engine_body import Body, fill, split_body
from resolvent.scripts.engine_contexts import NUMBERS, Found, Place
from resolvent.scripts.engine_errors import find_errors
from resolvent.scripts.engine_evaluators import read_twice
from resolvent.scripts.engine_filters import find_ending
from resolvent.scripts.engine_find_bash import find_bash
from resolvent.scripts.engine_find_cmd import find_cmd
from resolvent.scripts.engine_find_powershell import find_powershell
from resolvent.scripts.engine_find_python import find_python
from resolvent.scripts.engine_write import Template, write_harmless
from resolvent.scripts.parameters.kinds import Kind
from resolvent.scripts.quoting import INSIDE_TEXT, Context, Slot, Unplaceable
from resolvent.scripts.syntax import Language, parse

Kinds = tuple[tuple[str, Kind], ...]


FINDERS: dict[Language, Callable[[Place], Found]] = {
    Language.POWERSHELL: find_powershell,
    Language.BASH: find_bash,
    Language.CMD: find_cmd,
    Language.PYTHON: find_python,
}
UNREADABLE = "The script can't be read there with a value in this place: it would be part of the code itself."
QUOTED = {Context.SINGLE, Context.DOUBLE}
LONGEST_LINE = 10_000
LIST_PLACES = {language: {Context.ARGUMENT, Context.EXPRESSION} for language in Language}
LIST_PLACES[Language.CMD] = {Context.ARGUMENT}


def choose_words(body: str, kinds: dict[str, Kind], names: tuple[str, ...]) -> list[str]:
    """A word for each placeholder that doesn't occur in the body: letters, or digits where a number will stand."""
    letters, digits = "zq", "70"
    while letters in body.lower():
        letters += "q"
    while digits in body:
        digits += "7"
    return [
        f"{digits}{index:03}1" if kinds[name] in NUMBERS else f"{letters}{index:03}x"
        for index, name in enumerate(names)
    ]


def chain_at(tree: Tree, start: int, end: int) -> tuple[Node, ...]:
    """From the root down, since a node looks for its parent from the root each time."""
    smallest = tree.root_node.descendant_for_byte_range(start, end)
    chain: list[Node] = []
    node: Node | None = tree.root_node
    while node is not None and smallest is not None:
        chain.append(node)
        node = node.child_with_descendant(smallest) if node != smallest else None
    return tuple(reversed(chain))


@lru_cache(maxsize=128)
def locate(language: Language, text: str, kinds: Kinds) -> Template:
    """Cached: it depends on nothing secret. `kinds` names every placeholder of the text."""
    body = split_body(text)
    of_kind = dict(kinds)
    words = choose_words(text, of_kind, body.names)
    filled = fill(language, body, words)
    tree = parse(language, filled.source.decode())
    slots: list[Slot] = []
    problems = []
    lines = body.lines()
    for index, name in enumerate(body.names):
        place = Place(
            chain=chain_at(tree, *filled.spans[index]),
            word=words[index],
            kind=of_kind[name],
            before=body.fixed[index],
            after=body.fixed[index + 1],
            touching=touches_another(body, index),
        )
        try:
            careful = read_twice(place.chain, filled, filled.spans[index])
            line = last_line(filled.text, filled.places[index][0])
            slots.append(make_slot(language, place, name, line, careful=careful))
        except Unplaceable as reason:
            problems.append((name, f"Line {lines[index]}: {reason}"))
    template = Template(body=body, slots=tuple(slots), problems=tuple(problems))
    return template if problems else replace(template, problems=find_unreadable(language, template))


def touches_another(body: Body, index: int) -> bool:
    last = len(body.names) - 1
    return (index > 0 and not body.fixed[index]) or (index < last and not body.fixed[index + 1])


def last_line(text: str, end: int) -> str:
    """With those before it that it continues."""
    return re.split(r"(?<![\\`])\n", text[max(0, end - LONGEST_LINE) : end])[-1]


def make_slot(language: Language, place: Place, name: str, line: str, *, careful: bool) -> Slot:
    found = FINDERS[language](place)
    if found.context in {Context.ARGUMENT, Context.GLUED, Context.PLAIN} and place.after[:1] in {"<", ">"}:
        raise Unplaceable(f"Put a space between it and {place.after[0]}: a digit there names what is redirected.")
    if found.context is Context.NUMBER and place.kind is not Kind.INTEGER:
        raise Unplaceable("Only a whole number can stand here.")
    if place.kind is Kind.LIST and found.context not in LIST_PLACES[language]:
        raise Unplaceable("A list can't stand here: only where a whole argument or value stands.")
    return Slot(
        name=name,
        kind=place.kind,
        context=found.context,
        before=place.before,
        after=place.after,
        opening=found.opening,
        dashes=found.dashes,
        careful=careful,
        here=place.here,
        native=found.native,
        ending=find_ending(language, line) if language is Language.BASH or found.context in QUOTED else "",
    )


def find_unreadable(language: Language, template: Template) -> tuple[tuple[str, str], ...]:
    """With harmless values in the right quotes, what still can't be read around a placeholder is no place for one."""
    values = {slot.name: ["sample"] if slot.kind is Kind.LIST else "" for slot in template.slots}
    filled = write_harmless(language, template, values)
    rows = {node.start_point.row for node in find_errors(language, filled.source)}
    return tuple(
        (slot.name, f"Line {line}: {UNREADABLE}")
        for slot, line in zip(template.slots, template.body.lines(), strict=True)
        if line - 1 in rows and slot.context not in INSIDE_TEXT
    )
