from collections.abc import Awaitable, Callable

import httpx2
import pytest

Upload = Callable[..., Awaitable[httpx2.Response]]


@pytest.fixture
async def path(client: httpx2.AsyncClient) -> str:
    """Of a session's attachments."""
    opened = await client.post("/ai-sessions", json={"problem": "Printing fails."})
    return f"/ai-sessions/{opened.json()['id']}/attachments"


@pytest.fixture
def upload(client: httpx2.AsyncClient, path: str) -> Upload:
    async def send(data: bytes, name: str = "spooler.log", kind: str = "text/plain", **headers: str) -> httpx2.Response:
        sent = {"Content-Type": kind, **{key.replace("_", "-"): value for key, value in headers.items()}}
        return await client.post(path, content=data, params={"name": name}, headers=sent)

    return send
