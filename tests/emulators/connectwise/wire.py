"""Bytes to a call, an answer to bytes: the same over a socket and in-process."""

import json
import re
import secrets
from urllib.parse import parse_qsl

from tests.emulators.connectwise.exchange import Answer, Call

MEDIA_TYPE = re.compile(r"application/vnd\.connectwise\.com\+json; ?version=[\d.]+")
PIECES = 8
"""Into so many a dripping body is cut."""


def called(method: str, site: str, path: str, query: bytes, headers: dict[str, str], raw: bytes, codebase: str) -> Call:
    """`site` is scheme, host and port; header names are lower case."""
    api = f"/{codebase}apis/3.0"
    if path.startswith(api + "/"):
        path = path.removeprefix(api)
    elif not path.startswith(("/_", "/login/companyinfo/")):
        path = "!" + path
    try:
        body = json.loads(raw) if raw else None
    except ValueError:
        body = raw
    named = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    return Call(method, path, named, headers, body, f"{site}{api}")


def encoded(call: Call, answer: Answer) -> tuple[bytes, dict[str, str]]:
    """Body and headers."""
    body, kind = _body(call, answer)
    headers = {"content-type": kind, "content-length": str(len(body)), "cache-control": "no-cache"}
    headers |= {"x-cw-request-id": secrets.token_hex(8), "api-current-version": "2025.8"}
    return body, headers | {name.lower(): value for name, value in answer.headers.items()}


def pieces(body: bytes) -> list[bytes]:
    size = max(1, -(-len(body) // PIECES))
    return [body[at : at + size] for at in range(0, len(body), size)]


def _body(call: Call, answer: Answer) -> tuple[bytes, str]:
    if answer.content is not None:
        return answer.content, "application/octet-stream"
    if answer.text is not None:
        html = answer.text.startswith("<")
        return answer.text.encode(), "text/html" if html else (
            "application/json" if answer.text[:1] in '{"n' else "text/plain"
        )
    if answer.status == 204:
        return b"", "text/plain"
    pinned = MEDIA_TYPE.fullmatch(call.headers.get("accept", ""))
    return json.dumps(answer.body).encode(), pinned[0] if pinned else "application/json"
