"""Events that differ in their text alone become one; to an SDK the answer is the same."""

import json
from collections.abc import AsyncIterator, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.ai.merging import EventMerger, MergedEvents


def chat(text: str | None, **more: Any) -> dict[str, Any]:
    delta = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": delta | more.pop("delta", {}), "finish_reason": more.pop("finish", None)}
    return {"id": "c-1", "object": "chat.completion.chunk", "model": "m", "choices": [choice], **more}


def block(text: str, index: int = 0) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": index, "delta": {"type": "text_delta", "text": text}}


def render(data: dict[str, Any] | str, name: str = "") -> bytes:
    body = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return (f"event: {name}\n" if name else "").encode() + f"data: {body}\n\n".encode()


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
CHAT = st.one_of(
    WORDS.map(lambda text: render(chat(text))),
    st.tuples(WORDS, st.text("abcxyz", max_size=4)).map(lambda two: render(chat(two[0], obfuscation=two[1]))),
    WORDS.map(lambda text: render(chat(text, delta={"role": "assistant"}))),
    WORDS.map(lambda text: render(chat(text, finish="stop"))),
    st.just(render(chat(None, delta={"refusal": "No."}))),
    st.integers(0, 9).map(lambda used: render({"id": "c-1", "choices": [], "usage": {"completion_tokens": used}})),
    st.just(render({"error": {"message": "overloaded", "code": 503}})),
    st.just(b": still here\n\n"),
    st.just(b"data: {not json\n\n"),
    st.just(b"data: first line\ndata: second line\n\n"),
    st.just(render("[DONE]")),
)
BLOCKS = st.one_of(
    st.tuples(WORDS, st.integers(0, 1)).map(lambda two: render(block(*two), "content_block_delta")),
    st.just(render({"type": "ping"}, "ping")),
    st.just(render({"type": "content_block_stop", "index": 0}, "content_block_stop")),
    st.just(
        render({"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "…"}}, "x")
    ),
)


def read_events(stream: bytes) -> list[Any]:
    """As an SDK reads them, neighbours whose text alone differs joined: what a merged stream and its original share."""
    read: list[Any] = []
    for event in stream.split(b"\n\n"):
        lines = event.decode().split("\n")
        head = [line for line in lines if not line.startswith("data: ")]
        data: Any = "\n".join(line[6:] for line in lines if line.startswith("data: "))
        text = None
        try:
            data = json.loads(data)
        except ValueError:
            read.append([head, data, None])
            continue
        data.pop("obfuscation", None)
        if data.get("choices") and "content" in data["choices"][0]["delta"]:
            text = data["choices"][0]["delta"].pop("content")
        elif data.get("delta", {}).get("type") == "text_delta":
            text = data["delta"].pop("text")
        if text is not None and read and read[-1][2] is not None and read[-1][:2] == [head, data]:
            read[-1][2] += text
        else:
            read.append([head, data, text])
    return read


def merge(chunks: Sequence[bytes]) -> tuple[bytes, int]:
    merger = EventMerger()
    out = b"".join([*(merger.feed(chunk) for chunk in chunks), merger.close()])
    return out, out.count(b"\n\n")


def cut(stream: bytes, places: Sequence[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(stream) + 1) for place in places), len(stream)]
    return [stream[start:end] for start, end in pairwise(edges)]


@given(
    st.one_of(st.lists(CHAT, max_size=12), st.lists(BLOCKS, max_size=12)), st.lists(st.integers(0, 5000), max_size=8)
)
def test_an_answer_means_the_same_at_any_cut(events: list[bytes], places: list[int]) -> None:
    stream = b"".join(events)
    merged, count = merge(cut(stream, places))
    assert read_events(merged) == read_events(stream)
    assert count <= len(events)


@given(st.lists(CHAT, max_size=6), st.binary(max_size=20))
def test_a_body_that_breaks_off_is_handed_on_to_its_last_byte(events: list[bytes], rest: bytes) -> None:
    rest = rest.replace(b"\n", b"").replace(b"\r", b"")
    assert merge([*events, rest])[0].endswith(rest)


@pytest.mark.parametrize(
    "events", [[render(chat(word)) for word in "abcde"], [render(block(word)) for word in "abcde"]]
)
def test_what_one_read_brings_is_one_event(events: list[bytes]) -> None:
    assert merge([b"".join(events)])[1] == 1
    assert merge(events) == (b"".join(events), 5)


def test_other_line_ends_are_left_alone() -> None:
    stream = b'data: {"choices": []}\r\n\r\ndata: [DONE]\r\n\r\n'
    assert merge(cut(stream, [7, 30]))[0] == stream


async def test_the_first_text_is_not_held_back_and_the_connection_is_closed() -> None:
    class Wire:
        closed = False
        read = 0

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for event in (chat(None, delta={"role": "assistant"}), chat("One"), chat("two")):
                self.read += 1
                yield render(event)

        async def aclose(self) -> None:
            self.closed = True

    wire = Wire()
    merged = MergedEvents(wire, pause=3600)
    reading = aiter(merged)
    assert [b"role" in await anext(reading), b"One" in await anext(reading)] == [True, True]
    assert wire.read == 2
    await merged.aclose()
    assert wire.closed
