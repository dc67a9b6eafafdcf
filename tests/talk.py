"""Reading a session's stream, as the page does."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2


@dataclass
class Listener:
    """Events as they came, and the text that a reader would have put together from the deltas."""

    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def read(self, client: httpx2.AsyncClient, path: str, headers: dict[str, str]) -> None:
        async with client.stream("GET", path, headers=headers, timeout=30) as answer:
            assert answer.status_code == 200
            name, number, data = "", None, None
            async for line in answer.aiter_lines():
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("id: "):
                    number = int(line[4:])
                elif line.startswith("data: "):
                    data = json.loads(line[6:])
                elif not line:
                    self.opened.set()
                    if data is not None:
                        await self.take(name, number, data)
                    name, number, data = "", None, None

    async def take(self, name: str, number: int | None, data: dict[str, Any]) -> None:
        if name == "turn.delta":
            units = self.texts.get(data["turn_id"], "").encode("utf-16-le")
            kept = units[: data["offset"] * 2].decode("utf-16-le")
            self.texts[data["turn_id"]] = kept + data["text"]
        if number is not None:
            self.ids.append(number)
        self.events.append((name, data))
        async with self.moved:
            self.moved.notify_all()

    async def wait_for(self, test: Callable[["Listener"], bool], seconds: float = 10) -> None:
        async with self.moved:
            await asyncio.wait_for(self.moved.wait_for(lambda: test(self)), seconds)

    def named(self, name: str) -> list[dict[str, Any]]:
        return [data for one, data in self.events if one == name]


@asynccontextmanager
async def listening(
    client: httpx2.AsyncClient, session_id: str, last_event_id: int | None = None
) -> AsyncIterator[Listener]:
    listener = Listener()
    headers = {} if last_event_id is None else {"Last-Event-ID": str(last_event_id)}
    task = asyncio.create_task(listener.read(client, f"/ai-sessions/{session_id}/events", headers))
    await asyncio.wait_for(listener.opened.wait(), 10)
    try:
        yield listener
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def say(client: httpx2.AsyncClient, session_id: str, content: str, **more: Any) -> dict[str, Any]:
    """Send a message and wait for the end of its answer: the whole session afterwards."""
    async with listening(client, session_id) as listener:
        sent = await client.post(f"/ai-sessions/{session_id}/messages", json={"content": content, **more})
        assert sent.status_code == 202, sent.text
        turn = sent.json()["turn_id"]
        await listener.wait_for(lambda one: any(data["turn_id"] == turn for data in one.named("turn.finished")))
    whole: dict[str, Any] = (await client.get(f"/ai-sessions/{session_id}")).json()
    return whole
