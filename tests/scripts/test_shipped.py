"""The shipped templates, each held to the same bar; and the loader that reads them."""

import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from resolvent.knowledge.loader import load_shipped as load_playbooks
from resolvent.scripts import safety
from resolvent.scripts.engine import check_template, render
from resolvent.scripts.parameters import Kind, read_parameters, sample_values
from resolvent.scripts.shipped import LibraryError, ShippedTemplate, load_shipped, parse_shipped
from resolvent.scripts.syntax import Language, parse, parse_errors, walk

TEMPLATES = load_shipped()
SHELLCHECK = Path(sysconfig.get_path("scripts")) / "shellcheck"
LITERALS = frozenset(
    [
        "string_literal",
        "integer_literal",
        "real_literal",
        "generic_token",
        "string",
        "string_content",
        "raw_string",
        "ansi_c_string",
        "number",
        "word",
        "heredoc_body",
        "argument_value",
        "integer",
        "assignment_literal",
        "quoted_assignment_value",
    ]
)
"""Node types that are a literal in one of the grammars, with all they hold."""
STARTS = {
    Language.POWERSHELL: ["Set-StrictMode -Version Latest", "$ErrorActionPreference = 'Stop'"],
    Language.BASH: ["#!/usr/bin/env bash", "set -euo pipefail"],
    Language.CMD: ["@echo off", "setlocal"],
}
"""Lines that make a script stop instead of going on after an error, or keep what it sets to itself."""
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.slug)


def render_sample(template: ShippedTemplate, flip: bool = False) -> str:
    """With sample values; flipped, each switch stands the other way, so a dry run acts."""
    parameters = read_parameters(template.parameters_schema)
    values = sample_values(parameters)
    if flip:
        values = {name: not value if isinstance(value, bool) else value for name, value in values.items()}
    return render(template.language, template.body, parameters, values)


def find_section(template: ShippedTemplate, name: str) -> int:
    """The line of the comment that opens the section; -1 without one."""
    comment = "rem" if template.language is Language.CMD else "#"
    pattern = re.compile(rf"^\s*{comment} {name}\b", re.IGNORECASE)
    return next((number for number, line in enumerate(template.body.splitlines()) if pattern.match(line)), -1)


def remove_literals(language: Language, body: str) -> tuple[str, ...]:
    """The body's tokens in order, every literal replaced, without comments and spaces."""
    tokens = []
    end = 0
    for node in walk(parse(language, body).root_node):
        if node.start_byte < end or node.type == "comment":
            continue
        named_command = node.parent is not None and node.parent.type == "command_name"
        if node.type in LITERALS and not named_command:
            tokens.append("literal")
            end = node.end_byte
        elif not node.child_count and (text := (node.text or b"").strip()):
            tokens.append(text.decode().casefold())
    return tuple(tokens)


@pytest.mark.parametrize(
    ("language", "one", "other", "alike"),
    [
        (Language.POWERSHELL, "Stop-Service -Name 'a' # x", 'Stop-Service  -Name "b"', True),
        (Language.POWERSHELL, "Stop-Service -Name 'a'", "Start-Service -Name 'a'", False),
        (Language.POWERSHELL, "Stop-Service -Name 'a'", "Stop-Service -Name 'a' -Force", False),
        (Language.BASH, "systemctl stop cups", "systemctl  start 'ssh'", True),
        (Language.BASH, "stop cups", "start cups", False),
        (Language.CMD, "rem a\nset X=1\nnet stop spooler", "set X=2\nnet start w32time", True),
        (Language.CMD, "net stop spooler", "sc stop spooler", False),
    ],
)
def test_scripts_are_alike_when_only_literals_differ(language: Language, one: str, other: str, alike: bool) -> None:
    assert (remove_literals(language, one) == remove_literals(language, other)) is alike


def test_library_is_large_enough() -> None:
    assert len(TEMPLATES) >= 60
    by_language = {language: sum(template.language is language for template in TEMPLATES) for language in Language}
    assert by_language[Language.POWERSHELL] > by_language[Language.BASH] >= 10
    assert by_language[Language.CMD] >= 6


def test_no_two_bodies_differ_in_literals_only() -> None:
    alike: dict[tuple[str, ...], list[str]] = {}
    for template in TEMPLATES:
        alike.setdefault(remove_literals(template.language, template.body), []).append(template.slug)
    assert [slugs for slugs in alike.values() if len(slugs) > 1] == []


def test_each_fix_names_a_template() -> None:
    slugs = {template.slug for template in TEMPLATES}
    wrong = [
        (book.id, fix.id, fix.template) for book in load_playbooks() for fix in book.fixes if fix.template not in slugs
    ]
    assert wrong == []


@each_template
def test_parses_and_checks(template: ShippedTemplate) -> None:
    assert check_template(template.language, template.body, template.parameters_schema) == []
    assert parse_errors(parse(template.language, render_sample(template))) == []


@each_template
def test_is_written_in_plain_ascii(template: ShippedTemplate) -> None:
    assert template.body.isascii()
    assert "\t" not in template.body
    assert len(template.body.splitlines()) <= 90


@each_template
def test_checks_before_and_after_it_acts(template: ShippedTemplate) -> None:
    before, action, after = (find_section(template, name) for name in ("Precheck", "Action", "Postcheck"))
    assert -1 < before < action < after


@each_template
def test_each_parameter_says_what_it_is(template: ShippedTemplate) -> None:
    parameters = read_parameters(template.parameters_schema)
    bare = [parameter.name for parameter in parameters if not (parameter.title and parameter.description)]
    assert bare == []
    assert len({parameter.order for parameter in parameters}) == len(parameters)


@each_template
def test_a_dry_run_is_the_default(template: ShippedTemplate) -> None:
    dry_runs = [item for item in read_parameters(template.parameters_schema) if item.name == "dry_run"]
    assert [item.default for item in dry_runs] == [True] * len(dry_runs)
    assert [item.kind for item in dry_runs] == [Kind.BOOLEAN] * len(dry_runs)


@each_template
def test_each_high_finding_is_explained_and_no_other(template: ShippedTemplate) -> None:
    scripts = (render_sample(template), render_sample(template, flip=True))
    findings = [finding for script in scripts for finding in safety.review(template.language, script)]
    high = {finding.rule for finding in findings if finding.severity is safety.Severity.HIGH}
    assert set(template.explained) == high


@pytest.mark.parametrize(
    "template", [item for item in TEMPLATES if item.language is Language.BASH], ids=lambda template: template.slug
)
def test_shellcheck_has_nothing_to_say(template: ShippedTemplate) -> None:
    command = [str(SHELLCHECK), "--shell=bash", "-"]
    result = subprocess.run(command, input=render_sample(template), capture_output=True, text=True, check=False)
    assert (result.stdout, result.returncode) == ("", 0)


@each_template
def test_stops_at_the_first_error(template: ShippedTemplate) -> None:
    lines = template.body.splitlines()
    missing = [start for start in STARTS[template.language] if not any(line.startswith(start) for line in lines)]
    assert missing == []


GOOD = next(template for template in TEMPLATES if template.language is Language.POWERSHELL)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("slug: [", "x.yaml: not YAML"),
        ("slug: x", "x.yaml: title: Field required"),
        ("slug: x\nsize: 1", "x.yaml: size: Unexpected keyword argument"),
        ("slug: X y", "x.yaml: slug: String should match pattern"),
        ("slug: x\nlanguage: perl", "x.yaml: language: Input should be"),
        ("- slug", "x.yaml: Input should be a dictionary"),
    ],
)
def test_an_error_names_file_and_field(text: str, message: str) -> None:
    with pytest.raises(LibraryError, match=re.escape(message)):
        parse_shipped("x.yaml", text)


def test_a_file_is_named_after_its_slug() -> None:
    file = Path(__file__).parents[2] / "src/resolvent/scripts/library" / f"{GOOD.slug}.yaml"
    with pytest.raises(LibraryError, match=f"must be named {GOOD.slug}.yaml"):
        parse_shipped("other.yaml", file.read_text(encoding="utf-8"))
