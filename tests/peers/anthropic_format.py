"""What the Messages API sends: a message, its stream of events, errors. Source: `anthropic.types` 2.14."""

import json
from collections.abc import Iterator
from typing import Any

from tests.peers.asked import Asked, Event, Json, Received
from tests.peers.replies import Reply, Usage, pieces

PING = b'event: ping\ndata: {"type": "ping"}\n\n'
ERRORS: dict[int, tuple[str, str]] = {
    400: ("invalid_request_error", "The request is invalid."),
    401: ("authentication_error", "invalid x-api-key"),
    402: ("billing_error", "Your credit balance is too low to access the Anthropic API."),
    403: ("permission_error", "Your API key does not have permission to use the specified resource."),
    404: ("not_found_error", "Not Found"),
    405: ("invalid_request_error", "Method Not Allowed"),
    413: ("request_too_large", "Request exceeds the maximum size"),
    429: ("rate_limit_error", "This request would exceed your organization's rate limit of 50 requests per minute."),
    500: ("api_error", "Internal server error"),
    504: ("timeout_error", "The request timed out."),
    529: ("overloaded_error", "Overloaded"),
}
"""Type and usual message by status."""
OVERLOAD = 529


def request_id(request: Received) -> str:
    return f"req_{request.number:024d}"


def error_body(request: Received, code: int, message: str | None = None) -> Json:
    kind, usual = ERRORS.get(code, ERRORS[500])
    return {"type": "error", "error": {"type": kind, "message": message or usual}, "request_id": request_id(request)}


def frame(event: Json) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (event["type"].encode(), json.dumps(event, ensure_ascii=False).encode())


def counts(usage: Usage) -> Json:
    return {
        "input_tokens": usage.input,
        "cache_creation_input_tokens": usage.written,
        "cache_read_input_tokens": usage.read,
        "output_tokens": usage.output,
    }


def stop(reply: Reply) -> Json:
    """Why the model stopped."""
    reason = reply.stop_reason
    if reason is None:
        reason = "refusal" if reply.refusal is not None else "tool_use" if reply.call is not None else "end_turn"
    details = None
    if reason == "refusal":
        details = {"type": "refusal", "category": None, "explanation": reply.refusal}
    return {"stop_reason": reason, "stop_sequence": None, "stop_details": details}


def shell(request: Received, asked: Asked, usage: Usage) -> Json:
    """A message without content or end."""
    split = {"ephemeral_5m_input_tokens": usage.written, "ephemeral_1h_input_tokens": 0}
    return {
        "id": f"msg_{request.number:024d}",
        "type": "message",
        "role": "assistant",
        "model": asked.model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "stop_details": None,
        "usage": {**counts(usage), "cache_creation": split, "service_tier": "standard", "inference_geo": "global"},
    }


def tool_use(request: Received, reply: Reply) -> Json:
    assert reply.call is not None
    return {
        "type": "tool_use",
        "id": f"toolu_{request.number:024d}",
        "name": reply.call.tool,
        "input": {},
        "caller": {"type": "direct"},
    }


def message(request: Received, asked: Asked, reply: Reply, usage: Usage) -> Json:
    content: list[Json] = [{"type": "text", "text": reply.text, "citations": None}] if reply.text else []
    if reply.call is not None:
        arguments: Any = json.loads(reply.call.text)
        content.append({**tool_use(request, reply), "input": arguments})
    return {**shell(request, asked, usage), "content": content, **stop(reply)}


def events(request: Received, asked: Asked, reply: Reply, usage: Usage) -> Iterator[Event]:
    start = {**shell(request, asked, usage)}
    start["usage"] = {**start["usage"], "output_tokens": 1}
    yield Event(frame({"type": "message_start", "message": start}))
    parts: list[tuple[Json, str, str, str]] = []
    if reply.text:
        parts.append(({"type": "text", "text": ""}, "text_delta", "text", reply.text))
    if reply.call is not None:
        parts.append((tool_use(request, reply), "input_json_delta", "partial_json", reply.call.text))
    for index, (block, kind, name, text) in enumerate(parts):
        yield Event(frame({"type": "content_block_start", "index": index, "content_block": block}))
        if index == 0:
            yield Event(PING)
        for piece in pieces(text, reply):
            delta = {"type": kind, name: piece}
            yield Event(frame({"type": "content_block_delta", "index": index, "delta": delta}), chunk=True)
        yield Event(frame({"type": "content_block_stop", "index": index}))
    yield Event(frame({"type": "message_delta", "delta": stop(reply), "usage": counts(usage)}))
    yield Event(frame({"type": "message_stop"}))
