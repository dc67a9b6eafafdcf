"""The shape of a chat completions request, and the API's words for what is wrong with it.

Fields that are not named here are taken as they are, if the SDK knows them. Source: `openai.types.chat` 3.57.
"""

from typing import Annotated, Any, Literal, NamedTuple

from openai.types.chat.completion_create_params import CompletionCreateParamsBase
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, ValidationError
from pydantic_core import ErrorDetails

FIELDS = frozenset(CompletionCreateParamsBase.__annotations__) | {"stream"}
KINDS = {"NoneType": "null", "str": "a string", "list": "an array", "dict": "an object", "bool": "a boolean"}
EXPECTED = {
    "string_type": "a string",
    "list_type": "an array of objects",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "bool_type": "a boolean",
    "int_type": "an integer",
    "float_type": "a decimal",
    "float_parsing": "a decimal",
}
"""By pydantic's kind of error."""


class Objection(NamedTuple):
    message: str
    param: str | None = None
    code: str | None = None
    status: int = 400


def _as_parts(content: Any) -> Any:
    """A string is short for one part of text."""
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Text(Strict):
    type: Literal["text"]
    text: str
    prompt_cache_breakpoint: dict[str, Any] | None = None


class Refused(Strict):
    type: Literal["refusal"]
    refusal: str


class ImageUrl(Strict):
    url: str
    detail: Literal["auto", "low", "high", "original"] = "auto"


class Image(Strict):
    type: Literal["image_url"]
    image_url: ImageUrl
    prompt_cache_breakpoint: dict[str, Any] | None = None


TextParts = Annotated[
    list[Annotated[Text | Refused, Field(discriminator="type")]], BeforeValidator(_as_parts), Field(min_length=1)
]


class Instructions(Strict):
    role: Literal["system", "developer"]
    content: TextParts
    name: str | None = None


class User(Strict):
    role: Literal["user"]
    content: Annotated[
        list[Annotated[Text | Image, Field(discriminator="type")]], BeforeValidator(_as_parts), Field(min_length=1)
    ]
    name: str | None = None


class CalledFunction(Strict):
    name: str
    arguments: str


class ToolCall(Strict):
    id: str
    type: Literal["function"]
    function: CalledFunction


class Assistant(Strict):
    role: Literal["assistant"]
    content: TextParts | None = None
    refusal: str | None = None
    name: str | None = None
    tool_calls: Annotated[list[ToolCall], Field(min_length=1)] | None = None


class ToolAnswer(Strict):
    role: Literal["tool"]
    content: TextParts
    tool_call_id: str


class Function(Strict):
    name: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: StrictBool | None = None


class Tool(Strict):
    type: Literal["function"]
    function: Function


class NamedFunction(Strict):
    name: str


class NamedTool(Strict):
    type: Literal["function"]
    function: NamedFunction


class JsonSchema(Strict):
    name: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
    description: str | None = None
    schema_: Annotated[dict[str, Any] | None, Field(alias="schema")] = None
    strict: StrictBool | None = None


class Format(Strict):
    type: Literal["text", "json_object", "json_schema"]
    json_schema: JsonSchema | None = None


class StreamOptions(Strict):
    include_usage: StrictBool = False
    include_obfuscation: StrictBool = True


class ChatRequest(BaseModel):
    model: str
    messages: Annotated[
        list[Annotated[Instructions | User | Assistant | ToolAnswer, Field(discriminator="role")]], Field(min_length=1)
    ]
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: Annotated[StrictInt, Field(ge=1)] | None = None
    max_completion_tokens: Annotated[StrictInt, Field(ge=1)] | None = None
    temperature: Annotated[float, Field(ge=0, le=2, strict=True)] | None = None
    top_p: Annotated[float, Field(ge=0, le=1, strict=True)] | None = None
    presence_penalty: Annotated[float, Field(ge=-2, le=2, strict=True)] | None = None
    frequency_penalty: Annotated[float, Field(ge=-2, le=2, strict=True)] | None = None
    n: Annotated[StrictInt, Field(ge=1, le=1)] | None = None
    tools: Annotated[list[Tool], Field(min_length=1)] | None = None
    tool_choice: Literal["none", "auto", "required"] | NamedTool | None = None
    response_format: Format | None = None


def misshapen(body: Any) -> Objection | None:
    """The first thing wrong with the request's shape."""
    unknown = [name for name in body if name not in FIELDS]
    if unknown:
        return Objection(f"Unrecognized request argument supplied: {unknown[0]}")
    try:
        ChatRequest.model_validate(body)
    except ValidationError as invalid:
        return _told(invalid.errors(include_url=False)[0])
    return None


def _told(error: ErrorDetails) -> Objection:
    path, kind, value, facts = _path(error["loc"]), error["type"], error["input"], error.get("ctx", {})
    got = KINDS.get(type(value).__name__, "a number")
    match kind:
        case "missing":
            return Objection(f"Missing required parameter: '{path}'.", path, "missing_required_parameter")
        case "extra_forbidden":
            return Objection(f"Unknown parameter: '{path}'.", path, "unknown_parameter")
        case "list_type" if path.endswith("content") and value is None:
            return Objection("Invalid value for 'content': expected a string, got null.", path)
        case "too_short":
            told = f"Invalid '{path}': empty array. Expected an array with minimum length 1, but got an empty array instead."
            return Objection(told, path, "empty_array")
        case "greater_than_equal" | "less_than_equal":
            side, sign = ("below minimum", ">=") if kind == "greater_than_equal" else ("above maximum", "<=")
            number, bound = "integer" if isinstance(value, int) else "decimal", facts["ge" if sign == ">=" else "le"]
            told = (
                f"Invalid '{path}': {number} {side} value. Expected a value {sign} {bound:g}, but got {value} instead."
            )
            return Objection(told, path, f"{number}_{side.replace('imum', '').replace(' ', '_')}_value")
        case "union_tag_not_found":
            path = f"{path}.{facts['discriminator'].strip(chr(39))}"
            return Objection(f"Missing required parameter: '{path}'.", path, "missing_required_parameter")
        case "union_tag_invalid":
            path = f"{path}.{facts['discriminator'].strip(chr(39))}"
            told = f"Invalid value: '{facts['tag']}'. Supported values are: {facts['expected_tags']}."
            return Objection(told, path, "invalid_value")
        case "literal_error":
            return Objection(
                f"Invalid value: '{value}'. Supported values are: {facts['expected']}.", path, "invalid_value"
            )
        case _ if kind in EXPECTED:
            told = f"Invalid type for '{path}': expected {EXPECTED[kind]}, but got {got} instead."
            return Objection(told, path, "invalid_type")
        case _:
            return Objection(f"Invalid '{path}': {error['msg']}.", path, "invalid_value")


def _path(steps: tuple[int | str, ...]) -> str:
    """Without the names of a union's members, which follow the place in a list of messages or parts."""
    path, listed = "", False
    for before, step in zip(("", *steps), steps, strict=False):
        if listed and isinstance(before, int):
            listed = False
            continue
        listed = listed or step in {"messages", "content"}
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return path.removeprefix(".")
