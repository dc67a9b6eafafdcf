"""ConnectWise's callbacks: told to call our address, and to stop."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from resolvent.ticketing.errors import NotFound
from resolvent.ticketing.http import Answer
from resolvent.ticketing.providers import connectwise_read as read
from resolvent.ticketing.providers.connectwise_query import is_number

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


async def unregister(change: Change, registration_id: str) -> None:
    """One that is gone already is no error."""
    with suppress(NotFound):
        await change("DELETE", f"/system/callbacks/{registration_id}", None)
