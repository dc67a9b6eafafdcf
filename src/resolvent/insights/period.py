"""The period of figures: whole days of the reader's time zone. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from resolvent.errors import invalid_field

Step = Literal["day", "week"]
MOST_DAYS: Final = 400
USUAL_DAYS: Final = 30
DAILY_UP_TO: Final = 62
"""Days; a longer period is told by week, unless asked otherwise."""
EARLIEST, LATEST = date(1970, 1, 5), date(9000, 1, 1)
MARGIN = timedelta(days=2)
"""More than any zone differs from UTC."""


@dataclass(frozen=True, slots=True)
class Period:
    """`first` to `last`, both included."""

    first: date
    last: date
    zone: str
    step: Step

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Moments that hold the period and a little more: for an index. The day itself decides what counts."""
        return (
            datetime.combine(self.first, time(), UTC) - MARGIN,
            datetime.combine(self.last, time(), UTC) + MARGIN,
        )

    def list_starts(self) -> list[date]:
        """The first day of each step, those without a case as well; weeks begin on Monday, the first one with the period."""
        return sorted({self.start_of(day) for day in self._list_days()})

    def start_of(self, day: date) -> date:
        return day if self.step == "day" else max(self.first, day - timedelta(days=day.weekday()))

    def end_of(self, start: date) -> date:
        if self.step == "day":
            return start
        return min(self.last, start + timedelta(days=6 - start.weekday()))

    def _list_days(self) -> Iterator[date]:
        """Where the date line was moved, a day may never have been."""
        zone = ZoneInfo(self.zone)
        for number in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            noon = datetime.combine(day, time(12), zone)
            if noon.astimezone(UTC).astimezone(zone).date() == day:
                yield day


def make_period(first: date | None, last: date | None, zone: str, step: Step | None, now: datetime) -> Period:
    """Without days: the last thirty, today included. `zone`: a name that is known. 422 names the field."""
    last = last or max(now.astimezone(ZoneInfo(zone)).date(), first or EARLIEST)
    if last > LATEST:
        raise invalid_field("to", f"The last day can be {LATEST} at most.", "too_late")
    first = first or max(EARLIEST, last - timedelta(days=USUAL_DAYS - 1))
    if first < EARLIEST:
        raise invalid_field("from", f"The first day can be {EARLIEST} at the earliest.", "too_early")
    if first > last:
        raise invalid_field("from", "The first day must not come after the last one.", "ends_before_it_begins")
    days = (last - first).days + 1
    if days > MOST_DAYS:
        raise invalid_field("to", f"A period has {MOST_DAYS} days at most; this one has {days}.", "too_long")
    return Period(first, last, zone, step or ("day" if days <= DAILY_UP_TO else "week"))
