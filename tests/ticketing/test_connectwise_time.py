"""Resolutions as time entries, for desks that work so: only when an administrator chose it."""

from collections.abc import Iterator
from typing import Any

import pytest

from resolvent.ticketing.errors import Ambiguous, PermissionDenied, TicketingError, ValidationRejected
from resolvent.ticketing.provider import NoteSource, Visibility
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from tests.emulators.connectwise.running import Running, connectwise_emulator
from tests.ticketing.connectwise_desk import MARKER, connected, internal, resolution
from tests.ticketing.fault_server import fault_server
from tests.ticketing.test_connectwise import INFO, TICKET, says, settings

AS_TIME: dict[str, Any] = {"notes_as": "time_entry", "hours": 0.5, "work_type": "Remote", "billable": "NoCharge"}


@pytest.fixture
def desk() -> Iterator[Running]:
    with connectwise_emulator() as running:
        yield running


async def test_time_is_entered_only_when_it_was_chosen(desk: Running) -> None:
    async with connected(desk) as provider:
        assert not provider.capabilities.time_entries
        await provider.add_note("5001", resolution())
    assert desk.world.rows("entries") == {}


@pytest.mark.parametrize("ticket", [5001, 5012])
async def test_a_resolution_is_entered_with_its_time_and_proven(desk: Running, ticket: int) -> None:
    async with connected(desk, **AS_TIME) as provider:
        assert provider.capabilities.time_entries
        made = await provider.add_note(str(ticket), resolution())
        stored = await provider.read_note(str(ticket), made.id)
        assert (stored.source, stored.visibility, stored.by_us) == (NoteSource.TIME_ENTRY, Visibility.CUSTOMER, True)
        assert stored.text == resolution().text
        assert [one.id for one in await provider.find_note(str(ticket), MARKER)] == [made.id]
    [entry] = desk.world.rows("entries").values()
    assert (entry["actualHours"], entry["billableOption"], entry["workType"]) == (0.5, "NoCharge", {"name": "Remote"})
    tabs = ("addToDetailDescriptionFlag", "addToInternalAnalysisFlag", "addToResolutionFlag")
    assert [entry[name] for name in tabs] == [False, False, True]
    assert len(desk.judge.marked(ticket, MARKER)) == 1
    assert desk.judge.customer_sees(ticket) == [resolution().text]
    assert desk.world.mails == []


async def test_the_customer_is_mailed_only_when_told(desk: Running) -> None:
    async with connected(desk, **AS_TIME) as provider:
        await provider.add_note("5001", resolution(notify=True))
    assert len(desk.world.mails) == 1


async def test_an_escalation_is_always_a_plain_internal_note(desk: Running) -> None:
    async with connected(desk, **AS_TIME) as provider:
        made = await provider.add_note("5001", internal())
        assert (await provider.read_note("5001", made.id)).source is NoteSource.NOTE
    assert desk.world.rows("entries") == {}
    assert desk.judge.customer_sees(5001) == []


async def test_a_status_that_allows_no_time_refuses_it(desk: Running) -> None:
    desk.act("close", ticket=5001)
    async with connected(desk, **AS_TIME) as provider:
        with pytest.raises(ValidationRejected):
            await provider.add_note("5001", resolution())
    assert desk.world.rows("entries") == {}


async def test_time_is_not_entered_twice_when_the_answer_is_lost(desk: Running) -> None:
    desk.plan("committed_then_cut", "POST", "/time/entries")
    async with connected(desk, **AS_TIME) as provider:
        with pytest.raises(Ambiguous):
            await provider.add_note("5001", resolution())
        [found] = await provider.find_note("5001", MARKER)
        assert found.by_us
    assert len(desk.world.rows("entries")) == 1


@pytest.mark.parametrize("status", [403, 405])
async def test_time_that_can_not_be_looked_for_counts_as_unknown_and_not_as_absent(status: int) -> None:
    plans = (INFO, says(TICKET), says([]), says({"message": "No rights."}, 403), says({}, status))
    for notes_as in ("time_entry", "note"):
        async with fault_server(*plans) as server:
            provider = ConnectWiseProvider(settings(server.url, notes_as=notes_as))
            try:
                if notes_as == "note":
                    assert await provider.find_note("5", MARKER) == []
                    continue
                with pytest.raises(TicketingError) as raised:
                    await provider.find_note("5", MARKER)
                assert status != 403 or isinstance(raised.value, PermissionDenied)
            finally:
                await provider.close()
