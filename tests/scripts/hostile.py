"""Hostile values, and what an independent reader of each language makes of them."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from hypothesis import strategies as st

from resolvent.errors import Invalid
from resolvent.scripts.engine import render
from resolvent.scripts.parameters import Kind, Parameter
from resolvent.scripts.syntax import Language
from tests.scripts.readers import bash, cmd, powershell, python

PARAMETERS = (Parameter(name="x", kind=Kind.TEXT, required=True),)
WORD = "sample"
MILD = [
    "PC-042",
    "Program Files",
    "(x86)",
    "\\",
    "C:",
    "srv1.example.com",
    "-",
    "/",
    " ",
    "é",
    "'",
    "#7",
    "~",
    "a=b",
    "x,y",
]
FRAGMENTS = [
    *"'\"`$\\%!^&|<>;(){}[]*?~#@=,:+-/ \n\t_.",
    "''",
    '""',
    "'\\''",
    '\\"',
    '`"',
    "`'",
    "``",
    "$(",
    ")",
    "$(touch pwned)",
    "`touch pwned`",
    "${HOME}",
    "$HOME",
    "$x",
    "$env:PATH",
    "%PATH%",
    "!PATH!",
    "%%i",
    "^&",
    "&&",
    "||",
    "; touch pwned;",
    "\ntouch pwned\n",
    "'@",
    "\n'@\n",
    '"@',
    '\n"@\n',
    "@'",
    "EOF",
    "\nEOF\n",
    "\n\tEOF\n",
    "#>",
    "<#",
    "# ",
    "--",
    "-x",
    "–Force",
    "—x",
    "―",
    "‘",
    "’",
    "‚",
    "‛",
    "“",
    "”",
    "„",
    "\u2018;calc;\u2019",
    "\u00a0",
    "\u2003",
    "\u2028",
    "\x85",
    "\x00",
    "\x1b",
    "\x7f",
    "\r",
    "\r\n",
    "\ufeff",
    "\u202e",
    "{{ x }}",
    "{{",
    "}}",
    "{0}",
    "\\n",
    "\\x41",
    "\\u0041",
    "\\",
    "\\\\",
    "'''",
    '"""',
    "é",
    "日本",
    "😀",
    "＂",
    "＇",
    "％",
    "＆",
    "a",
    "B",
    "7",
    "007",
    "1e3",
    "0x10",
    "sample",
    "user@example.com",
    "C:\\Program Files\\",
    "\\\\server\\share",
    "O'Brien",
    "R&D",
    "100%",
    "!important",
    "*.log",
    "~/x",
    "if",
    "do",
    "then",
    "rem ",
    "coding: utf-7",
    "REM",
    "nul",
]


def hostile_values() -> st.SearchStrategy[str]:
    pieces = st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS), st.characters(exclude_categories=["Cs"]))
    return st.lists(pieces, max_size=8).map("".join)


def generate_values(count: int, seed: int) -> Iterator[str]:
    dice = random.Random(seed)
    for _ in range(count):
        fragments = MILD if dice.random() < 0.25 else FRAGMENTS
        parts = [
            dice.choice(fragments) if dice.random() < 0.9 else chr(dice.randrange(0x20, 0x3000))
            for _ in range(dice.randrange(7))
        ]
        yield "".join(parts)


@dataclass
class Count:
    """What became of the values of one language."""

    rendered: int = 0
    refused: int = 0
    changed: list[tuple[str, str, str]] = field(default_factory=list)
    """Template, value and script of each that was read otherwise."""


def render_or_refuse(language: Language, template: str, value: str) -> str | None:
    try:
        return render(language, template, PARAMETERS, {"x": value})
    except Invalid as refused:
        names = [(error.field, error.code) for error in refused.errors]
        return None if names == [("parameters.x", "unsafe_value")] else f"refused as {names}"


def check_bash(values: Sequence[str], count: Count) -> None:
    cases = [
        (template, printed, value, script)
        for template, printed in bash.TEMPLATES
        for value in values
        if (script := render_or_refuse(Language.BASH, template, value)) is not None
    ]
    count.refused += len(values) * len(bash.TEMPLATES) - len(cases)
    outputs = bash.read_all([script for *_, script in cases])
    for (template, printed, value, script), output in zip(cases, outputs, strict=True):
        count.rendered += 1
        if output != bash.expected_of(printed, value):
            count.changed.append((template, value, script))


@cache
def render_harmless(language: Language, template: str) -> str:
    return render(language, template, PARAMETERS, {"x": WORD})


def same_powershell(template: str, value: str, script: str) -> bool:
    harmless = render_harmless(Language.POWERSHELL, template)
    expected = [(kind, says.replace(WORD, value)) for kind, says in powershell.read_powershell(harmless)]
    return powershell.read_powershell(script) == expected


def same_cmd(template: str, value: str, script: str) -> bool:
    harmless = render_harmless(Language.CMD, template)
    filled = [[(kind, says.replace(WORD, value)) for kind, says in line] for line in cmd.read_arguments(harmless)]
    return cmd.read_arguments(script) in (filled, [[token for token in line if token[1]] for line in filled])


def same_python(template: str, value: str, script: str) -> bool:
    harmless = render_harmless(Language.PYTHON, template)
    return python.read_python(script) == python.read_python(harmless, WORD, value)


READERS: dict[Language, tuple[list[str], Callable[[str, str, str], bool]]] = {
    Language.POWERSHELL: (powershell.TEMPLATES, same_powershell),
    Language.CMD: (cmd.TEMPLATES, same_cmd),
    Language.PYTHON: (python.TEMPLATES, same_python),
}


def check_values_of(language: Language, values: Sequence[str], count: Count) -> None:
    if language is Language.BASH:
        check_bash(values, count)
        return
    templates, same = READERS[language]
    for template in templates:
        for value in values:
            script = render_or_refuse(language, template, value)
            if script is None:
                count.refused += 1
                continue
            count.rendered += 1
            try:
                kept = same(template, value, script)
            except (AssertionError, SyntaxError, ValueError):
                kept = False
            if not kept:
                count.changed.append((template, value, script))
