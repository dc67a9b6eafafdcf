"""What the chat completions API refuses, in its words, through its own SDK."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
from openai.types.chat.completion_create_params import CompletionCreateParamsBase

from tests.peers.asked import Json
from tests.peers.drivers import QUESTION, GptDriver, driving_gpt
from tests.peers.openai import openai_peer
from tests.peers.openai_shapes import ChatRequest

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 20).decode()
TOOL: Json = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}
CALL: Json = {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": "{}"}}
CALLING: Json = {"role": "assistant", "content": None, "tool_calls": [CALL]}
ANSWER: Json = {"role": "tool", "tool_call_id": "call_1", "content": "It is off."}
OMIT = object()


def user(content: Any) -> list[Json]:
    return [{"role": "user", "content": content}]


def image(url: str) -> list[Json]:
    return user([{"type": "image_url", "image_url": {"url": url}}])


REFUSED: list[tuple[str, Json, str, str | None, str | None]] = [
    ("no model", {"model": OMIT}, "Missing required parameter: 'model'.", "model", "missing_required_parameter"),
    ("unknown field", {"top_k": 5}, "Unrecognized request argument supplied: top_k", None, None),
    ("hot", {"model": "gpt-4.1", "temperature": 3}, "value <= 2, but got 3", "temperature", "integer_above_max_value"),
    ("cold", {"model": "gpt-4.1", "temperature": -0.5}, "value >= 0, but", "temperature", "decimal_below_min_value"),
    ("heat as text", {"temperature": "hot"}, "expected a decimal, but got a string", "temperature", "invalid_type"),
    ("heat of a reasoner", {"temperature": 0.5}, "Only the default (1)", "temperature", "unsupported_value"),
    ("old limit", {"max_tokens": 5}, "Use 'max_completion_tokens' instead", "max_tokens", "unsupported_parameter"),
    ("low limit", {"max_completion_tokens": 0}, "value >= 1", "max_completion_tokens", "integer_below_min_value"),
    ("no messages", {"messages": []}, "Invalid 'messages': empty array.", "messages", "empty_array"),
    ("messages as text", {"messages": "hi"}, "expected an array of objects, but got a", "messages", "invalid_type"),
    ("unknown role", {"messages": [{"role": "bot", "content": "x"}]}, "'bot'", "messages[0].role", "invalid_value"),
    (
        "no role",
        {"messages": [{"content": "x"}]},
        "'messages[0].role'",
        "messages[0].role",
        "missing_required_parameter",
    ),
    ("null content", {"messages": user(None)}, "expected a string, got null", "messages[0].content", None),
    ("empty content", {"messages": user([])}, "empty array", "messages[0].content", "empty_array"),
    ("unknown part", {"messages": user([{"type": "x"}])}, "'x'", "messages[0].content[0].type", "invalid_value"),
    (
        "part without text",
        {"messages": user([{"type": "text"}])},
        "Missing",
        "messages[0].content[0].text",
        "missing_required_parameter",
    ),
    (
        "field of a message",
        {"messages": [{**QUESTION[0], "x": 1}]},
        "Unknown parameter",
        "messages[0].x",
        "unknown_parameter",
    ),
    ("silent assistant", {"messages": [*QUESTION, {"role": "assistant"}]}, "got null", "messages.[1].content", None),
    (
        "usage unstreamed",
        {"stream_options": {"include_usage": True}},
        "only allowed when",
        "stream_options",
        "invalid_value",
    ),
    (
        "image base64",
        {"messages": image("data:image/png;base64,§§")},
        "Invalid base64 image_url.",
        None,
        "invalid_base64",
    ),
    (
        "image type",
        {"messages": image(f"data:image/tiff;base64,{PNG}")},
        "unsupported image",
        None,
        "invalid_image_format",
    ),
    (
        "image content",
        {"messages": image(f"data:image/gif;base64,{PNG}")},
        "unsupported image",
        None,
        "invalid_image_format",
    ),
    ("image nowhere", {"messages": image("printer.png")}, "valid URL", "messages", "invalid_value"),
    ("choice without tools", {"tool_choice": "required"}, "only allowed when 'tools'", "tool_choice", None),
    (
        "name of a tool",
        {"tools": [{"type": "function", "function": {"name": "a b"}}]},
        "pattern",
        "tools[0].function.name",
        "invalid_value",
    ),
    (
        "answer without call",
        {"messages": [*QUESTION, ANSWER]},
        "must be a response to a prece",
        "messages.[1].role",
        None,
    ),
    (
        "call without answer",
        {"messages": [CALLING, *QUESTION]},
        "did not have response messages: call_1",
        "messages.[1].role",
        None,
    ),
    (
        "one answer of two",
        {"messages": [{**CALLING, "tool_calls": [CALL, {**CALL, "id": "call_2"}]}, ANSWER]},
        "did not have response messages: call_2",
        "messages.[2].role",
        None,
    ),
    (
        "json unmentioned",
        {"response_format": {"type": "json_object"}},
        "must contain the word 'json'",
        "messages",
        None,
    ),
]


def changed(body: Json, change: Json) -> Json:
    return {name: value for name, value in {**body, **change}.items() if value is not OMIT}


@pytest.fixture
async def client() -> AsyncIterator[GptDriver]:
    async with driving_gpt("httpx2") as driver:
        yield driver


@pytest.mark.parametrize(
    ("change", "told", "param", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
async def test_refused(client: GptDriver, change: Json, told: str, param: str | None, code: str | None) -> None:
    with pytest.raises(openai.BadRequestError) as raised:
        await client.post(changed(client.body, change))
    error = raised.value
    assert told in error.message
    assert (error.param, error.code, error.type) == (param, code, "invalid_request_error")
    assert told in (client.peer.requests[0].refused or "")


@pytest.mark.parametrize(
    "change",
    [
        {"messages": [{"role": "system", "content": "Be brief."}, *QUESTION, *QUESTION]},
        {"messages": user([{"type": "text", "text": "a"}, *image(f"data:image/png;base64,{PNG}")[0]["content"]])},
        {"messages": [*QUESTION, CALLING, ANSWER], "tools": [TOOL]},
        {"model": "gpt-4.1", "temperature": 0, "max_tokens": 5, "seed": 1, "stop": ["END"], "n": 1},
        {"reasoning_effort": "none", "temperature": 0.2},
        {"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {}, "strict": True}}},
        {"messages": user("")},
    ],
)
async def test_accepted(client: GptDriver, change: Json) -> None:
    await client.post(changed(client.body, change))
    assert client.peer.requests[0].refused is None


async def test_unknown_model(client: GptDriver) -> None:
    with pytest.raises(openai.NotFoundError, match="The model `gpt-0` does not exist") as raised:
        await client.ask(stream=True, model="gpt-0")
    assert raised.value.code == "model_not_found"


async def test_key() -> None:
    async with (
        openai_peer() as peer,
        openai.AsyncOpenAI(base_url=peer.url, api_key="wrong", max_retries=0) as client,
    ):
        driver = GptDriver(peer, client)
        with pytest.raises(openai.AuthenticationError, match="Incorrect API key provided") as raised:
            await driver.ask(stream=True)
        assert raised.value.code == "invalid_api_key"
        for others in ({}, {"x-api-key": "peer-key"}):
            headers: Any = {"authorization": openai.Omit(), **others}
            with pytest.raises(openai.AuthenticationError, match="didn't provide an API key"):
                await client.chat.completions.create(**driver.body, extra_headers=headers)


async def test_context_too_long(client: GptDriver) -> None:
    with pytest.raises(openai.BadRequestError, match="maximum context length is 128000 tokens") as raised:
        await client.ask(stream=True, messages=user("word " * 200_000))
    assert raised.value.code == "context_length_exceeded"


async def test_roles_that_alternate() -> None:
    async with (
        openai_peer(alternating=True) as peer,
        openai.AsyncOpenAI(base_url=peer.url, api_key="peer-key", max_retries=0) as client,
    ):
        with pytest.raises(openai.BadRequestError, match="roles must alternate"):
            await GptDriver(peer, client).ask(stream=True, messages=[*QUESTION, *QUESTION])


def test_the_shape_has_fields_of_the_sdk_only() -> None:
    assert set(ChatRequest.model_fields) <= set(CompletionCreateParamsBase.__annotations__) | {"stream"}
