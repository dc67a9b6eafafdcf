"""Faults on the line to a real Request Tracker × resolution and escalation: judged at RT, asked directly."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from tests.contract.rt_harness import RtHarness
from tests.journey.posting import Desk
from tests.matrix.rt_line import CALLS, FAULTS, Line, line_to
from tests.rt_server import RtServer

pytestmark = [pytest.mark.rt, pytest.mark.xdist_group("rt")]
WANTED = {"resolution-note": ("resolved", "customer"), "escalation-package": ("waiting", "internal")}
HEALS = {"refused_500", "refused_503", "rate_limited", "cut_before_commit"}


@pytest.fixture
async def line(rt: RtServer) -> AsyncIterator[tuple[Line, str]]:
    async with line_to(rt.url) as made:
        yield made


@pytest.fixture
async def connection(client: httpx2.AsyncClient, rt: RtServer, line: tuple[Line, str]) -> str:
    body: dict[str, Any] = {
        "provider": "rt",
        "name": "RT on a bad line",
        "settings": {
            "url": line[1],
            "user": "agent",
            "queue": rt.queue,
            "statuses": list(rt.statuses),
            "allow_private": True,
        },
        "secret": {"password": rt.password("agent")},
        "status_targets": {"resolution": "resolved", "escalation": "waiting"},
    }
    made = await client.post("/connections", json=body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", WANTED)
async def test_whatever_the_line_does_one_note_and_the_truth(
    client: httpx2.AsyncClient, rt_harness: RtHarness, connection: str, line: tuple[Line, str], kind: str, call: str
) -> None:
    for fault in FAULTS:
        await meet(client, rt_harness, connection, line[0], kind, call, fault)


async def meet(
    client: httpx2.AsyncClient, harness: RtHarness, connection: str, line: Line, kind: str, call: str, fault: str
) -> None:
    label = f"{fault} at {call}, {kind}"
    ticket = await harness.make_ticket(label)
    desk = Desk(client, connection)
    session_id = await desk.open(ticket, "The badge reader's firmware is 4.2.1.")
    preview = await desk.preview(session_id, kind)
    line.call, line.fault, line.met = call, fault, []
    answer = await desk.confirm(session_id, kind, preview)
    line.call = ""
    assert line.met, f"{label}: the fault was not met"
    status, visibility = WANTED[kind]
    notes = [str(note.visibility) for note in await harness.provider().find_note(ticket, preview["marker"])]
    actual = (await harness.provider().get_ticket(ticket)).status.id
    told = answer.json()
    session = (await client.get(f"/ai-sessions/{session_id}")).json()["session"]["status"]
    assert notes in ([], [visibility]), f"{label}: {notes}"
    if answer.status_code == 200:
        assert (notes, actual) == ([visibility], status), f"{label}: {told}"
        assert session == {"resolved": "resolved", "waiting": "escalated"}[status], label
    else:
        assert session == "active", f"{label}: {told}"
        assert told["code"], label
        assert told["detail"], label
    if visibility == "internal":
        seen = "\n".join(await harness.seen_by_customer(ticket))
        assert preview["marker"] not in seen, label
        assert "4.2.1" not in seen, label
    if fault.startswith("committed") and call in ("add note", "set status"):
        assert answer.status_code == 200, f"{label}: {told}"
    if fault in HEALS and call == "set status":
        assert answer.status_code == 200, f"{label}: {told}"
