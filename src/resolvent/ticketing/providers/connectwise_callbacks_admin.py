"""ConnectWise's callbacks: told to call our address, and to stop."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from resolvent.ticketing.errors import NotFound
from resolvent.ticketing.http import Answer
from resolvent.ticketing.providers import connectwise_read as read
from resolvent.ticketing.providers.connectwise_query import is_number

Get = Callable[[str], Awaitable[Answer]]
"""Reads a path."""
Change = Callable[[str, str, Any], Awaitable[Answer]]
"""Method, path and body of a call that changes something."""

ALL = 1
"""The object of the level "owner": every ticket."""
DESCRIPTION = "Resolvent: tell that a ticket changed"


async def register(change: Change, url: str) -> str:
    """The callback's id. ConnectWise adds its own query to the address."""
    body = {"url": url, "objectId": ALL, "type": "ticket", "level": "owner", "description": DESCRIPTION}
    made = read.mapping(await change("POST", "/system/callbacks", body))
    if not is_number(str(made.get("id"))):
        raise read.not_connectwise("a callback")
    return str(made["id"])


async def unregister(get: Get, change: Change, registration_id: str) -> None:
    """One that is gone already is no error. Where the address was changed, the number may be another's: that one stays."""
    path = f"/system/callbacks/{registration_id}"
    with suppress(NotFound):
        if read.mapping(await get(path)).get("description") == DESCRIPTION:
            await change("DELETE", path, None)
