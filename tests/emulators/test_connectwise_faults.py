"""Each fault shows its effect over real HTTP."""

import asyncio
from typing import Any

import httpx2
import pytest

from tests.emulators.connectwise.clock import SetClock
from tests.emulators.connectwise.deliveries import CALLBACK_FAULTS
from tests.emulators.connectwise.fault_kinds import At
from tests.emulators.connectwise.fault_replies import DRIP, HUGE
from tests.emulators.connectwise.faults import FAULTS, MADE_FOR
from tests.emulators.connectwise.people import note
from tests.emulators.connectwise.running import Running, in_process
from tests.emulators.connectwise.sample import status_id
from tests.emulators.test_connectwise_in_process import client

TICKET, NOTES = "/service/tickets/5001", "/service/tickets/5001/notes"
OLD, WANTED = "In Progress", "Completed"
PATCH = [{"op": "replace", "path": "status", "value": {"id": status_id(21, WANTED)}}]
NOTE = {"text": "Fixed & checked.\nRef 1", "detailDescriptionFlag": False, "internalAnalysisFlag": True}
Api = httpx2.AsyncClient

BEFORE_COMMIT = {
    "refused_500": 500,
    "refused_503": 503,
    "refused_permission": 403,
    "refused_conflict": 409,
    "refused_by_rule": 400,
    "rate_limited_seconds": 429,
    "rate_limited_date": 429,
    "rate_limited_missing": 429,
    "rate_limited_absurd": 429,
    "rate_limited_html": 429,
    "redirected_elsewhere": 302,
    "cut_before_commit": None,
    "reset_before_commit": None,
    "held_before_commit": None,
}
AFTER_COMMIT = {
    "committed_then_cut": None,
    "committed_then_reset": None,
    "committed_then_held": None,
    "committed_then_500": 500,
    "committed_html": 200,
    "committed_empty_object": 200,
    "committed_empty_body": 200,
    "huge_body": 201,
}
FLIPS: dict[str, list[tuple[float, str]]] = {
    "status_unchanged": [(0, OLD)],
    "status_echoed_only": [(0, OLD)],
    "workflow_flips_at_once": [(0, OLD)],
    "workflow_flips_after_2": [(0, WANTED), (2, OLD)],
    "workflow_flips_after_20": [(19, WANTED), (1, OLD)],
    "workflow_flips_after_300": [(299, WANTED), (1, OLD)],
    "workflow_oscillates": [(0, WANTED), (1, OLD), (1, WANTED), (1, OLD), (1, WANTED), (1, OLD)],
    "workflow_moves_board": [(0, "New")],
    "customer_reopens": [(0, "New")],
    "customer_reopens_after_5": [(4, WANTED), (1, "New")],
    "ticket_changed_first": [(0, WANTED)],
    "ticket_closed_first": [(0, WANTED)],
    "ticket_noted_first": [(0, WANTED)],
    "ticket_replied_first": [(0, WANTED)],
    "ticket_merged_first": [(0, WANTED)],
}
NOTES_KEPT: dict[str, tuple[int, int, list[str]]] = {
    # (notes and entries, with the marker, what the customer sees)
    "note_made_visible": (1, 1, ["Fixed & checked.\nRef 1"]),
    "note_made_internal": (1, 1, []),
    "note_trimmed": (1, 0, []),
    "note_recoded": (1, 1, []),
    "note_last_line_lost": (1, 0, []),
    "note_doubled": (2, 2, []),
    "note_quoted": (2, 1, []),
    "note_copied": (2, 1, []),
    "note_only_as_time": (1, 1, []),
}
GONE_FIRST = {"ticket_deleted_first": 404, "ticket_made_project_first": 404, "ticket_moved_first": 400}
ELSEWHERE = {
    "late_commit",
    "key_revoked",
    "outage_after",
    "slow_drip",
    "clock_skewed",
    "notes_grow_while_read",
    "notes_shrink_while_read",
    *CALLBACK_FAULTS,
}
GIVES_UP = 0.5
"""Seconds that a client waits for a reply that never comes."""


async def answered(api: Api, method: str, path: str, body: Any) -> int | None:
    """The status; None when the reply broke off."""
    try:
        return (await api.request(method, path, json=body)).status_code
    except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.ReadTimeout):
        return None


def test_each_fault_is_tested() -> None:
    assert set(FAULTS) == set().union(BEFORE_COMMIT, AFTER_COMMIT, FLIPS, NOTES_KEPT, GONE_FIRST, ELSEWHERE)
    assert {at: sum(made is at for made in MADE_FOR.values()) > 0 for at in At} == dict.fromkeys(At, True)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("reset_before_commit", httpx2.ReadError),
        ("committed_then_reset", httpx2.ReadError),
        ("committed_then_cut", httpx2.RemoteProtocolError),
        ("committed_then_held", httpx2.ReadTimeout),
    ],
)
async def test_how_a_reply_is_lost(desk: Running, api: Api, fault: str, error: type[Exception]) -> None:
    desk.plan(fault, "POST", NOTES)
    with pytest.raises(error):
        await api.post(NOTES, json=NOTE, timeout=GIVES_UP)


@pytest.mark.parametrize("fault", BEFORE_COMMIT)
async def test_refused_before_the_commit(desk: Running, api: Api, fault: str) -> None:
    api.timeout = httpx2.Timeout(GIVES_UP)
    desk.plan(fault, "POST", NOTES)
    assert await answered(api, "POST", NOTES, NOTE) == BEFORE_COMMIT[fault]
    assert (desk.judge.marked(5001, "Ref 1"), desk.world.calls[-1].committed) == ([], False)
    assert await answered(api, "POST", NOTES, NOTE) == 201


@pytest.mark.parametrize("fault", AFTER_COMMIT)
async def test_failed_after_the_commit(desk: Running, api: Api, fault: str) -> None:
    api.timeout = httpx2.Timeout(GIVES_UP)
    desk.plan(fault, "POST", NOTES)
    assert await answered(api, "POST", NOTES, NOTE) == AFTER_COMMIT[fault]
    assert (len(desk.judge.marked(5001, "Ref 1")), desk.world.calls[-1].committed) == (1, True)


@pytest.mark.parametrize(
    ("fault", "header"),
    [
        ("rate_limited_seconds", "2"),
        ("rate_limited_date", "Mon, 21 Sep 2026 14:13:50 GMT"),
        ("rate_limited_missing", None),
        ("rate_limited_absurd", "31536000"),
        ("rate_limited_html", "2"),
    ],
)
async def test_when_to_come_again(desk: Running, api: Api, fault: str, header: str | None) -> None:
    desk.plan(fault, "GET", TICKET)
    assert (await api.get(TICKET)).headers.get("retry-after") == header


@pytest.mark.parametrize("fault", FLIPS)
async def test_the_status_afterwards(desk: Running, clock: SetClock, api: Api, fault: str) -> None:
    desk.plan(fault, "PATCH", TICKET)
    claimed = (await api.patch(TICKET, json=PATCH)).json()["status"]["name"]
    assert claimed == (OLD if fault == "status_unchanged" else WANTED)
    for seconds, status in FLIPS[fault]:
        clock.advance(seconds)
        assert (await api.get(TICKET)).json()["status"]["name"] == status


@pytest.mark.parametrize("fault", ["ticket_changed_first", "ticket_closed_first"])
async def test_somebody_was_there_first(desk: Running, api: Api, fault: str) -> None:
    desk.plan(fault, "PATCH", TICKET)
    await api.patch(TICKET, json=PATCH)
    assert [entry["enteredBy"] for entry in desk.world.audit] == ["JSmith", "Resolvent"]


@pytest.mark.parametrize("fault", NOTES_KEPT)
async def test_what_is_kept_of_a_note(desk: Running, api: Api, fault: str) -> None:
    desk.plan(fault, "POST", NOTES)
    answer = await api.post(NOTES, json=NOTE)
    kept, marked, seen = NOTES_KEPT[fault]
    report = desk.judge.report()
    assert answer.json()["text"] == NOTE["text"]
    assert sum(row["ticketId"] == 5001 for row in report["notes"]) + len(report["entries"]) == kept
    assert (len(desk.judge.marked(5001, "Ref 1")), desk.judge.customer_sees(5001)) == (marked, seen)


async def test_a_recoded_note_is_another_text(desk: Running, api: Api) -> None:
    desk.plan("note_recoded", "POST", NOTES)
    number = (await api.post(NOTES, json=NOTE)).json()["id"]
    assert (await api.get(f"{NOTES}/{number}")).json()["text"] == "Fixed &amp; checked.\r\nRef 1"


async def test_a_late_commit_lands_after_its_reply_was_lost(desk: Running, clock: SetClock, api: Api) -> None:
    desk.plan("late_commit", "POST", NOTES)
    assert await answered(api, "POST", NOTES, NOTE) is None
    assert (await api.get(NOTES)).json() == []
    clock.advance(20)
    assert [note["text"] for note in (await api.get(NOTES)).json()] == [NOTE["text"]]
    posted = [(call.status, call.committed) for call in desk.world.calls if call.method == "POST"]
    assert posted == [(None, False), (None, True)]


@pytest.mark.parametrize(
    ("fault", "committed"), [("status_echoed_only", False), ("workflow_flips_at_once", True), ("refused_503", False)]
)
async def test_what_a_call_committed(desk: Running, api: Api, fault: str, committed: bool) -> None:
    desk.plan(fault, "PATCH", TICKET)
    desk.plan("ticket_changed_first", "GET", TICKET)
    await api.patch(TICKET, json=PATCH)
    await api.get(TICKET)
    assert [call.committed for call in desk.world.calls] == [committed, False]


async def test_a_key_is_revoked_midway(desk: Running, api: Api) -> None:
    desk.plan("key_revoked", "POST", NOTES)
    assert await answered(api, "POST", NOTES, NOTE) == 201
    assert (await api.get(TICKET)).status_code == 404


async def test_an_outage_between_note_and_status(desk: Running, api: Api) -> None:
    desk.plan("outage_after", "POST", NOTES)
    assert await answered(api, "POST", NOTES, NOTE) == 201
    assert [await answered(api, "PATCH", TICKET, PATCH) for _ in range(2)] == [503, 503]
    assert (await api.get(TICKET)).status_code == 200


@pytest.mark.parametrize("fault", GONE_FIRST)
async def test_a_ticket_is_not_there_any_more(desk: Running, api: Api, fault: str) -> None:
    desk.plan(fault, "PATCH", TICKET)
    assert await answered(api, "PATCH", TICKET, PATCH) == GONE_FIRST[fault]
    assert desk.judge.status(5001) == {"ticket_deleted_first": None, "ticket_moved_first": "New"}.get(fault, OLD)


async def test_a_clock_that_is_wrong_stamps_the_past(desk: Running, api: Api) -> None:
    before = (await api.get(TICKET)).json()["_info"]["lastUpdated"]
    desk.plan("clock_skewed", "PATCH", TICKET)
    assert (await api.patch(TICKET, json=PATCH)).json()["_info"]["lastUpdated"] < before


async def noted(api: Api) -> list[str]:
    """Texts of all notes, read by numbered pages of two."""
    texts, url = [], f"{NOTES}?pageSize=2"
    while url:
        answer = await api.get(url)
        texts += [row["text"] for row in answer.json()]
        url = answer.links.get("next", {}).get("url", "")
    return texts


@pytest.mark.parametrize(
    ("fault", "read"),
    [
        ("notes_grow_while_read", ["a", "b", "c", "d", "Called the customer."]),
        ("notes_shrink_while_read", ["a", "b", "d"]),
    ],
)
async def test_pages_change_while_they_are_read(desk: Running, api: Api, fault: str, read: list[str]) -> None:
    for text in "abcd":
        note(desk.world, 5001, text)
    desk.plan(fault, "GET", NOTES)
    assert await noted(api) == read


async def test_a_slow_body_drips() -> None:
    clock = SetClock()
    desk = in_process(clock)
    desk.plan("slow_drip", "GET", TICKET)
    drips = 0
    async with client(desk) as api:
        task = asyncio.create_task(api.get(TICKET, timeout=DRIP))
        while not task.done():
            await asyncio.sleep(0)
            if clock.sleeping:
                clock.advance(DRIP)
                drips += 1
    assert (drips, task.result().json()["id"]) == (8, 5001)


async def test_what_the_customer_saw_stays_seen(desk: Running, api: Api) -> None:
    desk.plan("note_made_visible", "POST", NOTES)
    number = (await api.post(NOTES, json=NOTE)).json()["id"]
    await api.delete(f"{NOTES}/{number}")
    assert (desk.judge.customer_sees(5001), desk.judge.customer_saw(5001)) == ([], [NOTE["text"]])


async def test_a_huge_body_is_huge(desk: Running, api: Api) -> None:
    desk.plan("huge_body", "GET", TICKET)
    assert len((await api.get(TICKET)).content) > HUGE


async def test_the_nth_call_meets_the_fault(desk: Running, api: Api) -> None:
    desk.plan("refused_503", "GET", TICKET, nth=2)
    assert [(await api.get(TICKET)).status_code for _ in range(3)] == [200, 503, 200]


async def test_seeded_rates_repeat(desk: Running, api: Api) -> None:
    seen = []
    for _ in range(2):
        desk.world.plan = type(desk.world.plan)(seed=7, lost=0.2, broken=0.2)
        seen.append([await answered(api, "GET", TICKET, None) for _ in range(30)])
    assert seen[0] == seen[1]
    assert {200, 500, None} == set(seen[0])
