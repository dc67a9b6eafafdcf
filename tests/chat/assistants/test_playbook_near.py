"""Where nothing fits surely the nearest playbooks are named, and the engineer's pick is followed from then on."""

import pytest

from resolvent.chat.assistants.playbook_near import NEAREST, answers_near, read_pick
from resolvent.chat.assistants.playbook_questions import QUESTIONS
from resolvent.knowledge.loader import load_shipped
from tests.chat.assistants.desk import Desk

SHIPPED = load_shipped()
A, B, C = (one.title for one in SHIPPED[:3])
ASKED = (
    f"No playbook fits.\n\n{NEAREST}, should you mean one of them:\n\n1. *{A}*\n2. *{B}*\n3. *{C}*\n\nWrite its number."
)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("1", 0), ("2.", 1), ("#3", 2), ("the second", 1), ("The third one", 2), ("number 2", 1), ("it's the first", 0),
        ("playbook 3", 2), ("use 1", 0), ("option two", 1), (B, 1), (f"*{C}*", 2), (A.upper(), 0), ("2nd", 1),
    ],
)  # fmt: skip
def test_a_pick_is_read(said: str, place: int) -> None:
    assert read_pick(ASKED, said, SHIPPED) is SHIPPED[place]
    assert answers_near(ASKED, said)


@pytest.mark.parametrize("said", ["none", "None of them.", "neither", "no", "none of these fits"])
def test_none_of_them_picks_nothing_and_answers_no_question(said: str) -> None:
    assert read_pick(ASKED, said, SHIPPED) is None
    assert answers_near(ASKED, said)


@pytest.mark.parametrize(
    "said", ["4", "2 users have it", "since 1 May", "the first floor", "one of them is red", "", "11"]
)
def test_other_words_are_no_pick(said: str) -> None:
    assert read_pick(ASKED, said, SHIPPED) is None
    assert not answers_near(ASKED, said)


def test_a_number_without_an_offer_picks_nothing() -> None:
    assert read_pick("How many? 1. *Printers*", "1", SHIPPED) is None
    assert not answers_near("How many?", "1")


UNSURE = ("Something with mail on one phone", "The Outlook app there shows a calendar of somebody who left.")


async def test_the_nearest_are_named_once_and_a_pick_leads_on_by_it() -> None:
    desk = Desk(*UNSURE)
    first = await desk.say("hello")
    assert "No playbook of mine fits" in first.text
    assert NEAREST in first.text
    named = [one for one in SHIPPED if f". *{one.title}*" in first.text]
    assert 1 <= len(named) <= 3
    picked = next(one for one in named if f"1. *{one.title}*" in first.text)
    then = await desk.say("1")
    assert f"I work by the playbook *{picked.title}*, as you chose." in then.text
    assert then.asked in {check.title for check in picked.checks}
    assert "What does not work: 1" not in then.facts
    third = await desk.say("no idea")
    assert "as you chose" not in third.text
    assert third.asked in {check.title for check in picked.checks}


async def test_a_number_picks_also_after_another_question_was_answered() -> None:
    desk = Desk(*UNSURE)
    assert NEAREST in (await desk.say("hello")).text
    assert (await desk.say("since Monday")).facts == ["Since when: since Monday"]
    then = await desk.say("1")
    assert "as you chose" in then.text
    assert then.facts == []


async def test_none_goes_on_with_the_checklist_and_records_nothing() -> None:
    desk = Desk(*UNSURE)
    first = await desk.say("hello")
    then = await desk.say("none of them")
    assert then.facts == []
    assert NEAREST not in then.text
    assert first.text.split("**")[1] == then.text.split("**")[1]


async def test_a_turned_down_playbook_is_not_among_the_nearest() -> None:
    desk = Desk("VPN not connecting", "error 809")
    await desk.say("hello")
    answer = await desk.say("wrong playbook")
    assert "that playbook does not fit" in answer.text
    assert ". *The VPN does not connect" not in answer.text


def cards(desk: Desk) -> dict[str, str]:
    """The state of the checklist's, by the label of the question."""
    labels = {one.title: one.label for one in QUESTIONS}
    return {labels[one.title]: one.status for one in desk.turn.checks if one.title in labels}


async def test_a_playbook_that_takes_over_leaves_no_question_of_the_checklist_open() -> None:
    desk = Desk(*UNSURE)
    await desk.say("hello")
    await desk.say("since Monday")
    assert "todo" in cards(desk).values()
    await desk.say("1")
    assert cards(desk)["Since when"] == "done"
    assert set(cards(desk).values()) == {"done", "skipped"}
    later = await desk.say("no idea. Nothing was changed before.")
    assert cards(desk)["What changed before"] == "done"
    assert "What changed before: Nothing was changed before." in later.facts


async def test_the_questions_are_asked_again_where_the_playbook_is_turned_down() -> None:
    desk = Desk(*UNSURE)
    await desk.say("hello")
    await desk.say("1")
    answer = await desk.say("wrong playbook")
    assert "**What is the exact error text" in answer.text
    answer = await desk.say("no error")
    assert cards(desk)["Error text"] == "done"


async def test_a_question_that_the_engineer_reopens_stays_open() -> None:
    desk = Desk(*UNSURE)
    await desk.say("hello")
    await desk.say("1")
    await desk.say("no idea. Nothing was changed before.")
    desk.take_back("Who else has it: only this user or device, or others too?")
    desk.take_back("What changed shortly before: updates, hardware, password, network, move?")
    await desk.say("no idea")
    assert (cards(desk)["Who is affected"], cards(desk)["What changed before"]) == ("todo", "todo")
