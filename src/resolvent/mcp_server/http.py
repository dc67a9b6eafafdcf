"""`/mcp`: the same server over streamable HTTP, in the application. The SDK is loaded by the first who asks.

Without sessions of its own, so that any replica answers any request. Tools ask the API in this very process, with the
token that the request brought and from the address that it came from.
"""

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import httpx2
from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from resolvent.config import Settings
from resolvent.errors import Unauthenticated
from resolvent.mcp_server.api import WAIT, Api
from resolvent.problems import render_problem

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from mcp.server.transport_security import TransportSecuritySettings

    from resolvent.mcp_server.server import Context

PATH: Final = "/mcp"
SCHEME: Final = "bearer "
UNNAMED: Final = "Send an API token as `Authorization: Bearer rv_…`. You make one in Settings, API tokens."
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


def mount_mcp(app: FastAPI, settings: Settings) -> "McpDoor":
    """To be closed when the application ends."""
    door = McpDoor(app, settings)
    app.router.routes.append(Route(PATH, door, methods=["POST"], include_in_schema=False))
    return door


class McpDoor:
    """An ASGI application. `app`: the whole of ours, whose API the tools ask."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._opening = asyncio.Lock()
        self._closing = asyncio.Event()
        self._manager: StreamableHTTPSessionManager | None = None
        self._kept: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if not token_of(request):
            refusal = Unauthenticated(UNNAMED, code="bad_authorization", headers={"WWW-Authenticate": "Bearer"})
            await render_problem(request, refusal)(scope, receive, send)
            return
        manager = await self._open()
        await manager.handle_request(scope, receive, send)

    async def _open(self) -> "StreamableHTTPSessionManager":
        async with self._opening:
            if self._manager is None:
                made = await asyncio.to_thread(self._make)
                opened = asyncio.Event()
                self._kept = asyncio.create_task(self._keep(made, opened))
                await opened.wait()
                self._manager = made
        return self._manager

    def _make(self) -> "StreamableHTTPSessionManager":
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from resolvent.mcp_server.server import make_server

        return StreamableHTTPSessionManager(
            make_server(self._api_of),
            json_response=True,
            stateless=True,
            security_settings=guard(self._settings),
        )

    async def _keep(self, manager: "StreamableHTTPSessionManager", opened: asyncio.Event) -> None:
        """One task begins and ends what runs inside, as its group of tasks needs."""
        async with manager.run():
            opened.set()
            await self._closing.wait()

    def _api_of(self, context: "Context") -> Api:
        request = context.request
        assert isinstance(request, Request), "this transport brings it"
        came_from = (request.client.host, request.client.port) if request.client else ("", 0)
        transport = httpx2.ASGITransport(self._app, raise_app_exceptions=False, client=came_from)
        http = httpx2.AsyncClient(transport=transport, base_url=str(request.base_url), timeout=WAIT)
        return Api(http, token_of(request), str(request.base_url))

    async def close(self) -> None:
        self._closing.set()
        if self._kept is not None:
            await self._kept


def token_of(request: Request) -> str:
    """Empty when there is none. A cookie is not looked at: any page could send it along."""
    given = request.headers.get("authorization", "")
    return given[len(SCHEME) :].strip() if given.lower().startswith(SCHEME) else ""


def guard(settings: Settings) -> "TransportSecuritySettings":
    """Against pages that make a browser ask in our name (DNS rebinding): by which hosts we may be called, and from which
    pages. Behind another name, RESOLVENT_PUBLIC_URL says it."""
    from mcp.server.transport_security import TransportSecuritySettings

    own = {*LOOPBACK, settings.host}
    hosts = [name for one in sorted(own) for name in (one, f"{one}:*")]
    origins = [f"{scheme}://{one}" for scheme in ("http", "https") for one in hosts]
    if settings.public_url:
        public = urlsplit(settings.public_url)
        hosts.append(public.netloc)
        origins.append(f"{public.scheme}://{public.netloc}")
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)
