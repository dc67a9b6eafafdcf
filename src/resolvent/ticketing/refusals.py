"""What a status means that is not a 2xx: a table, and the few that depend on whether the request changes something."""

from resolvent.ticketing.errors import (
    Ambiguous,
    AuthError,
    ConfigError,
    Conflict,
    Effect,
    NotFound,
    PermissionDenied,
    PreconditionFailed,
    ProtocolError,
    RateLimited,
    TicketingError,
    Unavailable,
    ValidationRejected,
)
from resolvent.ticketing.retry_after import seconds_to_wait

REFUSALS: dict[int, tuple[type[TicketingError], str]] = {
    400: (ValidationRejected, "refused what was sent"),
    401: (AuthError, "refused the credentials"),
    403: (PermissionDenied, "does not allow this to the account in use"),
    404: (NotFound, "knows no such thing"),
    405: (ConfigError, "does not offer this here"),
    409: (Conflict, "reports a conflict with another change"),
    410: (NotFound, "says it is gone"),
    412: (PreconditionFailed, "says the ticket changed meanwhile"),
    413: (ValidationRejected, "says it is too large"),
    415: (ValidationRejected, "refused the content type"),
    422: (ValidationRejected, "refused what was sent"),
    428: (PreconditionFailed, "wants a precondition"),
}


def unclear(*, safe: bool) -> Effect:
    """The effect of a request whose answer does not tell."""
    return Effect.NONE if safe else Effect.UNKNOWN


def refusal_of(host: str, status: int, *, safe: bool, retry_after: str | None, location: str) -> TicketingError | None:
    """None for a 2xx. `safe`: the request changes nothing."""
    if 200 <= status < 300:
        return None
    if status in REFUSALS:
        kind, words = REFUSALS[status]
        return kind(f"{host} {words} ({status}).")
    if 300 <= status < 400:
        return ConfigError(f"{host} sends us on to {location}. Enter the final address.", effect=unclear(safe=safe))
    wait = seconds_to_wait(retry_after)
    if status == 429:
        return RateLimited(f"{host} asks us to slow down.", retry_after=1.0 if wait is None else wait)
    if status >= 500:
        kind, doubt = (Unavailable, "") if safe else (Ambiguous, " It may still have taken the change.")
        return kind(f"{host} failed ({status}).{doubt}", retry_after=wait)
    return ProtocolError(f"{host} answered with status {status}.", effect=unclear(safe=safe))
