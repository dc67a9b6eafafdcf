"""Whose a number is: the pending check's, or the general question's that a part of the message answers."""

import pytest

from resolvent.chat.assistants.playbook_basics import answer_besides, number_places
from resolvent.chat.assistants.playbook_questions import CHANGED, LEAD, QUESTIONS
from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.reading import read_message
from tests.chat.assistants.desk import Desk

BESIDES = LEAD + " ".join(one.title for one in QUESTIONS)


@pytest.mark.parametrize(
    ("playbook", "check", "said", "answer"),
    [
        ("disk-full", "free", "the 500 GB disk was replaced on Monday, only his pc", None),
        ("disk-full", "free", "the 500 GB disk was replaced on Monday and 3 GB are free", "full"),
        ("disk-full", "free", "3 GB after the update", "full"),
        ("windows-update", "free", "a 4 GB update was installed, nothing else", None),
        ("browser-problem", "br-version", "it was updated 3 days ago", "new"),
        ("disk-full", "free", "after the clean-up it is 3 GB", "full"),
        ("disk-full", "free", "only her C: has 3 GB", "full"),
        ("certificate-expired", "ct-days", "refused since 3 weeks, the padlock is red", None),
        ("slow-pc", "uptime", "since 3 weeks, nothing changed", "long"),
        ("slow-pc", "memory", "90 % since Monday", "tight"),
        ("mail-not-delivered", "held", "the firewall blocks port 25, it is exchange 2019", None),
        ("mail-not-delivered", "held", "on exchange 2019 it shows 3", "there"),
    ],
)
def test_a_number_in_the_answer_to_a_general_question_is_none_of_the_checks(
    playbook: str, check: str, said: str, answer: str | None
) -> None:
    book = next(one for one in load_shipped() if one.id == playbook)
    asked = book.check(check)
    heard = read_message(
        book, said, asked, aside=answer_besides(BESIDES, said), numbers=number_places(BESIDES, said, book, asked)
    )
    assert next((one.answer.id for one in heard.readings if one.check is asked), None) == answer


def test_a_number_is_of_one_check_and_quoted_with_its_sentence() -> None:
    book = next(one for one in load_shipped() if one.id == "slow-pc")
    asked = book.check("throttle")
    cpu = book.check("cpu")
    busy = next(one for one in cpu.answers if one.id == "busy")
    told = "sorry wrong, the processor is at 20 % now, it was a job. all ok again"
    heard = read_message(book, told, asked, earlier=[(cpu, busy)])
    assert [(one.check.id, one.answer.id) for one in heard.readings] == [("cpu", "calm")]
    heard = read_message(book, "it says 45 %. all ok again", asked)
    assert [(one.check.id, one.quote) for one in heard.readings] == [("throttle", "it says 45 %.")]


async def test_in_a_conversation_such_a_number_leaves_the_check_open() -> None:
    desk = Desk("Low disk space on C:", "Windows says that my drive is almost full.")
    answer = await desk.say("hello")
    while answer.asked != "How much space is free on the drive?":
        assert answer.asked
        answer = await desk.say("no idea")
    answer = await desk.say("a 40 GB game was installed")
    assert answer.results == {}
    assert answer.facts == [f"{CHANGED}: a 40 GB game was installed"]
