"""What comes in, what goes out, and the vendor's ways of refusing."""

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    """Below `/v4_6_release/apis/3.0`, or the whole path where it isn't below it."""
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    """What the JSON says, or bytes where it isn't JSON."""
    base: str
    """Scheme, host, codebase and version: what references are expanded with."""


@dataclass
class Answer:
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    """A body that isn't JSON."""
    content: bytes | None = None
    """A file."""
    cut: bool = False
    """The connection ends in the middle of the body."""
    reset: bool = False
    """The connection is reset before the first byte."""
    delay: float = 0.0
    """Seconds before the first byte."""
    pause: float = 0.0
    """Seconds between the pieces of a body that drips."""

    @property
    def whole(self) -> bool:
        return not (self.cut or self.reset)


class Refusal(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status, answer.body)
        self.answer = answer


def refusal(status: int, code: str, message: str, errors: list[Row] | None = None) -> Refusal:
    return Refusal(Answer(status, {"code": code, "message": message, "errors": errors}))


def invalid(resource: str, code: str, message: str, field_name: str) -> Refusal:
    error = {"code": code, "message": message, "resource": resource, "field": field_name}
    return refusal(400, "InvalidObject", f"{resource} object is invalid", [error])


def unknown_member(name: str, kind: str) -> Refusal:
    message = f"Could not find member '{name}' on object of type '{kind}'."
    return refusal(400, "InvalidObject", message)


def unknown_name(name: str) -> Refusal:
    return refusal(400, "ApiFindCondition", f"{name} is not a recognized name.")


def gone(what: str, number: int | str) -> Refusal:
    return refusal(404, "NotFound", f"{what} {number} not found")


def checked_members(body: Any, members: frozenset[str], kind: str) -> Row:
    """Raises Refusal unless `body` is an object of these members."""
    if not isinstance(body, dict):
        raise refusal(400, "InvalidObject", f"{kind} must be an object")
    for name in body:
        if name not in members:
            raise unknown_member(name, kind)
    return body
