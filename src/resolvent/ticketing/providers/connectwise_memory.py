"""What this process knows of a ConnectWise server, longer than one call: a provider is made for each."""

from collections import OrderedDict
from dataclasses import dataclass, field

from resolvent.ticketing.providers.connectwise_settings import ConnectWiseSettings, origin_of

MOST_SERVERS = 200
MOST_KEYS = 20
KEY_LIFE = 3600.0
"""Seconds. The vendor may change a key, and tells nobody."""


@dataclass(slots=True)
class Memory:
    """Of one company on one server. Times are the event loop's."""

    codebase: str | None = None
    _keys: OrderedDict[str, tuple[str, float]] = field(default_factory=OrderedDict)

    def key(self, path: str, now: float) -> str | None:
        """The signing key at a path, if it was proven lately."""
        key, since = self._keys.get(path, (None, now))
        return key if 0 <= now - since < KEY_LIFE else None

    def keep_key(self, path: str, key: str, now: float) -> None:
        """Only one that a signature proved: a forger must not fill our memory."""
        self._keys[path] = (key, now)
        self._keys.move_to_end(path)
        while len(self._keys) > MOST_KEYS:
            self._keys.popitem(last=False)


_servers: OrderedDict[tuple[str, str], Memory] = OrderedDict()


def memory_of(settings: ConnectWiseSettings) -> Memory:
    """Holds nothing that depends on the keys in use, so that all connections to one company share it."""
    at = (origin_of(settings), settings.company_id.casefold())
    memory = _servers.setdefault(at, Memory())
    _servers.move_to_end(at)
    while len(_servers) > MOST_SERVERS:
        _servers.popitem(last=False)
    return memory
