"""What the chat completions API sends: a completion, its stream of chunks, errors. Source: `openai.types.chat` 3.57."""

import json
from collections.abc import Iterator

from tests.peers.asked import Asked, Event, Json, Received
from tests.peers.replies import Reply, Usage, pieces

FINGERPRINT = "fp_44709d6fcb"
CREATED = 1_767_225_600
"""Unix time of every answer, so that two runs are equal."""
PADDING = "x7Gd2"
DONE = b"data: [DONE]\n\n"
OVERLOAD = 503
ERRORS: dict[int, tuple[str, str | None, str]] = {
    400: ("invalid_request_error", None, "The request is invalid."),
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    403: (
        "invalid_request_error",
        "unsupported_country_region_territory",
        "Country, region, or territory not supported",
    ),
    404: ("invalid_request_error", None, "Not found."),
    405: ("invalid_request_error", "method_not_supported", "Not allowed to use this method on this path."),
    413: ("invalid_request_error", None, "The request is too large."),
    429: (
        "requests",
        "rate_limit_exceeded",
        "Rate limit reached for requests. Limit: 500 / min. Please try again in 2s.",
    ),
    500: ("server_error", None, "The server had an error while processing your request. Sorry about that!"),
    503: ("server_error", "server_is_overloaded", "The engine is currently overloaded, please try again later."),
}
"""Type, code and usual message by status."""


def error_body(status: int, message: str | None = None, param: str | None = None, code: str | None = None) -> Json:
    kind, _, usual = ERRORS.get(status, ERRORS[500])
    return {"error": {"message": message or usual, "type": kind, "param": param, "code": code}}


def usual_code(status: int) -> str | None:
    return ERRORS.get(status, ERRORS[500])[1]


def frame(chunk: Json) -> bytes:
    return b"data: %b\n\n" % json.dumps(chunk, ensure_ascii=False, separators=(",", ":")).encode()


def counts(usage: Usage) -> Json:
    prompt = usage.input + usage.read + usage.written
    return {
        "prompt_tokens": prompt,
        "completion_tokens": usage.output,
        "total_tokens": prompt + usage.output,
        "prompt_tokens_details": {
            "cached_tokens": usage.read,
            "cache_write_tokens": usage.written,
            "audio_tokens": 0,
        },
        "completion_tokens_details": {
            "reasoning_tokens": 0,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def finish(reply: Reply, named: bool) -> str:
    """A call of the tool that was named ends with `stop`, as the real one's does."""
    return reply.stop_reason or ("tool_calls" if reply.call is not None and not named else "stop")


def tool_call(request: Received, reply: Reply, arguments: str) -> Json:
    assert reply.call is not None
    return {
        "id": f"call_{request.number:024d}",
        "type": "function",
        "function": {"name": reply.call.tool, "arguments": arguments},
    }


def completion(request: Received, asked: Asked, reply: Reply, usage: Usage, named: bool) -> Json:
    silent = reply.call is not None or reply.refusal is not None
    said: Json = {
        "role": "assistant",
        "content": reply.text or (None if silent else ""),
        "refusal": reply.refusal,
        "annotations": [],
    }
    if reply.call is not None:
        said["tool_calls"] = [tool_call(request, reply, reply.call.text)]
    choice = {"index": 0, "message": said, "logprobs": None, "finish_reason": finish(reply, named)}
    return {**_shell(request, asked, "chat.completion"), "choices": [choice], "usage": counts(usage)}


def chunks(request: Received, asked: Asked, reply: Reply, usage: Usage, named: bool, options: Json) -> Iterator[Event]:
    shell = _shell(request, asked, "chat.completion.chunk")
    rest: Json = {"usage": None} if options.get("include_usage") else {}
    if options.get("include_obfuscation", True):
        rest["obfuscation"] = PADDING

    def event(delta: Json, end: str | None = None, chunk: bool = False) -> Event:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": end}
        return Event(frame({**shell, "choices": [choice], **rest}), chunk)

    yield event({"role": "assistant", "content": "" if reply.call is None or reply.text else None, "refusal": None})
    for piece in pieces(reply.text, reply):
        yield event({"content": piece}, chunk=True)
    for piece in pieces(reply.refusal or "", reply):
        yield event({"refusal": piece}, chunk=True)
    if reply.call is not None:
        yield event({"tool_calls": [{"index": 0, **tool_call(request, reply, "")}]})
        for piece in pieces(reply.call.text, reply):
            yield event({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}, chunk=True)
    yield event({}, finish(reply, named))
    if options.get("include_usage"):
        yield Event(frame({**shell, "choices": [], **rest, "usage": counts(usage)}))
    yield Event(DONE)


def _shell(request: Received, asked: Asked, kind: str) -> Json:
    return {
        "id": f"chatcmpl-{request.number:024d}",
        "object": kind,
        "created": CREATED,
        "model": asked.model,
        "service_tier": "default",
        "system_fingerprint": FINGERPRINT,
    }
