"""The ConnectWise provider on the emulator, over real HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from pydantic import HttpUrl, SecretStr

from resolvent.ticketing.http import Exchange
from resolvent.ticketing.provider import NoteDraft, NoteType, Visibility
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from resolvent.ticketing.providers.connectwise_settings import ConnectWiseSettings
from tests.emulators.connectwise.running import Running
from tests.emulators.connectwise.world import API_MEMBER

MARKER = "Ref RV-7Q4K2M7X"


def settings_for(desk: Running, **changes: Any) -> ConnectWiseSettings:
    keys = desk.credentials
    given: dict[str, Any] = {
        "site": HttpUrl(desk.site),
        "company_id": keys.company,
        "public_key": keys.public,
        "private_key": SecretStr(keys.private),
        "client_id": keys.client_id,
        "member": API_MEMBER,
        "allow_private": True,
    }
    return ConnectWiseSettings(**{**given, **changes})


@asynccontextmanager
async def connected(
    desk: Running, record: Callable[[Exchange], None] | None = None, **changes: Any
) -> AsyncIterator[ConnectWiseProvider]:
    provider = ConnectWiseProvider(settings_for(desk, **changes), record)
    try:
        yield provider
    finally:
        await provider.close()


def internal(text: str = "Thought.", marker: str = MARKER) -> NoteDraft:
    return NoteDraft(NoteType.INTERNAL_ANALYSIS, Visibility.INTERNAL, f"{text}\n\n{marker}", marker)


def resolution(text: str = "Done.", marker: str = MARKER, *, notify: bool = False) -> NoteDraft:
    return NoteDraft(NoteType.RESOLUTION, Visibility.CUSTOMER, f"{text}\n\n{marker}", marker, notify)
