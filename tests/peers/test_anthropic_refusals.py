"""What the Messages API refuses, in its words, through its own SDK."""

import base64
from typing import Any

import anthropic
import pytest
from anthropic.types.message_create_params import MessageCreateParamsBase

from tests.peers.anthropic import anthropic_peer
from tests.peers.anthropic_shapes import MessagesRequest
from tests.peers.asked import Json
from tests.peers.drivers import QUESTION, ClaudeDriver, driving_claude
from tests.peers.server import KEY

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 20).decode()
TOOL: Json = {"name": "look", "input_schema": {"type": "object"}}
USE: Json = {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {}}
RESULT: Json = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "It is off."}
MARK: Json = {"cache_control": {"type": "ephemeral"}}


def user(*content: Json) -> list[Json]:
    return [{"role": "user", "content": list(content)}]


def text(said: str, **more: Any) -> Json:
    return {"type": "text", "text": said, **more}


def image(media_type: str, data: str) -> Json:
    return {"type": "image", "source": {"type": "base64", "media_type": media_type, "data": data}}


OMIT = object()
REFUSED: list[tuple[str, Json, str]] = [
    ("no model", {"model": OMIT}, "model: Field required"),
    ("no limit", {"max_tokens": OMIT}, "max_tokens: Field required"),
    ("limit as text", {"max_tokens": "100"}, "max_tokens: Input should be a valid integer"),
    ("negative limit", {"max_tokens": -1}, "max_tokens: Input should be greater than or equal to 0"),
    ("limit too high", {"max_tokens": 999_999}, "max_tokens: 999999 > 128000, which is the maximum allowed number of"),
    ("unknown field", {"max_completion_tokens": 5}, "max_completion_tokens: Extra inputs are not permitted"),
    ("temperature", {"temperature": 0.5}, "temperature: Extra inputs are not permitted"),
    ("no messages", {"messages": []}, "messages: at least one message is required"),
    ("messages as text", {"messages": "hi"}, "messages: Input should be a valid list"),
    ("unknown role", {"messages": [{"role": "bot", "content": "hi"}]}, "messages.0.role: Input should be 'user', 'ass"),
    ("no role", {"messages": [{"content": "hi"}]}, "messages.0.role: Input should be"),
    ("no content", {"messages": [{"role": "user"}]}, "messages.0.content: Field required"),
    (
        "null content",
        {"messages": [{"role": "user", "content": None}]},
        "messages.0.content: Input should be a valid li",
    ),
    ("empty content", {"messages": [{"role": "user", "content": ""}]}, "messages.0: all messages must have non-empty"),
    ("empty text", {"messages": user(text(""))}, "messages: text content blocks must be non-empty"),
    ("blank text", {"messages": user(text(" \n"))}, "messages: text content blocks must contain non-whitespace text"),
    ("empty system", {"system": [text("")]}, "system: text content blocks must be non-empty"),
    ("unknown field of a message", {"messages": [{**QUESTION[0], "name": "x"}]}, "messages.0.name: Extra inputs are"),
    (
        "unknown block",
        {"messages": user({"type": "blob"})},
        "messages.0.content.0: Input tag 'blob' found using 'type'",
    ),
    ("field of a block", {"messages": user(text("hi", x=1))}, "messages.0.content.0.text.x: Extra inputs are not perm"),
    (
        "assistant first",
        {"messages": [{"role": "assistant", "content": "hi"}, *QUESTION]},
        'first message must use the "u',
    ),
    (
        "prefill",
        {"messages": [*QUESTION, {"role": "assistant", "content": "It"}]},
        "does not support assistant message pr",
    ),
    (
        "five marks",
        {"messages": user(*[text(str(n), **MARK) for n in range(5)])},
        "A maximum of 4 blocks with cache_contr",
    ),
    ("four marks and one", {**MARK, "messages": user(*[text(str(n), **MARK) for n in range(4)])}, "Found 5."),
    (
        "image type",
        {"messages": user(image("image/tiff", PNG))},
        "source.base64.media_type: Input should be 'image/jpeg'",
    ),
    ("image base64", {"messages": user(image("image/png", "§§"))}, "image.source.base64: invalid base64 data"),
    (
        "image content",
        {"messages": user(image("image/jpeg", PNG))},
        "does not match the provided media type image/jpeg",
    ),
    ("image size", {"messages": user(image("image/png", PNG[:12] + "A" * 8_000_000))}, "image exceeds 5 MB maximum"),
    ("choice without tools", {"tool_choice": {"type": "any"}}, "may only be specified while providing tools"),
    (
        "choice of no tool",
        {"tools": [TOOL], "tool_choice": {"type": "tool", "name": "x"}},
        "Tool 'x' not found in provid",
    ),
    ("tools of one name", {"tools": [TOOL, TOOL]}, "tools: Tool names must be unique."),
    ("name of a tool", {"tools": [{**TOOL, "name": "a b"}]}, "tools.0.name: String should match pattern"),
    ("result without use", {"messages": user(RESULT)}, "messages.0.content.0: unexpected `tool_use_id` found"),
    (
        "use without result",
        {"messages": [*QUESTION, {"role": "assistant", "content": [USE]}, *QUESTION]},
        "without `tool_r",
    ),
    (
        "thinking",
        {"thinking": {"type": "enabled", "budget_tokens": 2000}},
        "must be greater than `thinking.budget_tokens`",
    ),
]


def changed(body: Json, change: Json) -> Json:
    return {name: value for name, value in {**body, **change}.items() if value is not OMIT}


@pytest.fixture
async def client() -> Any:
    async with driving_claude("httpx2") as driver:
        yield driver


@pytest.mark.parametrize(("change", "told"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
async def test_refused(client: ClaudeDriver, change: Json, told: str) -> None:
    with pytest.raises(anthropic.BadRequestError) as raised:
        await client.post(changed(client.body, change))
    assert told in (raised.value.api_message or "")
    assert raised.value.type == "invalid_request_error"
    assert told in (client.peer.requests[0].refused or "")


@pytest.mark.parametrize(
    "change",
    [
        {"messages": [*QUESTION, *QUESTION]},
        {"messages": user(text("a"), image("image/png", PNG))},
        {"messages": user(*[text(str(n), **MARK) for n in range(4)])},
        {"system": [text("Be brief.", **MARK)], "stop_sequences": ["END"], "metadata": {"user_id": "u1"}},
        {"tools": [TOOL], "messages": [*QUESTION, {"role": "assistant", "content": [USE]}, *user(RESULT)]},
        {"output_config": {"effort": "low", "format": {"type": "json_schema", "schema": {"type": "object"}}}},
        {"model": "claude-haiku-4-5", "messages": [*QUESTION, {"role": "assistant", "content": "The cause is"}]},
        {"model": "claude-opus-5", "messages": [*QUESTION, {"role": "system", "content": "Be brief."}]},
    ],
)
async def test_accepted(client: ClaudeDriver, change: Json) -> None:
    await client.post(changed(client.body, change))
    assert client.peer.requests[0].refused is None


@pytest.mark.parametrize(
    ("model", "temperature", "told"),
    [
        ("claude-haiku-4-5", 0.5, None),
        ("claude-haiku-4-5", 1.5, "temperature: range: 0..1"),
        ("claude-opus-5", 1.0, "`temperature` is deprecated for this model."),
    ],
)
async def test_sampling_under_the_old_version(
    client: ClaudeDriver, model: str, temperature: float, told: str | None
) -> None:
    old = client.client.with_options(default_headers={"anthropic-version": "2023-06-01"})
    asking = ClaudeDriver(client.peer, old).post({**client.body, "model": model, "temperature": temperature})
    if told is None:
        await asking
        assert client.peer.requests[0].headers["anthropic-version"] == "2023-06-01"
    else:
        with pytest.raises(anthropic.BadRequestError, match=told):
            await asking


async def test_unknown_model(client: ClaudeDriver) -> None:
    with pytest.raises(anthropic.NotFoundError, match="model: claude-none") as raised:
        await client.ask(stream=True, model="claude-none")
    assert raised.value.type == "not_found_error"


@pytest.mark.parametrize("header", ["x-api-key", "authorization"])
@pytest.mark.parametrize("right", [True, False])
async def test_key(header: str, right: bool) -> None:
    key = KEY if right else "wrong"
    async with anthropic_peer() as peer:
        how: Json = {"api_key": None, "auth_token": key} if header == "authorization" else {"api_key": key}
        headers = {"x-api-key": key} if header == "x-api-key" else {}
        async with anthropic.AsyncAnthropic(base_url=peer.url, max_retries=0, default_headers=headers, **how) as client:
            driver = ClaudeDriver(peer, client)
            if right:
                assert (await driver.ask(stream=False)).text == "Hello."
            else:
                with pytest.raises(anthropic.AuthenticationError, match="invalid x-api-key"):
                    await driver.ask(stream=False)


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"anthropic-version": anthropic.Omit()}, "anthropic-version: header is required"),
        ({"anthropic-version": "2020-01-01"}, '"2020-01-01" is not a valid version'),
        ({"x-api-key": "wrong"}, "invalid x-api-key"),
        ({"authorization": anthropic.Omit(), "x-api-key": anthropic.Omit()}, "x-api-key header is required"),
    ],
)
async def test_headers(client: ClaudeDriver, headers: Any, told: str) -> None:
    with pytest.raises(anthropic.APIStatusError, match=told):
        await client.client.messages.create(**client.body, extra_headers=headers)


async def test_context_too_long(client: ClaudeDriver) -> None:
    long = [{"role": "user", "content": "word " * 200_000}]
    with pytest.raises(anthropic.BadRequestError, match=r"prompt is too long: \d+ tokens > 200000 maximum"):
        await client.ask(stream=True, messages=long)


async def test_what_a_test_may_set() -> None:
    async with (
        anthropic_peer(context=10, alternating=True, keys=("other",)) as peer,
        anthropic.AsyncAnthropic(base_url=peer.url, api_key="other", max_retries=0) as client,
    ):
        driver = ClaudeDriver(peer, client)
        with pytest.raises(anthropic.BadRequestError, match=r"prompt is too long: \d+ tokens > 10 maximum"):
            await driver.ask(stream=False)
        with pytest.raises(anthropic.BadRequestError, match="roles must alternate"):
            await driver.ask(stream=False, messages=[*QUESTION, *QUESTION])


def test_the_shape_has_the_sdks_fields() -> None:
    in_headers = {"user_profile_id", "workspace_id"}
    known = set(MessageCreateParamsBase.__annotations__) - in_headers | {"stream"}
    assert set(MessagesRequest.model_fields) == known
