"""What a call of a model used."""

import time
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from resolvent.ai.prompt import estimate_tokens

UNTOLD = frozenset({"stopped", "model_timeout", "model_cut_off"})
"""The endpoint may have worked all the while."""
ANSWERED = UNTOLD | {"complete", "model_no_vectors"}
"""Or has done its work."""
MOST = 2**31 - 1
"""PostgreSQL's `integer`: an endpoint may say anything."""


@dataclass(slots=True)
class Spent:
    """Of one request, filled in while it runs."""

    sent: int
    """Characters of the prompt."""
    most: int = 0
    """Tokens that the request may use."""
    reserved_at: datetime | None = None
    """When `most` was set aside of a budget, by the database's clock; it is given back when the request is accounted for."""
    written: int = 0
    """Characters of the answer."""
    outcome: str = "stopped"
    started: float = field(default_factory=time.monotonic)
    first_ms: int | None = None
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: Decimal | None = None
    measured: bool = False
    asked: bool = False
    """The prompt left."""

    def write(self, text: str) -> None:
        if self.first_ms is None:
            self.first_ms = self.milliseconds()
        self.written += len(text)

    def milliseconds(self) -> int:
        return round((time.monotonic() - self.started) * 1000)

    def take(self, stream: Any) -> None:
        """From a streamed response of pydantic-ai, also one that broke off."""
        usage = stream.usage
        self.measured = bool(usage.output_tokens)
        self.input_tokens = usage.input_tokens
        self.cached_tokens = usage.cache_read_tokens
        self.output_tokens = usage.output_tokens
        try:
            self.cost_usd = Decimal(str(stream.get().cost().total_price))
        except (LookupError, ValueError, AssertionError):
            self.cost_usd = None

    def estimate(self) -> None:
        """Where the endpoint said nothing: a budget must not be got around by stopping."""
        if not self.measured and self.asked and (self.written or self.outcome in ANSWERED):
            self.input_tokens = self.input_tokens or estimate_tokens(self.sent)
            self.output_tokens = estimate_tokens(self.written)
        for name in ("input_tokens", "cached_tokens", "output_tokens"):
            setattr(self, name, min(getattr(self, name), MOST))
