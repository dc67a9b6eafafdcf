"""What stood in the way when engineers of many tempers walked tickets to their notes."""

import pytest

from resolvent.chat.assistants.playbook_words import NOT_WRITTEN
from tests.chat.assistants.desk import Desk

SLOW = ("PC is slow", "The PC is slow, the CPU is at 100 %.")
PRINTER = ("Hangs when printing", "Cannot print: when I print from Visio the computer freezes.")


async def test_who_is_denied_access_has_reached_the_server() -> None:
    desk = Desk("Network file shares", "User can't get to any of his files on the file server.")
    await desk.say("hi")
    await desk.say("other ppl in his team are fine")
    fix = (await desk.say("C:\\>net view \\\\fs02\nSystem error 5 has occurred.\n\nAccess is denied.")).fix
    assert fix is not None
    assert fix.title == "Give the user the right group"
    failed = await desk.say("did it, signed out and in again. still access denied")
    assert failed.asked == "What does Windows say about its network drives?"
    assert "not on the office network" not in failed.text


async def test_one_program_that_does_not_print_speaks_for_the_rest_of_the_way() -> None:
    desk = Desk(*PRINTER)
    await desk.say("hi")
    told = await desk.say("it hangs only with visio. word prints fine")
    assert "Only one program fails to print" in told.facts[0]
    assert "now likeliest: the print spooler" not in told.text.casefold()
    pdf = await desk.say("printing to pdf from visio freezes too")
    assert "You suspect" not in pdf.text


async def test_a_full_scan_is_no_full_speed() -> None:
    desk = Desk(*SLOW)
    asked = (await desk.say("hi")).asked
    while asked != "Does the processor run below its rated speed?":
        asked = (await desk.say("skip")).asked
    answer = await desk.say("its defender, full scan since sat")
    assert answer.results == {}
    assert "You suspect “one program takes all the processor”" in answer.text


async def test_what_was_read_wrongly_is_laid_open() -> None:
    desk = Desk(*SLOW)
    await desk.say("hi")
    await desk.say("all the time")
    answer = await desk.say("no thats wrong, i did not say that")
    assert "It rests on this:\n\n- The PC is slow all the time." in answer.text
    assert answer.text.rstrip().endswith("**Is it slow all the time, or mainly in the first minutes after sign-in?**")
    assert (await desk.say("only in the morning")).facts[
        0
    ] == "The PC is slow mainly in the first minutes after sign-in."


async def test_who_disagrees_denies_nothing_that_is_asked() -> None:
    desk = Desk(*PRINTER)
    asked = (await desk.say("hi")).asked
    while asked != "Can other people print to the same printer?":
        asked = (await desk.say("skip")).asked
    assert (await desk.say("no thats wrong, i never said so")).results == {}
    assert (await desk.say("no")).results == {asked: "nobody can"}


async def test_a_question_of_the_engineer_s_is_not_passed_over_in_silence() -> None:
    desk = Desk(*SLOW)
    await desk.say("hi")
    assert NOT_WRITTEN in (await desk.say("do you know how to free logs the right way?")).text
    assert NOT_WRITTEN not in (await desk.say("all the time")).text
    other = await desk.say("could it be something else?")
    assert NOT_WRITTEN not in other.text
    assert "- something else: " in other.text


async def test_what_is_told_while_a_fix_waits_is_acknowledged() -> None:
    desk = Desk(*PRINTER)
    await desk.say("hi")
    fix = (await desk.say("the spooler is stopped")).fix
    assert fix is not None
    answer = await desk.say("the server stands in Lyon behind the kitchen")
    assert answer.text.startswith("Noted.")
    assert f"**{fix.title}** is still the step to take." in answer.text


async def test_a_typed_command_and_an_impatient_question_are_no_facts() -> None:
    desk = Desk("Wifi slow", "The Wi-Fi is slow in the canteen only.")
    await desk.say("hi")
    shown = await desk.say(
        "netsh wlan show interfaces\n\nThere is 1 interface on the system:\n\n"
        "    Name                   : Wi-Fi\n    State                  : connected\n    Signal                 : 31%"
    )
    assert shown.facts == ["The Wi-Fi signal is below 55 % where it fails."]
    assert (await desk.say("how much longer is this")).facts == []


async def test_output_that_only_resembles_a_playbook_s_tickets_begins_with_none() -> None:
    desk = Desk("Disk problem", "Hard drive makes grinding and clicking noises and I can't delete a file.")
    await desk.say("hi")
    answer = await desk.say(
        "smartctl -H /dev/sda\n=== START OF READ SMART DATA SECTION ===\n"
        "SMART overall-health self-assessment test result: FAILED!\n"
        "Drive failure expected in less than 24 hours. SAVE ALL DATA."
    )
    assert "This may be a case for the playbook" not in answer.text
    assert any("FAILED" in fact for fact in answer.facts)


async def test_what_was_noted_and_is_not_so_gives_way() -> None:
    desk = Desk("Desk phone does not work", "The phone has no dial tone.")
    await desk.say("hi")
    assert "Reported: the display is dark" in (await desk.say("no error, the display is dark")).facts
    await desk.say('hm not dark, it shows "Obtaining IP address"')
    facts = [fact.text for fact in desk.turn.facts]
    assert "Reported: the display is dark" not in facts
    assert 'Reported: not dark, it shows "Obtaining IP address"' in facts


async def test_lines_that_are_noted_together_do_not_run_into_each_other() -> None:
    desk = Desk("Desk phone does not work", "The phone has no dial tone.")
    await desk.say("hi")
    answer = await desk.say("no error\nthe lamp at the wall is green\nthe adapter hums. The cable looks new")
    assert "Reported: the lamp at the wall is green; the adapter hums. The cable looks new" in answer.facts


USB = ("USB port stopped working", "The port at the front is dead.")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("What is the exact error", "dell optiplex 7010, win10"),
        ("What is the exact error", "KB5034441"),
        ("What changed", "could be the thing with the group policy of Bern"),
        ("What changed", "tried another stick: same"),
        ("Who else", "tried another stick: same"),
        ("Which device", "found it: somebody had the file open on a 2nd pc"),
        ("Which device", "error 0x80070643"),
    ],
)
async def test_what_is_no_answer_is_not_filed_as_one(asked: str, told: str) -> None:
    desk = Desk(*USB)
    text = (await desk.say("hi")).text
    while f"**{asked}" not in text:
        text = (await desk.say("skip")).text
    title = text.partition("**")[2].partition("**")[0]
    answer = await desk.say(told)
    assert title not in answer.results
    assert answer.facts


async def test_an_unknown_device_is_known() -> None:
    desk = Desk(*USB)
    await desk.say("hi")
    answer = await desk.say("device manager: Unknown USB Device (Device Descriptor Request Failed)")
    assert answer.facts == ["Error text: device manager: Unknown USB Device (Device Descriptor Request Failed)"]


async def test_since_then_tells_no_beginning() -> None:
    desk = Desk(*USB)
    await desk.say("hi")
    await desk.say("no err, since Monday")
    facts = (await desk.say("since then the mouse lags too")).facts
    assert facts == ["Reported: since then the mouse lags too"]


@pytest.mark.parametrize(
    ("act", "cured"),
    [
        ("swapped the front cable inside", "mouse works in front now"),
        ("the vendor rolled back the firmware", "all happy"),
        ("closed the file on the other pc", "works for all 6, checked with them"),
        ("set the card back to dhcp", "P: opens"),
        ("rolled the old version out", "they say its instant"),
    ],
)
async def test_cures_are_told_in_many_ways(act: str, cured: str) -> None:
    desk = Desk(*USB)
    await desk.say("hi")
    await desk.say("no error, since Monday, only hers, nothing changed")
    assert (await desk.say(act)).fix is None
    assert (await desk.say(cured)).fix is not None


async def test_an_attempt_told_before_its_failure_is_noted_with_it() -> None:
    desk = Desk("Wifi slow", "The Wi-Fi is slow in the canteen only.")
    await desk.say("hi")
    await desk.say("uninstalled the update, rebooted")
    answer = await desk.say("no its still crashing")
    assert answer.facts == ["Tried without success: uninstalled the update, rebooted; no its still crashing"]


async def test_what_works_besides_the_problem_is_no_outcome_of_a_fix_that_waits() -> None:
    desk = Desk(*PRINTER)
    await desk.say("hi")
    assert (await desk.say("the spooler is stopped")).fix is not None
    await desk.say("started the service by hand")
    assert (await desk.say("the router is up")).outcome is None
    told = (await desk.say("she can print")).outcome
    assert told is not None
    assert told.outcome == "applied_success"


async def test_who_says_ok_and_what_was_done_says_of_nothing_that_it_is_ok() -> None:
    desk = Desk(*SLOW)
    asked = (await desk.say("hi")).asked
    while asked != "Is the disk healthy, and is it an SSD?":
        asked = (await desk.say("skip")).asked
    assert (await desk.say("ok updated the driver from intel")).results == {}
    assert (await desk.say("ok")).results.keys() == {asked}


async def test_that_is_not_it_denies_nothing_that_is_asked() -> None:
    desk = Desk(*PRINTER)
    asked = (await desk.say("hi")).asked
    while asked != "Can other people print to the same printer?":
        asked = (await desk.say("skip")).asked
    assert (await desk.say("no thats not it")).results == {}


async def test_what_helps_in_part_is_what_was_done_and_not_the_fix_that_waits() -> None:
    desk = Desk(*PRINTER)
    await desk.say("hi")
    assert (await desk.say("the spooler is stopped")).fix is not None
    await desk.say("removed the old label driver by hand")
    answer = await desk.say("he says better but still drops jobs")
    assert answer.outcome is None
    assert answer.facts[0] == (
        "Helped in part: removed the old label driver by hand; he says better but still drops jobs"
    )


async def test_how_it_has_been_since_is_no_answer_but_a_cure() -> None:
    desk = Desk("Account locked again", "User mkurz is locked out every 30 minutes since he changed his password")
    await desk.say("hi")
    await desk.say("turned the old laptop off")
    answer = await desk.say("no lockouts since 3 hours")
    assert answer.results == {}
    assert answer.fix is not None
    assert answer.fix.title == "Turned the old laptop off"


async def test_what_was_done_names_no_device() -> None:
    desk = Desk(*USB)
    text = (await desk.say("hi")).text
    while "**Which device" not in text:
        text = (await desk.say("skip")).text
    assert (await desk.say("updated the wifi driver from intel")).facts == [
        "Reported: updated the wifi driver from intel"
    ]


async def test_the_same_tells_that_it_did_not_help() -> None:
    desk = Desk(*USB)
    text = (await desk.say("hi")).text
    while "**What changed" not in text:
        text = (await desk.say("skip")).text
    await desk.say("no")
    assert (await desk.say("disabled the add-in, same")).facts == ["Tried without success: disabled the add-in, same"]
    await desk.say("took the old driver from the maker")
    assert (await desk.say("nope same")).facts == [
        "Tried without success: took the old driver from the maker; nope same"
    ]
    await desk.say("swapped the board for a new one")
    cured = await desk.say("looks good")
    assert cured.fix is not None
    assert cured.fix.title == "Swapped the board for a new one"


async def test_access_that_a_tool_is_denied_skips_no_check() -> None:
    desk = Desk(*PRINTER)
    await desk.say("hi")
    answer = await desk.say("the task scheduler failed: access denied")
    assert answer.skipped == []
    assert answer.facts == ["Reported: the task scheduler failed: access denied"]


async def test_since_some_update_tells_when_and_what() -> None:
    desk = Desk(*USB)
    await desk.say("hi")
    facts = (await desk.say("no error, since driver update by wsus on tuesday")).facts
    assert "Since when: since driver update by wsus on tuesday" in facts
    assert "What changed before: since driver update by wsus on tuesday" in facts


async def test_what_somebody_did_weeks_ago_is_no_cure() -> None:
    desk = Desk(*USB)
    await desk.say("hi")
    await desk.say("they put a steel cupboard before the antenna 2 weeks ago!! moved the antenna to the ceiling")
    cured = await desk.say("works fine again")
    assert cured.fix is not None
    assert cured.fix.title == "Moved the antenna to the ceiling"
