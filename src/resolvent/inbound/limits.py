"""How many callbacks one process takes in a minute: of one connection, and with tokens that nobody knows."""

from collections.abc import Hashable

from cachetools import TTLCache

MINUTE = 60.0
OF_ONE, UNKNOWN = 600, 600
CONNECTIONS = 10_000


class Minute:
    """Counts what came under a key since its first in this minute."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._counts: TTLCache[Hashable, list[int]] = TTLCache(CONNECTIONS, MINUTE)

    def allows(self, key: Hashable) -> bool:
        # A list, so that counting does not begin the minute anew.
        counted = self._counts.setdefault(key, [0])
        counted[0] += 1
        return counted[0] <= self._most
