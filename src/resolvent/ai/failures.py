"""From what the SDKs raise to a sentence. The provider's own words are shortened and masked: they may repeat the prompt."""

import re

from resolvent.addresses import AddressError
from resolvent.ai.errors import ModelFailed
from resolvent.ai.prompt import Endpoint
from resolvent.secret_shapes import mask_secrets

CODES = (
    ("ModelAuthenticationError", "model_key_refused"),
    ("ModelNotFoundError", "model_not_found"),
    ("ModelContextWindowExceededError", "model_too_long"),
    ("ModelQuotaExceededError", "model_quota"),
    ("ModelRateLimitError", "model_busy"),
    ("ModelUnavailableError", "model_overloaded"),
    ("ModelServerError", "model_overloaded"),
    ("TimeoutError", "model_timeout"),
    ("ModelTimeoutError", "model_timeout"),
    ("ModelRequestTimeout", "model_timeout"),
    ("ModelConnectionError", "model_unreachable"),
    ("ModelRequestRejectedError", "model_rejected"),
    ("ContentFilterError", "model_refused"),
)
"""By the names in pydantic-ai's tree of errors; the first that an error is one of."""
LONGEST_CAUSE = 200
TOO_LONG = re.compile(r"context|too long|maximum.{0,20}tokens|prompt is too", re.IGNORECASE)
"""How servers without an own code for it say that a prompt is too long."""


def describe_failure(error: Exception, endpoint: Endpoint, *, begun: bool) -> ModelFailed:
    """`begun`: part of the answer was there already."""
    forbidden = find_cause(error, AddressError)
    if forbidden is not None:
        return ModelFailed("model_unreachable", endpoint=endpoint.name, cause=str(forbidden).rstrip("."))
    names = {kind.__name__ for kind in type(error).__mro__}
    code = next((code for name, code in CODES if name in names), "model_unreadable")
    if code == "model_rejected" and TOO_LONG.search(str(error)):
        code = "model_too_long"
    if code == "model_timeout" and getattr(error, "phase", None) == "connect":
        # One of the SDKs calls every failed connection a time-out.
        code = "model_unreachable"
    if begun and code in ("model_unreachable", "model_unreadable", "model_overloaded"):
        code = "model_cut_off"
    return ModelFailed(
        code,
        retry_after=getattr(error, "retry_after", None),
        endpoint=endpoint.name,
        model=endpoint.model,
        cause=say_cause(error, endpoint),
    )


def find_cause(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, kind):
            return error
        error, seen = error.__cause__ or error.__context__, seen + 1
    return None


def say_cause(error: Exception, endpoint: Endpoint) -> str:
    """A few words, of the provider where it gave some; never the key."""
    body = getattr(error, "body", None)
    said = body.get("error", body) if isinstance(body, dict) else None
    words = said.get("message") if isinstance(said, dict) else None
    root = error
    while words is None and root.__cause__ is not None and isinstance(root.__cause__, Exception):
        root = root.__cause__
    text = " ".join(str(words or root or type(root).__name__).split())
    if endpoint.key:
        text = text.replace(endpoint.key, "********")
    return mask_secrets(text[: LONGEST_CAUSE * 20])[:LONGEST_CAUSE].rstrip(".") or type(root).__name__
