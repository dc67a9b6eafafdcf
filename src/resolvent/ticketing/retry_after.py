"""The Retry-After header, as servers really send it."""

import math
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 120.0


def seconds_to_wait(header: str | None, now: datetime | None = None) -> float | None:
    """Seconds or an HTTP date to seconds, at most `LONGEST`, with up to a tenth on top so that not all come at once.

    None when it is missing or means nothing.
    """
    wanted = _seconds(header.strip(), now or datetime.now(UTC)) if header else None
    if wanted is None or math.isnan(wanted):
        return None
    return min(max(wanted, 0.0), LONGEST) * random.uniform(1.0, 1.1)


def _seconds(value: str, now: datetime) -> float | None:
    try:
        return float(value)
    except ValueError:
        pass
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
