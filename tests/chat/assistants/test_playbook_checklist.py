"""Without a playbook: it says so, asks what a handoff needs, records literally, and never guesses."""

import pytest

from tests.chat.assistants.desk import Answer, Desk

TITLES = [
    "What exactly does not work, and what should happen instead?",
    "What is the exact error text or code, and where is it shown?",
    "Since when does it happen, and is it always or now and then?",
    "What changed shortly before: updates, hardware, password, network, move?",
    "Who else has it: only this user or device, or others too?",
    "Which device, operating system and network is it on?",
]


async def test_an_unknown_problem_gets_the_checklist_and_no_guess() -> None:
    answer = await Desk("USB port stopped working", "").say("hello")
    assert "No playbook of mine fits" in answer.text
    assert "% sure" not in answer.text
    assert [check.title for check in answer.effects.checks] == TITLES
    assert f"**{TITLES[0]}**" in answer.text
    assert answer.fix is None


async def test_what_the_ticket_says_is_not_asked_again() -> None:
    desk = Desk(
        "Label printer software", 'It shows "Licence server not found" since Tuesday. Only Maria\'s laptop has it.'
    )
    answer = await desk.say("hi")
    assert [check.title for check in answer.effects.checks] == [TITLES[3]]
    assert any(fact.startswith("Error text: It shows") for fact in answer.facts)


async def test_the_whole_checklist_ends_with_a_proposal_to_escalate() -> None:
    desk = Desk("Scanner software", "")
    await desk.say("please help")
    said = {
        0: "The scanner app closes when one presses scan",
        1: "It shows error: 0x80210006",
        2: "since yesterday afternoon",
        3: "they moved desks",
        4: "only her",
        5: "a laptop with Windows 11",
    }
    facts: list[str] = []
    answer: Answer | None = None
    for text in said.values():
        answer = await desk.say(text)
        facts += answer.facts
    assert facts == [
        "What does not work: The scanner app closes when one presses scan",
        "Error text: It shows error: 0x80210006",
        "Since when: since yesterday afternoon",
        "What changed before: they moved desks",
        "Who is affected: only her",
        "Device and network: a laptop with Windows 11",
    ]
    assert answer is not None
    assert "**Escalate**" in answer.text
    assert "That is the checklist:" in answer.text
    # What is told after it, in a later round as well, does not bring the whole list again.
    later = await desk.say("The customer says that it came back, and the lamp is red now.")
    assert any("the lamp is red" in fact for fact in later.facts), later.facts
    assert "That is the checklist:" not in later.text
    assert "**Escalate**" in later.text
    assert "will not invent one" in answer.text
    assert answer.fix is None


async def test_several_answers_in_one_message() -> None:
    desk = Desk("Badge reader", "")
    await desk.say("help")
    answer = await desk.say(
        "The reader beeps but the door stays shut. Since Monday. Nothing changed. Everybody is affected."
    )
    assert answer.facts == [
        "What does not work: The reader beeps but the door stays shut.",
        "Since when: Since Monday.",
        "What changed before: Nothing changed.",
        "Who is affected: Everybody is affected.",
    ]


@pytest.mark.parametrize("words", ["I don't know", "skip", "no idea"])
async def test_an_unknown_answer_is_skipped_not_recorded(words: str) -> None:
    desk = Desk("Badge reader", "")
    await desk.say("help")
    answer = await desk.say(words)
    assert answer.facts == []
    assert answer.skipped == ([TITLES[0]] if words == "skip" else [])
    assert f"**{TITLES[1]}**" in answer.text


@pytest.mark.parametrize("words", ["xkcdqwrtz bnmghjkl", "😀😀😀", "....", "zzzzzzzzzz"])
async def test_gibberish_is_no_fact(words: str) -> None:
    desk = Desk("Badge reader", "")
    await desk.say("help")
    answer = await desk.say(words)
    assert answer.facts == []
    assert "could not read" in answer.text
    assert f"**{TITLES[0]}**" in answer.text


async def test_a_later_message_may_reveal_a_known_problem() -> None:
    desk = Desk("Help needed", "")
    first = await desk.say("hello")
    assert "No playbook" in first.text
    answer = await desk.say("The user cannot print, the print jobs are stuck in the queue")
    assert "*Printing stops or the print queue is stuck*" in answer.text
    assert answer.asked is not None


async def test_what_the_engineer_did_goes_on_a_card() -> None:
    desk = Desk("Badge reader", "")
    await desk.say("help")
    answer = await desk.say("I replaced the reader and that fixed it")
    assert answer.outcome is None
    assert answer.fix is not None
    assert (answer.fix.title, answer.fix.template, answer.fix.rationale) == ("Replaced the reader", None, "")
    assert answer.facts == []
    assert "**Success**" in answer.text
    assert (await desk.say("it works now")).outcome is not None


async def test_a_cure_that_nobody_named_is_asked_for() -> None:
    desk = Desk("Badge reader", "")
    await desk.say("help")
    answer = await desk.say("The reader works again")
    assert answer.fix is None
    assert answer.facts == ["Reported: The reader works again"]
    assert "What did you do?" in answer.text
    answer = await desk.say("PoE was off on port 12, I enabled it")
    assert answer.fix is not None
    assert answer.fix.title == "PoE was off on port 12, I enabled it"


async def test_a_bare_word_of_success_is_no_fact_and_finds_what_was_done_just_before() -> None:
    desk = Desk("Badge reader", "It does not open. Since Monday. Nothing changed. No error. Only hers. On Windows 11.")
    await desk.say("help")
    assert (await desk.say("fixed")).facts == []
    desk = Desk("Badge reader", "It does not open. Since Monday. Nothing changed. No error. Only hers. On Windows 11.")
    await desk.say("help")
    await desk.say("the relay was missing, fitted a new one and the lamp stays green")
    answer = await desk.say("fixed")
    assert answer.fix is not None
    assert (answer.fix.title, answer.fix.rationale) == ("Fitted a new one", "the relay was missing")


async def test_what_changed_before_is_no_cure() -> None:
    desk = Desk("Badge reader", "It does not open. Since Monday. No error.")
    await desk.say("help")
    assert (await desk.say("installed new locks")).facts == ["What changed before: installed new locks"]
    assert (await desk.say("fixed")).fix is None


async def test_how_it_went_is_no_part_of_what_was_done() -> None:
    desk = Desk("Badge reader", "")
    await desk.say("help")
    answer = await desk.say("the line to hall B was down, rewired the panel and badges work again")
    assert answer.fix is not None
    assert (answer.fix.title, answer.fix.rationale) == ("Rewired the panel", "the line to hall B was down")
    desk = Desk("Badge reader", "")
    await desk.say("help")
    answer = await desk.say("the spare lock wasnt paired, paired it and badges work again")
    assert answer.fix is not None
    assert (answer.fix.title, answer.fix.rationale) == ("Paired it", "the spare lock wasnt paired")


async def test_a_handover_loses_nothing_that_was_said_with_it() -> None:
    desk = Desk("Badge reader", "")
    await desk.say("help")
    answer = await desk.say("the panel belongs to the landlord. give it to the facility team")
    assert answer.facts == ["Reported: the panel belongs to the landlord."]
    assert "**Escalate**" in answer.text


async def test_what_came_back_is_not_taken_for_the_cure() -> None:
    desk = Desk("Door terminal software", "")
    await desk.say("please help")
    assert "What did you do?" in (await desk.say("The vendor was here and it works again.")).text
    answer = await desk.say("It came back: the door shows it again.")
    assert answer.fix is None
    assert "on a card" not in answer.text


async def test_words_without_an_error_are_no_error_text() -> None:
    desk = Desk("Badge reader does not open", "The badge reader at the door stays dark.")
    assert f"**{TITLES[1]}**" in (await desk.say("help")).text
    answer = await desk.say("it is the one beside the kitchen")
    assert answer.facts == ["Reported: it is the one beside the kitchen"]
    assert f"**{TITLES[2]}**" in answer.text


async def test_of_a_log_the_line_with_the_error_is_noted() -> None:
    log = [f"2026-11-28 08:00:{second:02d} reader: poll of the lock" for second in range(40)]
    desk = Desk("Badge reader does not open", "The badge reader at the door stays dark.")
    await desk.say("help")
    answer = await desk.say("\n".join([*log[:20], "2026-11-28 08:00:20 reader: lock refused the card", *log[20:]]))
    assert answer.facts == ["Error text: 2026-11-28 08:00:20 reader: lock refused the card"]


async def test_since_as_because_tells_no_time() -> None:
    desk = Desk("Badge reader does not open", "Since readers restart themselves, nobody looked at the badge reader.")
    answer = await desk.say("help")
    assert not any(fact.startswith("Since when") for fact in answer.facts)
    assert TITLES[2] in [check.title for check in answer.effects.checks]


async def test_what_the_first_message_tells_is_noted_and_a_greeting_is_not() -> None:
    answer = await Desk("Badge reader", "It does not open.").say("the reader in hall 3 lost its uplink")
    assert answer.facts == ["Reported: the reader in hall 3 lost its uplink"]
    assert (await Desk("Badge reader", "It does not open.").say("have a look please")).facts == []
    assert (await Desk("Badge reader", "It does not open.").say("It does not open.")).facts == []


async def test_what_stands_beside_an_answer_is_noted_too() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    answer = await desk.say(
        "Since 3am. The reader in hall 3 blinks red twice. It says no error. Cables look fine at both ends."
    )
    assert "Since when: Since 3am." in answer.facts
    assert "Reported: The reader in hall 3 blinks red twice. Cables look fine at both ends." in answer.facts


@pytest.mark.parametrize(
    ("said", "tells"),
    [("only his PC", True), ("only hers", True), ("only one user", True), ("there is only one reader", False)],
)
async def test_who_is_affected_is_not_how_many_there_are(said: str, tells: bool) -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    facts = (await desk.say(f"Error: E17. {said}.")).facts
    assert any(one.startswith("Who is affected:") for one in facts) is tells


PHONE = ("Desk phone does not work", "The phone has no dial tone.")


async def test_not_all_of_them_takes_back_who_is_affected() -> None:
    desk = Desk("Payroll server is down", "Nobody can log in to the payroll server.")
    await desk.say("hi")
    assert "Who is affected: all of HR." in (await desk.say("HTTP 503. all of HR. since this morning")).facts
    answer = await desk.say("no sorry not all of HR, only the 3 in Lyon. the others use the other client")
    assert answer.facts[0] == "Who is affected: not all of HR, only the 3 in Lyon."
    assert [fact.text for fact in desk.turn.facts].count("Who is affected: all of HR.") == 0


async def test_devices_are_no_change() -> None:
    desk = Desk(*PHONE)
    await desk.say("hi")
    asked = await desk.say("no error. today. just hers")
    assert asked.facts == ["No error is shown", "Since when: today.", "Who is affected: just hers"]
    assert "**What changed" in asked.text
    answer = await desk.say("yealink t46, patch panel port 3-17, poe switch")
    assert answer.facts == ["Device and network: yealink t46, patch panel port 3-17, poe switch"]
    assert "**What changed" in answer.text


@pytest.mark.parametrize(
    "told",
    [
        "nobody remembers a change",
        "windows updates ran over night on SRV-PAY01",
        "started after saturdays patching",
        "since they moved desks in the morning",
        "since he got the new version",
        "changed: the driver is from Friday",
    ],
)
async def test_a_change_is_heard_unasked(told: str) -> None:
    desk = Desk(*PHONE)
    await desk.say("hi")
    assert f"What changed before: {told}" in (await desk.say(f"no error, {told}")).facts


async def test_a_bounce_is_an_error() -> None:
    desk = Desk(*PHONE)
    await desk.say("hi")
    told = await desk.say("since 10:20. bounce: 452 4.3.1 Insufficient system resources")
    assert "Error text: bounce: 452 4.3.1 Insufficient system resources" in told.facts


async def test_what_is_told_with_an_answer_in_its_very_words_is_no_part_of_it() -> None:
    desk = Desk("PC is slow", "The PC is slow, the CPU is at 100 %.")
    assert (await desk.say("hi")).asked == "Is it slow all the time, or mainly in the first minutes after sign-in?"
    answer = await desk.say("all the time, and nobody else. since Monday")
    assert answer.facts[0] == "The PC is slow all the time (“all the time, and nobody else”)."
    assert "Since when: since Monday" in answer.facts


async def test_an_answer_before_skip_it_is_one() -> None:
    desk = Desk("Printer", "Cannot print, jobs are stuck in the queue.")
    asked = (await desk.say("hi")).asked
    while asked != "Does every printer on this PC fail, or only one?":
        asked = (await desk.say("skip")).asked
    answer = await desk.say("all of them. skip it")
    assert answer.facts == ["Every printer on the PC is affected."]
    assert answer.skipped == []
