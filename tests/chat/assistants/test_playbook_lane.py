"""Chat and lane agree: what is answered in the chat stands in the lane and the note, what is logged in the lane counts."""

from typing import Any

import httpx2
import pytest

from tests.chat.assistants.desk import Desk
from tests.talk import say

SPOOLER = "Is the Print Spooler service running?"
RUNS, STOPPED = "The Print Spooler service is running.", "The Print Spooler service is stopped."
STOPPED_OUTPUT = "Name      : Spooler\nStatus    : Stopped\nStartType : Automatic"
FREE = "How much space is free on the drive?"
PROBLEM = "User can't print since this morning."


async def asked() -> Desk:
    desk = Desk("Printer not printing", PROBLEM)
    assert (await desk.say("hello")).asked == SPOOLER
    return desk


def lane(desk: Desk) -> dict[str, tuple[str, str | None]]:
    return {one.title: (one.status, one.result) for one in desk.turn.checks}


def proposed(desk: Desk) -> list[str]:
    return [fact.text for fact in desk.turn.facts if not fact.confirmed]


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("yep, its up", "running"),
        ("I think it is running", "running (not quite certain)"),
        (STOPPED_OUTPUT, "stopped (from the output)"),
    ],
)
async def test_an_answered_check_is_done_with_a_short_result(words: str, result: str) -> None:
    desk = await asked()
    answer = await desk.say(words)
    assert answer.results == {SPOOLER: result}
    assert lane(desk)[SPOOLER] == ("done", result)


async def test_a_number_stands_in_the_result_as_it_was_told() -> None:
    desk = Desk("Low disk space on C:", "Windows says that my drive is almost full.")
    answer = await desk.say("hello")
    while answer.asked != FREE:
        assert answer.asked
        answer = await desk.say("no idea")
    answer = await desk.say("not even 3 gigs left")
    assert answer.results == {FREE: "less than 10 GB free (“not even 3 gigs left”)"}


async def test_what_is_skipped_in_the_chat_is_skipped_in_the_lane() -> None:
    desk = await asked()
    await desk.say("skip")
    assert lane(desk)[SPOOLER] == ("skipped", None)


@pytest.mark.parametrize("words", ["no idea", "the user has a blue shirt", "why do you ask?"])
async def test_what_answers_nothing_leaves_the_check_open(words: str) -> None:
    desk = await asked()
    answer = await desk.say(words)
    assert answer.results == {}
    assert lane(desk)[SPOOLER] == ("todo", None)


async def test_a_fact_told_unasked_makes_no_check() -> None:
    desk = await asked()
    answer = await desk.say("The queue is empty, by the way.")
    assert answer.facts == ["The print queue is empty."]
    assert answer.results == {}


async def test_later_output_replaces_result_and_proposed_fact() -> None:
    desk = await asked()
    await desk.say("yes it's running")
    assert proposed(desk) == [RUNS]
    answer = await desk.say(STOPPED_OUTPUT)
    assert answer.effects.facts[0].replaces == RUNS
    assert proposed(desk) == [STOPPED]
    assert lane(desk)[SPOOLER] == ("done", "stopped (from the output)")


async def test_a_confirmed_fact_stays_and_the_contradiction_is_told() -> None:
    desk = await asked()
    await desk.say("yes it's running")
    desk.confirm(RUNS)
    answer = await desk.say(STOPPED_OUTPUT)
    assert f"contradicts the confirmed fact “{RUNS}”" in answer.text
    assert [fact.replaces for fact in answer.effects.facts] == [None]
    assert [(fact.text, fact.confirmed) for fact in desk.turn.facts] == [(RUNS, True), (STOPPED, False)]


async def test_what_the_ticket_reported_gives_way_too() -> None:
    desk = Desk("Printer not printing", "Can't print. The print spooler is running.")
    await desk.say("hello")
    assert "Reported: The print spooler is running." in proposed(desk)
    await desk.say(STOPPED_OUTPUT)
    assert proposed(desk) == [STOPPED]


async def test_the_engineers_log_overrules_what_was_read_in_the_chat() -> None:
    desk = await asked()
    await desk.say("yes it's running")
    desk.log(SPOOLER, "stopped, I misread it")
    answer = await desk.say("so what now?")
    assert answer.fix is not None
    assert answer.fix.title.startswith("Start the Print Spooler")
    assert proposed(desk) == [STOPPED]
    assert lane(desk)[SPOOLER] == ("done", "stopped, I misread it")


async def test_a_result_taken_back_in_the_lane_counts_no_longer_and_is_asked_again() -> None:
    desk = await asked()
    first = await desk.say("stopped")
    assert first.fix is not None
    desk.take_back(SPOOLER)
    desk.record("dismissed")
    answer = await desk.say("I misread that, sorry")
    assert answer.asked == SPOOLER
    again = await desk.say("it is up and running")
    assert again.results == {SPOOLER: "running"}


async def test_what_is_said_against_the_lane_is_told_and_changes_nothing() -> None:
    desk = await asked()
    desk.log(SPOOLER, STOPPED_OUTPUT)
    await desk.say("logged it")
    answer = await desk.say("the spooler is running")
    assert f"For “{SPOOLER}” the lane says “stopped”" in answer.text
    assert answer.facts == []
    assert answer.results == {}
    assert lane(desk)[SPOOLER] == ("done", STOPPED_OUTPUT)


async def test_the_checklist_logs_what_it_is_told() -> None:
    desk = Desk("Label software", "The label software shows nothing.")
    first = await desk.say("Hi")
    assert first.effects.checks[0].title in lane(desk)
    answer = await desk.say("Since yesterday, and only this PC has it.")
    assert answer.results == {
        "Since when does it happen, and is it always or now and then?": "Since yesterday",
        "Who else has it: only this user or device, or others too?": "only this PC has it.",
    }


async def test_over_http_the_lane_and_both_notes_carry_the_answer(client: httpx2.AsyncClient) -> None:
    opened = await client.post("/ai-sessions", json={"title": "Printer not printing", "problem": PROBLEM})
    path = f"/ai-sessions/{opened.json()['id']}"

    async def talk(text: str) -> dict[str, Any]:
        return await say(client, opened.json()["id"], text)

    first = await talk("please help")
    second = await talk("it says:\n\n" + STOPPED_OUTPUT)
    assert [(one["title"], one["status"], one["result"]) for one in second["checks"]] == [
        (SPOOLER, "done", "stopped (from the output)")
    ]
    assert second["state_version"] == first["state_version"] + 1
    for kind in ("resolution-note", "escalation-package"):
        preview = (await client.post(f"{path}/{kind}/preview")).json()
        assert "Is the Print Spooler service running?" in preview["markdown"]
        shown = "" if kind == "resolution-note" else " of `Get-Service"
        assert f"Stopped (from the output{shown}" in preview["markdown"]
        assert ("from the output)." in preview["markdown"]) is (kind == "resolution-note")
        assert f"{SPOOLER}: stopped (from the output)" in [one["text"] for one in preview["evidence"]]
        told = [one["code"] for one in preview["grounding"]["findings"]]
        assert told == (["nothing_done"] if kind == "resolution-note" else [])

    check = second["checks"][0]
    await client.post(f"{path}/checks/{check['id']}/undo")
    again = await talk("I misread that, sorry. Go on.")
    assert again["checks"][0]["status"] == "todo"
    assert f"**{SPOOLER}**" in again["messages"][-1]["content"]
    await client.patch(f"{path}/checks/{check['id']}", json={"result": "running again, checked by hand"})
    third = await talk("what now?")
    assert third["checks"][0]["result"] == "running again, checked by hand"
    assert [one["text"] for one in third["facts"] if "Spooler service" in one["text"]] == [RUNS]


async def test_output_after_a_suggested_fix_is_read_and_never_passed_over() -> None:
    desk = await asked()
    assert (await desk.say("stopped")).fix is not None
    answer = await desk.say("TcpTestSucceeded : False")
    assert answer.facts == ["The printer does not answer on the network."]
    answer = await desk.say("TcpTestSucceeded : False")
    assert "shows what I know already: The printer does not answer on the network." in answer.text
    answer = await desk.say("HotFixID : KB5031234")
    assert "That alone answers no check of this playbook" in answer.text
    answer = await desk.say("StartType : Automatic")
    assert f"That alone does not answer “{SPOOLER}”: paste all that its command prints" in answer.text
    assert "is still the step to take" in answer.text
    answer = await desk.say("ran it, still broken\nTcpTestSucceeded : True")
    assert answer.outcome is not None
    assert answer.facts == ["The printer answers on its network port."]
