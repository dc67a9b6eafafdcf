"""The emulator on the caller's own event loop: no socket, no thread."""

import asyncio
import threading

import httpx2
import pytest

from tests.emulators.connectwise.clock import SetClock
from tests.emulators.connectwise.running import Desk, in_process
from tests.emulators.connectwise.sample import status_id

TICKET, NOTES = "/service/tickets/5001", "/service/tickets/5001/notes"
NOTE = {"text": "Done.\nRef 1", "detailDescriptionFlag": False, "internalAnalysisFlag": True, "resolutionFlag": False}


def client(desk: Desk) -> httpx2.AsyncClient:
    keys = desk.credentials
    auth, headers = (f"{keys.company}+{keys.public}", keys.private), {"clientId": keys.client_id}
    return httpx2.AsyncClient(base_url=desk.base, auth=auth, headers=headers, transport=desk.transport, timeout=5)


async def test_it_answers_without_a_thread() -> None:
    desk, before = in_process(), threading.active_count()
    async with client(desk) as api:
        assert (await api.post(NOTES, json=NOTE)).status_code == 201
        assert [note["text"] for note in (await api.get(NOTES)).json()] == [NOTE["text"]]
    assert threading.active_count() == before
    assert len(desk.judge.marked(5001, "Ref 1")) == 1


async def test_each_run_begins_anew() -> None:
    first, second = in_process(), in_process()
    first.world.set_status(5001, status_id(21, "Completed"), "JSmith")
    assert (first.judge.status(5001), second.judge.status(5001)) == ("Completed", "In Progress")


@pytest.mark.parametrize(
    ("fault", "error", "kept"),
    [
        ("cut_before_commit", httpx2.RemoteProtocolError, 0),
        ("committed_then_cut", httpx2.RemoteProtocolError, 1),
    ],
)
async def test_lost_replies_are_the_clients_errors(fault: str, error: type[Exception], kept: int) -> None:
    desk = in_process()
    desk.plan(fault, "POST", NOTES)
    async with client(desk) as api:
        with pytest.raises(error):
            await api.post(NOTES, json=NOTE)
    assert len(desk.judge.marked(5001, "Ref 1")) == kept


async def test_another_host_is_not_reached() -> None:
    async with client(in_process()) as api:
        with pytest.raises(httpx2.ConnectError):
            await api.get("https://other.test/")


async def test_a_call_cancelled_on_its_way_there_never_arrived_and_on_its_way_back_was_carried_out() -> None:
    kept = []
    for seconds in (1.0, 1.5):
        clock = SetClock()
        desk = in_process(clock, latency=1.0)
        async with client(desk) as api:
            task = asyncio.create_task(api.post(NOTES, json=NOTE))
            await arrived(clock)
            if seconds > 1:
                clock.advance(seconds)
                await arrived(clock)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        kept.append(len(desk.judge.marked(5001, "Ref 1")))
    assert kept == [0, 1]


async def arrived(clock: SetClock) -> None:
    """Turns the loop until somebody sleeps."""
    for _ in range(100):
        await asyncio.sleep(0)
    assert clock.sleeping
