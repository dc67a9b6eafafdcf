"""What a person types is read by the shipped playbooks' schema; what is wrong is told by line and field, and nothing in it
takes the server's time or memory."""

import time

import pytest
import yaml

from resolvent.knowledge.loader import load_shipped, read_shipped_text
from resolvent.knowledge.patterns import Linear, compiled
from resolvent.knowledge.phrases import compile_phrase
from resolvent.knowledge.reading import read_message
from resolvent.playbooks.source import MAX_SOURCE, MOST, read_source
from tests.playbooks.sample import LABELS, changed

QUICK = 0.5
"""Seconds that nothing here may take."""


def test_a_whole_one_is_read() -> None:
    read = read_source(LABELS)
    assert read.wrong == ()
    assert read.playbook is not None
    assert [one.id for one in read.playbook.checks] == ["ribbon"]


@pytest.mark.parametrize("playbook", load_shipped(), ids=lambda one: one.id)
def test_a_copy_of_a_shipped_one_is_whole(playbook: object) -> None:
    read = read_source(read_shipped_text(playbook.id))  # type: ignore[attr-defined]
    assert read.wrong == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "said"),
    [
        ("prior: 2", "prior: much", 11, "causes.ribbon.prior", "valid number"),
        ("prior: 2", "prior: .inf", 11, "causes.ribbon.prior", "finite number"),
        ("    minutes: 1\n", "", 14, "checks.ribbon.minutes", "Field required"),
        ("cures: {ribbon: 0.95", "cures: {ribbons: 0.95", 23, "fixes.change-ribbon.cures", "no such cause: ribbons"),
        ("[label*]", "[label*, (label)]", 7, "symptoms.topics.1", "may be missing"),
        ("'^ribbon: *(?:out|0)'", "'(?<=x)y'", 18, "checks.ribbon.answers.none.output.0", "RE2"),
        ("'^ribbon: *(?:out|0)'", "'(a)\\1'", 18, "checks.ribbon.answers.none.output.0", "RE2"),
        ("otherwise: 0.05", "otherwise: 1.05", 18, "checks.ribbon.answers.none.otherwise", "less than 1"),
        ("    by_hand: Open the lid and change the roll.\n", "", 21, "fixes.change-ribbon", "by_hand"),
        ("risk: low", "risk: low\n    risk: high", 26, "risk", "twice"),
        ("about: Labels", "about: &a Labels", 4, "", "aliases"),
        ("about: Labels", "about: !!str Labels", 4, "", "Tags"),
        ("topics: [label*]", "topics: [label*", 8, "", "not YAML"),
        ("title: The label printer", "titel: The label printer", 3, "titel", "not permitted"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(old: str, new: str, line: int, field: str, said: str) -> None:
    assert old in LABELS
    read = read_source(LABELS.replace(old, new, 1))
    assert read.playbook is None
    told = [(one.line, one.field) for one in read.wrong]
    assert (line, field) in told, read.wrong
    assert said in next(one.message for one in read.wrong if (one.line, one.field) == (line, field))


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n",
        "[" * 50_000,
        "a: " + "{b: " * 10_000,
        "- x\n" * 14_000,
        "x" * (MAX_SOURCE + 1),
        "!!python/object/apply:os.system ['true']",
        "id: \x00",
        "1: 2\n",
        "",
        "- a list",
        "id: 2026-99-99T99",
    ],
    ids=[
        "aliases",
        "open brackets",
        "open braces",
        "too many",
        "too long",
        "object",
        "NUL",
        "number",
        "empty",
        "list",
        "date",
    ],
)
def test_no_text_harms(text: str) -> None:
    began = time.perf_counter()
    read = read_source(text)
    assert read.playbook is None
    assert read.wrong
    assert time.perf_counter() - began < QUICK


def test_too_much_of_anything_is_refused() -> None:
    whole = yaml.safe_load(LABELS)
    more = [{"id": f"c-{n}", "title": f"Cause {n}", "prior": 1} for n in range(MOST["causes"])]
    fix = {**whole["fixes"][0], "cures": {one["id"]: 0.5 for one in (*whole["causes"], *more)}}
    wrong = read_source(changed(causes=[*whole["causes"], *more], fixes=[fix])).wrong
    assert [(one.field, one.message) for one in wrong] == [("causes", "20 causes at most; these are 22.")]
    gaps = changed(symptoms={**whole["symptoms"], "phrases": ["a ... b ... c ... d ... e"]})
    assert "3 times" in read_source(gaps).wrong[0].message


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", r"(\w+\s?)*:$", "(.*)*x", r"^(\s*a\s*)*b"])
def test_a_pattern_that_would_try_for_ever_does_not(pattern: str) -> None:
    """With Python's engine the first of these takes hours over this text."""
    read = read_source(LABELS.replace("^ribbon: *(?:out|0)", pattern, 1))
    assert read.playbook is not None, read.wrong
    assert isinstance(read.playbook.checks[0].answers[0].output[0], Linear)
    began = time.perf_counter()
    read_message(read.playbook, "a" * 20_000 + "!" + " a" * 2_000)
    assert time.perf_counter() - began < QUICK


@pytest.mark.parametrize(
    "text", ["jobs " + "-" * 400, "jobs " + "a." * 200, "jobs " + "- " * 200, "jobs " + "a-b_c " * 100]
)
def test_a_phrase_with_a_gap_does_not_try_for_ever(text: str) -> None:
    began = time.perf_counter()
    assert compile_phrase("jobs ... stay ... in ... queue").search(text) is None
    assert time.perf_counter() - began < QUICK


def test_a_measure_that_finds_no_number_says_nothing() -> None:
    text = LABELS.replace(
        "    answers:", "    measure: {unit: '%', patterns: ['left: (?P<n>\\S+)']}\n    answers:", 1
    ).replace("{id: none,", "{id: none, below: 5,")
    read = read_source(text)
    assert read.playbook is not None, read.wrong
    assert read_message(read.playbook, "left: much").readings == ()
    assert read_message(read.playbook, "left: 3").readings[0].answer.id == "none"
    nameless = read_source(text.replace("?P<n>", ""))
    assert "finds no number" in nameless.wrong[0].message


def test_the_desk_s_patterns_and_python_s_are_told_apart() -> None:
    assert type(compiled(Linear("x+"))) is not type(compiled("x+"))
