"""The bytes themselves: order of events, ids, headers, and nothing in them that the vendor's SDK does not know."""

import json
from collections.abc import AsyncIterator
from typing import Any

import anthropic
import httpx2
import pytest
from anthropic.types import ErrorResponse, Message, ModelInfo, RawMessageStreamEvent
from openai.types import Model
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from pydantic import BaseModel, TypeAdapter

from tests.peers.anthropic import LARGEST_REQUEST, MODELS, anthropic_peer
from tests.peers.asked import Json
from tests.peers.drivers import QUESTION, ClaudeDriver, GptDriver
from tests.peers.openai import openai_peer
from tests.peers.replies import Call, Reply, Status
from tests.peers.server import KEY, Peer

CLAUDE_HEADERS = {"x-api-key": KEY, "anthropic-version": "2026-10-21"}
GPT_HEADERS = {"authorization": f"Bearer {KEY}"}
CLAUDE: Json = {"model": "claude-haiku-5-5", "max_tokens": 100, "messages": QUESTION}
GPT: Json = {"model": "gpt-5.5", "messages": QUESTION}


def unknown_fields(model: Any, path: str = "") -> list[str]:
    """Fields that the SDK's types do not have, at any depth."""
    if isinstance(model, list):
        return [found for each in model for found in unknown_fields(each, path)]
    if not isinstance(model, BaseModel):
        return []
    found = [f"{path}.{name}" for name in model.model_extra or {}]
    for name in type(model).model_fields:
        found += unknown_fields(getattr(model, name), f"{path}.{name}")
    return found


async def post(peer: Peer, headers: dict[str, str], body: Json) -> httpx2.Response:
    async with httpx2.AsyncClient() as client:
        url = f"{peer.url.removesuffix('/v1')}{peer.dialect.endpoint}"
        return await client.post(url, headers=headers, json=body)


def data_lines(text: str) -> list[Json]:
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]


def event_names(text: str) -> list[str]:
    return [line.removeprefix("event: ") for line in text.splitlines() if line.startswith("event: ")]


async def test_anthropic_stream() -> None:
    async with anthropic_peer() as peer:
        peer.answers(Reply("Yes.", call=Call("look", {"at": "log"}), chunks=2))
        tools = [{"name": "look", "input_schema": {"type": "object"}}]
        response = await post(peer, CLAUDE_HEADERS, {**CLAUDE, "tools": tools, "stream": True})
    assert event_names(response.text) == [
        "message_start",
        *["content_block_start", "ping", "content_block_delta", "content_block_delta", "content_block_stop"],
        *["content_block_start", *["content_block_delta"] * 7, "content_block_stop"],
        *["message_delta", "message_stop"],
    ]
    events = data_lines(response.text)
    assert [event["type"] for event in events] == event_names(response.text)
    adapter: TypeAdapter[Any] = TypeAdapter(RawMessageStreamEvent)
    told = [adapter.validate_python(event) for event in events if event["type"] != "ping"]
    assert unknown_fields(told) == []
    assert [event["index"] for event in events if "index" in event] == [0] * 4 + [1] * 9
    assert events[-2]["delta"]["stop_reason"] == "tool_use"
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["request-id"].startswith("req_")
    assert "anthropic-ratelimit-requests-remaining" in response.headers


async def test_anthropic_message_and_error() -> None:
    async with anthropic_peer() as peer:
        peer.answers(Reply("Yes.", call=Call("look", {"at": "log"})), Reply(refusal="No."), Reply(fail=Status(529)))
        for _ in range(2):
            message = Message.model_validate((await post(peer, CLAUDE_HEADERS, CLAUDE)).json())
            assert unknown_fields(message) == []
        response = await post(peer, CLAUDE_HEADERS, CLAUDE)
    error = ErrorResponse.model_validate(response.json())
    assert unknown_fields(error) == []
    assert error.request_id == response.headers["request-id"]
    assert response.headers["x-should-retry"] == "true"


@pytest.mark.parametrize("usage", [True, False])
async def test_openai_stream(usage: bool) -> None:
    options = {"include_usage": usage, "include_obfuscation": False}
    async with openai_peer() as peer:
        peer.answers(Reply("Yes.", chunks=2))
        response = await post(peer, GPT_HEADERS, {**GPT, "stream": True, "stream_options": options})
    assert response.text.endswith("\n\ndata: [DONE]\n\n")
    chunks = [ChatCompletionChunk.model_validate(each) for each in data_lines(response.text)]
    assert unknown_fields(chunks) == []
    assert len({chunk.id for chunk in chunks}) == 1
    assert {chunk.system_fingerprint for chunk in chunks} == {"fp_44709d6fcb"}
    spoken = chunks[:-1] if usage else chunks
    assert [chunk.choices[0].delta.content for chunk in spoken] == ["", "Ye", "s.", None]
    assert [chunk.choices[0].finish_reason for chunk in spoken] == [None, None, None, "stop"]
    assert spoken[0].choices[0].delta.role == "assistant"
    assert ['"usage"' in line for line in response.text.split("\n\n")[:-2]] == [usage] * len(chunks)
    assert (chunks[-1].usage is not None) is usage
    assert (chunks[-1].choices == []) is usage
    assert "x-ratelimit-remaining-requests" in response.headers


async def test_openai_completion() -> None:
    async with openai_peer() as peer:
        peer.answers(Reply("Yes.", call=Call("look", {"at": "log"})), Reply(refusal="No."))
        for _ in range(2):
            completion = ChatCompletion.model_validate((await post(peer, GPT_HEADERS, GPT)).json())
            assert unknown_fields(completion) == []


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "told"),
    [
        ("POST", "", b"{", 400, "JSON"),
        ("POST", "", b"[]", 400, "JSON"),
        ("POST", "", b"", 400, "JSON"),
        ("GET", "", b"", 405, "ethod"),
        ("POST", "/nowhere", b"{}", 404, ""),
    ],
)
@pytest.mark.parametrize("serve", [anthropic_peer, openai_peer])
async def test_no_request_at_all(serve: Any, method: str, path: str, content: bytes, status: int, told: str) -> None:
    async with serve() as peer, httpx2.AsyncClient() as client:
        url = f"{peer.url.removesuffix('/v1')}{peer.dialect.endpoint}{path}"
        response = await client.request(method, url, headers=CLAUDE_HEADERS | GPT_HEADERS, content=content)
    assert response.status_code == status
    assert told in response.json()["error"]["message"]


async def test_a_request_too_large_for_anthropic() -> None:
    async with anthropic_peer() as peer, httpx2.AsyncClient() as client:
        url = f"{peer.url}/v1/messages"
        response = await client.post(url, headers=CLAUDE_HEADERS, content=b" " * (LARGEST_REQUEST + 1))
    assert (response.status_code, response.json()["error"]["type"]) == (413, "request_too_large")


async def test_connections_are_kept() -> None:
    """One after the other on one connection, with bodies in chunks too."""
    async with openai_peer() as peer, httpx2.AsyncClient() as client:

        async def cut() -> AsyncIterator[bytes]:
            body = json.dumps(GPT).encode()
            yield body[:9]
            yield body[9:]

        for content in (json.dumps(GPT).encode(), cut(), json.dumps(GPT).encode()):
            response = await client.post(f"{peer.url}/chat/completions", headers=GPT_HEADERS, content=content)
            assert response.status_code == 200
        assert peer.connections == 1
        assert [request.body for request in peer.requests] == [GPT] * 3


async def test_anthropic_catalogue(claude: ClaudeDriver) -> None:
    models = [model async for model in claude.client.models.list()]
    assert [model.id for model in models] == list(MODELS)
    one = await claude.client.models.retrieve("claude-opus-5-5")
    assert isinstance(one, ModelInfo)
    assert (one.id, unknown_fields(one)) == ("claude-opus-5-5", [])
    with pytest.raises(anthropic.NotFoundError, match="model: nobody"):
        await claude.client.models.retrieve("nobody")
    assert claude.peer.asked == []


async def test_openai_catalogue(gpt: GptDriver) -> None:
    models = [model async for model in gpt.client.models.list()]
    assert "gpt-5.5" in {model.id for model in models}
    one = await gpt.client.models.retrieve("gpt-5.5")
    assert isinstance(one, Model)
    assert (one.id, unknown_fields(one)) == ("gpt-5.5", [])
