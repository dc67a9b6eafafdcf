"""A chat with OpenAI's SDK that sends what it is told to as it stands."""

from collections.abc import Mapping
from typing import Any, Final

from openai import AsyncStream, NotGiven, Omit
from openai.resources.chat.completions import AsyncCompletions
from openai.types.chat import ChatCompletion, ChatCompletionChunk

CHUNKS: Final = AsyncStream[ChatCompletionChunk]
OPTIONS: Final = {"extra_headers": "headers", "extra_query": "params", "timeout": "timeout"}
"""What is no part of the body, and its name among the options of a post."""


class Completions(AsyncCompletions):
    async def create(  # type: ignore[override]  # eleven overloads, of which we use none
        self, *, stream: bool = False, extra_body: Mapping[str, object] | None = None, **given: Any
    ) -> Any:
        """The SDK tries all that a request can say, and each message as each kind of message, to rename what its members have other
        names for: none has, and a hundred messages take 15 ms of everybody's time. So it is posted, as the SDK documents for what it
        does not know.
        """
        said = {name: one for name, one in given.items() if not isinstance(one, Omit | NotGiven)}
        # The key that the endpoint was given, and no other that the environment may have.
        options: Any = {"security": {"bearer_auth": True}}
        options |= {name: said.pop(told) for told, name in OPTIONS.items() if told in said}
        return await self._client.post(
            "/chat/completions",
            cast_to=ChatCompletion,
            body={**said, "stream": stream, **(extra_body or {})},
            options=options,
            stream=stream,
            stream_cls=CHUNKS,
        )
