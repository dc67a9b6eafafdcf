"""The shape of a Messages request, as far as it is served here; what is not named is refused as by the real API.

Its errors are pydantic's own, as the API's are: path and sentence. Source: `anthropic.types` 2.14 and the API's errors.
Not served: tools of the vendor's own, documents, betas.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, ValidationError
from pydantic_core import ErrorDetails


def _as_blocks(content: Any) -> Any:
    """A string is short for one block of text."""
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CacheControl(Strict):
    type: Literal["ephemeral"]
    ttl: Literal["5m", "1h"] = "5m"


class Block(Strict):
    cache_control: CacheControl | None = None


class Text(Block):
    type: Literal["text"]
    text: str
    citations: None = None


class Base64Image(Strict):
    type: Literal["base64"]
    media_type: Literal["image/jpeg", "image/png", "image/gif", "image/webp"]
    data: str


class UrlImage(Strict):
    type: Literal["url"]
    url: str


class Image(Block):
    type: Literal["image"]
    source: Annotated[Base64Image | UrlImage, Field(discriminator="type")]


class ToolUse(Block):
    type: Literal["tool_use"]
    id: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]+$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    input: dict[str, Any]
    caller: dict[str, Any] | None = None


class ToolResult(Block):
    type: Literal["tool_result"]
    tool_use_id: str
    content: Annotated[
        list[Annotated[Text | Image, Field(discriminator="type")]] | None, BeforeValidator(_as_blocks)
    ] = None
    is_error: StrictBool = False


class Thinking(Strict):
    type: Literal["thinking"]
    thinking: str
    signature: str


class RedactedThinking(Strict):
    type: Literal["redacted_thinking"]
    data: str


class User(Strict):
    role: Literal["user"]
    content: Annotated[
        list[Annotated[Text | Image | ToolResult, Field(discriminator="type")]], BeforeValidator(_as_blocks)
    ]


class Assistant(Strict):
    role: Literal["assistant"]
    content: Annotated[
        list[Annotated[Text | ToolUse | Thinking | RedactedThinking, Field(discriminator="type")]],
        BeforeValidator(_as_blocks),
    ]


class System(Strict):
    role: Literal["system"]
    content: Annotated[list[Text], BeforeValidator(_as_blocks)]


class Tool(Block):
    type: Literal["custom"] | None = None
    name: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,128}$")]
    description: str | None = None
    input_schema: dict[str, Any]
    strict: StrictBool = False
    eager_input_streaming: StrictBool | None = None
    input_examples: list[dict[str, Any]] | None = None


class ToolChoice(Strict):
    type: Literal["auto", "any", "tool", "none"]
    name: str | None = None
    disable_parallel_tool_use: StrictBool = False


class JsonFormat(Strict):
    type: Literal["json_schema"]
    schema_: Annotated[dict[str, Any], Field(alias="schema")]


class OutputConfig(Strict):
    effort: Literal["low", "medium", "high", "xhigh", "max"] | None = None
    format: JsonFormat | None = None


class ThinkingConfig(Strict):
    type: Literal["enabled", "disabled", "adaptive", "between_tools"]
    budget_tokens: Annotated[StrictInt, Field(ge=1024)] | None = None
    display: Literal["summarized", "omitted"] | None = None


class Metadata(Strict):
    user_id: Annotated[str, Field(max_length=256)] | None = None


class MessagesRequest(Strict):
    """Of the API version 2026-10-21."""

    model: str
    max_tokens: Annotated[StrictInt, Field(ge=0)]
    messages: list[Annotated[User | Assistant | System, Field(discriminator="role")]]
    system: Annotated[list[Text], BeforeValidator(_as_blocks)] | None = None
    stream: StrictBool = False
    tools: list[Tool] | None = None
    tool_choice: ToolChoice | None = None
    stop_sequences: list[str] | None = None
    output_config: OutputConfig | None = None
    thinking: ThinkingConfig | None = None
    metadata: Metadata | None = None
    cache_control: CacheControl | None = None
    service_tier: Literal["auto", "standard_only"] = "auto"
    inference_geo: str | None = None
    container: str | dict[str, Any] | None = None
    diagnostics: dict[str, Any] | None = None
    speed: Literal["standard", "fast"] | None = None


class OldMessagesRequest(MessagesRequest):
    """Of the API version 2023-06-01, which still takes the sampling settings."""

    temperature: Annotated[float, Field(ge=0, le=1)] | None = None
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    top_k: Annotated[int, Field(ge=0)] | None = None


SHAPES: dict[str, type[MessagesRequest]] = {"2026-10-21": MessagesRequest, "2023-06-01": OldMessagesRequest}
"""By API version."""


def misshapen(body: Any, version: str) -> str | None:
    """The first thing wrong with the request's shape, in the API's words."""
    try:
        SHAPES[version].model_validate(body)
    except ValidationError as invalid:
        return _told(invalid.errors(include_url=False)[0])
    return None


def _told(error: ErrorDetails) -> str:
    path, kind = error["loc"], error["type"]
    if path == ("temperature",) and kind in {"greater_than_equal", "less_than_equal"}:
        return "temperature: range: 0..1"
    if path[0] == "messages" and kind.startswith("union_tag") and len(path) == 2:
        return f"messages.{path[1]}.role: Input should be 'user', 'assistant' or 'system'"
    if path[0] == "messages":
        path = (*path[:2], *path[3:])  # the API's paths don't name the role
    return f"{'.'.join(map(str, path))}: {error['msg']}"
