"""The composer is always grounded, whatever the evidence reads like; and nothing that helps it hides a lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.internal.conjecture.providers import _get_local_constants

from resolvent.notes.composer import compose
from resolvent.notes.grounding import check, check_markdown
from resolvent.notes.structure import CONFIRMED, PROBLEM, RESOLUTION, Claim, Kind, Note, Section, render
from resolvent.sessions.evidence import Evidence, GenerationItem
from tests.notes.evidence import after, check_item, evidence, fact, fix, sessions, ticket
from tests.notes.pinned import pinned


def check_composed(given_evidence: Evidence) -> list[tuple[str, str, str]]:
    """What is found in the composer's own notes, as claims and as an edit."""
    found = []
    for kind in Kind:
        note = compose(given_evidence, kind)
        found += [*check(note, given_evidence), *check_markdown(render(note), given_evidence, kind)]
    return [(one.code, one.sentence, one.reason) for one in found]


@pinned(80)
@given(sessions())
def test_the_composer_is_always_grounded(given_evidence: Evidence) -> None:
    assert check_composed(given_evidence) == []


def test_the_examples_depend_on_no_loaded_module() -> None:
    drawn: list[str] = []

    @pinned(400)
    @given(st.text(max_size=60))
    def draw(text: str) -> None:
        drawn.append(text)

    draw()
    told = {text for text in _get_local_constants().strings if isinstance(text, str) and len(text) > 2}
    assert told
    assert told.isdisjoint(drawn)


PASSWORD = "password: Hunter2!x and token ghp_abcdefghijklmnopqrstuvwxyz012345"
ODD = {
    "a command reads like a denial": evidence(
        check_item(1, "Line one", "C: has 1.2 GB free (from the output)", "Users can't sign in")
    ),
    "a command reads like an answer": evidence(
        check_item(1, "The spooler is running", "yes (from the output)", "False")
    ),
    "a parameter is called now": evidence(generations=(GenerationItem("G1", "Tpl", (("now", "it works"),), after(5)),)),
    "a parameter's name makes a secret of its value": evidence(
        generations=(GenerationItem("G1", "Tpl", (("secretkey", "êHÈå()Ô"),), after(5)),)
    ),
    "a template's title had a secret": evidence(
        generations=(GenerationItem("G1", PASSWORD, (("host", "êHÈå()Ô7"),), after(5)),)
    ),
    "a company's name had a secret": evidence(on=ticket("0p/ÍÞ", company=PASSWORD, contact="Sue")),
    "a fix's title had a secret": evidence(fix(1, PASSWORD, "applied_failed", failure_reason="0p/ÍÞ")),
    "a command had a secret": evidence(check_item(1, "Sign in", "0p/ÍÞ (from the output)", PASSWORD)),
    "a fix's title had a secret, and it had a script": evidence(
        fix(1, PASSWORD, "applied_failed"),
        generations=(
            GenerationItem("G1", '[SUGGEST_FIX]{"title": "x", "confidence": 1}[/SUGGEST_FIX]', (), after(5), "X1"),
        ),
    ),
    "a name reads like a secret's": evidence(on=ticket("xyZ7!abcZ", contact="bearer token")),
    "two names have a mark of quotation each": evidence(
        on=ticket(company="\U00102c5e `\U000559cf\uf157î#1>)Ô(Ü", contact="\U00102c5e `\U000559cf\uf157î#1>)Ô(Ü")
    ),
    "an output's lines end in another sign": evidence(check_item(1, "Line one", "é\x0c\x1fZ7\x1enß")),
    "a fact ends in a backslash": evidence(fact(1, "\U00013aac\\", important=True)),
    "a fix is called by words of outcome": evidence(
        fix(1, "Did not help, partly", "applied_failed", active=False, verified_at=after(40)),
        fix(2, "éü", "applied_success", rationale="a corrupt job"),
    ),
    "a question is noted behind the outcome": evidence(
        fix(1, "m²", "applied_success", outcome_notes="Is the spooler running?")
    ),
}


@pytest.mark.parametrize("given_evidence", ODD.values(), ids=ODD)
def test_the_composer_is_grounded_where_words_stand_oddly(given_evidence: Evidence) -> None:
    assert check_composed(given_evidence) == []


def test_a_secret_that_a_parameter_names_is_not_shown() -> None:
    note = render(compose(ODD["a parameter's name makes a secret of its value"], Kind.ESCALATION))
    assert "with `secretkey` = “[removed]”." in note


def test_what_reads_like_code_hides_no_lie() -> None:
    """Only a whole command of a check says nothing. It excuses nothing beside it, and no part of it anything else."""
    asked = evidence(
        check_item(1, "Is port 9100 on 10.0.4.12 reachable?", "no", "Test-NetConnection 10.0.4.12 -Port 9100"),
        check_item(2, "Can users sign in?", "no, they cannot sign in", "Are users able to sign in"),
        fix(1, "Restart the print spooler", "applied_failed", active=False, verified_at=after(40)),
        fix(2, "Clear the print queue", "applied_success"),
    )
    lies = [
        (CONFIRMED, "`Port 9100 on 10.0.4.12 is reachable`.", "C1"),
        (CONFIRMED, "Port 9100 on 10.0.4.12 `is reachable`.", "C1"),
        (CONFIRMED, "Port 9100 on 10.0.4.12 is reachable (`Test-NetConnection 10.0.4.12 -Port 9100`).", "C1"),
        (CONFIRMED, "`Users can sign in`.", "C2"),
        (CONFIRMED, "Users can sign in (`Are users able to sign in`).", "C2"),
        (PROBLEM, "The “bearer token” reads: Winter2026!x", "T"),
        (RESOLUTION, "`The problem is resolved` by restarting the print spooler.", "X1"),
        (RESOLUTION, "Restarting the print spooler fixed the problem.", "X1"),
        (RESOLUTION, "The fix that helped was restarting the print spooler, which solved the problem.", "X1 X2"),
    ]
    for section, text, labels in lies:
        note = Note(Kind.RESOLUTION, (Section(section, (Claim(text, tuple(labels.split())),)),))
        assert [one.code for one in check(note, asked) if one.sentence], text
