"""An event stream ends with its reader's sign-in or token, whichever process serves it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import Role
from resolvent.accounts.secrets import hash_token
from resolvent.accounts.streams import is_signed_in, while_signed_in
from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.events import EventHub
from tests.conftest import SECRET, running
from tests.security.conftest import World
from tests.security.test_sign_in import PASSWORD, browser, signed_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEEP_ALIVE = ": still here"
"""Comes after 15 s: a stream that says it was not ended by what happened."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def replica(world: World) -> AsyncIterator[str]:
    """Of another process, in all but the process."""
    async with running(create_app(Settings(), world.database_url, SECRET)) as url:
        yield url


@dataclass
class Reader:
    world: World
    client: httpx2.AsyncClient
    """Signed in by browser."""
    user: str
    token: str
    token_id: str

    async def end_own_token(self) -> httpx2.Response:
        return await self.client.delete(f"/auth/tokens/{self.token_id}")

    async def lose_token(self) -> httpx2.Response:
        return await self.world.ask("DELETE", f"/account/tokens/{self.token_id}")

    async def be_deactivated(self) -> httpx2.Response:
        return await self.world.ask("PATCH", f"/users/{self.user}", {"disabled": True})

    async def sign_out(self) -> httpx2.Response:
        return await self.client.post("/auth/logout")

    async def sign_out_elsewhere(self) -> httpx2.Response:
        bearer = {"Authorization": f"Bearer {self.token}"}
        return await self.world.ask("DELETE", "/auth/sign-ins", headers=bearer)

    async def end_this_sign_in(self) -> httpx2.Response:
        items = (await self.client.get("/auth/sign-ins")).json()["items"]
        return await self.client.delete(f"/auth/sign-ins/{items[0]['id']}")

    async def change_password_elsewhere(self) -> httpx2.Response:
        me = (await self.client.get("/auth/me")).json()
        async with browser(self.world) as there:
            await there.post("/auth/login", json={"email": me["email"], "password": PASSWORD})
            body = {"password": "another long one", "current_password": PASSWORD}
            return await there.post("/auth/password", json=body)

    async def be_let_in_anew(self) -> httpx2.Response:
        link = (await self.world.make(f"/users/{self.user}/sign-in-link"))["sign_in_path"].partition("#token=")[2]
        async with browser(self.world) as there:
            return await there.post("/auth/one-time", json={"token": link})


@asynccontextmanager
async def new_reader(world: World) -> AsyncIterator[Reader]:
    async with browser(world) as client:
        user, _ = await signed_in(world, client, Role.LEAD)
        made = (await client.post("/auth/tokens", json={"name": "script", "role": "lead"})).json()
        await world.forget_attempts()
        yield Reader(world, client, user, made["token"], made["info"]["id"])


async def read_to_its_end(
    client: httpx2.AsyncClient, url: str, headers: dict[str, str], act: Callable[[], Awaitable[httpx2.Response]]
) -> list[str]:
    """What came after `act`, which ends the stream."""
    async with client.stream("GET", url, headers=headers) as stream:
        assert stream.status_code == 200
        lines = stream.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        while not (await anext(lines)).startswith("data:"):
            pass
        assert (await act()).is_success
        async with asyncio.timeout(30):
            return [line async for line in lines]


BY_TOKEN = [Reader.end_own_token, Reader.lose_token, Reader.be_deactivated]
BY_COOKIE = [
    Reader.be_deactivated,
    Reader.sign_out,
    Reader.sign_out_elsewhere,
    Reader.end_this_sign_in,
    Reader.change_password_elsewhere,
    Reader.be_let_in_anew,
]


@pytest.mark.parametrize("act", BY_TOKEN, ids=lambda act: act.__name__)
async def test_a_session_stream_ends_with_its_token(
    world: World, replica: str, act: Callable[[Reader], Awaitable[httpx2.Response]]
) -> None:
    session = await world.new_session()
    async with new_reader(world) as reader:
        headers = {"Authorization": f"Bearer {reader.token}"}
        url = f"{replica}/api/v1/ai-sessions/{session}/events"
        rest = await read_to_its_end(world.client, url, headers, lambda: act(reader))
        assert KEEP_ALIVE not in rest
        assert (await world.client.get(url, headers=headers)).status_code == 401


@pytest.mark.parametrize("act", BY_COOKIE, ids=lambda act: act.__name__)
async def test_a_session_stream_ends_with_its_sign_in(
    world: World, replica: str, act: Callable[[Reader], Awaitable[httpx2.Response]]
) -> None:
    session = await world.new_session()
    async with new_reader(world) as reader:
        cookie = "; ".join(f"{name}={value}" for name, value in reader.client.cookies.items())
        url = f"{replica}/api/v1/ai-sessions/{session}/events"
        rest = await read_to_its_end(world.client, url, {"Cookie": cookie}, lambda: act(reader))
        assert KEEP_ALIVE not in rest


async def test_a_script_drafts_stream_ends_with_its_token(world: World, replica: str) -> None:
    draft = (await world.make("/scripts/drafts", {"language": "bash", "body": "uptime"}))["id"]
    async with new_reader(world) as reader:
        headers = {"Authorization": f"Bearer {reader.token}"}
        url = f"{replica}/api/v1/scripts/drafts/{draft}/events"
        assert KEEP_ALIVE not in await read_to_its_end(world.client, url, headers, reader.lose_token)


async def test_the_streams_of_others_go_on(world: World, replica: str) -> None:
    """And the same reader's with another token."""
    session = await world.new_session()
    url = f"{replica}/api/v1/ai-sessions/{session}/events"
    async with new_reader(world) as reader:
        second = (await reader.client.post("/auth/tokens", json={"name": "second"})).json()["token"]
        async with world.client.stream("GET", url, headers={"Authorization": f"Bearer {second}"}) as stream:
            lines = stream.aiter_lines()
            assert await anext(lines) == "retry: 1000"
            assert (await reader.lose_token()).status_code == 204
            await world.make(f"/ai-sessions/{session}/facts", {"text": "It prints again."})
            async with asyncio.timeout(30):
                seen = [line async for line in until(lines, "event: state")]
    assert seen[-1] == "event: state"


async def until(lines: AsyncIterator[str], wanted: str) -> AsyncIterator[str]:
    async for line in lines:
        yield line
        if line == wanted:
            return


@pytest.mark.parametrize("proof", ["login", "token"])
@pytest.mark.parametrize("ended", ["nothing", "the proof ran out", "the user was deactivated"])
async def test_who_is_signed_in_has_a_proof_that_holds_and_may_come_in(world: World, proof: str, ended: str) -> None:
    """Each by itself: to deactivate a user ends the proofs as well."""
    database = Database(world.database_url, pool_size=1)
    try:
        async with new_reader(world) as reader:
            login = (await reader.client.get("/auth/sign-ins")).json()["items"][0]["id"]
            actor = Actor(world.acme.account_id, UUID(reader.user), "New", Role.LEAD, None, hash_token(reader.token))
            if proof == "login":
                actor = replace(actor, login_id=UUID(login), token_hash=None)
            if ended == "the proof ran out":
                table = {"login": "logins", "token": "api_tokens"}[proof]
                await world.run(f"UPDATE {table} SET expires_at = now() WHERE user_id = '{reader.user}'")
            elif ended == "the user was deactivated":
                await world.run(f"UPDATE users SET disabled_at = now() WHERE id = '{reader.user}'")
            assert await is_signed_in(database, actor) == (ended == "nothing")
    finally:
        await database.close()


async def test_a_stream_ends_when_its_token_runs_out(world: World) -> None:
    """Nothing says so: it is looked for."""
    database, hub = Database(world.database_url, pool_size=1), EventHub(world.database_url)
    await hub.start()
    closed = asyncio.Event()

    async def silent() -> AsyncGenerator[str, None]:
        try:
            yield "first"
            await asyncio.Event().wait()
        finally:
            closed.set()

    try:
        async with new_reader(world) as reader:
            actor = Actor(
                world.acme.account_id, UUID(reader.user), "New", Role.LEAD, None, token_hash=hash_token(reader.token)
            )
            stream = while_signed_in(database, hub, actor, silent(), look_every=0.05)
            assert await anext(stream) == "first"
            await world.run(f"UPDATE api_tokens SET expires_at = now() WHERE id = '{reader.token_id}'")
            async with asyncio.timeout(30):
                assert [part async for part in stream] == []
            assert closed.is_set(), "what made it is told"
    finally:
        await hub.stop()
        await database.close()


async def test_a_reader_who_leaves_while_it_is_signed_out_is_let_go(world: World) -> None:
    """Both call it away from the same text; only one of them is ours to forget."""
    database, hub = Database(world.database_url, pool_size=1), EventHub(world.database_url)
    await hub.start()

    async def left() -> AsyncGenerator[str, None]:
        yield "first"
        try:
            await asyncio.Event().wait()
        finally:
            reading.cancel()
            await asyncio.sleep(0)

    async def read(actor: Actor) -> list[str]:
        return [part async for part in while_signed_in(database, hub, actor, left(), look_every=0.05)]

    try:
        async with new_reader(world) as reader:
            actor = Actor(
                world.acme.account_id, UUID(reader.user), "New", Role.LEAD, None, token_hash=hash_token(reader.token)
            )
            reading = asyncio.create_task(read(actor))
            await world.run(f"UPDATE api_tokens SET expires_at = now() WHERE id = '{reader.token_id}'")
            async with asyncio.timeout(30):
                await asyncio.wait({reading})
            assert reading.cancelled()
    finally:
        await hub.stop()
        await database.close()
