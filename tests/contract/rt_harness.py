"""Request Tracker for the contract suite: REST2 with other people's accounts."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from pydantic import HttpUrl, SecretStr

from resolvent.ticketing.provider import TicketProvider
from resolvent.ticketing.providers.rt import RtProvider
from resolvent.ticketing.providers.rt_settings import RtSettings
from tests.rt_server import ROOT_PASSWORD, RtServer


class RtHarness:
    allowed = "open"
    forbidden = "closed"
    flips_to = "resolved"
    unknown_ticket = "987654"
    unknown_note = "987654"

    def __init__(self, server: RtServer) -> None:
        self._server = server
        self._made: list[RtProvider] = []
        self._agent = self._provider("agent")
        self._rest = httpx2.AsyncClient(base_url=f"{server.url}/REST/2.0", timeout=30)

    async def close(self) -> None:
        await self._rest.aclose()
        for provider in self._made:
            await provider.close()

    def provider(self) -> TicketProvider:
        return self._agent

    def with_bad_credentials(self) -> TicketProvider:
        return self._provider("agent", password="not the password")

    def that_may_not_write(self) -> TicketProvider:
        return self._provider("viewer")

    def _provider(self, user: str, password: str | None = None) -> RtProvider:
        settings = RtSettings(
            url=HttpUrl(self._server.url),
            user=user,
            password=SecretStr(password or self._server.password(user)),
            queue=self._server.queue,
            statuses=self._server.statuses,
            allow_private=True,
        )
        provider = RtProvider(settings)
        self._made.append(provider)
        return provider

    async def make_ticket(self, subject: str, description: str = "It does not work.") -> str:
        made = await self._call(
            "POST",
            "/ticket",
            {
                "Subject": subject,
                "Queue": self._server.queue,
                "Requestor": "customer@rt.test",
                "Content": description,
                "ContentType": "text/plain",
            },
        )
        return str(made["id"])

    async def make_flipping_ticket(self) -> str:
        ticket_id = await self.make_ticket("Held open by a rule [wf]")
        await self._call("PUT", f"/ticket/{ticket_id}", {"Status": "open"})
        return ticket_id

    async def seen_by_customer(self, ticket_id: str) -> list[str]:
        customer = httpx2.BasicAuth("customer", self._server.password("customer"))
        listed = await self._rest.get(
            f"/ticket/{ticket_id}/attachments", params={"fields": "Content", "per_page": "100"}, auth=customer
        )
        assert listed.status_code == 200, listed.text
        return [str(item["Content"]) for item in listed.json()["items"]]

    async def change_behind_our_back(self, ticket_id: str) -> None:
        await self._call("PUT", f"/ticket/{ticket_id}", {"Priority": "42"})

    async def comment_as_other(self, ticket_id: str, text: str) -> None:
        await self._call("POST", f"/ticket/{ticket_id}/comment", {"Content": text, "ContentType": "text/plain"})

    async def merge(self, ticket_id: str, into: str) -> None:
        await self._call("PUT", f"/ticket/{ticket_id}", {"MergeInto": into})

    async def _call(self, method: str, path: str, body: dict[str, str]) -> Any:
        root = httpx2.BasicAuth("root", ROOT_PASSWORD)
        answer = await self._rest.request(method, path, json=body, auth=root)
        assert answer.is_success, answer.text
        return answer.json()


@pytest.fixture
async def rt_harness(rt: RtServer) -> AsyncIterator[RtHarness]:
    harness = RtHarness(rt)
    yield harness
    await harness.close()
