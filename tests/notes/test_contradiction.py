"""A dropped negation is found even where another statement says most of the same words of something else."""

import pytest

from resolvent.notes.grounding_contradiction import Statements, contradicts


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("There was a tone after the new handset had been plugged in.", ["no tone after plugging", "Plug in the new handset"]),
        ("The signature of the driver installed on 2026-10-05 is valued.", ["Driver was installed on 2026-10-05, its signature is not valued"]),
        ("k.adeyemi is a member of GRP-Sales.", ["k.adeyemi is not in GRP-Sales", "GRP-Sales has 7 members"]),
    ],
)  # fmt: skip
def test_a_statement_about_something_else_excuses_nothing(sentence: str, evidence: list[str]) -> None:
    assert contradicts(sentence, Statements(evidence))


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("k.adeyemi is a member of GRP-Sales since Monday.", ["k.adeyemi was not in GRP-Sales", "k.adeyemi is a member of GRP-Sales since Monday"]),
        ("The tunnel of laptop-7 connects from the office network.", ["The tunnel of laptop-7 does not connect from home", "The tunnel of laptop-7 connects from the office network"]),
    ],
)  # fmt: skip
def test_what_the_evidence_affirms_elsewhere_is_no_contradiction(sentence: str, evidence: list[str]) -> None:
    assert not contradicts(sentence, Statements(evidence))
