"""docs/providers.md names only what there is, leaves out nothing of the protocol, and its code is the example's own."""

import ast
import builtins
import inspect
import json
import keyword
import re
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from resolvent.ticketing.errors import TicketingError
from resolvent.ticketing.http import VendorHttp
from resolvent.ticketing.note_text import MARKER_LINE
from resolvent.ticketing.provider import Capabilities, TicketProvider
from tests.contract.harness import Harness

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/providers.md"
TEXT = PAGE.read_text()
BLOCK = re.compile(r"(?:<!-- (?P<path>[\w./]+) -->\n)?```\w*\n(?P<code>.*?)\n```\n", re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
WORD = re.compile(r"[A-Za-z_]\w*")
PATH = re.compile(r"[\w.<>-]*/[\w./<>-]*|[\w<>]+\.(?:py|md|toml|json)")
LINK = re.compile(r"\]\(([^)#]*)(?:#([\w-]+))?\)")
NAMED_IN = ("src/resolvent/ticketing", "tests/contract", "tests/ticketing", "tests/emulators/connectwise/running.py")
THEIRS = {"rt", "pytest", "mark", "noqa", "ARG002", "address"}
"""Words in code font that are a value or a library's."""


def methods_of(kind: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(kind, callable) if not name.startswith("_")}


TABLES: dict[str, set[str]] = {
    "method": methods_of(TicketProvider) | {"capabilities"},
    "call": methods_of(VendorHttp) - {"close"},
    "error": {kind.__name__ for kind in TicketingError.__subclasses__()},
    "flag": {field.name for field in fields(Capabilities)},
    "member": methods_of(Harness) | set(Harness.__annotations__),
}
"""By the heading of a table's first column: what must be in it, neither more nor less."""


def rows_of(text: str, heading: str) -> list[list[str]]:
    found = re.search(rf"^\| {heading} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in found[1].splitlines()] if found else []


@cache
def names_of_ours() -> frozenset[str]:
    """Every name that is defined, imported, taken or used where a provider and its tests live."""
    files = [
        path
        for place in NAMED_IN
        for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    ]
    names: set[str] = set(dir(builtins)) | set(keyword.kwlist) | THEIRS
    for node in (node for path in files for node in ast.walk(ast.parse(path.read_text()))):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.alias(name=name):
                names.add(name)
            case ast.keyword(arg=str(name)):
                names.add(name)
    return frozenset(names)


def exists(path: str) -> bool:
    """The folder alone for a file that is still to be written."""
    if "<" in path:
        path = path.partition("<")[0].rpartition("/")[0]
    return (ROOT / path).exists() if "/" in path else bool(path in {"", *(one.name for one in files_of_ours())})


@cache
def files_of_ours() -> tuple[Path, ...]:
    return (*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *ROOT.glob("*.*"))


def wrong_span(span: str) -> bool:
    if span.startswith(('"', 'b"')):
        return False
    if span.startswith("Ref "):
        return not MARKER_LINE.fullmatch(span)
    if span.startswith("make "):
        return f"\n{span.removeprefix('make ')}" not in (ROOT / "Makefile").read_text()
    if span.startswith("GET /"):
        paths = json.loads((ROOT / "web/openapi.json").read_text())["paths"]
        return "get" not in paths.get(f"/api/v1{span.removeprefix('GET ')}", {})
    words = [word for word in span.split() if PATH.fullmatch(word)]
    if words or span.startswith(".venv/"):
        return not all(exists(word) for word in words if not word.startswith(".venv/"))
    return not set(WORD.findall(span)) <= names_of_ours()


def anchors_of(text: str) -> set[str]:
    return {
        re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }


def wrong_link(text: str, path: str, anchor: str) -> bool:
    return not (PAGE.parent / path).exists() if path else anchor not in anchors_of(text)


def problems_of(text: str) -> list[str]:
    prose = BLOCK.sub("", text)
    found = [f"`{span}` is nothing of ours" for span in SPAN.findall(prose) if span != "<name>" and wrong_span(span)]
    found += [
        f"the link to {path}#{anchor} leads nowhere"
        for path, anchor in LINK.findall(prose)
        if wrong_link(text, path, anchor)
    ]
    for block in BLOCK.finditer(text):
        if not block["path"] or block["code"] not in (ROOT / block["path"]).read_text():
            found.append(f"this code is not cut out of {block['path']}: {block['code'][:60]}")
    for heading, wanted in TABLES.items():
        named = {row[0].strip("`") for row in rows_of(text, heading)}
        found += [f"{name}: wrongly in, or missing from, the table by {heading}" for name in sorted(named ^ wanted)]
    effects = {kind.__name__: kind.default_effect.name for kind in TicketingError.__subclasses__()}
    found += [
        f"{row[0]} has another effect" for row in rows_of(text, "error") if effects.get(row[0].strip("`")) != row[2]
    ]
    return found


def test_the_page_says_what_there_is() -> None:
    assert problems_of(TEXT) == []


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("`require_sendable` first", "`require_sendible` first"),
        ("| `find_note` |", "| `seek_note` |"),
        ("| `close` | Closes each `VendorHttp`. |\n", ""),
        ("| `webhooks` |", "| `hooks` |"),
        ("| `ask` |", "| `beg` |"),
        ("and no clear answer | UNKNOWN |", "and no clear answer | NONE |"),
        ("| `seen_by_customer` |", "| `seen_by_all` |"),
        ("`tests/contract/test_provider.py` is", "`tests/contract/test_providers.py` is"),
        ("`rt_read.py`", "`rt_reads.py`"),
        ("](../tests/contract/example)", "](../tests/contract/examples)"),
        ("](#capabilities)", "](#abilities)"),
        ('"hiddenfromuser": draft.visibility is Visibility.INTERNAL,', '"hiddenfromuser": True,'),
        ("`GET /connections/providers`", "`GET /connections/kinds`"),
        ("`make lint`", "`make pretty`"),
        ("`Ref RV-7Q4K2M7X`", "`Ref RV-1`"),
    ],
)
def test_what_is_not_there_is_noticed(there: str, instead: str) -> None:
    assert there in TEXT
    assert problems_of(TEXT.replace(there, instead)) != []
