"""The main job through the whole API against a ConnectWise desk, judged at the desk and not by what we say of it."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.emulators.connectwise.running import Running, connectwise_emulator
from tests.emulators.connectwise.sample import PROJECT_TICKET, status_id
from tests.journey.posting import Desk

TICKET, BOARD = 5001, 21


@pytest.fixture
def psa() -> Iterator[Running]:
    with connectwise_emulator() as running:
        yield running


async def connect(client: httpx2.AsyncClient, psa: Running, **changed: Any) -> httpx2.Response:
    keys = psa.credentials
    body: dict[str, Any] = {
        "provider": "connectwise",
        "name": "ConnectWise",
        "settings": {
            "site": psa.site,
            "company_id": keys.company,
            "public_key": keys.public,
            "client_id": keys.client_id,
            "member": "Resolvent",
            "allow_private": True,
        },
        "secret": {"private_key": keys.private},
        "status_targets": {
            "resolution": str(status_id(BOARD, "Completed")),
            "escalation": str(status_id(BOARD, "Escalated")),
        },
    }
    return await client.post("/connections", json={**body, **changed})


@pytest.fixture
async def desk(client: httpx2.AsyncClient, psa: Running) -> Desk:
    made = await connect(client, psa)
    assert made.status_code == 201, made.text
    assert psa.credentials.private not in made.text
    return Desk(client, made.json()["id"])


async def test_resolved_and_proven_and_a_repeat_makes_no_second_note(desk: Desk, psa: Running) -> None:
    session = await desk.open(TICKET)
    answer, marker = await desk.post(session)
    assert answer.status_code == 200, answer.text
    assert answer.json()["outcome"] == "resolved"
    assert answer.json()["status"]["verified"] is True
    assert psa.judge.status(TICKET) == "Completed"
    assert len(psa.judge.marked(TICKET, marker)) == 1
    again, _ = await desk.post(session)
    assert again.status_code == 409
    assert len(psa.judge.marked(TICKET, marker)) == 1
    assert psa.judge.forbidden() == []


async def test_the_customer_never_sees_the_escalation_note(desk: Desk, psa: Running) -> None:
    session = await desk.open(TICKET, fact="The badge reader's firmware is 4.2.1.")
    answer, marker = await desk.post(session, "escalation-package")
    assert answer.status_code == 200, answer.text
    assert answer.json()["outcome"] == "escalated"
    assert psa.judge.status(TICKET) == "Escalated"
    assert len(psa.judge.marked(TICKET, marker)) == 1
    assert not [text for text in psa.judge.customer_saw(TICKET) if marker in text or "4.2.1" in text]


async def test_a_project_ticket_is_resolved_too(desk: Desk, psa: Running) -> None:
    await desk.client.patch(
        f"/connections/{desk.connection_id}", json={"status_targets": {"resolution": str(status_id(40, "Completed"))}}
    )
    session = await desk.open(PROJECT_TICKET)
    answer, marker = await desk.post(session)
    assert answer.status_code == 200, answer.text
    assert psa.judge.status(PROJECT_TICKET) == "Completed"
    assert len(psa.judge.marked(PROJECT_TICKET, marker)) == 1


async def test_a_lost_answer_to_the_note_makes_no_second_one(desk: Desk, psa: Running) -> None:
    session = await desk.open(TICKET)
    psa.plan("committed_then_reset", "POST", f"/service/tickets/{TICKET}/notes")
    answer, marker = await desk.post(session)
    assert answer.status_code == 200, answer.text
    assert [call.fault for call in psa.world.calls if call.fault] == ["committed_then_reset"]
    assert len(psa.judge.marked(TICKET, marker)) == 1
    assert psa.judge.status(TICKET) == "Completed"


async def test_what_changed_since_the_preview_stops_the_first_byte(desk: Desk, psa: Running) -> None:
    session = await desk.open(TICKET)
    preview = await desk.preview(session)
    psa.act("status", ticket=TICKET, status=status_id(BOARD, "Waiting Customer"), by="JSmith")
    answer = await desk.confirm(session, "resolution-note", preview)
    assert answer.status_code == 409, answer.text
    assert answer.json()["code"] == "ticket_changed"
    assert psa.judge.marked(TICKET, preview["marker"]) == []
    assert psa.judge.status(TICKET) == "Waiting Customer"


async def test_the_private_key_never_comes_back(client: httpx2.AsyncClient, psa: Running, desk: Desk) -> None:
    told = (await client.get("/connections")).text
    assert psa.credentials.private not in told
    assert "private_key" in told
    report = await client.post(f"/connections/{desk.connection_id}/check")
    assert report.json()["ok"] is True, report.text
    wrong = await connect(client, psa, name="Wrong", secret={"private_key": "not-the-key"})
    failed = await client.post(f"/connections/{wrong.json()['id']}/check")
    assert failed.json()["ok"] is False
    assert "not-the-key" not in failed.text
