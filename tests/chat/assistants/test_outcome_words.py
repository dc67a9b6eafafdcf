"""How a fix went, in an engineer's words."""

import pytest

from resolvent.chat.assistants.playbook_intents import read_outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("budget_b sync now, but plan26.xlsx is still locked", "applied_partial"),
        ("report.xlsx opens again", "applied_success"),
        ("srv01.corp.example prints now. pc-7.corp.example still fails", "applied_partial"),
        ("It did not help.Same error", "applied_failed"),
        ("It works. But Teams is still slow.", "applied_partial"),
        ("Does plan.xlsx open again?", None),
    ],
)
def test_the_dot_of_a_name_ends_no_sentence(said: str, outcome: str | None) -> None:
    assert read_outcome(said)[0] == outcome
