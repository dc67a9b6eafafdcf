"""The engineer's way to a posted note, over HTTP, as tests of the write-back need it."""

from dataclasses import dataclass
from typing import Any

import httpx2

from resolvent.notes.composer_parts import NO_FIX
from resolvent.notes.grounding_nothing import warn_of_nothing
from resolvent.notes.structure import Kind
from resolvent.ticketing.note_text import marker_of_text
from tests.conftest import Tenant

RESOLUTION, ESCALATION = "resolution-note", "escalation-package"
STOOD_BY = [one.id for one in warn_of_nothing(f"## Resolution\n\n{NO_FIX}", Kind.RESOLUTION)]
"""A case has a fact and no fix: the engineer stands by a note that says so."""


@dataclass
class Case:
    """A session on a ticket of the local desk."""

    client: httpx2.AsyncClient
    session_id: str
    ticket_id: str

    @property
    def path(self) -> str:
        return f"/ai-sessions/{self.session_id}"

    async def whole(self) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.client.get(self.path)).json()
        return answer

    async def session(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.whole())["session"]
        return found

    async def preview(self, kind: str = RESOLUTION) -> dict[str, Any]:
        answer = await self.client.post(f"{self.path}/{kind}/preview")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def post(self, kind: str = RESOLUTION, **more: Any) -> httpx2.Response:
        """As it is previewed now, unless told otherwise."""
        headers = more.pop("headers", {})
        body = {"state_version": (await self.whole())["state_version"], "acknowledge": STOOD_BY, **more}
        return await self.client.post(f"{self.path}/{kind}/post", json=body, headers=headers)

    async def desk(self) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.client.get(f"/desk/tickets/{self.ticket_id}")).json()
        return answer

    async def status(self) -> str:
        found: str = (await self.desk())["ticket"]["status"]["id"]
        return found

    async def marked(self) -> list[dict[str, Any]]:
        """Notes of ours: those whose last line is a reference."""
        notes: list[dict[str, Any]] = (await self.desk())["notes"]
        return [note for note in notes if marker_of_text(note["text"]) and note["author"] == "Resolvent"]

    async def ended(self) -> bool:
        writebacks = (await self.whole())["writebacks"]
        return bool(writebacks) and all(one["finished_at"] is not None for one in writebacks)

    async def move(self, status: str) -> None:
        answer = await self.client.patch(f"/desk/tickets/{self.ticket_id}", json={"status": status})
        assert answer.status_code == 200, answer.text


async def open_case(
    client: httpx2.AsyncClient, tenant: Tenant, *, contact: str = "Maria Lindqvist", status: str | None = None
) -> Case:
    made = await client.post(
        "/desk/tickets",
        json={"summary": "Nobody can print", "description": "Jobs sit in the queue on PRN-01.", "contact": contact},
    )
    ticket_id = made.json()["id"]
    if status is not None:
        moved = await client.patch(f"/desk/tickets/{ticket_id}", json={"status": status})
        assert moved.status_code == 200, moved.text
    opened = await client.post(
        "/ai-sessions", json={"ticket": {"connection_id": str(tenant.connection_id), "ticket_id": ticket_id}}
    )
    assert opened.status_code == 201, opened.text
    case = Case(client, opened.json()["id"], ticket_id)
    fact = await client.post(f"{case.path}/facts", json={"text": "The Print Spooler service had stopped on PRN-01."})
    assert fact.status_code in (200, 201), fact.text
    return case
