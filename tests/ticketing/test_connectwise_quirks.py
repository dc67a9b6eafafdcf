"""What is ConnectWise's own, each by its name in the vendor's contract, on the emulator over real HTTP."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from resolvent.ticketing.errors import (
    AuthError,
    NotFound,
    PreconditionFailed,
    StatusNotAllowed,
    Unavailable,
    ValidationRejected,
)
from resolvent.ticketing.provider import NoteSource, Precondition, StatusRef, TicketSnapshot, Visibility
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from tests.emulators.connectwise.people import note
from tests.emulators.connectwise.running import Running, connectwise_emulator
from tests.emulators.connectwise.sample import ATTACHED, PROJECT_TICKET, status_id
from tests.emulators.connectwise.switches import Hosting, Merged, Switches
from tests.ticketing.connectwise_desk import MARKER, connected, internal, resolution

PROJECT = str(PROJECT_TICKET)


@pytest.fixture
def switches(request: pytest.FixtureRequest) -> Switches:
    return Switches(**getattr(request, "param", {}))


@pytest.fixture
def desk(switches: Switches) -> Iterator[Running]:
    with connectwise_emulator(switches=switches) as running:
        yield running


@pytest.fixture
async def provider(desk: Running) -> AsyncIterator[ConnectWiseProvider]:
    async with connected(desk) as given:
        yield given


def switched(**values: Any) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("switches", [values], indirect=True, ids=[",".join(map(str, values.values()))])


HOSTED = pytest.mark.parametrize("switches", [{"hosting": one} for one in Hosting], indirect=True, ids=[*Hosting])


async def status_of(provider: ConnectWiseProvider, ticket: TicketSnapshot, name: str) -> StatusRef:
    return next(one for one in await provider.list_statuses(ticket) if one.name == name)


@HOSTED
async def test_bad_keys_are_404_in_the_cloud_and_401_on_premises(desk: Running) -> None:
    async with connected(desk, private_key="wrong") as stranger:
        with pytest.raises(AuthError):
            await stranger.get_ticket("5001")
        with pytest.raises(AuthError):
            await stranger.add_note("5001", internal())


@HOSTED
async def test_a_404_is_a_lost_ticket_when_the_keys_work(provider: ConnectWiseProvider) -> None:
    with pytest.raises(NotFound):
        await provider.get_ticket("4711")


async def test_the_codebase_moves_while_we_run(desk: Running, provider: ConnectWiseProvider) -> None:
    await provider.get_ticket("5001")
    desk.world.switches.codebase = "v2026_1/"
    assert (await provider.get_ticket("5001")).id == "5001"
    desk.world.switches.codebase = "v2026_2/"
    ticket = await provider.get_ticket("5001")
    desk.world.switches.codebase = "v2026_3/"
    assert (await provider.set_status("5001", StatusRef("424", "Completed"), Precondition.of(ticket))).claimed


async def test_a_change_is_not_repeated_when_the_codebase_moves(desk: Running, provider: ConnectWiseProvider) -> None:
    await provider.get_ticket("5001")
    notes = provider._notes  # the ticket is read before each note: only this shows a move between the two
    desk.world.switches.codebase = "v2026_1/"
    with pytest.raises(Unavailable, match="Nothing was changed"):
        await notes.add("service", "5001", internal())
    assert desk.judge.marked(5001, MARKER) == []


@switched(codebase="")
async def test_an_empty_codebase_is_none(desk: Running) -> None:
    async with connected(desk) as provider:
        report = await provider.check()
        assert [step.name for step in report.steps if step.ok is False] == ["company ID"]


async def test_a_project_ticket_lives_elsewhere_and_its_notes_are_short(provider: ConnectWiseProvider) -> None:
    ticket = await provider.get_ticket(PROJECT)
    assert (ticket.summary, ticket.board_id) == ("Replace the firewall", "40")
    made = await provider.add_note(PROJECT, internal())
    stored = await provider.read_note(PROJECT, made.id)
    assert (stored.by_us, stored.visibility, stored.created_at.tzinfo is None) == (True, Visibility.INTERNAL, False)
    assert [one.id for one in await provider.find_note(PROJECT, MARKER)] == [made.id]
    done = await status_of(provider, ticket, "Completed")
    assert (await provider.set_status(PROJECT, done, Precondition.of(await provider.get_ticket(PROJECT)))).claimed


async def test_a_ticket_that_becomes_a_projects_is_followed(desk: Running, provider: ConnectWiseProvider) -> None:
    made = await provider.add_note("5001", internal())
    desk.act("project", ticket=5001)
    assert (await provider.read_note("5001", made.id)).id == made.id
    assert (await provider.get_ticket("5001")).id == "5001"
    with pytest.raises(NotFound):
        await provider.read_note("5001", "4711")


async def test_reading_a_status_again_is_one_call(desk: Running, provider: ConnectWiseProvider) -> None:
    await provider.get_ticket("5001")
    before = len(desk.world.calls)
    desk.act("status", ticket=5001, status=status_id(21, "Escalated"))
    assert (await provider.get_ticket("5001")).status.name == "Escalated"
    assert [call.path for call in desk.world.calls[before:]] == ["/service/tickets/5001"]


@switched(project_tickets_hidden=False)
async def test_a_project_ticket_among_service_tickets_is_still_one(provider: ConnectWiseProvider) -> None:
    await provider.add_note(PROJECT, internal())
    assert len(await provider.find_note(PROJECT, MARKER)) == 1


async def test_a_search_by_number_also_finds_a_project_ticket(provider: ConnectWiseProvider) -> None:
    assert [one.id for one in (await provider.search(PROJECT)).items] == [PROJECT]
    assert [one.id for one in (await provider.search("5001")).items] == ["5001"]


@pytest.mark.parametrize("switches", [{"merged": one} for one in Merged], indirect=True, ids=[*Merged])
async def test_nothing_is_written_to_a_merged_ticket(desk: Running, provider: ConnectWiseProvider) -> None:
    ticket = await provider.get_ticket("5001")
    desk.act("merge", ticket=5001, into=5003)
    with pytest.raises(PreconditionFailed, match="5003"):
        await provider.add_note("5001", internal())
    with pytest.raises(PreconditionFailed, match="5003"):
        await provider.set_status("5001", StatusRef("424", "Completed"), Precondition.of(ticket))
    assert not any(call.method in ("POST", "PATCH") and "/tickets/" in call.path for call in desk.world.calls)


async def test_statuses_have_the_same_names_on_every_board(provider: ConnectWiseProvider) -> None:
    ids = [{one.name: one.id for one in await provider.list_board_statuses(board)} for board in ("21", "35")]
    assert set(ids[0]) == set(ids[1])
    assert not set(ids[0].values()) & set(ids[1].values())


async def test_completed_does_not_close_and_an_inactive_status_is_named(provider: ConnectWiseProvider) -> None:
    statuses = {one.name: one for one in await provider.list_board_statuses("21")}
    assert (statuses["Completed"].closed, statuses["Closed"].closed) == (False, True)
    assert [one.name for one in statuses.values() if one.inactive] == ["Old Triage"]


@pytest.mark.parametrize("board", [None, "35"], ids=["the vendor's refusal", "told by the board"])
async def test_a_status_of_another_board_is_not_allowed(
    desk: Running, provider: ConnectWiseProvider, board: str | None
) -> None:
    ticket = await provider.get_ticket("5001")
    elsewhere = StatusRef(str(status_id(35, "Completed")), "Completed", board)
    with pytest.raises(StatusNotAllowed) as refused:
        await provider.set_status("5001", elsewhere, Precondition.of(ticket))
    assert board or "not found for Service Board 21" in (refused.value.body or "")
    assert desk.judge.status(5001) == "In Progress"


async def test_an_inactive_status_is_not_sent(desk: Running, provider: ConnectWiseProvider) -> None:
    ticket = await provider.get_ticket("5001")
    with pytest.raises(StatusNotAllowed):
        await provider.set_status("5001", await status_of(provider, ticket, "Old Triage"), Precondition.of(ticket))
    assert not any(call.method == "PATCH" for call in desk.world.calls)


async def test_an_internal_note_mails_nobody_and_a_resolution_only_when_told(
    desk: Running, provider: ConnectWiseProvider
) -> None:
    await provider.add_note("5001", internal())
    await provider.add_note("5001", resolution("Quiet.", "Ref RV-AAAABBBB"))
    assert desk.world.mails == []
    loud = await provider.add_note("5001", resolution("Loud.", "Ref RV-CCCCDDDD", notify=True))
    assert [str(mail["noteId"]) for mail in desk.world.mails] == [loud.id]


async def test_a_resolution_stands_on_its_tab_and_the_customer_reads_it(
    desk: Running, provider: ConnectWiseProvider
) -> None:
    made = await provider.add_note("5001", resolution())
    row = desk.world.rows("notes")[int(made.id)]
    assert [row[flag] for flag in ("detailDescriptionFlag", "internalAnalysisFlag", "resolutionFlag")] == [0, 0, 1]
    assert desk.judge.customer_sees(5001) == [row["text"]]
    assert (await provider.read_note("5001", made.id)).visibility is Visibility.CUSTOMER


async def test_a_note_is_taken_back(desk: Running, provider: ConnectWiseProvider) -> None:
    made = await provider.add_note("5001", internal())
    with pytest.raises(NotFound):
        await provider.retract_note("5003", made.id)
    await provider.retract_note("5001", made.id)
    assert desk.judge.marked(5001, MARKER) == []
    with pytest.raises(NotFound):
        await provider.retract_note("5001", made.id)


async def test_a_board_that_takes_notes_as_time_only_says_so(desk: Running, provider: ConnectWiseProvider) -> None:
    desk.world.rows("boards")[21]["timeEntryInternalAnalysisFlag"] = True
    with pytest.raises(ValidationRejected) as refused:
        await provider.add_note("5001", internal())
    assert "time entries only" in (refused.value.body or "")


async def test_the_description_is_the_note_of_the_discussion_that_came_with_the_ticket(
    desk: Running, provider: ConnectWiseProvider
) -> None:
    note(desk.world, 5001, "Seen by us.", internal=True)
    opening = note(desk.world, 5001, "It is broken.", by="Customer")
    opening["dateCreated"] = desk.world.rows("tickets")[5001]["dateEntered"]
    note(desk.world, 5001, "Still broken.", by="Customer")
    assert (await provider.get_ticket("5001")).description == "It is broken."
    listed = [(one.source, one.text) async for one in provider.list_notes("5001")]
    assert [text for source, text in listed if source is NoteSource.DESCRIPTION] == ["It is broken."]
    context = await provider.get_context("5001")
    assert [one.text for one in context.notes] == ["Seen by us.", "Still broken."]


async def test_a_later_reply_is_no_description_where_a_ticket_came_without_one(
    desk: Running, provider: ConnectWiseProvider
) -> None:
    note(desk.world, 5001, "Still broken.", by="Customer")
    assert (await provider.get_ticket("5001")).description == ""
    assert [one.source async for one in provider.list_notes("5001")] == [NoteSource.NOTE]


async def test_the_context_holds_contact_device_and_documents(provider: ConnectWiseProvider) -> None:
    context = await provider.get_context(str(ATTACHED))
    assert context.company == "Northgate Dental"
    assert context.contact == "Alex Northgate, alex@northgate.example, 020 7946 011"
    assert context.devices == ("NORTH-PC-01",)
    [document] = context.attachments
    assert (document.name, document.media_type, document.size) == ("screen.txt", "text/plain", 19)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/company/contacts/.*", "contact"),
        ("/system/documents", "attachments"),
        ("/company/configurations", "devices"),
        (".*/configurations", "devices"),
    ],
)
async def test_what_the_keys_may_not_read_is_left_out_of_the_context(
    desk: Running, provider: ConnectWiseProvider, path: str, part: str
) -> None:
    desk.plan("refused_permission", "GET", path, nth=None)
    context = await provider.get_context(str(ATTACHED))
    expected = {"contact": "Alex Northgate", "attachments": (), "devices": ("NORTH-PC-01",)}
    if path == ".*/configurations":
        expected["devices"] = ()
    assert getattr(context, part) == expected[part]
    assert context.company == "Northgate Dental"


@pytest.mark.parametrize("switches", [{"all_notes_status": s} for s in (200, 404, 405)], indirect=True, ids=str)
async def test_keys_without_time_entries_see_those_on_the_ticket_where_the_server_tells(
    desk: Running, provider: ConnectWiseProvider
) -> None:
    desk.plan("note_only_as_time", "POST", ".*/notes")
    await provider.add_note("5001", internal())
    note(desk.world, 5001, "Plain.", internal=True)
    desk.plan("refused_permission", "GET", "/time/entries", nth=None)
    found = await provider.find_note("5001", MARKER)
    told = desk.world.switches.all_notes_status == 200
    assert [(one.source, one.by_us) for one in found] == ([(NoteSource.TIME_ENTRY, True)] if told else [])
    assert [one.text async for one in provider.list_notes("5001")].count("Plain.") == 1


async def test_a_search_goes_on_by_link_and_ends_with_it(desk: Running) -> None:
    for number in range(60):
        desk.world.add("tickets", {**desk.world.rows("tickets")[5001], "id": 6000 + number, "summary": "Giraffe"})
    async with connected(desk) as provider:
        pages, cursor = [], None
        while True:
            page = await provider.search("giraffe", cursor)
            pages.append([one.id for one in page.items])
            if (cursor := page.next_cursor) is None:
                break
        assert [len(page) for page in pages] == [25, 25, 10]
        assert [one for page in pages for one in page] == [str(6059 - number) for number in range(60)]
        assert (await provider.search("giraffe", "9")).items == ()
        assert [one.id for one in (await provider.search("giraffe", "no cursor")).items] == pages[0]


async def test_a_search_keeps_to_the_connections_boards(desk: Running) -> None:
    async with connected(desk, boards=(35,)) as provider:
        assert {one.board_id for one in (await provider.search("")).items} == {"35"}
        assert (await provider.search("5001")).items == ()
        assert (await provider.search(PROJECT)).items == ()
        assert [board.id for board in await provider.list_boards()] == ["35"]


async def test_an_inactive_board_is_not_offered(desk: Running, provider: ConnectWiseProvider) -> None:
    desk.world.rows("boards")[35]["inactiveFlag"] = True
    assert [board.id for board in await provider.list_boards()] == ["21", "40"]


@pytest.mark.parametrize("query", ["%", "*", '"', "\\", ' " " '])
async def test_a_search_of_signs_alone_finds_nothing(provider: ConnectWiseProvider, query: str) -> None:
    assert (await provider.search(query)).items == ()


async def test_a_ticket_links_to_its_page(desk: Running, provider: ConnectWiseProvider) -> None:
    url = (await provider.get_ticket("5001")).url or ""
    assert url.startswith(f"{desk.site}/v4_6_release/services/")
    assert url.endswith("=5001")
