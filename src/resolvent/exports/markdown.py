"""A laid out record as Markdown (CommonMark). Pure.

Texts of others stand in fences longer than any run of backticks in them: nothing in them is read as markup, and nothing
ends the fence. What stands on a line of ours is protected as in notes.
"""

import re
from collections.abc import Iterator

from resolvent.exports.layout import Item, Page
from resolvent.notes.markdown import flatten, protect, protect_within

RUN = re.compile("`+")
HEADING_END = re.compile(r"#+$")
"""Would be read as the other end of the heading."""


def write_markdown(page: Page) -> str:
    return "\n".join(list_lines(page))


def list_lines(page: Page) -> Iterator[str]:
    yield from (f"# Session: {end_heading(protect_within(flatten(page.title)))}", "")
    yield from list_pairs(page.pairs)
    for section in page.sections:
        yield from (f"## {section.title}", "")
        if not section.items:
            yield from (section.empty, "")
        for item in section.items:
            yield from list_item(item)


def list_item(item: Item) -> Iterator[str]:
    line = protect_within(flatten(item.line)) if item.label else protect(flatten(item.line))
    if title := " · ".join(filter(None, [item.label, line])):
        yield from (f"### {end_heading(title)}", "")
    yield from list_pairs(item.pairs)
    for text in item.texts:
        if text.name:
            yield from (f"{text.name}:", "")
        yield from (fence(text.text), "")


def end_heading(line: str) -> str:
    return HEADING_END.sub(r"`\g<0>`", line)


def list_pairs(pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, value in pairs:
        yield f"- {name}: {protect_within(flatten(value))}"
    if pairs:
        yield ""


def fence(text: str) -> str:
    longest = max((len(run) for run in RUN.findall(text)), default=0)
    bar = "`" * max(3, longest + 1)
    return f"{bar}text\n{text}\n{bar}"
