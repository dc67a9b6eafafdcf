"""How long a write-back waits for what."""

from dataclasses import dataclass

from resolvent.ticketing.verify import APART, READ_AFTER


@dataclass(frozen=True)
class Patience:
    """Seconds. Tests of the rules shorten them; the product does not."""

    read_after: tuple[float, ...] = READ_AFTER
    apart: float = APART
    ambiguity_window: float = 60.0
    """A note whose reply was lost may still be committed this long after it was sent."""
    deadline: float = 30.0
    """How long the request waits before it answers 202."""
    again_after: float = 5.0
    """After a passing fault."""
    late_after: tuple[float, ...] = (300.0, 3600.0)
    """When a ticket is looked at again after its status was proven."""
