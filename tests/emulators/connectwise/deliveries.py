"""What the vendor posts to a callback's address, signed; and the ways in which that goes wrong."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode, urlsplit

from tests.emulators.connectwise.exchange import Row
from tests.emulators.connectwise.shapes import ticket_shape
from tests.emulators.connectwise.world import API_MEMBER, Event, World

KEY_PATH = "/system/callbacks/keys"
SIGNATURE = "x-content-signature"
SUMMARY = ("id", "summary", "recordType", "board", "status", "company", "closedFlag", "_info")
"""The members of an entity."""


@dataclass(frozen=True)
class Delivery:
    url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


Twist = Callable[[World, list[Delivery]], list[Delivery]]


def due(world: World) -> list[Delivery]:
    """Of everything that happened since the last time, in its order."""
    events, out = world.events, []
    world.events = []
    for event in events:
        callbacks = [row for row in world.rows("callbacks").values() if _concerns(world, row, event)]
        fresh = [_delivery(world, row, event) for row in callbacks]
        if fresh and world.armed:
            out += CALLBACK_FAULTS[world.armed.pop(0)](world, fresh)
        elif fresh:
            out += [*fresh, *world.withheld]
            world.withheld = []
    return out


def signature(key: str, body: bytes) -> str:
    digest = hmac.new(hashlib.sha256(key.encode()).digest(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _concerns(world: World, row: Row, event: Event) -> bool:
    silent = row.get("isSelfSuppressedFlag") and world.switches.self_suppressed and event.by == API_MEMBER
    if row.get("inactiveFlag") or silent or row["type"].lower() != "ticket":
        return False
    level = row["level"].lower()
    if level == "owner":
        return True
    return bool(event.ticket["id" if level == "ticket" else level] == row["objectId"])


def _delivery(world: World, row: Row, event: Event) -> Delivery:
    name = next(reversed(world.signing_keys))
    number = event.ticket["id"]
    body = {
        "Action": event.action,
        "ID": number,
        "Type": "ticket",
        "CompanyId": world.credentials.company,
        "FromUrl": urlsplit(world.base).netloc,
        "MemberId": event.by,
        "Metadata": {"key_url": f"{world.base}{KEY_PATH}/{name}"},
        "Entity": json.dumps(_summary(ticket_shape(world, event.ticket, world.base))),
    }
    query = urlencode({"id": number, "action": event.action})
    url = f"{row['url']}{'&' if '?' in row['url'] else '?'}{query}"
    return _signed(Delivery(url, json.dumps(body).encode()), world.signing_keys[name])


def _signed(delivery: Delivery, key: str) -> Delivery:
    headers = {"content-type": "application/json", SIGNATURE: signature(key, delivery.body)}
    return replace(delivery, headers=headers)


def _summary(shape: Row) -> Row:
    return {name: shape[name] for name in SUMMARY if name in shape}


def _lost(world: World, fresh: list[Delivery]) -> list[Delivery]:
    return []


def _doubled(world: World, fresh: list[Delivery]) -> list[Delivery]:
    return [*fresh, *fresh]


def _reordered(world: World, fresh: list[Delivery]) -> list[Delivery]:
    """Comes after the next one."""
    world.withheld += fresh
    return []


def _badly_signed(world: World, fresh: list[Delivery]) -> list[Delivery]:
    return [_signed(delivery, secrets.token_hex(16)) for delivery in fresh]


def _unsigned(world: World, fresh: list[Delivery]) -> list[Delivery]:
    return [replace(delivery, headers={"content-type": "application/json"}) for delivery in fresh]


def _altered(world: World, fresh: list[Delivery]) -> list[Delivery]:
    """Signed, then changed on its way."""
    return [replace(delivery, body=delivery.body.replace(b'"updated"', b'"deleted"')) for delivery in fresh]


def _foreign_key_url(world: World, fresh: list[Delivery]) -> list[Delivery]:
    """Signed by somebody else, whose key lies at his own address."""
    out = []
    for delivery in fresh:
        body = json.loads(delivery.body)
        body["Metadata"]["key_url"] = f"{world.switches.foreign_keys}{KEY_PATH}/1"
        out.append(_signed(replace(delivery, body=json.dumps(body).encode()), world.foreign_key))
    return out


def _key_rotated(world: World, fresh: list[Delivery]) -> list[Delivery]:
    """From the next event on another key signs, under another address; the old one is gone."""
    world.signing_keys = {str(int(next(reversed(world.signing_keys))) + 1): secrets.token_urlsafe(32)}
    return fresh


CALLBACK_FAULTS: dict[str, Twist] = {
    "callback_lost": _lost,
    "callback_doubled": _doubled,
    "callback_reordered": _reordered,
    "callback_badly_signed": _badly_signed,
    "callback_unsigned": _unsigned,
    "callback_altered": _altered,
    "callback_foreign_key_url": _foreign_key_url,
    "callback_key_rotated": _key_rotated,
}
