"""How often tickets are looked at, and how failures slow it down. All times in seconds. Pure."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    scan_every: float = 2.0
    sync_every: float = 6.0
    """What is watched follows the open sessions so late at most."""
    read_seconds: float = 1.2
    """Between two tickets read of one connection, over all replicas; with `burst` no more than 60 in any minute."""
    burst: int = 10
    at_once: int = 40
    """Tickets that one process has in hand."""
    lease: int = 240
    look_limit: float = 20.0
    """For one ticket. `burst` looks in a row end before the lease."""
    first_wait: float = 15.0
    longest_wait: float = 900.0
    notes_every: float = 600.0
    """Notes are listed so often even if the ticket's version stands still."""

    def wait_after(self, failures: int) -> float:
        """`failures` in a row before this one."""
        return min(self.first_wait * 2.0 ** min(failures, 16), self.longest_wait)

    def spread(self) -> float:
        """Tickets that were opened together are not looked at together for ever."""
        return random.uniform(0.9, 1.1)
