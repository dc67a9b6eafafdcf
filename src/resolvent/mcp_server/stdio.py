"""The bridge from standard input and output to a running server's HTTP API."""

import httpx2
from mcp.server.stdio import stdio_server

from resolvent.mcp_server.api import WAIT, Api
from resolvent.mcp_server.server import make_server


async def serve_stdio(url: str, token: str) -> None:
    """Until standard input ends. `url`: of the server, without the API's base."""
    async with httpx2.AsyncClient(base_url=url, timeout=WAIT) as http:
        server = make_server(lambda _: Api(http, token, url))
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
