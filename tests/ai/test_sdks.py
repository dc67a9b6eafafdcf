"""What an SDK does with a conversation before it sends it: everybody waits meanwhile."""

import sys
from types import FrameType
from uuid import uuid4

import pytest

from resolvent.ai.llm import Door
from resolvent.ai.models import Use
from resolvent.ai.prompt import Caller, Part, Prompt
from tests.ai.doors import QUICK, FixedRouter, Glass, endpoint_at
from tests.peers.anthropic import anthropic_peer
from tests.peers.openai import openai_peer
from tests.peers.replies import Reply

CALLER = Caller(uuid4(), Use.CHAT)
CALLS_A_MESSAGE = 200
"""Of Python functions. OpenAI's SDK took 1,400 to try each message as each kind of message: 15 ms for a hundred."""


def conversation(messages: int) -> Prompt:
    return Prompt(
        "You help.", tuple(Part(("user", "assistant")[number % 2], f"Line {number}.") for number in range(messages))
    )


async def count_calls(door: Door, messages: int) -> int:
    """In the SDKs, for one answer."""
    called = 0

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal called
        called += event == "call" and "site-packages" in frame.f_code.co_filename

    sys.setprofile(note)
    try:
        assert [piece async for piece in door.stream(CALLER, lambda _: conversation(messages), Glass())]
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_each_message_of_a_long_conversation_costs_little(provider: str) -> None:
    async with (anthropic_peer if provider == "anthropic" else openai_peer)() as peer:
        peer.answers(Reply("Yes."))
        door = Door(FixedRouter([endpoint_at(peer, provider)]), QUICK)
        await count_calls(door, 1)
        short, long = await count_calls(door, 1), await count_calls(door, 101)
        await door.close()
        asked = peer.asked[-1].asked
    assert (long - short) / 100 < CALLS_A_MESSAGE
    assert asked is not None
    told = [(part.role, part.text) for part in conversation(101).parts]
    assert [one for one in asked.said if one[0] in ("user", "assistant")] == told
