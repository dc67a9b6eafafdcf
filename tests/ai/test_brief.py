"""Where a prompt is written: a long one beside the loop that all answers share, a brief one in it."""

import threading
from contextlib import aclosing
from uuid import uuid4

import pytest

from resolvent.ai.llm import Door
from resolvent.ai.models import Use
from resolvent.ai.prompt import Caller, Endpoint, Part, Prompt
from tests.ai.doors import QUICK, FixedRouter, Glass, endpoint_at
from tests.peers.openai import openai_peer
from tests.peers.replies import Reply


@pytest.mark.parametrize("brief", [True, False])
async def test_only_a_brief_prompt_is_written_while_everybody_waits(brief: bool) -> None:
    wrote: list[int] = []

    def write(_: Endpoint) -> Prompt:
        wrote.append(threading.get_ident())
        return Prompt("Be brief.", (Part("user", "Hello"),))

    async with openai_peer() as peer:
        peer.answers(Reply("Yes."))
        door = Door(FixedRouter([endpoint_at(peer, "openai")]), QUICK)
        async with aclosing(door.stream(Caller(uuid4(), Use.CHAT), write, Glass(), brief=brief)) as answer:
            assert "".join([piece async for piece in answer]) == "Yes."
        await door.close()
    assert [one == threading.get_ident() for one in wrote] == [brief]
