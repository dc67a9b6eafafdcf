"""What is told beside the SDK is what the SDK says: the same text, the same end, at any cut of the bytes."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import pairwise
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolvent.ai import sdks
from resolvent.ai.beat import Beat
from resolvent.ai.tap import Tap, TextsDiffer
from resolvent.ai.tapping import EventCutter, TappedEvents
from tests.ai.wire import (
    MESSAGE_START,
    PING,
    RECORDED,
    Bench,
    begin,
    block,
    chat,
    chat_end,
    message_end,
    render,
    stop,
    thought,
)

WORDS = st.one_of(
    st.sampled_from(
        ["<think>", "</think>", "<", "think", ">", " ", "\n\n", "[", "[\u200d", "\u200d", "INST]", "<|im_", "end|>"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)
CHAT = st.one_of(
    WORDS.map(chat),
    WORDS.map(chat),
    st.tuples(WORDS, st.text("abcxyz", max_size=4)).map(lambda two: chat(two[0], obfuscation=two[1])),
    WORDS.map(lambda text: chat(text, delta={"role": "assistant"})),
    st.tuples(WORDS, WORDS).map(lambda two: chat(two[0], delta={"reasoning_content": two[1]})),
    WORDS.map(lambda text: chat(text, finish="stop")),
    WORDS.map(lambda text: chat(text, delta={"annotations": [{"type": "x"}]})),
    st.just(chat(None, delta={"refusal": "No."})),
    st.just(render({"error": {"message": "overloaded", "code": 503}})),
    st.just(b": still here\n\n"),
    st.just(b"\n"),
    st.just(b"data: {not json\n\n"),
    st.just(b"data: first line\ndata: second line\n\n"),
    st.just(chat("half").replace(b"half", b"\\ud83d")),
    st.just(chat("half").replace(b"half", b"\\ude00")),
    st.just(chat("other ends").replace(b"\n", b"\r\n")),
    st.just(b"\xff"),
    st.just(render("[DONE]")),
)
BLOCKS = st.one_of(
    st.tuples(WORDS, st.integers(0, 1)).map(lambda two: block(*two)),
    WORDS.map(block),
    WORDS.map(block),
    st.just(PING),
    st.just(stop(0)),
    st.just(begin(0, type="text", text="")),
    st.just(begin(1, type="text", text="Given.")),
    st.just(begin(1, type="thinking", thinking="", signature="")),
    WORDS.map(lambda text: thought(text, 1)),
    st.just(render({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "error")),
    st.just(chat("not of this vendor")),
)


@pytest.fixture(scope="module")
def benches() -> Iterator[dict[str, Bench]]:
    made: dict[str, Bench] = {}
    with pytest.MonkeyPatch.context() as patch, asyncio.Runner() as runner:
        patch.setattr(sdks, "make_client", lambda *_: httpx2.AsyncClient(transport=made["now"].wire))
        for provider in ("openai", "anthropic"):
            made["now"] = made[provider] = Bench(provider, runner)
            made[provider].read([RECORDED[provider]])
        yield made
        for provider in ("openai", "anthropic"):
            runner.run(made[provider].door.close())


def cut(stream: bytes, places: Sequence[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(stream) + 1) for place in places), len(stream)]
    return [stream[start:end] for start, end in pairwise(edges) if start < end]


def told(read: tuple[list[str], tuple[object, ...]]) -> tuple[str, tuple[object, ...]]:
    return "".join(read[0]), read[1]


@pytest.mark.parametrize("provider", RECORDED)
def test_a_recorded_answer_is_the_sdks_own_at_every_cut(benches: dict[str, Bench], provider: str) -> None:
    bench, stream = benches[provider], RECORDED[provider]
    alone = told(bench.read([stream], tapped=False))
    assert alone[1][0] == "complete"
    assert "hidden" not in alone[0]
    ends = [at for at in range(len(stream)) if stream[:at].endswith(b"\n\n")]
    for place in [near for at in ends for near in (at - 40, at - 1, at, at + 1)]:
        assert told(bench.read([stream[:place], stream[place:]])) == alone
    for size in (1, 7, 100):
        assert told(bench.read([stream[at : at + size] for at in range(0, len(stream), size)])) == alone


@pytest.mark.parametrize("stream", RECORDED.values())
def test_events_come_out_whole_at_every_cut(stream: bytes) -> None:
    whole = [event + b"\n\n" for event in stream.split(b"\n\n")[:-1]]
    for place in range(len(stream)):
        cutter = EventCutter()
        assert [*cutter.feed(stream[:place]), *cutter.feed(stream[place:])] == whole
        assert cutter.rest == b""


@settings(deadline=None)
@given(
    events=st.lists(CHAT, max_size=14),
    places=st.lists(st.integers(0, 5000), max_size=8),
    wait=st.sampled_from([0.0, 3600.0]),
    ends=st.sampled_from(["", "stop", "length", "content_filter"]),
    breaks=st.booleans(),
)
def test_whatever_an_openai_server_says_is_told_as_the_sdk_says_it(
    benches: dict[str, Bench], events: list[bytes], places: list[int], wait: float, ends: str, breaks: bool
) -> None:
    stream = b"".join([*events, chat_end(ends) if ends else b""])
    compare(benches["openai"], cut(stream, places), wait, breaks=breaks)


@settings(deadline=None)
@given(
    events=st.lists(BLOCKS, max_size=14),
    places=st.lists(st.integers(0, 5000), max_size=8),
    wait=st.sampled_from([0.0, 3600.0]),
    ends=st.sampled_from(["", "end_turn", "max_tokens", "refusal"]),
    breaks=st.booleans(),
)
def test_whatever_an_anthropic_server_says_is_told_as_the_sdk_says_it(
    benches: dict[str, Bench], events: list[bytes], places: list[int], wait: float, ends: str, breaks: bool
) -> None:
    stream = b"".join([MESSAGE_START, *events, message_end(ends) if ends else b""])
    compare(benches["anthropic"], cut(stream, places), wait, breaks=breaks)


ODD: dict[str, tuple[str, list[bytes]]] = {
    "a tag that three events make": (
        "openai",
        [*map(chat, ["a", "<", "think", ">"]), b": on\n\n", chat("b"), chat_end()],
    ),
    "an empty text in a thought": ("openai", [*map(chat, ["a", "<think>", "", "hidden", "b", "</think>"]), chat_end()]),
    "usage with each event": (
        "openai",
        [chat(text, usage={"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}) for text in "abcd"]
        + [chat(None, finish="stop")],
    ),
    "halves of a character": (
        "openai",
        [chat("a"), chat("b"), *[chat("half").replace(b"half", half) for half in (b"\\ud83d", b"\\ude00")], chat_end()],
    ),
    "a sign of no width in a token": (
        "openai",
        [*map(chat, ["a", "b", "[\u200dINST]", "c", "[", "\u200d", "d"]), chat_end()],
    ),
    "a choice that ends twice": ("openai", [*[chat(text, finish="stop") for text in "abc"], chat_end("length")]),
    "a body that ends": ("anthropic", [MESSAGE_START, *map(block, "abc")]),
    "a body that ends in no text": ("anthropic", [MESSAGE_START, *map(block, "abc"), message_end(), b"\xff"]),
    "text for a thought": (
        "anthropic",
        [MESSAGE_START, begin(1, type="thinking", thinking="", signature=""), block("a"), block("b"), block("c", 1)],
    ),
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_answer_is_the_sdks_own(benches: dict[str, Bench], odd: str) -> None:
    provider, events = ODD[odd]
    for reads in (events, [b"".join(events)]):
        for wait in (0.0, 3600.0):
            compare(benches[provider], reads, wait)


def test_what_one_read_brings_is_one_piece_and_the_sdk_is_given_one_event(benches: dict[str, Bench]) -> None:
    bench = benches["openai"]
    bench.wire.given.clear()
    texts = ["One", " two", " three", " four"]
    pieces, _ = bench.read([chat(texts[0]), b"".join(map(chat, texts[1:3])), chat(texts[3]), chat_end()])
    assert pieces == ["One", " two three", " four"]
    assert bench.wire.given[0] == chat("One")
    assert json.loads(bench.wire.given[1][6:]) == json.loads(chat(" two three four")[6:])


async def test_the_first_texts_are_not_held_back_and_the_connection_is_closed() -> None:
    class Line:
        closed = False

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for text in ("One", "two", "three"):
                yield chat(text)

        async def aclose(self) -> None:
            self.closed = True

    line, tap = Line(), Tap()
    tapped = TappedEvents(line, tap, Beat(1e9))
    reading = aiter(tapped)
    assert b"One" in await anext(reading)
    tap.say("One")
    waiting = asyncio.ensure_future(anext(reading))
    assert await tap.next(30) == "One"
    assert await tap.next(30) == "two"
    assert not waiting.done(), "the third is gathered"
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await tapped.aclose()
    assert line.closed


def test_other_line_ends_are_handed_on_as_they_come(benches: dict[str, Bench]) -> None:
    events = [chat(text).replace(b"\n", b"\r\n") for text in ("One", " two")]
    benches["openai"].wire.given.clear()
    assert benches["openai"].read([*events, chat_end()])[0] == ["One", " two"]
    assert benches["openai"].wire.given[:2] == events


def test_an_sdk_that_reads_something_else_is_a_failure_in_words(benches: dict[str, Bench]) -> None:
    bench = benches["openai"]
    for wrong in (b"twice", b"", b"t"):
        bench.wire.change = lambda ready, wrong=wrong: ready.replace(b"two", wrong)  # type: ignore[misc]
        try:
            pieces, ended = bench.read([chat("One"), chat("two"), chat("three"), chat_end()])
        finally:
            bench.wire.change = bytes
        assert (pieces, ended[0]) == (["One", "two", "three"], "model_garbled")


@given(st.lists(st.tuples(st.booleans(), st.text("ab", min_size=1, max_size=3)), max_size=20), st.randoms())
async def test_nothing_is_told_twice_or_left_out_whoever_is_ahead(steps: list[tuple[bool, str]], chance: Any) -> None:
    tap, behind, text, got = Tap(), "", "", ""
    for is_wire, piece in steps:
        if is_wire or not behind:
            text += piece
            (tap.give if is_wire else tap.say)(piece)
            behind += piece if is_wire else ""
        else:
            size = chance.randint(0, len(behind))
            tap.say(behind[:size])
            behind = behind[size:]
        if chance.random() < 0.5:
            got += await tap.next(30) or ""
    if behind:
        with pytest.raises(TextsDiffer):
            tap.end()
        with pytest.raises(TextsDiffer):
            tap.say("-")
    else:
        tap.end()
    tap.close()
    while (rest := await tap.next(30)) is not None:
        got += rest
    assert got == text


def compare(bench: Bench, reads: Sequence[bytes], wait: float, *, breaks: bool = False) -> None:
    bench.wire.longest_wait, bench.wire.breaks = wait, breaks
    try:
        alone = told(bench.read([b"".join(reads)], tapped=False))
        assert told(bench.read(reads)) == alone
    finally:
        bench.wire.breaks = False
