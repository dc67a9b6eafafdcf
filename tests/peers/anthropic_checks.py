"""What the Messages API refuses in a request of the right shape: each check gives the API's sentence, or None.

Sources: the API's documented and reported errors. A `Body` is as parsed from JSON.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from tests.peers.asked import Json, Rules
from tests.peers.images import decode, is_of
from tests.peers.replies import tokens

MOST_CACHE_MARKS = 4
LARGEST_IMAGE = 5 * 1024 * 1024
MOST_OUTPUT = 128_000
"""Tokens."""
PREFILL = ("claude-haiku-4-5", "claude-sonnet-4-5", "claude-opus-4-5")
"""Beginnings of the models that continue an assistant's message."""
SAMPLING = (*PREFILL, "claude-opus-4-6", "claude-sonnet-4-6")
"""Beginnings of the models that take sampling settings, under the old API version."""
INLINE_SYSTEM = (
    "claude-fable-5",
    "claude-mythos-5",
    "claude-opus-4-8",
    "claude-opus-5",
    "claude-sonnet-5",
    "claude-haiku-5-5",
)

Check = Callable[[Json], str | None]


def blocks(content: Any) -> list[Json]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return content or []


def all_blocks(body: Json) -> Iterator[Json]:
    """In the order of the prompt: tools, system, messages, with what stands in tool results."""
    yield from body.get("tools") or []
    yield from blocks(body.get("system"))
    for message in body["messages"]:
        for block in blocks(message["content"]):
            yield block
            if block["type"] == "tool_result":
                yield from blocks(block.get("content"))


def no_message(body: Json) -> str | None:
    return None if body["messages"] else "messages: at least one message is required"


def wrong_beginning(body: Json) -> str | None:
    return 'messages: first message must use the "user" role' if body["messages"][0]["role"] != "user" else None


def empty_message(body: Json) -> str | None:
    last = len(body["messages"]) - 1
    for number, message in enumerate(body["messages"]):
        optional = number == last and message["role"] == "assistant"
        if not message["content"] and not optional:
            rule = "all messages must have non-empty content except for the optional final assistant message"
            return f"messages.{number}: {rule}"
    return None


def empty_text(body: Json) -> str | None:
    for where, contents in (
        ("system", [body.get("system")]),
        ("messages", [message["content"] for message in body["messages"]]),
    ):
        for content in contents:
            texts = [block["text"] for block in blocks(content) if block["type"] == "text"]
            if not all(texts):
                return f"{where}: text content blocks must be non-empty"
            if not all(text.strip() for text in texts):
                return f"{where}: text content blocks must contain non-whitespace text"
    return None


def wrong_prefill(body: Json) -> str | None:
    last = body["messages"][-1]
    if last["role"] != "assistant":
        return None
    if not body["model"].startswith(PREFILL):
        return "This model does not support assistant message prefill. The conversation must end with a user message."
    texts = [block["text"] for block in blocks(last["content"]) if block["type"] == "text"]
    if texts and texts[-1] != texts[-1].rstrip():
        return "messages: final assistant content cannot end with trailing whitespace"
    return None


def inline_system(body: Json) -> str | None:
    if body["model"].startswith(INLINE_SYSTEM) or all(each["role"] != "system" for each in body["messages"]):
        return None
    return "messages: role 'system' is not supported on this model"


def too_many_marks(body: Json) -> str | None:
    found = sum("cache_control" in block for block in all_blocks(body)) + ("cache_control" in body)
    if found <= MOST_CACHE_MARKS:
        return None
    return f"A maximum of {MOST_CACHE_MARKS} blocks with cache_control may be provided. Found {found}."


def unpaired_tools(body: Json) -> str | None:
    """A result follows its call in the very next message, and every call has one."""
    messages = [{"role": "user", "content": []}, *body["messages"], {"role": "user", "content": []}]
    for number, (before, after) in enumerate(pairwise(messages)):
        called = [block["id"] for block in blocks(before["content"]) if block["type"] == "tool_use"]
        results = [block["tool_use_id"] for block in blocks(after["content"]) if block["type"] == "tool_result"]
        if unknown := [each for each in results if each not in called]:
            return (
                f"messages.{number}.content.0: unexpected `tool_use_id` found in `tool_result` blocks: {unknown[0]}. Each "
                "`tool_result` block must have a corresponding `tool_use` block in the previous message."
            )
        if open_calls := [each for each in called if each not in results]:
            return (
                f"messages.{number - 1}: `tool_use` ids were found without `tool_result` blocks immediately after: "
                f"{', '.join(open_calls)}. Each `tool_use` block must have a corresponding `tool_result` block in the next "
                "message."
            )
    return None


def wrong_tools(body: Json) -> str | None:
    names = [tool["name"] for tool in body.get("tools") or []]
    choice = body.get("tool_choice")
    if len(set(names)) < len(names):
        return "tools: Tool names must be unique."
    if choice is None:
        return None
    if not names:
        return "tool_choice: tool_choice may only be specified while providing tools."
    if choice["type"] == "tool" and choice.get("name") not in names:
        return f"tool_choice: Tool '{choice.get('name')}' not found in provided tools"
    return None


def wrong_image(body: Json) -> str | None:
    for number, message in enumerate(body["messages"]):
        for place, block in enumerate(blocks(message["content"])):
            source = block.get("source", {})
            if source.get("type") != "base64":
                continue
            path, content = f"messages.{number}.content.{place}.image.source.base64", decode(source["data"])
            if content is None:
                return f"{path}: invalid base64 data"
            if len(content) > LARGEST_IMAGE:
                return f"{path}: image exceeds 5 MB maximum: {len(content)} bytes > {LARGEST_IMAGE} bytes"
            if not is_of(source["media_type"], content):
                return f"{path}.data: Image does not match the provided media type {source['media_type']}"
    return None


def too_much_output(body: Json) -> str | None:
    asked = body["max_tokens"]
    if asked <= MOST_OUTPUT:
        return None
    return (
        f"max_tokens: {asked} > {MOST_OUTPUT}, which is the maximum allowed number of output tokens for {body['model']}"
    )


def too_much_thinking(body: Json) -> str | None:
    budget = (body.get("thinking") or {}).get("budget_tokens")
    return (
        "`max_tokens` must be greater than `thinking.budget_tokens`."
        if budget and budget >= body["max_tokens"]
        else None
    )


def wrong_sampling(body: Json) -> str | None:
    """The shape has refused these settings already, except under the old API version."""
    settings = [name for name in ("temperature", "top_p", "top_k") if name in body]
    if not settings or body["model"].startswith(SAMPLING):
        return None
    return f"`{settings[0]}` is deprecated for this model."


CHECKS: tuple[Check, ...] = (
    no_message,
    wrong_beginning,
    inline_system,
    empty_message,
    empty_text,
    wrong_prefill,
    too_many_marks,
    wrong_tools,
    unpaired_tools,
    wrong_image,
    too_much_output,
    too_much_thinking,
    wrong_sampling,
)


def objection(body: Json, rules: Rules) -> str | None:
    """The first of the API's objections."""
    found = next((told for check in CHECKS if (told := check(body)) is not None), None)
    return found or _same_role(body, rules) or _too_long(body, rules)


def _same_role(body: Json, rules: Rules) -> str | None:
    if not rules.alternating:
        return None
    roles = [message["role"] for message in body["messages"]]
    twice = next((role for role, after in pairwise(roles) if role == after), None)
    rule = 'roles must alternate between "user" and "assistant", but found multiple "{}" roles in a row'
    return None if twice is None else f"messages: {rule.format(twice)}"


def _too_long(body: Json, rules: Rules) -> str | None:
    size = sum(tokens(str(block)) for block in all_blocks(body) if block.get("type") != "image")
    return f"prompt is too long: {size} tokens > {rules.context} maximum" if size > rules.context else None
