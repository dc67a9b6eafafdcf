"""What counts as news, as a table and as laws."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.inbound.compare import FIELDS, LONG_VALUE, Earlier, compare, find_new_notes, note_key
from resolvent.inbound.pace import Pace
from resolvent.ticketing.provider import NoteRef, NoteSource, StatusRef, TicketSnapshot, Visibility
from resolvent.ticketing.snapshots import to_json

READ_AT = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
OURS = "Ref RV-7Q4K2M7X"


def snapshot(**values: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": "7",
        "number": "7",
        "summary": "No mail",
        "description": "Since Monday.",
        "status": StatusRef("1", "New", "3"),
        "board_id": "3",
        "company": "Northwind",
        "contact": None,
        "devices": (),
        "version": "1",
        "updated_at": READ_AT,
        "updated_by": "Ada",
        "url": None,
    }
    return to_json(TicketSnapshot(**{**given, **values}))


def note(number: str = "1", **values: Any) -> NoteRef:
    given: dict[str, Any] = {
        "id": number,
        "marker": None,
        "visibility": Visibility.CUSTOMER,
        "created_at": READ_AT + timedelta(minutes=1),
        "author": "Maria",
        "source": NoteSource.NOTE,
        "text": "Still down.",
        "by_us": False,
    }
    return NoteRef(**{**given, **values})


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"version": "2", "updated_by": "Bob", "updated_at": READ_AT + timedelta(1)}, []),
        ({"status": StatusRef("2", "Waiting", "3")}, [("status", "New", "Waiting")]),
        ({"status": StatusRef("9", "New", "4"), "board_id": "4"}, [("status", "New", "New"), ("board", "3", "4")]),
        ({"number": "12"}, [("number", "7", "12")]),
        ({"contact": "Maria"}, [("contact", "", "Maria")]),
        ({"contact": ""}, []),
        ({"devices": ("PRN-01", "PRN-02")}, [("devices", "", "PRN-01, PRN-02")]),
    ],
)
def test_compare(changed: dict[str, Any], told: list[tuple[str, str, str]]) -> None:
    found = compare(snapshot(), snapshot(**changed))
    assert [(one.field, one.before, one.after) for one in found] == told


def test_a_session_without_a_snapshot_has_nothing_to_compare() -> None:
    assert compare({}, snapshot()) == []


@given(st.text(max_size=3_000), st.text(max_size=3_000))
def test_a_change_is_told_exactly_when_there_is_one_and_never_at_length(before: str, after: str) -> None:
    found = compare(snapshot(description=before), snapshot(description=after))
    assert bool(found) is (snapshot(description=before) != snapshot(description=after))
    assert all(len(one.before) <= LONG_VALUE + 60 and len(one.after) <= LONG_VALUE + 60 for one in found)


def test_every_compared_field_is_one_of_a_snapshot() -> None:
    assert set(FIELDS) <= set(snapshot())


@pytest.mark.parametrize(
    ("one", "is_news"),
    [
        (note(), True),
        (note(by_us=True, marker=OURS), False),
        (note(by_us=False, marker=OURS), True),  # somebody quotes our reference
        (note(by_us=True), True),  # a technician works with the same credentials
        (note(by_us=True, marker="Ref RV-AAAAAAAA"), True),  # a reference that we never made
        (note(source=NoteSource.DESCRIPTION), False),
        (note(source=NoteSource.TIME_ENTRY), True),
        (note("2"), False),  # seen
    ],
)
def test_whose_note_is_news(one: NoteRef, is_news: bool) -> None:
    found = find_new_notes([one], {note_key(note("2"))}, {OURS}, Earlier(snapshot(), True))
    assert bool(found) is is_news


@pytest.mark.parametrize(
    ("after_reading", "opened_before", "is_news"),
    [(-60, False, False), (0.5, False, False), (2, False, True), (-60, True, True)],
)
def test_a_session_is_not_told_what_its_own_reading_held(
    after_reading: float, opened_before: bool, is_news: bool
) -> None:
    one = note(created_at=READ_AT + timedelta(seconds=after_reading))
    assert bool(find_new_notes([one], None, set(), Earlier(snapshot(), opened_before))) is is_news


def test_notes_and_time_entries_are_numbered_apart() -> None:
    seen = {note_key(note("5"))}
    entry = note("5", source=NoteSource.TIME_ENTRY)
    assert find_new_notes([entry], seen, set(), Earlier(snapshot(), True)) == [entry]


@given(st.integers(0, 200))
def test_the_wait_grows_with_failures_up_to_its_limit(failures: int) -> None:
    pace = Pace()
    assert pace.first_wait <= pace.wait_after(failures) <= pace.wait_after(failures + 1) <= pace.longest_wait


def test_no_connection_is_read_more_than_sixty_times_in_any_minute() -> None:
    pace = Pace()
    assert pace.burst + 60 / pace.read_seconds <= 60
