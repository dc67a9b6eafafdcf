"""The door to a model, against peers that speak the vendors' wire formats."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from uuid import uuid4

import pytest

from resolvent.ai.errors import SENTENCES, ModelFailed
from resolvent.ai.llm import Door
from resolvent.ai.models import Use
from resolvent.ai.prompt import Caller, Endpoint, Image, Part, Prompt
from tests.ai.doors import IMPATIENT, MODELS, QUICK, FixedRouter, Glass, asking, endpoint_at
from tests.peers.anthropic import anthropic_peer
from tests.peers.openai import openai_peer
from tests.peers.replies import (
    BrokenJson,
    Cut,
    Endless,
    ErrorEvent,
    Page,
    Reply,
    Silence,
    Status,
    Usage,
)
from tests.peers.server import KEY, Peer

CALLER = Caller(uuid4(), Use.CHAT)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.fixture(params=["anthropic", "openai"])
def provider(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
async def peer(provider: str) -> AsyncIterator[Peer]:
    serving = {"anthropic": anthropic_peer, "openai": openai_peer}[provider]
    async with serving() as made:
        yield made


@pytest.fixture
def router(peer: Peer, provider: str) -> FixedRouter:
    return FixedRouter([endpoint_at(peer, provider)])


@pytest.fixture
async def door(router: FixedRouter) -> AsyncIterator[Door]:
    made = Door(router, QUICK)
    yield made
    await made.close()


async def read(door: Door, text: str = "Who are you?") -> str:
    return await door.complete(CALLER, asking(text), Glass())


async def test_the_answer_streams_as_it_comes_and_is_accounted_for(door: Door, peer: Peer, router: FixedRouter) -> None:
    said = "Grüße — “ready” 🖨 to help.\n\n1. First"
    peer.answers(Reply(said, chunks=1, usage=Usage(input=120, output=9)))
    async with aclosing(door.stream(CALLER, asking("Hello"), Glass())) as answer:
        pieces = [piece async for piece in answer]
    assert "".join(pieces) == said
    assert len(pieces) > 1
    ((name, spent),) = router.books
    assert (spent.outcome, spent.input_tokens, spent.output_tokens, spent.measured) == ("complete", 120, 9, True)
    assert spent.first_ms is not None
    assert name.endswith("peer")


async def test_the_stable_part_is_the_system_prompt_and_roles_alternate(door: Door, peer: Peer) -> None:
    peer.answers(Reply("Yes."))
    parts = (Part("user", "one"), Part("assistant", "two"), Part("user", "three"))
    await door.complete(CALLER, lambda _: Prompt("Be brief.", parts), Glass())
    asked = (await peer.received()).asked
    assert asked is not None
    assert asked.system == ("Be brief.",)
    assert [role for role, _ in asked.said if role != "system"] == ["user", "assistant", "user"]
    assert asked.last_user == "three"


async def test_the_stable_part_may_be_cached(door: Door, peer: Peer) -> None:
    peer.answers(Reply("Yes."))
    await door.complete(CALLER, lambda _: Prompt("Be brief. " * 2000, (Part("user", "one"),)), Glass())
    asked = (await peer.received()).asked
    assert asked is not None
    assert 1 in asked.marks, "after the instructions"


@pytest.mark.parametrize("sees", [True, False])
async def test_images_go_to_models_that_see(peer: Peer, provider: str, sees: bool) -> None:
    door = Door(FixedRouter([endpoint_at(peer, provider, sees_images=sees)]), QUICK)
    peer.answers(Reply("A pixel."))
    await door.complete(CALLER, lambda _: Prompt("Look.", (Part("user", "see", (Image("image/png", PNG),)),)), Glass())
    assert (b"iVBORw0KGgo" in (await peer.received()).raw) == sees
    await door.close()


FAULTS = {
    "key": (Reply(fail=Status(401)), "model_key_refused"),
    "forbidden": (Reply(fail=Status(403)), "model_key_refused"),
    "no such model": (Reply(fail=Status(404)), "model_not_found"),
    "busy": (Reply(fail=Status(429, retry_after=60)), "model_busy"),
    "broken": (Reply(fail=Status(500)), "model_overloaded"),
    "overloaded": (Reply(fail=Status(503)), "model_overloaded"),
    "bad request": (Reply(fail=Status(400, message="temperature is out of range")), "model_rejected"),
    "too long": (
        Reply(fail=Status(400, message="prompt is too long: 212000 tokens > 200000 maximum")),
        "model_too_long",
    ),
    "gateway": (Reply(fail=Page(502)), "model_overloaded"),
    "not an API": (Reply(fail=Page(200)), "model_unreadable"),
    "empty": (Reply(""), "model_empty"),
    "refusal": (Reply(refusal="I can't help with that."), "model_refused"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_each_failure_is_a_sentence(door: Door, peer: Peer, router: FixedRouter, fault: str) -> None:
    reply, code = FAULTS[fault]
    peer.answers(reply)
    with pytest.raises(ModelFailed) as failed:
        await read(door)
    assert failed.value.code == code
    assert failed.value.detail.endswith(".")
    assert KEY not in failed.value.detail
    assert {spent.outcome for _, spent in router.books} == {code}


@pytest.mark.parametrize("after", [0, 1])
async def test_silence_ends_in_time(router: FixedRouter, peer: Peer, after: int) -> None:
    door = Door(router, IMPATIENT)
    peer.answers(Reply("one two", chunks=4, fail=Silence(after)))
    with pytest.raises(ModelFailed) as failed:
        await read(door)
    assert failed.value.code == "model_timeout"
    await door.close()


BREAKS: dict[str, Cut | ErrorEvent | BrokenJson] = {
    "cut": Cut(after=2),
    "reset": Cut(after=2, how="reset"),
    "ended": Cut(after=2, how="end"),
    "error event": ErrorEvent(after=2),
    "broken JSON": BrokenJson(after=2),
}


@pytest.mark.parametrize("how", BREAKS)
async def test_what_breaks_in_the_middle_is_told_after_what_came(
    door: Door, peer: Peer, router: FixedRouter, how: str
) -> None:
    peer.answers(Reply("one two three four", chunks=["one ", "two ", "three ", "four"], delay=0.05, fail=BREAKS[how]))
    got: list[str] = []

    async def listen() -> None:
        async for piece in door.stream(CALLER, asking("Hello"), Glass()):
            got.append(piece)  # noqa: PERF401 (what came before it broke counts)

    with pytest.raises(ModelFailed) as failed:
        await listen()
    assert "".join(got) == "one two "
    assert failed.value.code == "model_cut_off"
    assert len(peer.asked) == 1, "an answer that began is not asked for again"
    ((_, spent),) = router.books
    assert spent.output_tokens > 0, "what was written counts, also where no usage came"


async def test_a_passing_failure_is_tried_again(door: Door, peer: Peer, router: FixedRouter) -> None:
    peer.answers(Reply(fail=Status(503)), Reply("Back."))
    assert await read(door) == "Back."
    assert [spent.outcome for _, spent in router.books] == ["model_overloaded", "complete"]


async def test_the_wait_that_was_asked_for_is_kept(door: Door, peer: Peer) -> None:
    peer.answers(Reply(fail=Status(429, retry_after=1)), Reply("Now."))
    assert await read(door) == "Now."
    first, second = peer.asked
    assert second.at - first.at >= 1


@pytest.mark.parametrize("reply", [Reply(fail=Status(401)), Reply(fail=Status(500)), Reply("")])
async def test_the_next_endpoint_answers_when_one_fails_before_its_first_text(
    peer: Peer, provider: str, reply: Reply
) -> None:
    async with openai_peer() as other:
        router = FixedRouter([endpoint_at(peer, provider), endpoint_at(other, "openai", name="second")])
        door = Door(router, QUICK)
        peer.answers(reply)
        other.answers(Reply("I am the second."))
        assert await read(door) == "I am the second."
        assert router.books[-1][0] == "second"
        await door.close()


async def test_when_all_fail_the_first_ones_reason_is_told(peer: Peer, provider: str) -> None:
    silent = Endpoint("second", "openai", "x", "http://127.0.0.1:9/v1", "k", True, False, 50_000)
    door = Door(FixedRouter([endpoint_at(peer, provider), silent]), QUICK)
    peer.answers(Reply(fail=Status(401)))
    with pytest.raises(ModelFailed) as failed:
        await read(door)
    assert failed.value.code == "model_key_refused"
    await door.close()


async def test_nobody_takes_over_an_answer_that_began(peer: Peer, provider: str) -> None:
    async with openai_peer() as other:
        door = Door(FixedRouter([endpoint_at(peer, provider), endpoint_at(other, "openai")]), QUICK)
        peer.answers(Reply("one two", chunks=4, delay=0.05, fail=Cut(after=1)))
        with pytest.raises(ModelFailed):
            await read(door)
        assert other.asked == []
        await door.close()


async def test_stop_hangs_up_within_a_second(door: Door, peer: Peer, router: FixedRouter) -> None:
    peer.answers(Reply("word ", chunks=5, delay=0.02, fail=Endless()))
    begun = asyncio.Event()

    async def listen() -> None:
        async for _ in door.stream(CALLER, asking("Tell me all"), Glass()):
            begun.set()

    task = asyncio.create_task(listen())
    await begun.wait()
    task.cancel()
    assert (await peer.cancelled(within=1.0)).chunks > 0
    await asyncio.gather(task, return_exceptions=True)
    ((_, spent),) = router.books
    assert spent.outcome == "stopped"
    assert spent.output_tokens > 0


async def test_leaving_the_answer_hangs_up_too(door: Door, peer: Peer) -> None:
    peer.answers(Reply("word ", chunks=5, delay=0.02, fail=Endless()))
    async with aclosing(door.stream(CALLER, asking("Tell me all"), Glass())) as answer:
        async for _ in answer:
            break
    assert (await peer.cancelled(within=1.0)).chunks > 0


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://no-such-host.invalid/v1"])
async def test_a_wrong_address_is_a_sentence(provider: str, url: str) -> None:
    endpoint = Endpoint("here", provider, MODELS[provider], url, "k", True, False, 50_000)  # type: ignore[arg-type]
    door = Door(FixedRouter([endpoint]), QUICK)
    with pytest.raises(ModelFailed) as failed:
        await read(door)
    assert failed.value.code == "model_unreachable"
    assert "here could not be reached" in failed.value.detail
    await door.close()


async def test_a_private_address_is_not_dialled_unless_allowed(peer: Peer, provider: str) -> None:
    door = Door(FixedRouter([endpoint_at(peer, provider, allow_private=False)]), QUICK)
    with pytest.raises(ModelFailed, match="private address"):
        await read(door)
    assert peer.requests == []
    await door.close()


async def test_a_wrong_key_never_stands_in_the_error(peer: Peer, provider: str) -> None:
    key = "sk-wrong-0123456789abcdef"
    door = Door(FixedRouter([endpoint_at(peer, provider, key=key)]), QUICK)
    with pytest.raises(ModelFailed) as failed:
        await read(door)
    assert failed.value.code == "model_key_refused"
    assert key not in str(failed.value.__dict__)
    await door.close()


class Broken(Glass):
    def outgoing(self, text: str) -> str:
        raise RuntimeError(text)


async def test_what_cannot_be_cleared_does_not_leave(door: Door, peer: Peer) -> None:
    with pytest.raises(ModelFailed) as failed:
        await door.complete(CALLER, asking("hunter2"), Broken())
    assert failed.value.code == "redaction_failed"
    assert "hunter2" not in failed.value.detail
    assert peer.requests == []


async def test_a_prompt_beyond_the_context_is_not_even_sent(peer: Peer, provider: str) -> None:
    door = Door(FixedRouter([endpoint_at(peer, provider, context_tokens=2_000)]), QUICK)
    with pytest.raises(ModelFailed) as failed:
        await read(door, "word " * 20_000)
    assert failed.value.code == "model_too_long"
    assert peer.requests == []
    await door.close()


def test_every_code_has_a_sentence_that_ends() -> None:
    assert all(text.rstrip("{wait}.").strip() and text.endswith(".") for text in SENTENCES.values())
