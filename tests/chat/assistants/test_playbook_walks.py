"""What stood in the way when engineers of many tempers walked tickets to their notes."""

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
