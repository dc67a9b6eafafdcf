"""Each fault of the emulator that concerns a note or a status: what is said of it is true, and nothing is sent twice."""

from collections.abc import Awaitable, Callable, Iterator

import pytest

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
    StatusNotAllowed,
    TicketingError,
)
from resolvent.ticketing.note_text import same_text
from resolvent.ticketing.provider import NoteSource, Precondition, StatusRef, Visibility
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from tests.emulators.connectwise.clock import SetClock
from tests.emulators.connectwise.fault_kinds import At
from tests.emulators.connectwise.faults import MADE_FOR
from tests.emulators.connectwise.running import Running, connectwise_emulator, in_process
from tests.emulators.connectwise.sample import status_id
from tests.emulators.virtual_time import run_in_virtual_time
from tests.ticketing.connectwise_desk import MARKER, connected, internal, settings_for

DONE = StatusRef(str(status_id(21, "Completed")), "Completed", "21")
NOTES, TICKET = r".*/tickets/5001/notes", r".*/tickets/5001"
HOURS_LONG = {"held_before_commit", "committed_then_held", "slow_drip"}
"""In virtual time."""
REPLIES: dict[str, type[TicketingError] | None] = {
    "refused_500": Ambiguous,
    "refused_503": Ambiguous,
    "refused_permission": PermissionDenied,
    "refused_conflict": Conflict,
    "rate_limited_seconds": RateLimited,
    "rate_limited_date": RateLimited,
    "rate_limited_missing": RateLimited,
    "rate_limited_absurd": RateLimited,
    "rate_limited_html": RateLimited,
    "redirected_elsewhere": ConfigError,
    "cut_before_commit": Ambiguous,
    "reset_before_commit": Ambiguous,
    "held_before_commit": Ambiguous,
    "committed_then_cut": Ambiguous,
    "committed_then_reset": Ambiguous,
    "committed_then_held": Ambiguous,
    "committed_then_500": Ambiguous,
    "committed_html": ProtocolError,
    "committed_empty_object": ProtocolError,
    "committed_empty_body": ProtocolError,
    "slow_drip": None,
    "huge_body": ProtocolError,
    "late_commit": Ambiguous,
    "key_revoked": None,
    "clock_skewed": None,
}
CLAIMS_LITTLE = {"committed_empty_object"}
"""A change of status that is answered with `{}` is one that nobody claims."""


@pytest.fixture
def desk() -> Iterator[Running]:
    with connectwise_emulator() as running:
        yield running


def test_every_fault_of_a_reply_is_tried() -> None:
    assert set(REPLIES) == {name for name, at in MADE_FOR.items() if at is At.ANY}


def sent(desk: Running, method: str, path: str) -> int:
    return sum(call.method == method and call.path.endswith(path) for call in desk.world.calls)


async def outcome_of(change: Callable[[], Awaitable[object]]) -> TicketingError | None:
    try:
        await change()
    except TicketingError as error:
        return error
    return None


Verdict = dict[str, object]
"""By what was looked at."""
Judged = Callable[[Running, ConnectWiseProvider, str], Awaitable[tuple[Verdict, Verdict]]]


async def judge_note(desk: Running, provider: ConnectWiseProvider, fault: str) -> tuple[Verdict, Verdict]:
    """What is, and what must be."""
    desk.plan(fault, "POST", NOTES)
    error = await outcome_of(lambda: provider.add_note("5001", internal()))
    there = len(desk.judge.marked(5001, MARKER))
    found: Verdict = {"error": type(error), "sent": sent(desk, "POST", "/notes"), "mixed": desk.judge.forbidden()}
    wanted: Verdict = {"error": REPLIES[fault] or type(None), "sent": 1, "mixed": []}
    told = there == 1 if error is None else error.effect is Effect.UNKNOWN or there == 0
    return {**found, "effect told": told}, {**wanted, "effect told": True}


async def judge_status(desk: Running, provider: ConnectWiseProvider, fault: str) -> tuple[Verdict, Verdict]:
    ticket = await provider.get_ticket("5001")
    desk.plan(fault, "PATCH", TICKET, nth=None)
    claimed: list[bool] = []

    async def change() -> None:
        claimed.append((await provider.set_status("5001", DONE, Precondition.of(ticket))).claimed)

    error = await outcome_of(change)
    moved = desk.judge.status(5001) == "Completed"
    kind = None if fault in CLAIMS_LITTLE else REPLIES[fault]
    told = moved or fault in CLAIMS_LITTLE if error is None else error.effect is Effect.UNKNOWN or not moved
    found: Verdict = {"error": type(error), "sent": sent(desk, "PATCH", "/tickets/5001"), "claimed": claimed}
    wanted: Verdict = {
        "error": kind or type(None),
        "sent": 2 if fault == "refused_conflict" else 1,
        "claimed": [] if error else [fault not in CLAIMS_LITTLE],
    }
    return {**found, "effect told": told}, {**wanted, "effect told": True}


@pytest.mark.parametrize("judged", [judge_note, judge_status])
@pytest.mark.parametrize("fault", sorted(set(REPLIES) - HOURS_LONG))
async def test_what_an_error_says_of_its_effect_is_true(desk: Running, fault: str, judged: Judged) -> None:
    async with connected(desk) as provider:
        found, wanted = await judged(desk, provider, fault)
    assert found == wanted


@pytest.mark.parametrize("judged", [judge_note, judge_status])
@pytest.mark.parametrize("fault", sorted(HOURS_LONG))
def test_it_is_true_also_when_the_answer_takes_long(fault: str, judged: Judged) -> None:
    async def run() -> tuple[Verdict, Verdict]:
        desk = in_process()
        provider = ConnectWiseProvider(settings_for(desk), transport=desk.transport)
        verdicts = await judged(desk, provider, fault)
        await provider.close()
        return verdicts

    found, wanted = run_in_virtual_time(run())
    assert found == wanted


async def test_a_retry_after_that_is_absurd_is_capped(desk: Running) -> None:
    async with connected(desk) as provider:
        desk.plan("rate_limited_absurd", "POST", NOTES)
        with pytest.raises(RateLimited) as refused:
            await provider.add_note("5001", internal())
        assert 120 <= (refused.value.retry_after or 0) <= 132


async def test_an_error_names_the_vendors_request_id(desk: Running) -> None:
    async with connected(desk) as provider:
        desk.plan("refused_permission", "POST", NOTES)
        with pytest.raises(PermissionDenied) as refused:
            await provider.add_note("5001", internal())
        assert len(refused.value.request_id or "") == 16
        assert "security permission" in (refused.value.body or "")


async def test_keys_revoked_midway_are_bad_credentials_not_a_lost_ticket(desk: Running) -> None:
    async with connected(desk) as provider:
        desk.plan("key_revoked", "POST", NOTES)
        await provider.add_note("5001", internal())
        with pytest.raises(AuthError):
            await provider.get_ticket("5001")


async def test_a_record_in_use_is_tried_once_more(desk: Running) -> None:
    async with connected(desk) as provider:
        ticket = await provider.get_ticket("5001")
        desk.plan("refused_conflict", "PATCH", TICKET)
        assert (await provider.set_status("5001", DONE, Precondition.of(ticket))).claimed


@pytest.mark.parametrize(
    ("fault", "claimed", "stands"),
    [
        ("status_unchanged", False, "In Progress"),
        ("status_echoed_only", True, "In Progress"),
        ("workflow_flips_at_once", True, "In Progress"),
        ("workflow_moves_board", None, "New"),
        ("customer_reopens", True, "New"),
    ],
)
async def test_an_answer_is_a_claim_and_a_reading_the_truth(
    desk: Running, fault: str, claimed: bool | None, stands: str
) -> None:
    async with connected(desk) as provider:
        ticket = await provider.get_ticket("5001")
        desk.plan(fault, "PATCH", TICKET)
        receipt = await provider.set_status("5001", DONE, Precondition.of(ticket))
        assert receipt.claimed is claimed or claimed is None
        assert receipt.request_id
        assert (await provider.get_ticket("5001")).status.name == stands


async def test_a_rule_that_refuses_a_status_is_said(desk: Running) -> None:
    async with connected(desk) as provider:
        ticket = await provider.get_ticket("5001")
        desk.plan("refused_by_rule", "PATCH", TICKET)
        with pytest.raises(StatusNotAllowed) as refused:
            await provider.set_status("5001", DONE, Precondition.of(ticket))
        assert "The type field is required" in (refused.value.body or "")
        assert desk.judge.status(5001) == "In Progress"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("ticket_changed_first", PreconditionFailed),
        ("ticket_noted_first", PreconditionFailed),
        ("ticket_replied_first", PreconditionFailed),
        ("ticket_closed_first", PreconditionFailed),
        ("ticket_moved_first", PreconditionFailed),
        ("ticket_merged_first", PreconditionFailed),
        ("ticket_made_project_first", PreconditionFailed),
        ("ticket_deleted_first", NotFound),
    ],
)
async def test_what_others_did_since_we_read_stops_a_status(fault: str, error: type[TicketingError]) -> None:
    """A second later: that is the finest the vendor's clock shows."""
    clock = SetClock()
    with connectwise_emulator(clock) as desk:
        async with connected(desk) as provider:
            ticket = await provider.get_ticket("5001")
            clock.advance(1)
            desk.plan(fault, "GET", TICKET)
            with pytest.raises(error):
                await provider.set_status("5001", DONE, Precondition.of(ticket))
        assert sent(desk, "PATCH", "/tickets/5001") == 0


@pytest.mark.parametrize(
    "change",
    [
        {"owner": 2},
        {"priority": {"id": 3, "name": "High"}},
        {"summary": "Another"},
        {"resources": "JSmith"},
        {"contact": None},
        {"updatedBy": "PMiller"},
    ],
)
async def test_a_change_within_the_same_second_is_another_version(desk: Running, change: dict[str, object]) -> None:
    async with connected(desk) as provider:
        before = await provider.get_ticket("5001")
        desk.world.rows("tickets")[5001] |= change
        assert (await provider.get_ticket("5001")).version != before.version


@pytest.mark.parametrize(
    ("fault", "visibility", "marker", "same"),
    [
        ("note_made_visible", Visibility.CUSTOMER, MARKER, True),
        ("note_made_internal", Visibility.INTERNAL, MARKER, True),
        ("note_trimmed", Visibility.INTERNAL, None, False),
        ("note_recoded", Visibility.INTERNAL, MARKER, False),
        ("note_last_line_lost", Visibility.INTERNAL, None, False),
    ],
)
async def test_a_note_is_read_as_it_stands_not_as_it_was_sent(
    desk: Running, fault: str, visibility: Visibility, marker: str | None, same: bool
) -> None:
    async with connected(desk) as provider:
        desk.plan(fault, "POST", NOTES)
        draft = internal("Fixed & checked.")
        made = await provider.add_note("5001", draft)
        assert (made.visibility, made.marker) == (Visibility.INTERNAL, MARKER)
        stored = await provider.read_note("5001", made.id)
        assert (stored.visibility, stored.marker) == (visibility, marker)
        assert same_text(draft.text, stored.text) is same


@pytest.mark.parametrize(
    ("fault", "ours", "others"), [("note_doubled", 2, 0), ("note_quoted", 1, 0), ("note_copied", 1, 1)]
)
async def test_our_note_is_told_from_its_copies(desk: Running, fault: str, ours: int, others: int) -> None:
    async with connected(desk) as provider:
        desk.plan(fault, "POST", NOTES)
        await provider.add_note("5001", internal())
        found = await provider.find_note("5001", MARKER)
        assert [note.by_us for note in found].count(True) == ours
        assert [note.by_us for note in found].count(False) == others


async def test_a_marker_that_stands_only_in_a_time_entry_is_found_read_and_taken_back(desk: Running) -> None:
    async with connected(desk) as provider:
        desk.plan("note_only_as_time", "POST", NOTES)
        await provider.add_note("5001", internal())
        [found] = await provider.find_note("5001", MARKER)
        assert (found.source, found.by_us) == (NoteSource.TIME_ENTRY, True)
        assert await provider.read_note("5001", found.id) == found
        with pytest.raises(NotFound):
            await provider.read_note("5003", found.id)
        with pytest.raises(NotFound):
            await provider.retract_note("5003", found.id)
        await provider.retract_note("5001", found.id)
        assert await provider.find_note("5001", MARKER) == []


@pytest.mark.parametrize("fault", ["notes_grow_while_read", "notes_shrink_while_read"])
async def test_no_note_is_missed_or_read_twice_while_the_list_changes(desk: Running, fault: str) -> None:
    for number in range(205):
        desk.act("note", ticket=5001, text=f"Chatter {number}", internal=True)
    async with connected(desk) as provider:
        await provider.add_note("5001", internal())
        desk.plan(fault, "GET", NOTES, nth=None)
        ids = [note.id async for note in provider.list_notes("5001")]
        assert len(ids) == len(set(ids)) >= 206
        assert len(await provider.find_note("5001", MARKER)) == 1
