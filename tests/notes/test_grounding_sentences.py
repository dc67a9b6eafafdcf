"""Grounding on hand-written sentences: what is false is found, what is true passes."""

import pytest

from resolvent.notes.grounding import check, check_markdown
from resolvent.notes.structure import Claim, Kind, Note, Section
from resolvent.sessions.evidence import Evidence
from tests.notes.sentences import FALSE, TRUE

Case = tuple[Evidence, str, str, str]


def codes(case: Case) -> list[str]:
    """For one claim; what the note around it leaves out is another matter."""
    told, section, text, labels = case
    note = Note(Kind.RESOLUTION, (Section(section, (Claim(text, tuple(labels.split())),)),))
    return [one.code for one in check(note, told) if one.sentence]


def codes_of_edit(case: Case) -> list[str]:
    told, section, text, _ = case
    return [one.code for one in check_markdown(f"## {section}\n\n{text}\n", told, Kind.RESOLUTION) if one.sentence]


def test_false_sentences_are_found() -> None:
    missed = [case[1:] for case in FALSE if not codes(case)]
    assert len(missed) <= 0.05 * len(FALSE), missed


def test_true_sentences_pass() -> None:
    blocked = [(case[1:], codes(case)) for case in TRUE if codes(case)]
    assert len(blocked) <= 0.02 * len(TRUE), blocked


@pytest.mark.parametrize(("cases", "least", "most"), [(FALSE, 0.85, 1.0), (TRUE, 0.0, 0.04)])
def test_an_edit_is_held_against_all_evidence(cases: list[Case], least: float, most: float) -> None:
    found = [case[2] for case in cases if codes_of_edit(case)]
    assert least * len(cases) <= len(found) <= most * len(cases), found
