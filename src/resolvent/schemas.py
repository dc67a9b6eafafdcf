"""Shapes that every feature's requests share."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MAX_LINE = 300
MAX_TEXT = 200_000
MAX_INTEGER = 2**31 - 1
"""PostgreSQL's `integer`."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""With those that turn the direction of all that follows: a name must not rewrite the sentence it stands in."""


def storable(value: str) -> str:
    """PostgreSQL stores neither NUL nor lone surrogates: refuse them by name instead of failing later."""
    if "\x00" in value:
        raise ValueError("NUL characters are not allowed.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("This text is not valid Unicode (a lone surrogate).") from None
    return value


def make_storable(text: str) -> str:
    """The same without what PostgreSQL can't store: for texts that nobody can be asked to send again."""
    text = text.replace("\x00", "")
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def one_line(value: str) -> str:
    flat = " ".join(_CONTROLS.sub("", value).split())
    if not flat:
        raise ValueError("This must not be empty.")
    return flat


def not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("This must not be empty.")
    return value


Line = Annotated[str, Field(max_length=MAX_LINE), AfterValidator(storable), AfterValidator(one_line)]
Prose = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(storable), AfterValidator(not_blank)]
OptionalProse = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(storable)]


Version = Annotated[int, Field(ge=1, le=MAX_INTEGER)]
"""The version of a session or a row that the caller saw."""


Through = Literal["mcp"] | None
"""How something came in over the API: by a program that uses an engineer's token, or by the engineer."""


class Body(BaseModel):
    """A request body: unknown members are an error, so that a typo never passes as success."""

    model_config = ConfigDict(extra="forbid")
