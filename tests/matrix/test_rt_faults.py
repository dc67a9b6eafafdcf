"""Faults on the line to a real Request Tracker × resolution and escalation: judged at RT, asked directly."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from tests.contract.rt_harness import RtHarness
from tests.matrix.rt_line import CALLS, FAULTS, Line, line_to
from tests.rt_server import RtServer

pytestmark = [pytest.mark.rt, pytest.mark.xdist_group("rt")]
WANTED = {"resolution-note": ("resolved", "customer"), "escalation-package": ("waiting", "internal")}
HEALS = {"refused_500", "refused_503", "rate_limited", "cut_before_commit"}


@pytest.fixture
async def rt_harness(rt: RtServer) -> AsyncIterator[RtHarness]:
    harness = RtHarness(rt)
    yield harness
    await harness.close()


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
    opened = await client.post("/ai-sessions", json={"ticket": {"connection_id": connection, "ticket_id": ticket}})
    assert opened.status_code == 201, opened.text
    path = f"/ai-sessions/{opened.json()['id']}"
    await client.post(f"{path}/facts", json={"text": "The badge reader's firmware is 4.2.1."})
    preview = (await client.post(f"{path}/{kind}/preview")).json()
    line.call, line.fault, line.met = call, fault, []
    answer = await client.post(
        f"{path}/{kind}/post",
        json={
            "state_version": preview["state_version"],
            "acknowledge": [one["id"] for one in preview["grounding"]["findings"]],
        },
    )
    line.call = ""
    assert line.met, f"{label}: the fault was not met"
    status, visibility = WANTED[kind]
    notes = [str(note.visibility) for note in await harness.provider().find_note(ticket, preview["marker"])]
    actual = (await harness.provider().get_ticket(ticket)).status.id
    told = answer.json()
    session = (await client.get(path)).json()["session"]["status"]
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
