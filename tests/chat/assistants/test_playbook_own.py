"""What cured it without a fix of the assistant's, as an engineer tells it."""

import pytest

from resolvent.chat.assistants.playbook_own import WHAT_CURED
from resolvent.knowledge.words import read_reply
from tests.chat.assistants.desk import Desk


def printer() -> Desk:
    return Desk("Printer not printing", "User can't print on the third floor.")


async def test_what_works_after_a_failed_fix_was_cured_by_something_else() -> None:
    desk = printer()
    await desk.say("hello")
    fix = (await desk.say("the spooler is stopped")).fix
    assert fix is not None
    failed = await desk.say("did that, still the same")
    assert failed.outcome is not None
    assert failed.outcome.outcome == "applied_failed"
    cured = await desk.say("It was the cable, replaced the patch cable. Printing is fine now")
    assert cured.fix is not None
    assert cured.fix.title == "Replaced the patch cable"
    assert fix.title not in cured.text


async def test_a_cure_after_a_failed_fix_that_nobody_names_is_asked_for() -> None:
    desk = printer()
    await desk.say("hello")
    fix = (await desk.say("the spooler is stopped")).fix
    await desk.say("did that, still the same")
    cured = await desk.say("it works now")
    assert fix is not None
    assert f"**{fix.title}** solved it" not in cured.text
    assert WHAT_CURED in cured.text
    named = await desk.say("swapped the patch cable")
    assert named.fix is not None
    assert named.fix.title == "Swapped the patch cable"


async def test_what_works_again_is_no_yes_to_the_check_that_is_asked() -> None:
    for said in ("it works now", "they can print again", "it is all working again"):
        assert read_reply(said) is None, said
    assert read_reply("it works with the other account") == ("yes", 1.0)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("The tunnel to the branch was down, restarted the gateway. All fine now", "The tunnel to the branch was down"),
        ("User is not locked, he just forgot the pin. I reset the pin, he can log in again", "he just forgot the pin"),
        ("The account is not locked. I reset the pin, he can log in again", ""),
        (
            "found it, Peter had it open on a second laptop. Closed the file there, they can edit again",
            "Peter had it open on a second laptop",
        ),
        ("it was a broken dock, replaced the dock, works again", "it was a broken dock"),
        ("Peter had lunch. I reset the pin, he can log in again", ""),
    ],
)
async def test_why_it_did_not_work_is_what_was_told_as_wrong(told: str, reason: str) -> None:
    desk = printer()
    await desk.say("hello")
    answer = await desk.say(told)
    assert answer.fix is not None
    assert answer.fix.rationale == reason
