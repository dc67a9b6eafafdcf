"""What connects the ConnectWise emulator through our own API."""

from typing import Any

from tests.emulators.connectwise.running import Running
from tests.emulators.connectwise.world import API_MEMBER


def connection_to(running: Running, **settings: Any) -> dict[str, Any]:
    keys = running.credentials
    return {
        "provider": "connectwise",
        "name": "ConnectWise",
        "settings": {
            "site": running.site,
            "company_id": keys.company,
            "public_key": keys.public,
            "client_id": keys.client_id,
            "member": API_MEMBER,
            "allow_private": True,
            **settings,
        },
        "secret": {"private_key": keys.private},
    }
