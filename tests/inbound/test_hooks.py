"""Callbacks of the ConnectWise emulator over real sockets: proven, forged, doubled, lost, and in swarms."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.inbound.callbacks import MOST_OF_ONE, Received
from resolvent.inbound.hooks import MOST_BYTES
from resolvent.inbound.limits import Minute
from resolvent.inbound.poller import Poller
from resolvent.inbound.watches import get_inbound
from resolvent.middleware import loggable
from tests.conftest import Tenant
from tests.emulators.connectwise.deliveries import CALLBACK_FAULTS
from tests.emulators.connectwise.running import Running, connectwise_emulator
from tests.emulators.connectwise.sample import status_id
from tests.inbound.desk import QUICK, Watched
from tests.ticketing.posting import Case

TICKET = 5001
WITHIN = 5.0


@pytest.fixture
def emulator() -> Iterator[Running]:
    with connectwise_emulator() as running:
        yield running


async def connect(client: httpx2.AsyncClient, emulator: Running, **settings: Any) -> str:
    keys = emulator.credentials
    given = {
        "site": emulator.site,
        "company_id": keys.company,
        "public_key": keys.public,
        "client_id": keys.client_id,
        "member": "Resolvent",
        "allow_private": True,
        **settings,
    }
    body = {"provider": "connectwise", "name": "CW", "settings": given, "secret": {"private_key": keys.private}}
    made = await client.post("/connections", json=body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


@pytest.fixture
async def on_connectwise(
    app: FastAPI, base_url: str, client: httpx2.AsyncClient, tenant: Tenant, emulator: Running
) -> Watched:
    app.state.settings.public_url = base_url
    connection = await connect(client, emulator)
    opened = await client.post("/ai-sessions", json={"ticket": {"connection_id": connection, "ticket_id": str(TICKET)}})
    assert opened.status_code == 201, opened.text
    poller = Poller(app.state.database, app.state.connector, app.state.inbound.bell, QUICK)
    watched = Watched(Case(client, opened.json()["id"], str(TICKET)), tenant, app.state.database, poller)
    watched.connection_id = UUID(connection)
    await watched.look()
    return watched


def path_of(watched: Watched) -> str:
    return f"/connections/{watched.connection}/inbound"


async def turn_on(watched: Watched) -> str:
    answer = await watched.case.client.put(path_of(watched), json={"poll_seconds": 60, "webhook": True})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["webhook"]["url"])


async def act(emulator: Running, name: str, **body: Any) -> None:
    await asyncio.to_thread(lambda: emulator.act(name, ticket=TICKET, **body))


async def until(test: Callable[[], bool | Awaitable[bool]]) -> None:
    async with asyncio.timeout(WITHIN):
        while True:
            found = test()
            if found is True or (not isinstance(found, bool) and await found):
                return
            await asyncio.sleep(0.01)


async def delivered(app: FastAPI, emulator: Running, many: int) -> None:
    """So many callbacks were brought, and no other is on its way: one that is being put away holds its ticket, and a look
    passes over a ticket that is held."""
    await until(lambda: len(emulator.world.delivered) >= many and not emulator.world.delivering)
    await app.state.inbound.callbacks.idle()


async def test_a_callback_is_registered_told_once_and_unregistered(
    on_connectwise: Watched, emulator: Running, anonymous: httpx2.AsyncClient
) -> None:
    url = await turn_on(on_connectwise)
    (row,) = emulator.world.rows("callbacks").values()
    assert (row["url"], row["type"], row["level"], row["objectId"]) == (url, "ticket", "owner", 1)
    client = on_connectwise.case.client
    shown = (await client.get(path_of(on_connectwise))).json()
    assert (shown["webhook"]["on"], shown["webhook"]["url"], shown["watched"]) == (True, None, 1)
    assert url.rpartition("/")[2] not in json.dumps((await client.get("/connections")).json())
    again = (await client.put(path_of(on_connectwise), json={"poll_seconds": 60, "webhook": True})).json()
    assert again["webhook"]["url"] is None
    assert (await anonymous.post(url, json={})).status_code == 202
    off = (await client.put(path_of(on_connectwise), json={"poll_seconds": 60, "webhook": False})).json()
    assert off["webhook"]["on"] is False
    assert not emulator.world.rows("callbacks")
    assert (await anonymous.post(url, json={})).status_code == 404


async def test_what_others_do_is_looked_at_when_it_is_told(
    app: FastAPI, on_connectwise: Watched, emulator: Running
) -> None:
    await turn_on(on_connectwise)
    waiting = asyncio.create_task(
        app.state.inbound.bell.await_change(
            on_connectwise.tenant.account_id, on_connectwise.connection, str(TICKET), WITHIN
        )
    )
    await act(emulator, "reply", text="Still not printing.")
    await delivered(app, emulator, 1)
    assert await waiting is True
    watch = await on_connectwise.watch()
    assert watch.hinted_at is not None
    assert (await on_connectwise.inbound()).last_callback_at is not None
    await on_connectwise.look()
    notes = [(one.author, one.text) for one in await on_connectwise.news() if one.kind == "note"]
    assert notes == [("Customer", "Still not printing.")]


HINTS = dict.fromkeys(CALLBACK_FAULTS, True) | {
    "callback_lost": False,
    "callback_badly_signed": False,
    "callback_unsigned": False,
    "callback_altered": False,
    "callback_foreign_key_url": False,
    "callback_key_rotated": False,
}
"""Whether a single callback with this fault makes us look. The key of one that was signed before a rotation is gone."""


@pytest.mark.parametrize("fault", CALLBACK_FAULTS)
async def test_a_callback_is_believed_only_with_its_signature_and_what_it_misses_is_found(
    app: FastAPI, on_connectwise: Watched, emulator: Running, fault: str
) -> None:
    await turn_on(on_connectwise)
    emulator.world.armed.append(fault)
    await act(emulator, "status", status=status_id(21, "Escalated"))
    if fault in ("callback_lost", "callback_reordered"):
        # The one that is held back comes after the next one; a lost one leaves no trace but the next.
        await act(emulator, "status", status=status_id(21, "Completed"))
    await delivered(app, emulator, 1)
    if fault != "callback_lost":
        assert ((await on_connectwise.watch()).hinted_at is not None) is HINTS[fault]
        assert ((await on_connectwise.inbound()).callback_error is None) is HINTS[fault]
    await on_connectwise.look()
    changed = [one for news in await on_connectwise.news() for one in news.changes]
    assert [one["after"] for one in changed if one["field"] == "status"] != []


async def test_a_swarm_makes_one_or_two_looks(app: FastAPI, on_connectwise: Watched, emulator: Running) -> None:
    await turn_on(on_connectwise)
    for number in range(20):
        await act(emulator, "note", text=f"Note {number}", internal=True)
    await delivered(app, emulator, 20)
    before = len([one for one in emulator.world.calls if one.path.endswith(f"/tickets/{TICKET}")])
    for _ in range(60):
        await asyncio.gather(*await on_connectwise.poller.scan())
        await asyncio.sleep(0.02)
    after = len([one for one in emulator.world.calls if one.path.endswith(f"/tickets/{TICKET}")])
    assert 0 < after - before <= 4  # get_ticket and list_notes both read the ticket
    assert len(await on_connectwise.news()) == 20


async def test_a_hook_of_another_account_touches_only_its_own(
    app: FastAPI, base_url: str, on_connectwise: Watched, emulator: Running, other_tenant: Tenant
) -> None:
    headers = other_tenant.headers()
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=headers, timeout=30) as theirs:
        assert (await theirs.get(path_of(on_connectwise))).status_code == 404
        connection = await connect(theirs, emulator)
        body = {"poll_seconds": 60, "webhook": True}
        assert (await theirs.put(f"/connections/{connection}/inbound", json=body)).status_code == 200
    await act(emulator, "note", text="Signed for both.", internal=True)
    await delivered(app, emulator, 1)
    assert (await on_connectwise.watch()).hinted_at is None
    assert (await on_connectwise.inbound()).last_callback_at is None
    async with app.state.database.transaction(other_tenant.account_id) as db:
        told = await get_inbound(db, other_tenant.account_id, UUID(connection))
        assert told.last_callback_at is not None


async def test_what_is_no_callback_is_refused_early(on_connectwise: Watched, anonymous: httpx2.AsyncClient) -> None:
    url = await turn_on(on_connectwise)
    assert (await anonymous.post(url + "x", content=b"{}")).status_code == 404
    assert (await anonymous.post(url[:-20] + "y" * 200, content=b"{}")).status_code == 404
    assert (await anonymous.post(url, content=b"x" * (MOST_BYTES + 1))).status_code == 413


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"ID": {}}', b'{"ID": "1", "Metadata": 7}', b"[" * 5_000]
)
async def test_nonsense_is_taken_and_said_to_be_none(
    app: FastAPI, on_connectwise: Watched, anonymous: httpx2.AsyncClient, body: bytes
) -> None:
    url = await turn_on(on_connectwise)
    assert (await anonymous.post(url, content=body)).status_code == 202
    await app.state.inbound.callbacks.idle()
    inbound = await on_connectwise.inbound()
    assert (inbound.last_callback_at, inbound.callback_error) == (None, "This is no callback of ConnectWise.")


async def test_the_address_of_a_connection_that_is_removed_or_calls_back_no_more_is_void(
    on_connectwise: Watched, anonymous: httpx2.AsyncClient
) -> None:
    client = on_connectwise.case.client
    before = await turn_on(on_connectwise)
    off = await client.put(path_of(on_connectwise), json={"poll_seconds": 60, "webhook": False})
    assert off.status_code == 200
    assert (await anonymous.post(before, content=b"{}")).status_code == 404
    after = await turn_on(on_connectwise)
    assert (await anonymous.post(after, content=b"{}")).status_code == 202
    assert (await client.delete(f"/connections/{on_connectwise.connection}")).status_code == 204
    assert (await anonymous.post(after, content=b"{}")).status_code == 404


async def test_a_system_that_is_disconnected_calls_no_more(on_connectwise: Watched, emulator: Running) -> None:
    await turn_on(on_connectwise)
    assert len(emulator.world.rows("callbacks")) == 1
    path = f"/connections/{on_connectwise.connection}"
    assert (await on_connectwise.case.client.delete(path)).status_code == 204
    assert len(emulator.world.rows("callbacks")) == 0


async def test_a_connection_has_its_share_of_what_is_kept(app: FastAPI, on_connectwise: Watched) -> None:
    callbacks, key = app.state.inbound.callbacks, (on_connectwise.tenant.account_id, on_connectwise.connection)
    taken = [callbacks.take(*key, Received({}, b"{}")) for _ in range(MOST_OF_ONE + 5)]
    assert taken == [True] * MOST_OF_ONE + [False] * 5
    await callbacks.idle()
    assert callbacks.take(*key, Received({}, b"{}")) is True
    await callbacks.idle()


async def test_too_many_in_a_minute_are_turned_away(
    app: FastAPI, on_connectwise: Watched, anonymous: httpx2.AsyncClient
) -> None:
    url = await turn_on(on_connectwise)
    app.state.inbound.of_connection = app.state.inbound.of_unknown = Minute(2)
    assert [(await anonymous.post(url, content=b"{}")).status_code for _ in range(3)] == [202, 202, 429]
    assert [(await anonymous.post(url + "x", content=b"{}")).status_code for _ in range(3)] == [404, 404, 429]


async def test_a_registration_that_is_refused_leaves_callbacks_off(
    app: FastAPI, base_url: str, client: httpx2.AsyncClient, tenant: Tenant, emulator: Running
) -> None:
    app.state.settings.public_url = base_url
    connection = await connect(client, emulator, public_key="nobody")
    answer = await client.put(f"/connections/{connection}/inbound", json={"poll_seconds": 60, "webhook": True})
    assert answer.status_code == 502
    assert (await client.get(f"/connections/{connection}/inbound")).json()["webhook"]["on"] is False


@pytest.mark.parametrize(
    ("body", "public", "status", "code"),
    [
        ({"poll_seconds": 60, "webhook": True}, None, 409, "no_public_url"),
        ({"poll_seconds": 60, "webhook": True}, "https://resolvent.example", 422, "no_webhooks"),
        ({"poll_seconds": 3, "webhook": False}, None, 422, "bad_interval"),
        ({"poll_seconds": 100_000, "webhook": False}, None, 422, "bad_interval"),
        ({"poll_seconds": -1, "webhook": False}, None, 422, "bad_interval"),
        ({"poll_seconds": 0, "webhook": False}, None, 200, None),
        ({"poll_seconds": 3_600, "webhook": False}, None, 200, None),
    ],
)
async def test_what_may_be_set_for_the_local_desk(
    app: FastAPI,
    client: httpx2.AsyncClient,
    tenant: Tenant,
    body: dict[str, Any],
    public: str | None,
    status: int,
    code: str | None,
) -> None:
    app.state.settings.public_url = public
    path = f"/connections/{tenant.connection_id}/inbound"
    answer = await client.put(path, json=body)
    assert (answer.status_code, answer.json().get("code")) == (status, code)
    kept = (await client.get(path)).json()
    assert kept["poll_seconds"] == (body["poll_seconds"] if status != 422 or code == "no_webhooks" else 60)
    assert kept["webhook"]["possible"] is False


def test_the_log_does_not_hold_the_address() -> None:
    assert loggable("/hooks/secret") == "/hooks/…"
    assert loggable("/api/v1/hooks") == "/api/v1/hooks"
