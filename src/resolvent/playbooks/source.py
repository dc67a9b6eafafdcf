"""A playbook's YAML as a person typed it, read with care: what is wrong is told by its line and its field. Pure.

The text is untrusted. It is measured by its events before anything is built of it, aliases are refused (a few of them can
stand for gigabytes), and its patterns are RE2's, which no text can make try for ever.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml
from pydantic import ValidationError

from resolvent.knowledge.loader import name_path, parse_own
from resolvent.knowledge.playbook import Playbook

MAX_SOURCE: Final = 60_000
"""Characters; the longest shipped one has 23,000."""
DEEPEST, MOST_NODES = 12, 8_000
LONGEST_PHRASE: Final = 400
MOST: Final = {"causes": 20, "checks": 30, "fixes": 20, "answers of one check": 12, "phrases": 600, "patterns": 200}
MOST_GAPS: Final = 3
"""`...` in one phrase."""
MOST_TOLD: Final = 50
MAX_MESSAGE: Final = 400
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Wrong:
    """`line` counts from 1; `field` is like `checks.spooler-state.answers.stopped.label`, empty where it is the YAML."""

    line: int
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Read:
    playbook: Playbook | None
    """None while something is wrong."""
    wrong: tuple[Wrong, ...]
    raw: Any = None
    """The YAML's values, where it is YAML."""


def read_source(text: str) -> Read:
    if len(text) > MAX_SOURCE:
        return refused(1, f"A playbook may be {MAX_SOURCE:,} characters long; this has {len(text):,}. Leave some out.")
    try:
        if (risky := find_risky(text)) is not None:
            return Read(None, (risky,))
        node = yaml.compose(text, Loader=_LOADER)
        raw = yaml.load(text, Loader=_LOADER)  # noqa: S506  # a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        last = len(text.splitlines())
        return refused(min(mark.line + 1, last) if mark else 1, f"This is not YAML: {said}.")
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        return refused(1, f"This is not YAML: {error}.")
    if node is None or not isinstance(raw, dict):
        return refused(1, "A playbook begins with its fields, such as “id: printer-offline”.")
    return read_values(raw, node)


def read_values(raw: dict[Any, Any], node: yaml.Node) -> Read:
    if twice := next(find_twice(node), None):
        return Read(None, (twice,), raw)
    try:
        playbook = parse_own(raw)
    except ValidationError as error:
        return Read(None, tuple(tell(error, raw, node))[:MOST_TOLD], raw)
    wrong = tuple(find_too_much(playbook, node))[:MOST_TOLD]
    return Read(None if wrong else playbook, wrong, raw)


def refused(line: int, message: str) -> Read:
    return Read(None, (Wrong(line, "", message[:MAX_MESSAGE]),))


def find_risky(text: str) -> Wrong | None:
    """What would grow or nest without end."""
    depth = nodes = 0
    event: Any
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return Wrong(line, "", "Anchors and aliases (& and *) are not read. Quote the text that begins so.")
        if getattr(event, "tag", None):
            return Wrong(line, "", "Tags (!) are not read. Quote the text that begins so.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > DEEPEST:
            return Wrong(line, "", "This is nested deeper than any playbook. Is a bracket left open?")
        if nodes > MOST_NODES:
            return Wrong(line, "", "These are more values than a playbook may have. Make two playbooks of it.")
    return None


def find_twice(node: yaml.Node | None) -> Iterator[Wrong]:
    """A field given twice: YAML would drop the first without a word."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                yield Wrong(key.start_mark.line + 1, name[:100], "This field stands here twice. Remove one.")
            seen.add(name)
            yield from find_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from find_twice(value)


def tell(error: ValidationError, raw: object, node: yaml.Node) -> Iterator[Wrong]:
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        message = problem["msg"].removeprefix("Value error, ")
        steps: Sequence[str | int] = problem["loc"]
        field = name_path(steps, raw)
        if not steps and ":" in message:
            # A rule over several parts begins with the part that it is about.
            field, _, message = message.partition(": ")
            steps = field.split(".")
        yield Wrong(find_line(node, steps), field[:200], message[:MAX_MESSAGE])


def find_line(node: yaml.Node, steps: Sequence[str | int]) -> int:
    """Of the field, or of what it is missing in. A list's item is found by its place or its `id`."""
    line = node.start_mark.line
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode):
            item = find_item(node, step)
            if item is None:
                break
            line, node = item.start_mark.line, item
        else:
            break
    return int(line) + 1


def find_item(node: yaml.SequenceNode, step: str | int) -> Any:
    if isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    for item in node.value:
        pairs = item.value if isinstance(item, yaml.MappingNode) else ()
        if any(key.value == "id" and value.value == step for key, value in pairs):
            return item
    return None


def find_too_much(playbook: Playbook, node: yaml.Node) -> Iterator[Wrong]:
    """What the schema allows and a turn should not have to read through."""
    answers = [one for check in playbook.checks for one in check.answers]
    symptoms = playbook.symptoms
    phrases = [
        *symptoms.phrases,
        *symptoms.topics,
        *symptoms.signs,
        *symptoms.excludes,
        *(phrase for cause in playbook.causes for phrase in cause.says),
        *(phrase for one in answers for phrase in (*one.says, *one.short)),
    ]
    patterns = sum(len(one.output) for one in answers)
    patterns += sum(len(check.measure.patterns) for check in playbook.checks if check.measure)
    counted = {
        "causes": len(playbook.causes),
        "checks": len(playbook.checks),
        "fixes": len(playbook.fixes),
        "answers of one check": max(len(check.answers) for check in playbook.checks),
        "phrases": len(phrases),
        "patterns": patterns + sum(len(fix.parameters) for fix in playbook.fixes),
    }
    for what, number in counted.items():
        if number > MOST[what]:
            field = what if what in ("causes", "checks", "fixes") else ""
            yield Wrong(find_line(node, [field]), field, f"{MOST[what]} {what} at most; these are {number}.")
    for phrase in phrases:
        if len(phrase) > LONGEST_PHRASE or phrase.split().count("...") > MOST_GAPS:
            message = f"“{phrase[:60]}”: a phrase has at most {LONGEST_PHRASE} characters and {MOST_GAPS} times “...”."
            yield Wrong(1, "", message)
