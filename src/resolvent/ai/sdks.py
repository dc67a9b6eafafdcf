"""The vendors' SDKs, imported when their first model is asked: it takes them more than a second."""

from functools import cache
from typing import TYPE_CHECKING

from resolvent.ai.prompt import Endpoint
from resolvent.ai.transport import make_client
from resolvent.standing import leave_out_of_collections

if TYPE_CHECKING:
    from pydantic_ai.models import Model


@cache
def leave_sdk_out(_provider: str) -> None:
    """With its first model comes the provider's SDK: a hundred thousand objects."""
    leave_out_of_collections()


def build_model(endpoint: Endpoint, *, connect: float) -> "Model":
    """Neither SDK retries by itself, nor reads the environment for its key or address. `connect`: seconds."""
    if endpoint.provider == "anthropic":
        from anthropic import AsyncAnthropic, DefaultAioHttpClient
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.providers.anthropic import AnthropicProvider

        claude = AsyncAnthropic(
            api_key=endpoint.key or "none",
            base_url=endpoint.base_url or "https://api.anthropic.com",
            http_client=make_client(DefaultAioHttpClient, endpoint, connect),
            max_retries=0,
        )
        return AnthropicModel(endpoint.model, provider=AnthropicProvider(anthropic_client=claude))
    from openai import AsyncOpenAI
    from openai import DefaultAioHttpClient as OpenAIHttpClient
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.profiles.openai import OpenAIModelProfile
    from pydantic_ai.providers.openai import OpenAIProvider
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

    from resolvent.ai.openai_completions import Completions

    client = AsyncOpenAI(
        api_key=endpoint.key or "none",
        base_url=endpoint.base_url or "https://api.openai.com/v1",
        http_client=make_client(OpenAIHttpClient, endpoint, connect),
        max_retries=0,
    )
    client.chat.completions = Completions(client)  # type: ignore[misc]  # a cached property
    provider = (
        OpenAICompatibleProvider("compatible", openai_client=client)
        if endpoint.base_url
        else OpenAIProvider(openai_client=client)
    )
    # Without it a body that ends too soon reads like a whole answer.
    strict = OpenAIModelProfile(openai_chat_streaming_requires_finish_reason=True)
    return OpenAIChatModel(endpoint.model, provider=provider, profile=strict)
