"""What the chat completions API refuses in a request of the right shape: each check gives the API's error, or None.

Source of the words: the API's reported errors.
"""

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import get_args

from openai.types.shared import ChatModel

from tests.peers.asked import Json, Rules
from tests.peers.images import decode, is_of
from tests.peers.openai_shapes import Objection, misshapen
from tests.peers.replies import tokens

MODELS: tuple[str, ...] = get_args(ChatModel)
CLASSIC = ("gpt-3.5", "gpt-4", "chatgpt-4o")
"""Beginnings of the models that don't reason: they take any temperature, and the old name of the output limit."""
IMAGE = re.compile(r"data:(?P<type>[\w/+.-]+);base64,(?P<data>.*)", re.DOTALL)
IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")

Check = Callable[[Json], Objection | None]


def unknown_model(body: Json) -> Objection | None:
    if body["model"] in MODELS:
        return None
    told = f"The model `{body['model']}` does not exist or you do not have access to it."
    return Objection(told, None, "model_not_found", 404)


def unsupported_by_model(body: Json) -> Objection | None:
    if body["model"].startswith(CLASSIC):
        return None
    if body.get("max_tokens") is not None:
        told = (
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
        )
        return Objection(told, "max_tokens", "unsupported_parameter")
    if body.get("temperature") not in {None, 1} and body.get("reasoning_effort") != "none":
        told = (
            f"Unsupported value: 'temperature' does not support {body['temperature']} with this model. Only the default "
            "(1) value is supported."
        )
        return Objection(told, "temperature", "unsupported_value")
    return None


def wrong_stream(body: Json) -> Objection | None:
    if body.get("stream_options") is None or body.get("stream"):
        return None
    told = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    return Objection(told, "stream_options", "invalid_value")


def no_content(body: Json) -> Objection | None:
    for number, message in enumerate(body["messages"]):
        if message.get("content") is None and not (message.get("tool_calls") or message.get("refusal")):
            where = f"messages.[{number}].content"
            return Objection("Invalid value for 'content': expected a string, got null.", where)
    return None


def images(body: Json) -> Iterator[str]:
    for message in body["messages"]:
        for part in message["content"] if isinstance(message.get("content"), list) else []:
            if part["type"] == "image_url":
                yield part["image_url"]["url"]


def wrong_image(body: Json) -> Objection | None:
    for url in images(body):
        if url.startswith(("http://", "https://")):
            continue
        found = IMAGE.fullmatch(url)
        if found is None:
            told = "Invalid 'messages': expected a valid URL or a base64-encoded data URL."
            return Objection(told, "messages", "invalid_value")
        content = decode(found["data"])
        if content is None:
            return Objection("Invalid base64 image_url.", None, "invalid_base64")
        if found["type"] not in IMAGE_TYPES or not is_of(found["type"], content):
            told = (
                "You uploaded an unsupported image. Please make sure your image has of one the following formats: "
                "['png', 'jpeg', 'gif', 'webp']."
            )
            return Objection(told, None, "invalid_image_format")
    return None


def unpaired_tools(body: Json) -> Objection | None:
    """Tool messages answer the calls of the assistant right before them, all of them."""
    waiting: list[str] = []
    for number, message in enumerate([*body["messages"], {"role": "user"}]):
        if message["role"] == "tool":
            if message.get("tool_call_id") not in waiting:
                told = "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
                return Objection(f"Invalid parameter: {told}", f"messages.[{number}].role")
            waiting.remove(message["tool_call_id"])
            continue
        if waiting:
            told = (
                "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                f"'tool_call_id'. The following tool_call_ids did not have response messages: {', '.join(waiting)}"
            )
            return Objection(told, f"messages.[{number}].role")
        waiting = [call["id"] for call in message.get("tool_calls") or []]
    return None


def wrong_tools(body: Json) -> Objection | None:
    names = [tool["function"]["name"] for tool in body.get("tools") or []]
    choice = body.get("tool_choice")
    if choice is None or (choice == "none" and not names):
        return None
    if not names:
        told = "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified."
        return Objection(told, "tool_choice")
    if isinstance(choice, dict) and choice["function"]["name"] not in names:
        told = f"Tool choice '{choice['function']['name']}' not found in 'tools' parameter."
        return Objection(told, "tool_choice", "invalid_value")
    return None


def wrong_format(body: Json) -> Objection | None:
    wanted = body.get("response_format") or {"type": "text"}
    if wanted["type"] == "json_schema" and wanted.get("json_schema") is None:
        where = "response_format.json_schema"
        return Objection(f"Missing required parameter: '{where}'.", where, "missing_required_parameter")
    if wanted["type"] == "json_object" and "json" not in json.dumps(body["messages"]).lower():
        told = "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
        return Objection(told, "messages")
    return None


CHECKS: tuple[Check, ...] = (
    unknown_model,
    wrong_stream,
    unsupported_by_model,
    no_content,
    wrong_image,
    wrong_tools,
    unpaired_tools,
    wrong_format,
)


def objection(body: Json, rules: Rules) -> Objection | None:
    """The first of the API's objections."""
    found = misshapen(body) or next((told for check in CHECKS if (told := check(body)) is not None), None)
    return found or _same_role(body, rules) or _too_long(body, rules)


def _same_role(body: Json, rules: Rules) -> Objection | None:
    """The words are those of servers that fill a model's chat template."""
    spoken = [message["role"] for message in body["messages"] if message["role"] in {"user", "assistant"}]
    if not rules.alternating or all(before != after for before, after in pairwise(spoken)):
        return None
    return Objection("Conversation roles must alternate user/assistant/user/assistant/...")


def _too_long(body: Json, rules: Rules) -> Objection | None:
    size = sum(tokens(json.dumps(message)) for message in body["messages"]) - sum(map(tokens, images(body)))
    if size <= rules.context:
        return None
    told = (
        f"This model's maximum context length is {rules.context} tokens. However, your messages resulted in {size} tokens. "
        "Please reduce the length of the messages."
    )
    return Objection(told, "messages", "context_length_exceeded")
