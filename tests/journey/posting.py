"""Sessions on the tickets of one connection, and their notes, over HTTP: the same for each ticketing system."""

from dataclasses import dataclass
from typing import Any

import httpx2


@dataclass
class Desk:
    client: httpx2.AsyncClient
    connection_id: str

    async def open(self, ticket: str | int, fact: str = "The spooler on PRN-01 had stopped.") -> str:
        body = {"ticket": {"connection_id": self.connection_id, "ticket_id": str(ticket)}}
        opened = await self.client.post("/ai-sessions", json=body)
        assert opened.status_code == 201, opened.text
        session_id: str = opened.json()["id"]
        await self.client.post(f"/ai-sessions/{session_id}/facts", json={"text": fact})
        return session_id

    async def preview(self, session_id: str, kind: str = "resolution-note") -> dict[str, Any]:
        answer = await self.client.post(f"/ai-sessions/{session_id}/{kind}/preview")
        assert answer.status_code == 200, answer.text
        whole: dict[str, Any] = answer.json()
        return whole

    async def confirm(self, session_id: str, kind: str, preview: dict[str, Any]) -> httpx2.Response:
        body = {
            "markdown": preview["markdown"],
            "state_version": preview["state_version"],
            "acknowledge": [one["id"] for one in preview["grounding"]["findings"]],
        }
        return await self.client.post(f"/ai-sessions/{session_id}/{kind}/post", json=body)

    async def post(self, session_id: str, kind: str = "resolution-note") -> tuple[httpx2.Response, str]:
        """The answer, and the reference of the note."""
        preview = await self.preview(session_id, kind)
        return await self.confirm(session_id, kind, preview), preview["marker"]
