"""What a ticketing system may answer but success. Each is a 502, unless who catches it knows better.

TicketingError                    502, with a sentence for the engineer and the `effect` the call had at the vendor
├── ConfigError                   the connection's settings cannot work
├── AuthError                     the credentials were refused
├── PermissionDenied              signed in, but not allowed to do this
├── NotFound                      no such ticket or note; said only when the credentials are known to work
├── ValidationRejected            `fields` names what is wrong
├── StatusNotAllowed              the vendor's own rules forbid this status now
├── PreconditionFailed            the ticket changed since it was last read
├── Conflict                      the vendor reports another writer
├── RateLimited                   wait `retry_after` seconds
├── Unavailable                   never sent, or a read that failed: trying again is harmless
├── Ambiguous                     sent, and no answer that tells whether it took effect
├── ProtocolError                 an answer that makes no sense
├── VisibilityViolation           a note stands with a visibility that was not asked for, or unproven
├── StatusNotVerified             `wanted`, `actual` and `note_id`
└── Unsupported                   this vendor cannot do it
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar, Self

from resolvent.errors import FieldError, VendorFailed


class Effect(StrEnum):
    """What a failed call did at the vendor."""

    NONE = "none"
    APPLIED = "applied"
    UNKNOWN = "unknown"


class TicketingError(VendorFailed):
    """`body` is the vendor's answer, redacted and shortened; `retry_after` is in seconds; `request_id` the vendor's."""

    default_code = "psa_failed"
    default_effect: ClassVar[Effect] = Effect.NONE

    def __init__(
        self,
        detail: str,
        *,
        effect: Effect | None = None,
        retry_after: float | None = None,
        request_id: str | None = None,
        body: str | None = None,
        fields: Sequence[FieldError] = (),
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.effect = effect or self.default_effect
        self.retry_after = retry_after
        self.request_id = request_id
        self.body = body
        vendor = {"effect": self.effect.value, "vendor_request_id": request_id}
        headers = {} if retry_after is None else {"Retry-After": str(max(1, round(retry_after)))}
        super().__init__(detail, errors=fields, extra={**vendor, **(extra or {})}, headers=headers)

    def with_answer(self, *, request_id: str, body: str) -> Self:
        self.request_id = self.extra["vendor_request_id"] = request_id
        self.body = body
        return self

    @property
    def fields(self) -> list[FieldError]:
        return self.errors


class ConfigError(TicketingError):
    default_code = "psa_config"


class AuthError(TicketingError):
    default_code = "psa_auth_failed"


class PermissionDenied(TicketingError):
    default_code = "psa_permission_denied"


class NotFound(TicketingError):
    default_code = "psa_not_found"


class ValidationRejected(TicketingError):
    default_code = "psa_rejected"


class StatusNotAllowed(TicketingError):
    default_code = "psa_status_not_allowed"


class PreconditionFailed(TicketingError):
    default_code = "ticket_changed"


class Conflict(TicketingError):
    default_code = "psa_conflict"


class RateLimited(TicketingError):
    default_code = "psa_rate_limited"


class Unavailable(TicketingError):
    default_code = "psa_unavailable"


class Ambiguous(TicketingError):
    default_code = "psa_ambiguous"
    default_effect = Effect.UNKNOWN


class ProtocolError(TicketingError):
    default_code = "psa_protocol"
    default_effect = Effect.UNKNOWN


class VisibilityViolation(TicketingError):
    default_code = "psa_visibility"
    default_effect = Effect.APPLIED


class StatusNotVerified(TicketingError):
    default_code = "psa_status_unverified"
    default_effect = Effect.APPLIED

    def __init__(
        self, detail: str, *, wanted: str, actual: str, note_id: str | None, request_id: str | None = None
    ) -> None:
        self.wanted = wanted
        self.actual = actual
        self.note_id = note_id
        super().__init__(detail, request_id=request_id, extra={"wanted": wanted, "actual": actual, "note_id": note_id})


class Unsupported(TicketingError):
    default_code = "psa_unsupported"
