"""An engineer who asks back or wants no more questions: it is answered, states nothing, and counts as no answer."""

import pytest

from resolvent.chat.assistants.playbook_intents import read_wish
from resolvent.chat.assistants.playbook_state import State, keep
from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.reading import read_message
from resolvent.knowledge.words import split_written
from tests.chat.assistants.desk import Desk

SPOOLER = "Is the Print Spooler service running?"


def printer() -> Desk:
    return Desk("Printer not printing", "User can't print on the third floor.")


def unknown() -> Desk:
    return Desk("Door access terminal shows error 17", "The terminal at the back door does not open with any card.")


@pytest.mark.parametrize(
    "said",
    [
        "hallo, what do i do first",
        "can u just give me the fix",
        "just tell me the solution already",
        "what do you mean by that",
        "so what is it",
        "pls tell me what to check",
        "where to start",
        "hi, need help",
        "hello, i need some help with this one pls",
        "pls help me",
    ],
)
def test_a_question_without_its_mark_states_nothing(said: str) -> None:
    assert split_written(said).sentences == ()


@pytest.mark.parametrize(
    "said",
    [
        "help me forms do not open",
        "what is printed looks fine",
        "can print again",
        "how it started is unknown",
        "he could not tell me the PIN",
    ],
)
def test_a_statement_that_begins_like_one_is_kept(said: str) -> None:
    assert split_written(said).sentences


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("what does that mean?", "meaning"),
        ("what do you mean where does it fail?", "meaning"),
        ("wat?", "meaning"),
        ("i don't get that", "meaning"),
        ("whats that for?", "why"),
        ("just give me the fix pls", "fix"),
        ("so what is it?", "fix"),
        ("how do i fix this", "fix"),
    ],
)
def test_what_is_asked_back_is_told_apart(said: str, intent: str) -> None:
    assert read_wish(said).intents == {intent}


@pytest.mark.parametrize("said", ["the users don't understand it", "gave her the solution she asked for"])
def test_words_of_others_ask_nothing(said: str) -> None:
    assert not read_wish(said).intents & {"meaning", "fix"}


async def test_what_is_asked_back_is_explained_and_the_check_stays_open() -> None:
    desk = printer()
    await desk.say("hello")
    for said in ("what does that mean?", "wat?"):
        answer = await desk.say(said)
        assert "The answer to my question would be one of: *running* / *stopped*" in answer.text
        assert "I could not read" not in answer.text
        assert f"**{SPOOLER}**" in answer.text
        assert answer.facts == []


async def test_who_wants_the_fix_at_once_is_told_what_it_would_be_by_now() -> None:
    desk = printer()
    await desk.say("hello")
    answer = await desk.say("just give me the fix pls")
    assert "No cause is sure enough for a fix yet. By now it would be *" in answer.text
    assert "(risk: low)" in answer.text
    assert answer.fix is None
    assert answer.facts == []
    assert f"**{SPOOLER}**" in answer.text


async def test_an_answer_beside_an_impatient_word_is_taken() -> None:
    desk = printer()
    await desk.say("hello")
    answer = await desk.say("it's stopped. can u just give me the fix")
    assert answer.results == {SPOOLER: "stopped"}
    assert answer.fix is not None


async def test_the_checklist_explains_its_question_and_takes_the_answer_beside() -> None:
    desk = unknown()
    await desk.say("hello")
    asked = desk.turn.messages[-1].text
    explained = await desk.say("what does that mean?")
    assert "An answer may read so: “" in explained.text
    assert [line for line in asked.splitlines() if line.startswith("**")][-1] in explained.text
    answer = await desk.say("only the back door, since monday. just give me the fix")
    assert "I know no fix for it, and will not guess one." in answer.text
    assert "Since when: since monday." in answer.facts or "Since when: since monday" in answer.facts
    assert not [fact for fact in answer.facts if "fix" in fact]


async def test_what_a_suggested_fix_means_is_told_again() -> None:
    desk = printer()
    await desk.say("hello")
    fix = (await desk.say("it's stopped")).fix
    assert fix is not None
    answer = await desk.say("what does it do?")
    assert "It cures “the Print Spooler service has stopped”." in answer.text
    assert f"**{fix.title}** is still the step to take." in answer.text


async def test_a_playbook_that_is_turned_down_names_the_one_that_came_next() -> None:
    desk = Desk("PC problems", "pc is slow and outlook hangs")
    begun = await desk.say("hello")
    turned_down = await desk.say("wrong playbook")
    assert "It could also be *" in begun.text
    other = begun.text.partition("It could also be *")[2].partition("*")[0]
    assert f"1. *{other}*" in turned_down.text
    assert f"by the playbook *{other}*" in (await desk.say("1")).text


async def test_who_says_that_a_suggestion_is_wrong_is_told_what_it_rests_on_and_corrects_it() -> None:
    desk = printer()
    await desk.say("help")
    await desk.say("that one's stopped")
    denied = await desk.say("no that is wrong, nothing changed on our side")
    assert denied.outcome is None
    assert "- The Print Spooler service is stopped." in denied.text
    assert "is still the step to take" in denied.text
    corrected = await desk.say("no, it is not stopped, i looked again, it runs")
    assert "that playbook does not fit" not in corrected.text
    assert "The Print Spooler service is running." in corrected.facts


def test_what_is_read_anew_is_what_was_read_last() -> None:
    playbook = next(one for one in load_shipped() if one.id == "print-spooler")
    state = State(playbook=playbook)
    for told in ("the spooler is running", "a job is stuck at the head of the queue", "the spooler is stopped"):
        keep(state, read_message(playbook, told).readings)
    assert [one.check.title for one in state.observed.values()][-1] == SPOOLER
    assert len(state.observed) > 1
