"""Callbacks: registered, delivered, signed; and every way in which that goes wrong."""

import asyncio
import base64
import hashlib
import hmac
import json
import queue
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest

from tests.emulators.connectwise.clock import SetClock
from tests.emulators.connectwise.deliveries import CALLBACK_FAULTS
from tests.emulators.connectwise.running import Running, in_process, served
from tests.emulators.connectwise.sample import status_id

TICKET, CALLBACKS = "/service/tickets/5001", "/system/callbacks"
PATCH = [{"op": "replace", "path": "status", "value": {"id": status_id(21, "Completed")}}]
WITHIN = 5.0
"""Seconds."""
Api = httpx2.AsyncClient


@dataclass
class Inbox:
    """Takes what is posted to it."""

    url: str = ""
    got: "queue.Queue[tuple[str, bytes, dict[str, str]]]" = field(default_factory=queue.Queue)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        raw, more = b"", True
        while more:
            message = await receive()
            raw, more = raw + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.got.put((scope["query_string"].decode(), raw, headers))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def next(self) -> tuple[str, bytes, dict[str, str]]:
        return await asyncio.to_thread(self.got.get, timeout=WITHIN)

    async def statuses(self, many: int) -> list[str]:
        """What so many callbacks say of the ticket's status."""
        return [json.loads(json.loads((await self.next())[1])["Entity"])["status"]["name"] for _ in range(many)]


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    box = Inbox()
    with served(box) as site:
        box.url = f"{site}/hook"
        yield box


def entry(url: str, **members: Any) -> dict[str, Any]:
    return {"url": url, "objectId": 1, "type": "ticket", "level": "owner"} | members


async def registered(api: Api, url: str, **members: Any) -> None:
    assert (await api.post(CALLBACKS, json=entry(url, **members))).status_code == 201


async def proven(raw: bytes, headers: dict[str, str]) -> bool:
    """As a client would: the key from its address, asked for without credentials."""
    async with httpx2.AsyncClient(trust_env=False) as stranger:
        key = (await stranger.get(json.loads(raw)["Metadata"]["key_url"])).json()["signing_key"]
    digest = hmac.new(hashlib.sha256(key.encode()).digest(), raw, hashlib.sha256).digest()
    return headers.get("x-content-signature") == base64.b64encode(digest).decode()


async def test_a_change_is_told_and_signed(desk: Running, api: Api, inbox: Inbox) -> None:
    await registered(api, inbox.url)
    await api.patch(TICKET, json=PATCH)
    query, raw, headers = await inbox.next()
    body = json.loads(raw)
    assert query == "id=5001&action=updated"
    told = {name: body[name] for name in ("Action", "ID", "Type", "CompanyId", "MemberId")}
    assert told == {"Action": "updated", "ID": 5001, "Type": "ticket", "CompanyId": "acme", "MemberId": "Resolvent"}
    assert json.loads(body["Entity"])["status"]["name"] == "Completed"
    assert body["Metadata"]["key_url"].startswith(desk.site)
    assert await proven(raw, headers)


async def test_what_others_do_is_told(desk: Running, api: Api, inbox: Inbox) -> None:
    await registered(api, inbox.url)
    await api.post("/service/tickets", json={"summary": "a", "company": {"id": 11}})
    for name, body in (("status", {"status": status_id(21, "Escalated")}), ("delete", {})):
        await asyncio.to_thread(desk.act, name, ticket=5001, **body)
    told = [json.loads((await inbox.next())[1]) for _ in range(3)]
    assert [(body["Action"], body["MemberId"]) for body in told] == [
        ("added", "Resolvent"),
        ("updated", "JSmith"),
        ("deleted", "JSmith"),
    ]


async def test_a_workflow_is_told_when_it_acts(desk: Running, clock: SetClock, api: Api, inbox: Inbox) -> None:
    await registered(api, inbox.url)
    desk.plan("workflow_flips_after_20", "PATCH", TICKET)
    await api.patch(TICKET, json=PATCH)
    assert await inbox.statuses(1) == ["Completed"]
    clock.advance(20)
    assert await inbox.statuses(1) == ["In Progress"]


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"level": "board", "objectId": 21}, True),
        ({"level": "board", "objectId": 35}, False),
        ({"level": "ticket", "objectId": 5001}, True),
        ({"level": "company", "objectId": 12}, False),
        ({"level": "status", "objectId": status_id(21, "Completed")}, True),
        ({"inactiveFlag": True}, False),
        ({"isSelfSuppressedFlag": True}, False),
        ({"type": "company"}, False),
    ],
)
async def test_whom_a_change_concerns(
    desk: Running, api: Api, inbox: Inbox, members: dict[str, Any], told: bool
) -> None:
    await registered(api, inbox.url, **members)
    await api.patch(TICKET, json=PATCH)
    await registered(api, inbox.url, level="ticket", objectId=5002)
    await asyncio.to_thread(desk.act, "status", ticket=5002, status=status_id(35, "Escalated"))
    assert await inbox.statuses(1) == ["Completed" if told else "Escalated"]


async def test_a_call_may_keep_silent(api: Api, inbox: Inbox) -> None:
    await registered(api, inbox.url)
    await api.patch(TICKET, json=[*PATCH, {"op": "replace", "path": "skipCallback", "value": True}])
    await api.patch(TICKET, json=[{"op": "replace", "path": "status", "value": {"id": status_id(21, "Closed")}}])
    assert await inbox.statuses(1) == ["Closed"]


TOLD: dict[str, list[str]] = {
    # what the inbox holds after Completed met the fault and Closed did not
    "callback_lost": ["Closed"],
    "callback_doubled": ["Completed", "Completed", "Closed"],
    "callback_reordered": ["Closed", "Completed"],
    "callback_badly_signed": ["Completed", "Closed"],
    "callback_unsigned": ["Completed", "Closed"],
    "callback_altered": ["Completed", "Closed"],
    "callback_foreign_key_url": ["Completed", "Closed"],
    "callback_key_rotated": ["Completed", "Closed"],
}


def test_each_callback_fault_is_tested() -> None:
    assert set(TOLD) == set(CALLBACK_FAULTS)


@pytest.mark.parametrize("fault", TOLD)
async def test_the_order_in_which_callbacks_come(desk: Running, api: Api, inbox: Inbox, fault: str) -> None:
    await registered(api, inbox.url)
    desk.plan(fault, "PATCH", TICKET)
    await api.patch(TICKET, json=PATCH)
    await api.patch(TICKET, json=[{"op": "replace", "path": "status", "value": {"id": status_id(21, "Closed")}}])
    assert await inbox.statuses(len(TOLD[fault])) == TOLD[fault]


@pytest.mark.parametrize("fault", ["callback_badly_signed", "callback_unsigned", "callback_altered"])
async def test_a_forged_callback_is_not_proven(desk: Running, api: Api, inbox: Inbox, fault: str) -> None:
    await registered(api, inbox.url)
    desk.plan(fault, "PATCH", TICKET)
    await api.patch(TICKET, json=PATCH)
    _, raw, headers = await inbox.next()
    assert not await proven(raw, headers)


async def test_a_foreign_key_proves_itself_at_a_foreign_site(desk: Running, api: Api, inbox: Inbox) -> None:
    await registered(api, inbox.url)
    desk.plan("callback_foreign_key_url", "PATCH", TICKET)
    await api.patch(TICKET, json=PATCH)
    _, raw, headers = await inbox.next()
    digest = hmac.new(hashlib.sha256(desk.world.foreign_key.encode()).digest(), raw, hashlib.sha256).digest()
    assert json.loads(raw)["Metadata"]["key_url"].startswith("https://keys.invalid/")
    assert headers["x-content-signature"] == base64.b64encode(digest).decode()


async def test_a_rotated_key_has_another_address(desk: Running, api: Api, inbox: Inbox) -> None:
    await registered(api, inbox.url)
    desk.plan("callback_key_rotated", "PATCH", TICKET)
    await api.patch(TICKET, json=PATCH)
    await api.patch(TICKET, json=PATCH)
    old, new = await inbox.next(), await inbox.next()
    urls = [json.loads(raw)["Metadata"]["key_url"] for _, raw, _ in (old, new)]
    assert [(await api.get(url)).status_code for url in urls] == [404, 200]
    assert await proven(*new[1:])


async def test_registrations_are_listed_changed_and_deleted(api: Api) -> None:
    await registered(api, "http://hook.invalid/")
    number = (await api.get(CALLBACKS)).json()[0]["id"]
    changed = await api.patch(f"{CALLBACKS}/{number}", json=[{"op": "replace", "path": "inactiveFlag", "value": True}])
    assert (changed.json()["inactiveFlag"], changed.json()["objectId"]) == (True, 1)
    replaced = await api.put(f"{CALLBACKS}/{number}", json=entry("http://other.invalid/"))
    assert (replaced.json()["url"], "inactiveFlag" in replaced.json()) == ("http://other.invalid/", False)
    assert (await api.delete(f"{CALLBACKS}/{number}")).status_code == 204
    assert (await api.get(f"{CALLBACKS}/count")).json() == {"count": 0}


@pytest.mark.parametrize("members", [{"url": ""}, {"objectId": None}, {"description": "x" * 101}, {"secret": "a"}])
async def test_a_registration_is_refused(api: Api, members: dict[str, Any]) -> None:
    assert (await api.post(CALLBACKS, json=entry("http://hook.invalid/") | members)).status_code == 400
    assert (await api.get(CALLBACKS)).json() == []


async def test_callbacks_go_in_process_too() -> None:
    inbox = Inbox()
    desk = in_process(SetClock(), deliver=httpx2.ASGITransport(inbox))
    desk.world.add("callbacks", entry("http://hook.test/"))
    desk.act("status", ticket=5001, status=status_id(21, "Escalated"))
    await desk.emulator.courier.idle()
    assert await inbox.statuses(1) == ["Escalated"]
    assert desk.judge.report()["delivered"] == [{"url": "http://hook.test/?id=5001&action=updated", "status": 204}]
