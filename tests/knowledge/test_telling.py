"""What words tell beside the answer that they mean, and which fact goes with which result of a check."""

import pytest

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.reading import read_message
from resolvent.knowledge.telling import is_stated, states_something, tells_more, tells_the_same

SHIPPED = {playbook.id: playbook for playbook in load_shipped()}
SPOOLER = SHIPPED["print-spooler"].check("spooler-state")
NO_ANSWERS = [
    "I can't tell, skip that one please.",
    "no idea, sorry",
    "I can't check that right now",
    "not sure, ask me later",
    "we can't run that on his machine",
]


@pytest.mark.parametrize(
    ("sentence", "more"),
    [
        ("that one's stopped", False),
        ("yes, the spooler is stopped", False),
        ("It is stopped since the power cut", True),
        ("stopped, on SRV-PRINT2", True),
        ("stopped again at 14:10", True),
        ("Kowalski stopped it", False),
        ("it was stopped by Kowalski", True),
    ],
)
def test_a_sentence_tells_more_with_a_name_a_number_or_two_new_words(sentence: str, more: bool) -> None:
    assert tells_more(sentence, SPOOLER, SPOOLER.answer("stopped")) is more


@pytest.mark.parametrize(("sentence", "told"), [("ok, see above", False), ("yes", False), ("everyone outside", True)])
def test_what_is_said_without_saying_anything(sentence: str, told: bool) -> None:
    assert states_something(sentence) is told


@pytest.mark.parametrize("playbook", SHIPPED.values(), ids=SHIPPED)
@pytest.mark.parametrize("text", NO_ANSWERS)
def test_who_cannot_tell_has_told_nothing(playbook: Playbook, text: str) -> None:
    for check in playbook.checks:
        assert read_message(playbook, text, check).readings == ()


def test_an_answer_to_something_else_is_none_to_the_check() -> None:
    playbook = SHIPPED["print-spooler"]
    text = "nothing she knows of"
    assert read_message(playbook, text, SPOOLER).readings != ()
    assert read_message(playbook, text, SPOOLER, aside=frozenset({text})).readings == ()


def test_the_name_of_a_job_says_nothing() -> None:
    playbook = SHIPPED["backup-failed"]
    assert read_message(playbook, "only WEEKLY-FULL", playbook.check("bk-message")).readings == ()
    assert read_message(playbook, "the target is full", playbook.check("bk-message")).readings != ()


@pytest.mark.parametrize(
    ("title", "result", "text", "same"),
    [
        (SPOOLER.title, "stopped", "The Print Spooler service is stopped.", True),
        (SPOOLER.title, "stopped (“since the power cut”)", "The Print Spooler service is stopped.", True),
        (SPOOLER.title, "stopped", "The Print Spooler service is stopped (“since the power cut”).", True),
        (SPOOLER.title, "running", "The Print Spooler service is stopped.", False),
        ("Since when does it happen?", "on Monday", "Since when: on Monday", True),
        ("Since when does it happen?", "on Monday", "Since when: on Tuesday", False),
        ("A check of an engineer's own", "stopped", "The Print Spooler service is stopped.", False),
    ],
)
def test_a_fact_goes_with_the_result_of_its_check(title: str, result: str, text: str, same: bool) -> None:
    assert tells_the_same(title, result, text) is same


def test_a_fact_is_known_with_words_behind_it() -> None:
    assert is_stated("It is stopped.", "It is stopped (“since noon”).")
    assert not is_stated("It is stopped.", "It is stopped no more.")
