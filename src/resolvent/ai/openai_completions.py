"""A chat with OpenAI's SDK that sends messages as they are."""

from collections.abc import Mapping
from typing import Any

from openai.resources.chat.completions import AsyncCompletions


class Completions(AsyncCompletions):
    async def create(  # type: ignore[override]  # eleven overloads, of which we use none
        self, *, messages: Any, extra_body: Mapping[str, object] | None = None, **given: Any
    ) -> Any:
        """The SDK tries each message as each kind of message, to rename what its members have other names for: no member has,
        and a hundred messages take 15 ms of everybody's time. What stands in `extra_body` goes before, and is not looked at.
        """
        return await super().create(messages=(), extra_body={**(extra_body or {}), "messages": messages}, **given)
