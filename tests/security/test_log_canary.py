"""No secret that signs somebody in reaches the log of a real server, whatever happens to it."""

import asyncio
import os
import sys
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from resolvent.accounts.actor import COOKIE
from tests.conftest import SECRET, Tenant
from tests.security.test_sign_in import PASSWORD

SERVER = """
import asyncio, sys
from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.logs import configure_logs
from tests.conftest import SECRET, running

configure_logs("DEBUG", sys.argv[2])

async def serve():
    async with running(create_app(Settings(), sys.argv[1], SECRET)) as url:
        print(url, flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(serve())
"""


async def use_every_secret(url: str, admin: dict[str, str]) -> list[str]:
    """Made, used, used wrongly and ended; all of them."""
    secrets: list[str] = []
    async with (
        httpx2.AsyncClient(base_url=f"{url}/api/v1", timeout=30, headers=admin) as boss,
        httpx2.AsyncClient(base_url=f"{url}/api/v1", timeout=30, headers={"Origin": url}) as client,
    ):
        email = f"{uuid4().hex}@acme.example"
        made = (await boss.post("/users", json={"email": email, "name": "New", "role": "lead"})).json()
        link = made["sign_in_path"].partition("#token=")[2]
        assert (await client.post("/auth/one-time", json={"token": link})).status_code == 204
        assert (await client.post("/auth/one-time", json={"token": link})).status_code == 401
        assert (await client.post("/auth/password", json={"password": PASSWORD})).status_code == 204
        cookie = client.cookies[COOKIE]
        token = (await client.post("/auth/tokens", json={"name": "script"})).json()
        bearer = {"Authorization": f"Bearer {token['token']}"}
        assert (await get_without_cookie(client, "/auth/me", bearer)).status_code == 200
        second = (await client.post("/auth/tokens", json={"name": "second"})).json()
        assert (await boss.delete(f"/account/tokens/{second['info']['id']}")).status_code == 204
        assert (await client.delete(f"/auth/tokens/{token['info']['id']}")).status_code == 204
        assert (await get_without_cookie(client, "/auth/me", bearer)).status_code == 401
        reset = (await boss.post(f"/users/{made['user']['id']}/sign-in-link")).json()["sign_in_path"].partition("=")[2]
        wrong = "a wrong Pass-9931-word"
        assert (await client.post("/auth/login", json={"email": email, "password": wrong})).status_code == 401
        assert (await client.post("/auth/login", json={"email": email, "password": PASSWORD})).status_code == 204
        # Where they do not belong, as people and programs put them.
        for misplaced in (link, reset, cookie, second["token"]):
            await client.get(f"/auth/tokens/{misplaced}")
            await client.delete(f"/auth/tokens/{misplaced}")
            await client.get("/ai-sessions", params={"q": misplaced, "cursor": misplaced, "token": misplaced})
            await client.post("/auth/one-time", json={"token": [misplaced], misplaced: 1})
            await client.post(
                "/auth/login", content=f'{{"password": "{misplaced}"', headers={"Content-Type": "application/json"}
            )
            await get_without_cookie(client, "/auth/me", {"Authorization": f"Basic {misplaced}"})
            await get_without_cookie(client, "/auth/me", {"Authorization": misplaced})
            await client.post(f"{url}/hooks/{misplaced}", content=b"{}")
            await client.get(f"{url}/login", params={"token": misplaced})
            await client.get(f"{url}/login/{misplaced}")
        assert (await client.post("/auth/logout")).status_code in (204, 401)
        secrets += [link, reset, cookie, token["token"], second["token"], PASSWORD, wrong]
        secrets += [value.removeprefix("Bearer ") for value in admin.values()]
    return secrets


async def get_without_cookie(client: httpx2.AsyncClient, path: str, headers: dict[str, str]) -> httpx2.Response:
    """Without the cookie."""
    async with httpx2.AsyncClient(base_url=client.base_url, timeout=30) as plain:
        return await plain.get(path, headers=headers)


@pytest.mark.parametrize("form", ["console", "json"])
async def test_no_secret_of_a_sign_in_reaches_the_log(
    database_url: str, tenant: Tenant, tmp_path: Path, form: str
) -> None:
    written = tmp_path / "log"
    with written.open("wb") as log:
        server = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            SERVER,
            database_url,
            form,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert server.stdout is not None
        url = (await server.stdout.readline()).decode().strip()
        try:
            secrets = await use_every_secret(url, tenant.headers())
        finally:
            server.kill()
            await server.wait()
    shown = written.read_text()
    assert shown.count("/api/v1/auth/one-time") >= 2, "requests are logged"
    assert [secret[:6] for secret in [*secrets, SECRET] if secret in shown] == []
