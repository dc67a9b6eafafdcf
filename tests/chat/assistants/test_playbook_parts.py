"""A line that answers several questions is divided among them; what answers none is a fact; a correction reaches what it corrects."""

import pytest

from resolvent.chat.assistants.playbook_answers import fill
from resolvent.chat.assistants.playbook_parts import divide
from resolvent.chat.assistants.playbook_questions import QUESTIONS
from tests.chat.assistants.desk import Desk

CUED = tuple(one for one in QUESTIONS if one.cue)
WHAT, ERROR, WHEN, CHANGED, WHO, WHERE = (one.label for one in QUESTIONS)


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("last week, nothing changed, only hers, win 10 hp desktop",
         {WHEN: "last week", CHANGED: "nothing changed", WHO: "only hers", WHERE: "win 10 hp desktop"}),
        ("Since yesterday, and only this PC has it.", {WHEN: "Since yesterday", WHO: "only this PC has it."}),
        ("since Monday and everybody has it", {WHEN: "since Monday", WHO: "everybody has it"}),
        ("since this morning, when everyone came in", {WHEN: "since this morning, when everyone came in"}),
        ("since the release yesterday, memory limit 256Mi", {WHEN: "since the release yesterday", "": "memory limit 256Mi"}),
('it says "gone since Monday, ask him", the lamp is lit', {ERROR: 'it says "gone since Monday, ask him"', "": "the lamp is lit"}),
        ("the gate got rewired, half the office since 7ish", {"": "the gate got rewired", WHEN: "half the office since 7ish"}),
        ("only that gate, not the others", {WHO: "only that gate, not the others"}),
        ("its page gives 503, all 3 gates, fresh install", {ERROR: "its page gives 503", WHO: "all 3 gates", CHANGED: "fresh install"}),
        ("only hall B, not sure since when", {"": "not sure since when"}),
        ("it stops again after a minute", {"": "it stops again after a minute"}),
        ("it comes back after a short while, it began after a move",
         {"": "it comes back after a short while", CHANGED: "it began after a move"}),
    ],
)  # fmt: skip
def test_each_part_goes_to_the_question_that_it_answers(said: str, parts: dict[str, str]) -> None:
    divided = {one.questions[0].label if one.questions else "": one.text for one in divide(said, CUED)}
    assert divided == parts


async def test_what_answers_nothing_goes_under_no_heading() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    answer = await desk.say("none, the green lamp is lit")
    assert answer.facts == ["No error is shown", "Reported: the green lamp is lit"]
    answer = await desk.say("the lock was made by a locksmith")
    assert answer.facts == ["Reported: the lock was made by a locksmith"]


async def test_the_question_asked_takes_only_what_can_answer_it() -> None:
    desk = Desk("Badge reader", "It does not open. Since Monday. Nothing changed. No error.")
    await desk.say("help")
    answer = await desk.say("only the reader in hall 3. firmware 1.29")
    assert answer.facts == ["Who is affected: only the reader in hall 3.", "Reported: firmware 1.29"]


async def test_how_a_fix_went_is_no_change_from_before() -> None:
    desk = Desk("Printer not printing", "User can't print on the third floor.")
    await desk.say("hello")
    assert (await desk.say("stopped")).fix is not None
    answer = await desk.say("still broken: it stops again after the queue was moved")
    assert answer.outcome is not None
    assert CHANGED not in {one.label for one, _ in fill(desk.turn).new}
    assert "What changed shortly before" in answer.text
    answer = await desk.say("no crashes. It was moved on Monday.")
    assert f"{CHANGED}: It was moved on Monday." in answer.facts


async def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    await desk.say("no error, since 9:30")
    answer = await desk.say("sorry, wrong: since 8:15")
    assert answer.facts == ["Since when: since 8:15"]
    assert answer.results == {"Since when does it happen, and is it always or now and then?": "since 8:15"}
    assert "Corrected: since when." in answer.text
    assert not any("9:30" in fact.text for fact in desk.turn.facts)


async def test_an_earlier_check_hears_a_correction_too() -> None:
    desk = Desk("PC is slow", "The PC is very slow")
    await desk.say("slow all the time")
    answer = await desk.say("sorry, wrong, only in the first minutes after sign-in")
    assert answer.facts == ["The PC is slow mainly in the first minutes after sign-in."]
    assert (await desk.say("actually it was all the time")).facts == ["The PC is slow all the time."]
    assert not any("first minutes" in fact.text for fact in desk.turn.facts)


async def test_the_other_one_is_the_other_answer_of_two() -> None:
    desk = Desk("A mapped drive", "Network share cannot be opened")
    await desk.say("others can open it")
    assert (await desk.say("no, the other one")).facts == ["Nobody reaches the share."]


async def test_a_cure_answers_no_question() -> None:
    desk = Desk("Badge reader", "It does not open. Since Monday. Nothing changed. No error. Only hers.")
    await desk.say("help")
    await desk.say("I replaced the reader, it opens again")
    answer = await desk.say("anything else?")
    assert "Device and network: noted" not in answer.text


async def test_not_knowing_is_acknowledged() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    assert (await desk.say("dunno")).text.startswith("Then that stays open.")
    assert (await desk.say("skip")).text.startswith("All right, we skip that.")


async def test_beside_a_playbook_a_line_is_divided_too_and_nothing_of_it_is_lost() -> None:
    desk = Desk("PC is slow", "The PC is very slow")
    await desk.say("slow all the time")
    answer = await desk.say("win 11 latitude, building B, switch SW-B2, since the move on Monday")
    assert answer.facts == [
        "Since when: since the move on Monday",
        "What changed before: since the move on Monday",
        "Device and network: win 11 latitude",
        "Reported: building B, switch SW-B2",
    ]


async def test_the_engineers_words_answer_what_the_ticket_answered_once_more() -> None:
    desk = Desk("Badge reader", "It opened last week but stays shut today.")
    await desk.say("help")
    answer = await desk.say("no error. since this morning, the lock was not touched, all of sales")
    assert answer.facts == [
        "No error is shown",
        "Since when: since this morning",
        "What changed before: the lock was not touched",
        "Who is affected: all of sales",
    ]


async def test_by_when_something_is_needed_is_no_beginning() -> None:
    answer = await Desk("Badge reader", "It does not open.").say("the reader in hall 3, she needs it back today")
    assert answer.facts == ["Reported: the reader in hall 3, she needs it back today"]


async def test_beside_a_playbook_the_first_message_is_noted_and_what_always_worked_is_no_cure() -> None:
    desk = Desk("Hangs when printing", "The print queue is stuck in Visio")
    assert (await desk.say("visio 2021, HP plotter in hall B")).facts == ["Reported: visio 2021, HP plotter in hall B"]
    answer = await desk.say("spooler is running. word prints fine to the same plotter")
    assert answer.facts == [
        "The Print Spooler service is running.",
        "Only one program fails to print; others print to the same printer.",
    ]
    assert "What did you do?" not in answer.text


async def test_only_there_is_not_there_too() -> None:
    desk = Desk("Wi-Fi is slow", "The Wi-Fi keeps dropping")
    assert (await desk.say("he sits in meeting room 2, wifi slow only there")).facts == [
        "Reported: he sits in meeting room 2, wifi slow only there"
    ]


@pytest.mark.parametrize(
    "said",
    [
        "restarted it by hand, tom opens F: again",
        "reset her password, she is in again",
        "locked by a user who left, closed his open file and it opens for edit now",
    ],
)
async def test_an_act_and_how_it_is_now_is_a_cure(said: str) -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    fix = (await desk.say(said)).fix
    assert fix is not None
    assert not fix.title.startswith("Locked")


async def test_wrong_one_takes_another_of_the_nearest() -> None:
    desk = Desk("Something with mail on one phone", "The Outlook app there shows a calendar of somebody who left.")
    first = await desk.say("hello")
    second, third = (first.text.split(f"{number}. *")[1].split("*")[0] for number in (2, 1))
    assert f"*{second}*, as you chose" in (await desk.say("2")).text
    assert f"*{third}*, as you chose" in (await desk.say("wrong one, take 1")).text


async def test_a_correction_may_stand_in_the_midst_of_a_line() -> None:
    desk = Desk("Disk full", "Drive C: of the server is full")
    answer = await desk.say("hello")
    for said in ("slowly, over months", "none over 1 GB", "skip", "the bins hold 60 GB"):
        answer = await desk.say(said)
    assert answer.asked == "How large are the temporary folders and update leftovers?"
    answer = await desk.say("61 GB in temp, i was wrong with the recycle bin, that one is empty")
    assert [one.split(" (")[0] for one in answer.facts] == [
        "The recycle bins are small and there are no old profiles.",
        "Temporary files and update leftovers take 8 GB or more",
    ]


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("not that, I reset his old password on the NAS, F: opens again", "Reset his old password on the NAS"),
        ("the cable of the NAS was replaced and F: opens again", "Replaced the cable of the NAS"),
        ("The power supply of SW-2 was replaced and F: opens again", "Replaced the power supply of SW-2"),
        ("his membership of the group was restored, F: opens again", None),
        ("did what you said, F: opens again", None),
        ("I added him to the group and now it works", None),
        ("ran the script, it works now", None),
    ],
)
async def test_what_was_done_in_place_of_the_suggested_fix_is_no_success_of_it(said: str, other: str | None) -> None:
    desk = Desk("A mapped drive", "Network share cannot be opened")
    await desk.say("others can open it")
    suggested = await desk.say("System error 5 has occurred. Access is denied.")
    assert suggested.fix is not None
    answer = await desk.say(said)
    if other is None:
        assert answer.outcome is not None
        assert answer.fix is None
    else:
        assert answer.outcome is None
        assert answer.fix is not None
        assert answer.fix.title == other


@pytest.mark.parametrize(
    ("ticket", "said", "facts"),
    [
        ("Since Monday. Nothing changed. No error.", "no not only hers, 3 others, the side door is fine",
         ["Who is affected: not only hers, 3 others, the side door is fine"]),
        ("No error. Nothing changed.", "azure, two nodes", ["Device and network: azure, two nodes"]),
        ("Since Monday. Nothing changed. No error. Only hers.", "win 11 box, no idea about the cabling", ["Device and network: win 11 box"]),
        ("Since Monday. Nothing changed. No error. Only hers.", "debian 12, two old relays", ["Device and network: debian 12, two old relays"]),
        ("Nothing changed. Only hers.", "none other than the red lamp", ["Error text: none other than the red lamp"]),
        ("Since Monday. Nothing changed. No error.", "since when? no, it was the old landlord. what now", ["Reported: it was the old landlord."]),
    ],
)  # fmt: skip
async def test_an_answer_keeps_what_goes_along_and_drops_what_says_nothing(
    ticket: str, said: str, facts: list[str]
) -> None:
    desk = Desk("Badge reader", f"It does not open. {ticket}")
    await desk.say("help")
    assert (await desk.say(said)).facts == facts


async def test_what_is_said_anew_takes_the_place_of_the_old() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    await desk.say("no error, since 9:30, only hers")
    assert (await desk.say("no, since Tuesday")).facts == ["Since when: since Tuesday"]
    assert (await desk.say("everyone")).facts == ["Who is affected: everyone"]
    assert (await desk.say("all of them got new badges")).facts == ["What changed before: all of them got new badges"]
    assert [fact.text for fact in desk.turn.facts if fact.text.startswith(("Since", "Who"))] == [
        "Since when: since Tuesday",
        "Who is affected: everyone",
    ]


async def test_what_the_engineer_said_first_is_not_from_the_ticket() -> None:
    desk = Desk("Badge reader", "It does not open since Monday.")
    sources = {fact.text: fact.source for fact in (await desk.say("only hers")).effects.facts}
    assert sources == {
        "Since when: It does not open since Monday.": "ticket",
        "Who is affected: only hers": "assistant",
    }


async def test_a_playbook_is_left_when_its_topic_is_denied() -> None:
    desk = Desk("Outlook cannot be started", "Outlook hangs at start")
    await desk.say("hello")
    answer = await desk.say("yes they do. its not outlook, the exchange host is unreachable")
    assert "that playbook does not fit" in answer.text


async def test_what_somebody_said_is_no_error_text_and_a_quotation_stays_whole() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    said = 'the customer wrote: "It opens late. I need it by noon or I will complain!", only hers'
    facts = (await desk.say(said)).facts
    assert not [fact for fact in facts if fact.startswith("Error text")]
    assert "Who is affected: only hers" in facts
    assert any("It opens late. I need it by noon or I will complain!" in fact for fact in facts)
    shown = (await desk.say('it says "Reader offline. Call the service." since monday')).facts
    assert any(fact.startswith("Error text:") and "Call the service" in fact for fact in shown)


async def test_what_goes_on_with_a_correction_goes_with_it() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    await desk.say("no error, since yesterday; everyone has it")
    assert "Since when: since yesterday" in [fact.text for fact in desk.turn.facts]
    assert (await desk.say("no sorry not everyone, only 2 people")).facts == [
        "Who is affected: not everyone, only 2 people"
    ]


async def test_a_number_alone_is_no_fact_and_a_code_of_a_mail_server_is_an_error() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    assert (await desk.say("ndr 4.4.1, only hers; 3")).facts == ["Error text: ndr 4.4.1", "Who is affected: only hers"]


async def test_how_something_is_now_is_no_change_and_a_change_takes_the_place_of_none() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    await desk.say("no error, since 9:30, only hers")
    assert not [fact for fact in (await desk.say("it is between the two doors")).facts if fact.startswith("What")]
    await desk.say("nothing changed")
    assert "What changed before: nothing changed" in [fact.text for fact in desk.turn.facts]
    assert (await desk.say("the door was moved on Friday")).facts == [
        "What changed before: the door was moved on Friday"
    ]
    assert "What changed before: nothing changed" not in [fact.text for fact in desk.turn.facts]


@pytest.mark.parametrize(
    ("told", "facts"),
    [
        ("SQL Server service is stopped", ["Reported: SQL Server service is stopped"]),
        ("a backup job runs during the day", ["Reported: a backup job runs during the day"]),
        ("the reader is new", ["What changed before: the reader is new"]),
        ("provider switched off TLS 1.0 last week", ["What changed before: provider switched off TLS 1.0 last week"]),
        ("a power cut", ["What changed before: a power cut"]),
    ],
)
async def test_how_it_is_now_is_no_change_from_before(told: str, facts: list[str]) -> None:
    desk = Desk("Badge reader", "It does not open. No error. Since Monday. Only hers.")
    answer = await desk.say("help")
    assert "**What changed shortly before" in answer.text
    assert (await desk.say(told)).facts == facts


async def test_a_time_of_a_change_does_not_replace_when_it_began() -> None:
    desk = Desk("Badge reader", "It does not open since this morning.")
    await desk.say("help")
    answer = await desk.say("we patched the server last night")
    assert answer.facts == ["What changed before: we patched the server last night"]
    stopped = await desk.say("it stopped yesterday when we moved the reader")
    assert any(one.startswith("Since when: ") for one in stopped.facts)


async def test_a_general_answer_that_is_taken_back_gives_way_beside_a_playbook_too() -> None:
    desk = Desk("VPN drops", "VPN drops every few minutes for one user")
    await desk.say("hi")
    await desk.say("since Tuesday, only her")
    await desk.say("sorry, since Wednesday")
    await desk.say("she is at home on wifi")
    await desk.say("sorry, no, she is on cable")
    known = [fact.text for fact in desk.turn.facts]
    assert "Since when: since Wednesday" in known
    assert "Since when: since Tuesday" not in known
    assert [one for one in known if one.startswith("Device and network")] == ["Device and network: she is on cable"]


async def test_words_that_only_open_a_remark_are_not_noted() -> None:
    desk = Desk("VPN drops", "VPN drops every few minutes for one user")
    await desk.say("hi")
    assert (await desk.say("ja, hmm the boss wants a report by noon")).facts == [
        "Reported: the boss wants a report by noon"
    ]


async def test_a_remark_ends_where_it_ends() -> None:
    desk = Desk("VPN drops", "VPN drops every few minutes for one user")
    await desk.say("hi")
    assert (await desk.say("the boss wants a report by noon; and,")).facts == [
        "Reported: the boss wants a report by noon"
    ]


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ('Comment field: "the next step is to give everybody all rights"', False),
        ('The folder is called "Invoices of the last years"', False),
        ('He sees "Your mailbox is being moved to another place"', True),
        ('"Access to the path is denied"', True),
        ('error code: "something long enough"', True),
    ],
)
async def test_a_quotation_alone_is_no_error_text(told: str, error: bool) -> None:
    desk = Desk("Badge reader", told)
    assert any(one.startswith("Error text") for one in (await desk.say("help")).facts) is error


@pytest.mark.parametrize(
    "told", ["since Monday, nothing", "since Monday.\nnothing, only a power cut", "since Monday. none"]
)
async def test_a_bare_no_behind_the_answer_to_one_question_answers_the_next(told: str) -> None:
    desk = Desk("Windows updates fail", "Windows Update fails again and again on PC7 with an error")
    first = await desk.say("hi")
    assert "Since when does it happen, and is it always or now and then? What changed shortly before" in first.text
    answer = await desk.say(told)
    assert answer.results == {}
    assert [one.partition(":")[0] for one in answer.facts] == ["Since when", "What changed before"]


async def test_a_bare_no_to_the_check_that_was_asked_stays_one() -> None:
    desk = Desk("Printer not printing", "User can't print on the third floor.")
    await desk.say("hello")
    assert list((await desk.say("no, since Monday")).results) == ["Is the Print Spooler service running?"]


async def test_none_at_all_in_a_log_is_nobody() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    answer = await desk.say("there are no bad cards at all in the log")
    assert not any(one.startswith("Who is affected") for one in answer.facts)


async def test_a_code_in_capitals_is_an_error_text_and_a_quoted_name_of_what_was_installed_is_none() -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    told = await desk.say("ERR_PROXY_CONNECTION_FAILED in every browser")
    assert told.facts == ["Error text: ERR_PROXY_CONNECTION_FAILED in every browser"]
    changed = await desk.say('he installed a "coupon saver" last week')
    assert changed.facts == ['What changed before: he installed a "coupon saver" last week']


async def test_that_it_works_after_a_restart_is_no_change() -> None:
    desk = Desk("Badge reader", "It does not open. After a restart it works for an hour.")
    answer = await desk.say("help")
    assert not any(one.startswith("What changed") for one in answer.facts)
    assert "What changed before: after the update" in (await desk.say("after the update")).facts


async def test_a_general_question_is_asked_when_the_check_that_asks_the_same_was_skipped() -> None:
    desk = Desk("Certificate warning", "The site shop.example.net shows a certificate warning.")
    first = await desk.say("hi")
    assert "**Which certificate error does the browser name?**" in first.text
    error = "What is the exact error text or code"
    assert error not in first.text
    later = [await desk.say(one) for one in ("skip it", "skip that too", "and that")]
    assert any(error in one.text for one in later)


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ("My colleague sent me what his AI wrote, maybe it helps", False),
        ("a colleague of mine called", False),
        ("his colleagues open it", True),
        ("two colleagues have it too", True),
        ("my colleague can print", True),
    ],
)
async def test_a_colleague_who_only_sent_something_is_not_affected(told: str, who: bool) -> None:
    desk = Desk("Badge reader", "It does not open.")
    await desk.say("help")
    facts = (await desk.say(told)).facts
    assert any(one.startswith("Who is affected") for one in facts) is who
