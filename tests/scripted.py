"""The test-only assistant: streams given raw text through the real turn, cut as the test says."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence

from resolvent.chat.assistant import Turn

Script = str | Callable[[Turn], str]


class ScriptedAssistant:
    name = "Scripted"

    def __init__(self, *answers: Script, size: int = 7) -> None:
        self.answers: list[Script] = list(answers)
        self.size = size
        self.turns: list[Turn] = []
        self.hold: asyncio.Event | None = None
        """While unset, the second half of an answer waits: for Stop, resume and kill tests."""
        self.reached_half = asyncio.Event()

    async def answer(self, turn: Turn, _stored: asyncio.Event) -> AsyncGenerator[str, None]:
        self.turns.append(turn)
        script = self.answers.pop(0)
        text = script(turn) if callable(script) else script
        chunks: Sequence[str] = [text[at : at + self.size] for at in range(0, len(text), self.size)]
        for number, chunk in enumerate(chunks):
            if self.hold is not None and number == len(chunks) // 2:
                self.reached_half.set()
                await self.hold.wait()
            await asyncio.sleep(0)
            yield chunk


class FailingAssistant:
    name = "Failing"

    async def answer(self, turn: Turn, _stored: asyncio.Event) -> AsyncGenerator[str, None]:
        yield f"A beginning for {turn.title[:5]}"
        raise RuntimeError("the model went away")
