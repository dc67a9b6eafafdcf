"""The emulator in virtual time: minutes of its rules, timeouts and callbacks pass at once."""

import asyncio
import json
from typing import Any

import httpx2
import pytest

from tests.emulators.connectwise.fault_replies import LATE
from tests.emulators.connectwise.running import in_process
from tests.emulators.connectwise.sample import status_id
from tests.emulators.test_connectwise_in_process import NOTE, NOTES, TICKET, client
from tests.emulators.virtual_time import run_in_virtual_time

PATCH = [{"op": "replace", "path": "status", "value": {"id": status_id(21, "Completed")}}]


def test_a_workflow_acts_after_minutes() -> None:
    async def read() -> list[tuple[float, str | None]]:
        desk, loop = in_process(), asyncio.get_running_loop()
        start, seen = loop.time(), []
        desk.plan("workflow_flips_after_300", "PATCH", TICKET)
        async with client(desk) as api:
            await api.patch(TICKET, json=PATCH)
            for seconds in (299, 1):
                await desk.world.clock.sleep(seconds)
                seen.append((loop.time() - start, desk.judge.status(5001)))
        return seen

    assert run_in_virtual_time(read()) == [(299.0, "Completed"), (300.0, "In Progress")]


@pytest.mark.parametrize(("fault", "kept"), [("held_before_commit", 0), ("committed_then_held", 1)])
def test_a_client_gives_up_after_its_own_patience(fault: str, kept: int) -> None:
    async def posted() -> tuple[float, int]:
        desk, loop = in_process(), asyncio.get_running_loop()
        desk.plan(fault, "POST", NOTES)
        async with client(desk) as api:
            start = loop.time()
            with pytest.raises(httpx2.ReadTimeout):
                await api.post(NOTES, json=NOTE, timeout=7)
        return loop.time() - start, len(desk.judge.marked(5001, "Ref 1"))

    assert run_in_virtual_time(posted()) == (7.0, kept)


def test_a_slow_body_takes_its_time() -> None:
    async def got() -> float:
        desk, loop = in_process(), asyncio.get_running_loop()
        desk.plan("slow_drip", "GET", TICKET)
        async with client(desk) as api:
            start = loop.time()
            assert (await api.get(TICKET)).json()["id"] == 5001
        return loop.time() - start

    assert run_in_virtual_time(got()) == 16.0


def test_a_late_commit_is_seen_by_whoever_waits() -> None:
    async def counted() -> list[int]:
        desk = in_process(latency=0.1)
        desk.plan("late_commit", "POST", NOTES)
        async with client(desk) as api:
            with pytest.raises(httpx2.RemoteProtocolError):
                await api.post(NOTES, json=NOTE)
            before = len((await api.get(NOTES)).json())
            await desk.world.clock.sleep(LATE)
            return [before, len((await api.get(NOTES)).json())]

    assert run_in_virtual_time(counted()) == [0, 1]


def test_a_callback_tells_when_a_rule_acts() -> None:
    async def told() -> list[tuple[float, str]]:
        loop, got = asyncio.get_running_loop(), []
        start = loop.time()

        async def inbox(scope: Any, receive: Any, send: Any) -> None:
            entity = json.loads(json.loads((await receive())["body"])["Entity"])
            got.append((loop.time() - start, entity["status"]["name"]))
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        desk = in_process(deliver=httpx2.ASGITransport(inbox))
        desk.plan("workflow_flips_after_20", "PATCH", TICKET)
        callback = {"url": "http://hook.test/", "objectId": 1, "type": "ticket", "level": "owner"}
        async with client(desk) as api:
            assert (await api.post("/system/callbacks", json=callback)).status_code == 201
            await api.patch(TICKET, json=PATCH)
            await desk.emulator.courier.idle()
        return got

    assert run_in_virtual_time(told()) == [(0.0, "Completed"), (20.0, "In Progress")]
