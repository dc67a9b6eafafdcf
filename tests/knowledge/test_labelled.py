"""A number behind words of the question that was asked is its answer, whichever tool printed it."""

import pytest

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.reading import read_message

PLAYBOOK = next(one for one in load_shipped() if one.id == "slow-pc")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Programs that start with Windows: 23", "many"),
        ("Programs that start with Windows: 3\n", "few"),
        ("Printers on this PC: 23", None),
        ("Programs that start with Windows: many", "many"),
    ],
)
def test_a_labelled_number(text: str, read: str | None) -> None:
    check = next(one for one in PLAYBOOK.checks if "start with Windows" in one.title)
    heard = read_message(PLAYBOOK, text, check)
    assert next((one.answer.id for one in heard.readings if one.check is check), None) == read
