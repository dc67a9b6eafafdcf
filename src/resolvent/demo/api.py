"""A thin client of Resolvent's own HTTP API, as the page uses it: cookie, JSON, problem details."""

import json
import time
from collections.abc import Iterator
from http.cookiejar import Cookie
from typing import Any

import httpx2


class DemoFailed(Exception):
    """A step did not do what it must; the message says what was wanted and what came."""


def need(condition: object, message: str) -> None:
    """A proof of the demo: not an `assert`, which an optimised run would drop."""
    if not condition:
        raise DemoFailed(message)


class Api:
    def __init__(self, address: str) -> None:
        self._http = httpx2.Client(base_url=f"{address}/api/v1", timeout=60, headers={"Origin": address})

    def close(self) -> None:
        self._http.close()

    def call(self, method: str, path: str, body: Any = None, *, expect: int | None = None) -> Any:
        """The answer's JSON. `expect`: the status that is wanted, else any success."""
        answer = self._http.request(method, path, json=body)
        fine = answer.status_code == expect if expect is not None else answer.is_success
        if not fine:
            raise DemoFailed(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json() if answer.content else None

    def cookies(self) -> list[Cookie]:
        """For another client that goes on as the same person."""
        return list(self._http.cookies.jar)

    def sign_in(self, token: str) -> None:
        self.call("POST", "/auth/one-time", {"token": token}, expect=204)

    def say(self, session_id: str, content: str) -> tuple[dict[str, Any], float]:
        """The whole session after the answer, and the seconds to its first text."""
        before = self.call("GET", f"/ai-sessions/{session_id}")["event_number"]
        began = time.monotonic()
        turn = self.call("POST", f"/ai-sessions/{session_id}/messages", {"content": content}, expect=202)["turn_id"]
        first = None
        for name, data in self._events(session_id, before):
            if data.get("turn_id") != turn:
                continue
            if name == "turn.delta" and first is None:
                first = time.monotonic() - began
            if name == "turn.finished":
                need(data["status"] == "complete", f"The answer ended as {data['status']}.")
                break
        return self.call("GET", f"/ai-sessions/{session_id}"), first or time.monotonic() - began

    def _events(self, session_id: str, after: int) -> Iterator[tuple[str, dict[str, Any]]]:
        headers = {"Last-Event-ID": str(after)}
        with self._http.stream("GET", f"/ai-sessions/{session_id}/events", headers=headers) as answer:
            name = ""
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    yield name, json.loads(line.removeprefix("data: "))
