"""The harness's client of the HTTP API: one per worker, with a token, and with what a turn tells besides its text."""

import time
from dataclasses import dataclass, field
from typing import Any

import httpx2

from resolvent.demo.api import Api, DemoFailed

COUNTS = ("unnonced_blocks", "malformed_blocks", "ignored_blocks")


class CallFailed(Exception):
    """The instance did not do what the API promises; ends the case, not the run."""


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    status: str
    """`complete`, `failed`, `stopped`."""
    counts: dict[str, int | None]
    """Blocks that came to nothing, by why; None where the API does not tell."""
    usage: dict[str, float] = field(default_factory=dict)
    """As the API tells it: tokens, cost. Empty where it does not."""
    first_text_seconds: float | None = None
    seconds: float = 0.0


class Talk(Api):
    def __init__(self, address: str, token: str, timeout: float = 300) -> None:
        super().__init__(address)
        self._http.headers["Authorization"] = f"Bearer {token}"
        self._http.timeout = httpx2.Timeout(timeout)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        try:
            return self.call(method, path, body)
        except (DemoFailed, httpx2.HTTPError) as error:
            raise CallFailed(f"{type(error).__name__}: {error}"[:600]) from error

    def tell(self, session_id: str, content: str, after: int) -> tuple[dict[str, Any], Answer]:
        """The whole session after the answer, and the answer. `after`: the newest event that was seen."""
        began = time.monotonic()
        turn = self.ask("POST", f"/ai-sessions/{session_id}/messages", {"content": content})["turn_id"]
        first, finished = None, {}
        try:
            for name, data in self._events(session_id, after):
                if data.get("turn_id") != turn:
                    continue
                if name == "turn.delta" and first is None:
                    first = time.monotonic() - began
                if name == "turn.finished":
                    finished = data
                    break
        except httpx2.HTTPError as error:
            raise CallFailed(f"The events broke off: {error}") from error
        spent = time.monotonic() - began
        if not finished:
            raise CallFailed("The events ended before the turn did.")
        whole = self.ask("GET", f"/ai-sessions/{session_id}")
        message = next((one for one in reversed(whole["messages"]) if (one["turn"] or {}).get("id") == turn), None)
        if message is None:
            raise CallFailed("The answer is not in the session.")
        told = {**finished, **message["turn"]}
        return whole, Answer(
            text=message["content"],
            status=finished["status"],
            counts={name: told.get(name) for name in COUNTS},
            usage=read_usage(told.get("usage")),
            first_text_seconds=first,
            seconds=spent,
        )


def read_usage(told: Any) -> dict[str, float]:
    """Numbers only; money may come as text, so that no digit is lost."""
    usage = {}
    for name, value in (told or {}).items():
        try:
            usage[name] = float(value)
        except (TypeError, ValueError):
            continue
    return usage
