"""What a fault is: it wraps a call and decides whether, when and how often `act` commits, and what is answered."""

import re
from collections.abc import Callable
from enum import StrEnum

from tests.emulators.connectwise.exchange import Answer, Call
from tests.emulators.connectwise.world import World

Act = Callable[[], Answer]
Fault = Callable[[World, Call, Act], Answer]


class At(StrEnum):
    """Which calls a fault is made for."""

    ANY = "any call"
    NOTE = "POST of a note"
    STATUS = "PATCH of a status"
    TICKET = "any call on a ticket"
    LIST = "GET of a ticket's notes"
    CALLBACK = "a call that causes a callback"


def ticket_of(call: Call) -> int:
    match = re.search(r"/tickets/(\d+)", call.path)
    if match is None:
        raise AssertionError(f"this fault is about a ticket, not {call.path}")
    return int(match[1])


def then(effect: Callable[[World, Call, Answer], None]) -> Fault:
    def fault(world: World, call: Call, act: Act) -> Answer:
        answer = act()
        effect(world, call, answer)
        return answer

    return fault


def first(effect: Callable[[World, Call], None]) -> Fault:
    def fault(world: World, call: Call, act: Act) -> Answer:
        effect(world, call)
        return act()

    return fault
