"""The OpenAI chat completions API. By hand: `python -m tests.peers.openai --port 9102`."""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from tests.peers import openai_embeddings
from tests.peers.asked import Asked, Event, Json, Received, Refusal, Rules, bearer, joined
from tests.peers.command import run
from tests.peers.openai_checks import MODELS, objection
from tests.peers.openai_format import CREATED, OVERLOAD, chunks, completion, error_body, frame, usual_code
from tests.peers.openai_shapes import Objection
from tests.peers.replies import Reply, Usage
from tests.peers.server import Peer, serving

NO_KEY = (
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. "
    "Authorization: Bearer YOUR_KEY)."
)
WRONG_KEY = (
    "Incorrect API key provided: ********. You can find your API key at https://platform.openai.com/account/api-keys."
)
REQUESTS_A_MINUTE = 500


class OpenAiDialect:
    base = "/v1"
    endpoint = "/v1/chat/completions"
    embeddings: str | None = openai_embeddings.PATH
    overload = OVERLOAD
    context = 128_000

    def key(self, headers: Mapping[str, str]) -> str | None:
        return bearer(headers)

    def refuse(self, request: Received, key: str | None, rules: Rules) -> Refusal | None:
        told = self._objection(request, key, rules)
        if told is None:
            return None
        return _refusal(told.status, error_body(told.status, told.message or None, told.param, told.code))

    def _objection(self, request: Received, key: str | None, rules: Rules) -> Objection | None:
        if key is None:
            return Objection(NO_KEY, status=401)
        if key not in rules.keys:
            return Objection(WRONG_KEY, code="invalid_api_key", status=401)
        if request.path.startswith("/v1/models"):
            name = request.path.removeprefix("/v1/models").strip("/")
            told = f"The model '{name}' does not exist"
            return Objection(told, "model", "model_not_found", 404) if name and name not in MODELS else None
        if request.path not in {self.endpoint, self.embeddings}:
            return Objection(f"Invalid URL ({request.method} {request.path})", status=404)
        if request.method != "POST":
            return Objection("", status=405)
        if not isinstance(request.body, dict):
            return Objection("We could not parse the JSON body of your request.")
        if request.path == self.embeddings:
            return openai_embeddings.objection(request.body)
        return objection(request.body, rules)

    def read(self, body: Json) -> Asked:
        tools = {tool["function"]["name"]: tool["function"].get("parameters", {}) for tool in body.get("tools") or []}
        messages: list[Json] = body["messages"]
        texts = [(message["role"], _text(message.get("content"))) for message in messages]
        choice = body.get("tool_choice")
        named = choice["function"]["name"] if isinstance(choice, dict) and "function" in choice else None
        alone = next(iter(tools)) if choice == "required" and len(tools) == 1 else None
        wanted = body.get("response_format") or {}
        prefix = (*([json.dumps(body["tools"])] if tools else []), *map(json.dumps, messages))
        return Asked(
            model=body["model"],
            stream=bool(body.get("stream")),
            system=tuple(text for role, text in texts if role in {"system", "developer"}),
            said=tuple((role, text) for role, text in texts if role not in {"system", "developer"} and text),
            tools=tools,
            forced=named or alone,
            schema=(wanted.get("json_schema") or {}).get("schema"),
            prefix=prefix,
            marks=tuple(range(1, len(prefix) + 1)),
        )

    def catalogue(self, path: str) -> Json | None:
        if path == "/v1/models":
            return {"object": "list", "data": [_model(name) for name in MODELS]}
        return _model(path.rpartition("/")[2]) if path.startswith("/v1/models/") else None

    def error(self, request: Received, code: int, message: str | None = None) -> Refusal:
        return _refusal(code, error_body(code, message, code=usual_code(code)))

    def headers(self, request: Received) -> dict[str, str]:
        return {
            "x-request-id": f"req_{request.number:032d}",
            "openai-organization": "org-peer",
            "openai-version": "2020-10-01",
            "openai-processing-ms": "1",
            "x-ratelimit-limit-requests": str(REQUESTS_A_MINUTE),
            "x-ratelimit-remaining-requests": str(max(0, REQUESTS_A_MINUTE - request.number)),
            "x-ratelimit-reset-requests": "120ms",
        }

    def whole(self, request: Received, asked: Asked, reply: Reply, usage: Usage) -> Json:
        return completion(request, asked, reply, usage, _named(request))

    def events(self, request: Received, asked: Asked, reply: Reply, usage: Usage) -> Iterator[Event]:
        options = request.body.get("stream_options") or {}
        return chunks(request, asked, reply, usage, _named(request), options)

    def error_event(self, request: Received, code: int | None, message: str | None) -> bytes:
        code = code or OVERLOAD
        return frame(error_body(code, message, code=usual_code(code)))


def _refusal(status: int, body: Json) -> Refusal:
    return Refusal(status, body, body["error"]["message"])


def _named(request: Received) -> bool:
    """The choice named the tool to call."""
    return isinstance(request.body.get("tool_choice"), dict)


def _text(content: Any) -> str:
    if isinstance(content, list):
        return joined([part["text"] for part in content if part["type"] == "text"])
    return content or ""


def _model(name: str) -> Json:
    return {"id": name, "object": "model", "created": CREATED, "owned_by": "openai"}


def openai_peer(**how: Any) -> AbstractAsyncContextManager[Peer]:
    """Keywords as of `serving`."""
    return serving(OpenAiDialect(), **how)


if __name__ == "__main__":
    run(OpenAiDialect())
