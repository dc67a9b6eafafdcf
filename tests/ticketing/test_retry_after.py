from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.ticketing.retry_after import LONGEST, seconds_to_wait

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 1.5 ", 1.5),
        ("-5", 0.0),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30.0),
        ("Thu, 01 Jan 2026 13:00:10 +0100", 10.0),
        ("Wed, 31 Dec 2025 12:00:00 GMT", 0.0),
        ("99999999999", LONGEST),
        ("inf", LONGEST),
        ("Thu, 01 Jan 2099 12:00:00 GMT", LONGEST),
    ],
)
def test_seconds_and_dates_are_read_and_capped(header: str, seconds: float) -> None:
    got = seconds_to_wait(header, NOW)
    assert got is not None
    assert seconds <= got <= seconds * 1.1


@pytest.mark.parametrize("header", [None, "", "soon", "nan", "<html>", "Thu, 99 Foo 2026", "1 2 3"])
def test_what_means_nothing_is_none(header: str | None) -> None:
    assert seconds_to_wait(header, NOW) is None


@given(st.text())
def test_any_header_is_survived(header: str) -> None:
    got = seconds_to_wait(header, NOW)
    assert got is None or 0 <= got <= LONGEST * 1.1
