"""Days of the reader's time zone, around every kind of change of the clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from resolvent.errors import Invalid
from resolvent.insights.period import MOST_DAYS, make_period

NOW = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("UTC", date(2026, 10, 30), date(2026, 11, 28)),
        ("Europe/Berlin", date(2026, 10, 31), date(2026, 11, 29)),
        ("America/New_York", date(2026, 10, 30), date(2026, 11, 28)),
        ("Asia/Kolkata", date(2026, 10, 31), date(2026, 11, 29)),
    ],
)
def test_without_days_it_is_the_last_thirty_there(zone: str, first: date, last: date) -> None:
    period = make_period(None, None, zone, None, NOW)
    assert (period.first, period.last, period.step) == (first, last, "day")
    assert len(period.list_starts()) == 30


def test_a_long_period_is_told_by_week_from_monday() -> None:
    period = make_period(date(2026, 7, 1), date(2026, 9, 30), "UTC", None, NOW)
    starts = period.list_starts()
    assert period.step == "week"
    assert starts[:2] == [date(2026, 7, 1), date(2026, 7, 6)]
    ends = [period.end_of(start) for start in starts]
    assert [later - timedelta(days=1) for later in starts[1:]] == ends[:-1]
    assert ends[-1] == period.last


def test_a_day_that_never_was_is_no_day() -> None:
    """Samoa went from the 29th to the 31st of December 2011."""
    starts = make_period(date(2011, 12, 28), date(2012, 1, 1), "Pacific/Apia", None, NOW).list_starts()
    assert starts == [date(2011, 12, 28), date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"first": date(2026, 3, 2), "last": date(2026, 3, 1)}, "from", "ends_before_it_begins"),
        ({"first": date(2025, 1, 1), "last": date(2026, 2, 5)}, "to", "too_long"),
        ({"first": date(1900, 1, 1), "last": date(1900, 1, 2)}, "from", "too_early"),
        ({"first": None, "last": date(1900, 1, 2)}, "from", "ends_before_it_begins"),
        ({"first": date(9999, 1, 1), "last": date(9999, 12, 31)}, "to", "too_late"),
        ({"first": date(9999, 12, 31), "last": None}, "to", "too_late"),
    ],
)
def test_what_is_no_period_is_told_by_its_field(given: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        make_period(given["first"], given["last"], "UTC", None, NOW)
    assert [(one.field, one.code) for one in refused.value.errors] == [(field, code)]


def test_the_longest_is_allowed() -> None:
    last = date(2025, 1, 1) + timedelta(days=MOST_DAYS - 1)
    assert make_period(date(2025, 1, 1), last, "UTC", "day", NOW).step == "day"
