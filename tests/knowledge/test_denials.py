"""What "it is not …" denies: what the check asks, or something else."""

import pytest

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Check, Playbook
from resolvent.knowledge.reading import read_message

CHECKS = [(playbook, check) for playbook in load_shipped() for check in playbook.checks]


def read_as(playbook: Playbook, check: Check, said: str) -> str | None:
    heard = read_message(playbook, said, check)
    return next((one.answer.id for one in heard.readings if one.check is check), None)


@pytest.mark.parametrize("said", ["it is not purring", "It isn't whistling.", "she's not singing"])
def test_what_no_check_asks_answers_none(said: str) -> None:
    read = [(playbook.id, check.id) for playbook, check in CHECKS if read_as(playbook, check, said)]
    assert read == []


def test_a_bare_denial_still_answers_most_questions() -> None:
    denied = [check.id for playbook, check in CHECKS if read_as(playbook, check, "it is not")]
    assert len(denied) > len(CHECKS) / 2


@pytest.mark.parametrize(
    ("said", "answer"),
    [("it is not running", "stopped"), ("no, it's not running", "stopped"), ("it is not printing", None)],
)
def test_a_print_spooler_runs_though_nothing_is_printed(said: str, answer: str | None) -> None:
    playbook, check = next(one for one in CHECKS if one[1].id == "spooler-state")
    assert read_as(playbook, check, said) == answer


@pytest.mark.parametrize("said", ["Later it is ok.", "that one works fine", "it is not good, it is wrong"])
def test_how_anything_may_be_answers_no_check_unasked(said: str) -> None:
    """Only the check that was asked is answered by it, if any."""
    read = [(playbook.id, one.check.id) for playbook in load_shipped() for one in read_message(playbook, said).readings]
    assert read == []
