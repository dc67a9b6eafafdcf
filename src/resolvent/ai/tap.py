"""The text of an answer, told once and in order, by two who read it: the tap on the wire, at once, and the SDK, when it gets there.

What was told and what the SDK has said differ by what the tap is ahead, at any time: so an answer that the SDK ends with
nothing ahead is the SDK's own, to the letter.
"""

import asyncio
from contextvars import ContextVar

from resolvent.mailbox import Mailbox


class TextsDiffer(Exception):
    """The SDK has read something else than the tap. Says nothing of the text."""


class Tap:
    def __init__(self, hold: asyncio.Event | None = None) -> None:
        """`hold`: the request waits for it at the wire."""
        self._hold = hold
        self.sent = False
        """The request was."""
        self.said = ""
        """By the SDK, since somebody emptied it."""
        self._ahead = ""
        self._told: Mailbox[str] = Mailbox()

    async def may_send(self) -> None:
        if self._hold is not None:
            await self._hold.wait()
        self.sent = True

    def give(self, text: str) -> None:
        """From the wire."""
        self._ahead += text
        self._told.put(text)

    def say(self, text: str) -> None:
        """From the SDK; empty for a sign of life. Raises TextsDiffer."""
        self.said += text
        if self._ahead.startswith(text):
            self._ahead, text = self._ahead[len(text) :], ""
        elif text.startswith(self._ahead):
            self._ahead, text = "", text[len(self._ahead) :]
        else:
            raise TextsDiffer
        self._told.put(text)

    def end(self) -> None:
        """The SDK has read it all. Raises TextsDiffer."""
        if self._ahead:
            raise TextsDiffer

    def close(self) -> None:
        """Nothing more comes, whatever the reason."""
        self._told.close()

    async def next(self, within: float) -> str | None:
        """All that waits, as one; empty for a sign of life, None at the end. Raises TimeoutError after `within` seconds of silence."""
        told = await self._told.take(within)
        return "".join(told) if told else None


TAP: ContextVar[Tap | None] = ContextVar("tap", default=None)
"""Of the request that is being sent."""
