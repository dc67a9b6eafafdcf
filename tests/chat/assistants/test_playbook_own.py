"""What cured it without a fix of the assistant's, as an engineer tells it."""

import pytest

from resolvent.chat.assistants.playbook_intents import read_outcome
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


@pytest.mark.parametrize(
    ("said", "title", "reason"),
    [
        (["the controller was offline, power cycled it. works now"], "Power cycled the controller", True),
        (["SQL Server service is stopped", "started it, works again"], "Started SQL Server service", True),
        (["reader was hanging", "it beeps", "rebooted it, works again"], "Rebooted reader", True),
        (["rebooted it, works now", "the reader"], "Rebooted the reader", False),
        (["Peter was locked out, reset it, works now", "his chip"], "Reset his chip", False),
    ],
)
async def test_it_is_the_thing_that_was_told_to_be_wrong(said: list[str], title: str, reason: bool) -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    answers = [await desk.say(one) for one in said]
    assert answers[-1].fix is not None
    assert answers[-1].fix.title == title
    assert (answers[-1].fix.rationale != "") is reason
    assert all(one.fix is None for one in answers[:-1])


@pytest.mark.parametrize("told", ["Peter was locked out, reset it, works now", "a job ran. stopped it, works again"])
async def test_nobody_is_reset_and_what_it_was_is_asked_for(told: str) -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    answer = await desk.say(told)
    assert answer.fix is None
    assert "leaves open what that was" in answer.text
    assert WHAT_CURED in answer.text


async def test_what_was_changed_before_cured_nothing() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    answer = await desk.say("error 26, connection failed. we patched the servers last night")
    assert "What changed before: we patched the servers last night" in answer.facts
    assert not any(one.startswith("Since when") for one in answer.facts)
    cured = await desk.say("works again")
    assert cured.fix is None
    assert WHAT_CURED in cured.text


async def test_a_cure_of_it_is_no_answer_to_the_check_that_is_asked() -> None:
    desk = printer()
    await desk.say("hello")
    answer = await desk.say("yep, rebooted it, works now")
    assert answer.results == {}
    assert answer.facts == []
    assert WHAT_CURED in answer.text


async def test_fixed_it_is_no_fact() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    answer = await desk.say("fixed it, works now")
    assert answer.facts == []
    assert WHAT_CURED in answer.text


async def test_sound_that_is_back_did_not_come_back_as_a_fault() -> None:
    assert read_outcome("removed the driver, sound is back")[0] == "applied_success"
    assert read_outcome("the error is back")[0] == "applied_failed"
    assert read_outcome("the network is back to dropping every minute")[0] != "applied_success"


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("it was the cable, replaced it, works now", "Replaced the cable"),
        ("no, it was a loose plug. pushed it in, they can print again", None),
        ("restarted it, works now", None),
        ("it was the spooler, restarted it, works now", None),
    ],
)
async def test_a_suggested_fix_is_not_credited_with_another_cause_that_was_mended(told: str, title: str | None) -> None:
    desk = printer()
    await desk.say("hello")
    assert (await desk.say("the spooler is stopped")).fix is not None
    answer = await desk.say(told)
    if title:
        assert answer.fix is not None
        assert answer.fix.title == title
        assert answer.outcome is None
    else:
        assert answer.fix is None or "loose plug" in answer.fix.title


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("router was unplugged by the cleaner, plugged it back in. all good", "Plugged router back in"),
        ("the switch is off, turned it on again, all good", "Turned the switch on again"),
        ("paired it again, works now", "Paired it again"),
    ],
)
async def test_a_thing_is_named_that_was_not_as_it_should_be(said: str, title: str) -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    answer = await desk.say(said)
    assert answer.fix is not None
    assert answer.fix.title == title


async def test_what_is_off_is_told_in_one_word() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    assert "Reported: ap was off" in (await desk.say("ap was off, no error")).facts


async def test_that_she_sees_it_now_is_a_success_and_that_it_is_empty_is_half_of_one() -> None:
    assert read_outcome("set it on, she sees it now, thanks")[0] == "applied_success"
    assert read_outcome("she does not see it now")[0] is None
    assert read_outcome("she can send again but the calendar is empty")[0] == "applied_partial"


@pytest.mark.parametrize("told", ["did an office repair, no change", "rebooted the server. no difference"])
async def test_what_was_tried_in_vain_is_no_change_from_before(told: str) -> None:
    desk = Desk("Payroll server is down", "Nobody can log in to the payroll server.")
    await desk.say("hi")
    asked = await desk.say('it says "Service unavailable", since this morning')
    assert asked.asked is None
    assert "**What changed shortly before" in asked.text
    answer = await desk.say(told)
    assert answer.facts == [f"Tried without success: {told}"]
    assert answer.results == {}


@pytest.mark.parametrize(
    ("problem", "told", "title"),
    [
        (
            "Nobody can log in to the payroll server.",
            ("app pool was stopped. set a new identity in iis", "ok they can log in"),
            "Set a new identity in iis",
        ),
        (
            "The desk phone has no dial tone.",
            ("network team changed the port to the voice vlan", "dial tone is there"),
            "Changed the port to the voice vlan",
        ),
        (
            "The CPU of SRV-APP3 is at 100 % all the time.",
            ("all the time", "excluded the db folder and capped it to 20 %", "cpu down to 12 %, its ok again"),
            "Excluded the db folder and capped it to 20 %",
        ),
        (
            "Cannot print from Visio, it freezes.",
            ("turned out to be the grammarly add-in, threw it out and he can print from visio",),
            "Threw the grammarly add-in out",
        ),
        (
            "Access to the file share is denied.",
            ("deleted the old entry and mapped P again, hes in now",),
            "Deleted the old entry and mapped P again",
        ),
    ],
)
async def test_after_an_act_that_they_can_or_that_it_is_there_tells_the_cure(
    problem: str, told: tuple[str, ...], title: str
) -> None:
    desk = Desk("Help", problem)
    await desk.say("hi")
    for text in told[:-1]:
        assert (await desk.say(text)).fix is None
    cured = await desk.say(told[-1])
    assert cured.fix is not None
    assert cured.fix.title == title
    assert cured.results == {}


@pytest.mark.parametrize("told", ["ok they can log in", "the dial tone is there"])
async def test_without_an_act_before_it_that_they_can_tells_no_cure(told: str) -> None:
    desk = Desk("Payroll server is down", "Nobody can log in to the payroll server.")
    await desk.say("hi")
    answer = await desk.say(told)
    assert answer.fix is None
    assert "What did you do?" not in answer.text


async def test_what_somebody_set_it_to_measures_nothing() -> None:
    desk = Desk("PC is slow", "The PC is slow all the time.")
    await desk.say("hi")
    while (asked := (await desk.say("skip")).asked) and "disk busy" not in asked:
        pass
    assert asked == "Is the disk busy all the time?"
    assert (await desk.say("capped the scan to 20 %")).results == {}
    assert (await desk.say("disk is at 20 %")).results.keys() == {asked}


async def test_what_was_done_while_a_fix_waits_is_the_cure_and_not_that_fix() -> None:
    desk = printer()
    await desk.say("hello")
    fix = (await desk.say("the spooler is stopped")).fix
    assert fix is not None
    await desk.say("removed the old label driver by hand")
    cured = await desk.say("prints fine again")
    assert cured.outcome is None
    assert cured.fix is not None
    assert cured.fix.title == "Removed the old label driver by hand"


async def test_a_fix_that_was_done_in_its_own_words_is_the_cure() -> None:
    desk = printer()
    await desk.say("hello")
    assert (await desk.say("the spooler is stopped")).fix is not None
    await desk.say("started the service by hand")
    cured = await desk.say("prints fine again")
    assert cured.outcome is not None
    assert cured.fix is None


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("turned out to be the old add-in, threw it out and he can print", "turned out to be the old add-in"),
        (
            "app pool was stopped, the account's password expired. set another in iis, works again",
            "the account's password expired",
        ),
    ],
)
async def test_what_it_turned_out_to_be_is_the_reason(told: str, reason: str) -> None:
    desk = Desk("Help", "Cannot print from Visio, it freezes.")
    await desk.say("hi")
    cured = await desk.say(told)
    assert cured.fix is not None
    assert cured.fix.rationale == reason
