"""Calls to ConnectWise's interface 3.0: where it stands, whether a 404 means "gone", and lists over all their pages."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from urllib.parse import quote

import httpx2

from resolvent.ticketing.errors import AuthError, ConfigError, NotFound, ProtocolError, Unavailable
from resolvent.ticketing.http import Answer, Exchange, VendorHttp
from resolvent.ticketing.providers import connectwise_read as read
from resolvent.ticketing.providers.connectwise_memory import Memory, memory_of
from resolvent.ticketing.providers.connectwise_query import all_of
from resolvent.ticketing.providers.connectwise_settings import ConnectWiseSettings, credentials, origin_of

MEDIA_TYPE = "application/vnd.connectwise.com+json; version=2025.8"
CODEBASE = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*")
PAGE_SIZE = 100
MOST_PAGES = 100
PUBLIC_BYTES = 100_000


class UnknownCompany(ConfigError):
    pass


class ConnectWiseApi:
    """Paths are those below `/apis/3.0`. With a transport of its own it also has a memory of its own."""

    def __init__(
        self,
        settings: ConnectWiseSettings,
        record: Callable[[Exchange], None] | None,
        transport: httpx2.AsyncBaseTransport | None,
    ) -> None:
        self.settings = settings
        self.origin = origin_of(settings)
        self.over_network = transport is None
        self.memory = memory_of(settings) if transport is None else Memory()
        authorization, secrets = credentials(settings)

        def to_server(headers: Mapping[str, str], limit_bytes: int) -> VendorHttp:
            return VendorHttp(
                self.origin,
                headers=headers,
                secrets=secrets,
                allow_private=settings.allow_private,
                limit_bytes=limit_bytes,
                record=record,
                transport=transport,
            )

        keys = {"Authorization": authorization, "clientId": settings.client_id, "Accept": MEDIA_TYPE}
        self._http = to_server(keys, 5_000_000)
        self._stranger = to_server({"Accept": "application/json"}, PUBLIC_BYTES)

    async def close(self) -> None:
        await self._http.close()
        await self._stranger.close()

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        before = await self._codebase()
        try:
            return await self._http.get(f"/{before}apis/3.0{path}", params)
        except NotFound as error:
            now = await self.discover()
            if now != before:  # the hosted product moves to a new version
                return await self._http.get(f"/{now}apis/3.0{path}", params)
            await self._prove_credentials(error)
            raise

    async def change(self, method: str, path: str, body: Any) -> Answer:
        """Sent once."""
        before = await self._codebase()
        try:
            return await self._http.change(method, f"/{before}apis/3.0{path}", body)
        except NotFound as error:
            if await self.discover() != before:
                raise Unavailable("ConnectWise moved to another version. Nothing was changed.") from error
            await self._prove_credentials(error)
            raise

    async def all(self, path: str, conditions: str = "") -> AsyncIterator[Mapping[str, Any]]:
        """By rising id, so that nothing is skipped or seen twice when the list changes meanwhile."""
        last = 0
        for _ in range(MOST_PAGES):
            params = {
                "conditions": all_of([conditions, f"id>{last}"]),
                "orderBy": "id asc",
                "pageSize": str(PAGE_SIZE),
            }
            found = read.items(await self.get(path, params))
            numbers = [read.number_of(raw) for raw in found]
            if numbers != sorted(numbers) or min(numbers, default=last + 1) <= last:
                raise ProtocolError(f"{path} does not come in the order that was asked for.")
            for raw in found:
                yield raw
            if len(found) < PAGE_SIZE:
                return
            last = numbers[-1]
        raise ProtocolError(f"{path} has no end.")

    async def public(self, path: str) -> Answer:
        """From the server's root, without our keys."""
        return await self._stranger.get(path)

    async def discover(self) -> str:
        """The path that the interface stands under, ending with a slash."""
        company = self.settings.company_id
        info = (await self.public(f"/login/companyinfo/{quote(company, safe='')}")).json()
        codebase = str(info.get("Codebase") or "") if isinstance(info, dict) else ""
        if not codebase or not CODEBASE.fullmatch(codebase):
            raise UnknownCompany(f"ConnectWise does not know the company ID {company}.")
        self.memory.codebase = codebase
        return codebase

    async def _codebase(self) -> str:
        return self.memory.codebase or await self.discover()

    async def _prove_credentials(self, error: NotFound) -> None:
        """The hosted product also answers 404 to wrong keys."""
        try:
            await self._http.get(f"/{await self._codebase()}apis/3.0/service/boards", {"pageSize": "1"})
        except NotFound as again:
            raise AuthError("ConnectWise does not know these credentials.", request_id=error.request_id) from again
