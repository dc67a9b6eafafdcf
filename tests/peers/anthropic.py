"""The Anthropic Messages API. By hand: `python -m tests.peers.anthropic --port 9101`."""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, get_args

from anthropic.types import ModelParam

from tests.peers.anthropic_checks import MOST_OUTPUT, blocks, objection
from tests.peers.anthropic_format import OVERLOAD, error_body, events, frame, message, request_id
from tests.peers.anthropic_shapes import SHAPES, misshapen
from tests.peers.asked import Asked, Event, Json, Received, Refusal, Rules, bearer, joined
from tests.peers.command import run
from tests.peers.replies import Reply, Usage
from tests.peers.server import Peer, serving

MODELS: tuple[str, ...] = get_args(get_args(ModelParam)[0])
LARGEST_REQUEST = 32 * 1024 * 1024
REQUESTS_A_MINUTE = 4000


class AnthropicDialect:
    base = ""
    endpoint = "/v1/messages"
    embeddings: str | None = None
    overload = OVERLOAD
    context = 200_000

    def key(self, headers: Mapping[str, str]) -> str | None:
        """Of two, the vendor's own header is the one that counts."""
        return headers.get("x-api-key") or bearer(headers)

    def refuse(self, request: Received, key: str | None, rules: Rules) -> Refusal | None:
        code, told = self._objection(request, key, rules)
        return self.error(request, code, told) if code else None

    def _objection(self, request: Received, key: str | None, rules: Rules) -> tuple[int, str | None]:
        version = request.headers.get("anthropic-version")
        if len(request.raw) > LARGEST_REQUEST:
            return 413, None
        if key not in rules.keys:
            return 401, None if key else "x-api-key header is required"
        if version not in SHAPES:
            told = f'"{version}" is not a valid version' if version else "header is required"
            return 400, f"anthropic-version: {told}"
        if request.path.startswith("/v1/models"):
            name = request.path.removeprefix("/v1/models").strip("/")
            return (404, f"model: {name}") if name and name not in MODELS else (0, None)
        if request.path != self.endpoint:
            return 404, None
        if request.method != "POST":
            return 405, None
        return self._body_objection(request.body, version, rules)

    def _body_objection(self, body: Any, version: str, rules: Rules) -> tuple[int, str | None]:
        if not isinstance(body, dict):
            return 400, "The request body is not valid JSON."
        if (told := misshapen(body, version)) is not None:
            return 400, told
        if body["model"] not in MODELS:
            return 404, f"model: {body['model']}"
        told = objection(body, rules)
        return (400, told) if told is not None else (0, None)

    def read(self, body: Json) -> Asked:
        tools = body.get("tools") or []
        parts = [*tools, *blocks(body.get("system"))]
        said: list[tuple[str, str]] = []
        for each in body["messages"]:
            content = blocks(each["content"])
            parts += content
            said += [("tool", _text(block.get("content"))) for block in content if block["type"] == "tool_result"]
            if text := _text(content):
                said.append((each["role"], text))
        marks = [count for count, part in enumerate(parts, 1) if part.get("cache_control")]
        choice = body.get("tool_choice") or {}
        alone = tools[0]["name"] if choice.get("type") == "any" and len(tools) == 1 else None
        return Asked(
            model=body["model"],
            stream=body.get("stream", False),
            system=tuple(block["text"] for block in blocks(body.get("system"))),
            said=tuple(said),
            tools={tool["name"]: tool["input_schema"] for tool in tools},
            forced=choice.get("name") or alone,
            schema=((body.get("output_config") or {}).get("format") or {}).get("schema"),
            prefix=tuple(json.dumps({**part, "cache_control": None}) for part in parts),
            marks=(*marks, *([len(parts)] if body.get("cache_control") else [])),
        )

    def catalogue(self, path: str) -> Json | None:
        if path == "/v1/models":
            entries = [_model(name) for name in MODELS]
            return {"data": entries, "has_more": False, "first_id": MODELS[0], "last_id": MODELS[-1]}
        return _model(path.rpartition("/")[2]) if path.startswith("/v1/models/") else None

    def error(self, request: Received, code: int, message: str | None = None) -> Refusal:
        body = error_body(request, code, message)
        again = "true" if code in {408, 409, 429} or code >= 500 else "false"
        return Refusal(code, body, body["error"]["message"], {"x-should-retry": again})

    def headers(self, request: Received) -> dict[str, str]:
        return {
            "request-id": request_id(request),
            "anthropic-organization-id": "00000000-0000-0000-0000-000000000001",
            "anthropic-ratelimit-requests-limit": str(REQUESTS_A_MINUTE),
            "anthropic-ratelimit-requests-remaining": str(max(0, REQUESTS_A_MINUTE - request.number)),
            "anthropic-ratelimit-requests-reset": "2030-01-01T00:00:00Z",
        }

    def whole(self, request: Received, asked: Asked, reply: Reply, usage: Usage) -> Json:
        return message(request, asked, reply, usage)

    def events(self, request: Received, asked: Asked, reply: Reply, usage: Usage) -> Iterator[Event]:
        return events(request, asked, reply, usage)

    def error_event(self, request: Received, code: int | None, message: str | None) -> bytes:
        return frame(error_body(request, code or OVERLOAD, message))


def _text(content: Any) -> str:
    return joined([block["text"] for block in blocks(content) if block["type"] == "text"])


def _model(name: str) -> Json:
    return {
        "type": "model",
        "id": name,
        "display_name": name.replace("-", " ").title(),
        "created_at": "2026-01-01T00:00:00Z",
        "lifecycle": "active",
        "max_input_tokens": AnthropicDialect.context,
        "max_tokens": MOST_OUTPUT,
    }


def anthropic_peer(**how: Any) -> AbstractAsyncContextManager[Peer]:
    """Keywords as of `serving`."""
    return serving(AnthropicDialect(), **how)


if __name__ == "__main__":
    run(AnthropicDialect())
