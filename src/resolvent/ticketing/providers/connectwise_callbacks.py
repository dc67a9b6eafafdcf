"""Is a callback ConnectWise's own? What it says is a hint: the ticket is read anew, whatever stands in it."""

import hmac
import json
import re
from asyncio import get_running_loop
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from resolvent.ticketing.errors import AuthError, NotFound, PermissionDenied, ProtocolError, ValidationRejected
from resolvent.ticketing.provider import TicketHint
from resolvent.ticketing.providers import connectwise_read as read
from resolvent.ticketing.providers.connectwise_api import ConnectWiseApi
from resolvent.ticketing.providers.connectwise_query import is_number

SIGNATURE = "x-content-signature"
KEY_PATH = re.compile(r"(?:/(?!\.\.?(?:[/?]|$))[A-Za-z0-9._~-]+)+(?:\?[A-Za-z0-9._~=&-]*)?")
"""No source tells the path of a key. Anything that a server could read in two ways is refused."""


async def verify_callback(api: ConnectWiseApi, headers: Mapping[str, str], raw_body: bytes) -> TicketHint:
    """The address of the key stands in the message, which anybody can write: it counts on our own server only.

    It is asked without our keys, since no source says that they are needed. The signature is over the raw bytes.
    """
    hint, key_url = _read(raw_body, api.settings.company_id)
    path = key_url.removeprefix(api.origin)
    if not key_url.startswith(f"{api.origin}/") or not KEY_PATH.fullmatch(path):
        raise AuthError("The callback names a key that is not this connection's.")
    given = {name.lower(): value for name, value in headers.items()}.get(SIGNATURE, "")
    if not given:
        raise AuthError("The callback is not signed.")
    now = get_running_loop().time()
    kept = api.memory.key(path, now)
    if kept is not None and is_signed(raw_body, given, kept):
        return hint
    key = await _fetch(api, path)  # also when the kept one does not fit: the vendor may have changed it
    if not is_signed(raw_body, given, key):
        raise AuthError("The callback's signature is wrong.")
    api.memory.keep_key(path, key, now)
    return hint


def is_signed(raw_body: bytes, given: str, key: str) -> bool:
    wanted = b64encode(hmac.digest(sha256(key.encode()).digest(), raw_body, "sha256"))
    return hmac.compare_digest(wanted, given.encode(errors="replace"))


def _read(raw_body: bytes, company: str) -> tuple[TicketHint, str]:
    """Also the key's address."""
    try:
        body: dict[str, Any] = json.loads(raw_body)
        ticket_id, key_url = str(body["ID"]), str(body["Metadata"]["key_url"])
        kind, named = str(body.get("Type") or "ticket"), str(body.get("CompanyId") or company)
        action = str(body.get("Action") or "")[:50]
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValidationRejected("This is no callback of ConnectWise.") from error
    if not is_number(ticket_id) or kind.casefold() != "ticket":
        raise ValidationRejected("The callback is not about a ticket.")
    if named.casefold() != company.casefold():
        raise AuthError("The callback is another company's.")
    return TicketHint(ticket_id, action), key_url


async def _fetch(api: ConnectWiseApi, path: str) -> str:
    try:
        key = read.mapping(await api.public(path)).get("signing_key")
    except (AuthError, NotFound, PermissionDenied, ProtocolError) as error:
        raise AuthError(f"The callback's key could not be read: {error.detail}", request_id=error.request_id) from error
    if not isinstance(key, str) or not key:
        raise AuthError("The callback's key could not be read.")
    return key
