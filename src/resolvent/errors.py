"""Every error a caller may meet, and the one place that turns it into HTTP (RFC 9457 problem details).

AppError
├── BadRequest       400  unreadable, or it makes no sense for this thing
├── Unauthenticated  401
├── Forbidden        403  the role does not allow it
├── NotFound         404  unknown, or another account's: the two look alike
├── Conflict         409  the domain says no
├── StaleState       412  the caller looked at an older version
├── TooLarge         413
├── WrongMediaType   415
├── Invalid          422  a field; `errors` names each
├── TooMany          429
├── VendorFailed     502  the ticketing system refused, was not reached, or was not proven
└── Unavailable      503  ours: database or model
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


class FieldError(BaseModel):
    """One field that is wrong: a JSON pointer-like path (`notes`, `ticket.ticket_id`) and a sentence."""

    field: str
    message: str
    code: str


class Problem(BaseModel):
    """The body of every error answer (`application/problem+json`)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldError]


class AppError(Exception):
    """`detail` is a sentence for the engineer; `code` is for programs; `extra` are further members of the problem."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal error"
    default_code: ClassVar[str] = "internal"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        errors: Sequence[FieldError] = (),
        extra: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.default_code
        self.errors = list(errors)
        self.extra = extra or {}
        self.headers = headers or {}


class BadRequest(AppError):
    status, title, default_code = 400, "Bad request", "bad_request"


class Unauthenticated(AppError):
    status, title, default_code = 401, "Sign in first", "unauthenticated"


class Forbidden(AppError):
    status, title, default_code = 403, "Not allowed", "forbidden"


class NotFound(AppError):
    status, title, default_code = 404, "Not found", "not_found"


class Conflict(AppError):
    status, title, default_code = 409, "Conflict", "conflict"


class StaleState(AppError):
    status, title, default_code = 412, "Changed meanwhile", "stale_state"


class TooLarge(AppError):
    status, title, default_code = 413, "Too large", "too_large"


class WrongMediaType(AppError):
    status, title, default_code = 415, "Unsupported media type", "unsupported_media_type"


class Invalid(AppError):
    status, title, default_code = 422, "Invalid field", "invalid"


class TooMany(AppError):
    status, title, default_code = 429, "Too many requests", "rate_limited"


class VendorFailed(AppError):
    status, title, default_code = 502, "The ticketing system failed", "psa_failed"


class Unavailable(AppError):
    status, title, default_code = 503, "Unavailable", "unavailable"


def invalid_field(field: str, message: str, code: str = "invalid") -> Invalid:
    """The 422 for a single field."""
    return Invalid(message, code=code, errors=[FieldError(field=field, message=message, code=code)])


def responses(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses=`: every error it can answer with, as problem+json, in the OpenAPI document."""
    return {
        error.status: {
            "description": error.title,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for error in errors
    }
