"""The contract of `TicketProvider`: one suite, and every provider passes it against its real peer."""

from dataclasses import replace

import pytest

from resolvent.ticketing.errors import (
    AuthError,
    Effect,
    NotFound,
    PermissionDenied,
    PreconditionFailed,
    StatusNotAllowed,
    ValidationRejected,
)
from resolvent.ticketing.note_text import same_text
from resolvent.ticketing.provider import (
    NoteDraft,
    NoteSource,
    NoteType,
    Precondition,
    StatusRef,
    TicketProvider,
    Visibility,
)
from tests.contract.harness import Harness

MARKER = "Ref RV-7Q4K2M7X"
OTHER_MARKER = "Ref RV-AAAABBBB"
HOSTILE = (
    "Zeile eins – „Grüße“ 🛠️ 日本語 עברית \u202eabc\u202c e\u0301\n"
    "<script>alert(1)</script> & &amp; <b>not bold</b> ' \" \\ \\n %s {{x}} $1\n"
    "> quoted\n--\nno signature\n\tTab   and   blanks\n"
)


def resolution(text: str, marker: str = MARKER) -> NoteDraft:
    return NoteDraft(NoteType.RESOLUTION, Visibility.CUSTOMER, f"{text}\n\n{marker}", marker, notify=True)


def analysis(text: str, marker: str = MARKER) -> NoteDraft:
    return NoteDraft(NoteType.INTERNAL_ANALYSIS, Visibility.INTERNAL, f"{text}\n\n{marker}", marker)


async def status_named(provider: TicketProvider, ticket_id: str, name: str) -> StatusRef:
    statuses = await provider.list_statuses(await provider.get_ticket(ticket_id))
    return next(status for status in statuses if status.name == name)


async def test_check_reports_each_step(harness: Harness) -> None:
    await harness.make_ticket("One to try the rights on")
    report = await harness.provider().check()
    assert report.ok, report.steps
    assert all(step.detail for step in report.steps)


async def test_check_names_the_failed_step(harness: Harness) -> None:
    stranger = harness.with_bad_credentials()
    if stranger is None:
        pytest.skip("no credentials")
    report = await stranger.check()
    assert not report.ok
    assert [step.name for step in report.steps if step.ok is False] == ["credentials"]


async def test_a_ticket_is_read_whole(harness: Harness) -> None:
    ticket_id = await harness.make_ticket("Printer <3> & co", "Paper jam\nin tray 2")
    ticket = await harness.provider().get_ticket(ticket_id)
    assert (ticket.id, ticket.summary) == (ticket_id, "Printer <3> & co")
    assert same_text("Paper jam\nin tray 2", ticket.description)
    assert ticket.version
    assert ticket.updated_at.tzinfo is not None
    assert ticket.contact


async def test_version_moves_with_every_change(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Versions")
    before = await provider.get_ticket(ticket_id)
    assert (await provider.get_ticket(ticket_id)).version == before.version
    await harness.change_behind_our_back(ticket_id)
    after = await provider.get_ticket(ticket_id)
    assert after.version != before.version
    assert not Precondition.of(before).holds_for(after)


async def test_search_finds_by_words_and_by_number(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Zebra stripes O'Neil")
    number = (await provider.get_ticket(ticket_id)).number
    for query in ("zebra str", "O'Neil", number, f"  {number} "):
        found = await provider.search(query)
        assert ticket_id in [ticket.id for ticket in found.items], query
    assert ticket_id in [ticket.id for ticket in (await provider.search("")).items]


@pytest.mark.parametrize("query", ["no such words anywhere", "' OR id > 0 OR Subject LIKE '", "\\", "\\' OR 1=1", "🛠️"])
async def test_search_of_odd_words_finds_nothing(harness: Harness, query: str) -> None:
    await harness.make_ticket("Something to find")
    assert (await harness.provider().search(query)).items == ()


async def test_search_pages_do_not_overlap(harness: Harness) -> None:
    for number in range(27):
        await harness.make_ticket(f"Giraffe {number}")
    provider = harness.provider()
    first = await provider.search("giraffe")
    assert first.next_cursor is not None
    second = await provider.search("giraffe", first.next_cursor)
    ids = [ticket.id for ticket in (*first.items, *second.items)]
    assert len(ids) == len(set(ids)) >= 27


@pytest.mark.parametrize("make_draft", [resolution, analysis])
async def test_a_note_reads_back_as_it_was_sent(harness: Harness, make_draft: type) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("A note")
    draft: NoteDraft = make_draft("The cable was loose.")
    sent = await provider.add_note(ticket_id, draft)
    stored = await provider.read_note(ticket_id, sent.id)
    assert (stored.id, stored.visibility, stored.marker) == (sent.id, draft.visibility, MARKER)
    assert same_text(draft.text, stored.text)
    assert stored.by_us
    assert stored.source is NoteSource.NOTE


async def test_the_customer_sees_resolutions_and_no_analysis(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Two kinds of note")
    await provider.add_note(ticket_id, resolution("Visible words."))
    await provider.add_note(ticket_id, analysis("Hidden words.", OTHER_MARKER))
    seen = "\n".join(await harness.seen_by_customer(ticket_id))
    assert "Visible words." in seen
    assert "Hidden words." not in seen
    assert OTHER_MARKER not in seen


@pytest.mark.parametrize("make_draft", [resolution, analysis])
async def test_hostile_text_comes_back_unharmed(harness: Harness, make_draft: type) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Hostile")
    draft: NoteDraft = make_draft(HOSTILE)
    sent = await provider.add_note(ticket_id, draft)
    assert same_text(draft.text, (await provider.read_note(ticket_id, sent.id)).text)
    assert [note.id for note in await provider.find_note(ticket_id, MARKER)] == [sent.id]


async def test_a_very_long_note_comes_back_whole(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Long")
    draft = analysis("\n".join(f"{line}: " + "wörd " * 30 for line in range(1_000)))
    sent = await provider.add_note(ticket_id, draft)
    assert same_text(draft.text, (await provider.read_note(ticket_id, sent.id)).text)


async def test_a_note_is_found_by_its_own_reference_only(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("References", f"Somebody typed {MARKER} in here")
    mine = await provider.add_note(ticket_id, resolution("Mine."))
    await provider.add_note(ticket_id, analysis("Another.", OTHER_MARKER))
    await harness.comment_as_other(ticket_id, f"They wrote:\n> {MARKER}\nand I agree.")
    await harness.comment_as_other(ticket_id, f"A copy, and not ours.\n\n{MARKER}")
    found = await provider.find_note(ticket_id, MARKER)
    assert [note.id for note in found if note.by_us] == [mine.id]
    assert len(found) == 2
    assert await provider.find_note(ticket_id, "Ref RV-ZZZZZZZZ") == []


async def test_two_equal_notes_are_two(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Twice")
    ids = {(await provider.add_note(ticket_id, analysis("The same."))).id for _ in range(2)}
    assert {note.id for note in await provider.find_note(ticket_id, MARKER)} == ids
    assert len(ids) == 2


async def test_notes_are_listed_in_order_and_since(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Order")
    for text in ("first", "second"):
        await provider.add_note(ticket_id, analysis(text))
    notes = [note async for note in provider.list_notes(ticket_id) if note.source is NoteSource.NOTE]
    assert [note.text.splitlines()[0] for note in notes] == ["first", "second"]
    since = notes[1].created_at
    assert notes[1].id in [note.id async for note in provider.list_notes(ticket_id, since=since)]


async def test_context_holds_recent_notes_of_both_kinds(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Context")
    await provider.add_note(ticket_id, resolution("Told."))
    await provider.add_note(ticket_id, analysis("Thought.", OTHER_MARKER))
    context = await provider.get_context(ticket_id)
    assert [note.visibility for note in context.notes] == [Visibility.CUSTOMER, Visibility.INTERNAL]
    assert context.contact


@pytest.mark.parametrize("text", ["", "   \n\t", "\0", "half a pair \ud83d"])
async def test_an_unsendable_note_is_refused_before_it_is_sent(harness: Harness, text: str) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Unsendable")
    before = await provider.get_ticket(ticket_id)
    with pytest.raises(ValidationRejected) as refused:
        await provider.add_note(ticket_id, analysis(text))
    assert refused.value.effect is Effect.NONE
    assert "text" in [field.field for field in refused.value.fields]
    assert (await provider.get_ticket(ticket_id)).version == before.version


async def test_a_visibility_that_is_not_the_kinds_own_is_refused(harness: Harness) -> None:
    ticket_id = await harness.make_ticket("Visibility")
    leaking = replace(analysis("Inside."), visibility=Visibility.CUSTOMER)
    with pytest.raises(ValidationRejected):
        await harness.provider().add_note(ticket_id, leaking)
    assert not any("Inside." in text for text in await harness.seen_by_customer(ticket_id))


async def test_an_allowed_status_is_taken(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Allowed")
    target = await status_named(provider, ticket_id, harness.allowed)
    receipt = await provider.set_status(ticket_id, target, Precondition.of(await provider.get_ticket(ticket_id)))
    assert receipt.claimed
    assert (await provider.get_ticket(ticket_id)).status.id == target.id


async def test_a_forbidden_status_is_not_claimed(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Forbidden")
    before = await provider.get_ticket(ticket_id)
    target = await status_named(provider, ticket_id, harness.forbidden)
    claimed = True
    try:
        claimed = (await provider.set_status(ticket_id, target, Precondition.of(before))).claimed
    except StatusNotAllowed as error:
        claimed = error.effect is not Effect.NONE
    assert not claimed
    assert (await provider.get_ticket(ticket_id)).status.id == before.status.id


async def test_a_status_taken_back_by_the_workflow_shows_on_reading(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_flipping_ticket()
    before = await provider.get_ticket(ticket_id)
    target = await status_named(provider, ticket_id, harness.flips_to)
    receipt = await provider.set_status(ticket_id, target, Precondition.of(before))
    assert receipt.claimed
    assert (await provider.get_ticket(ticket_id)).status.id != target.id


@pytest.mark.parametrize("with_version", [True, False])
async def test_a_ticket_changed_meanwhile_is_left_alone(harness: Harness, with_version: bool) -> None:
    provider = harness.provider()
    ticket_id = await harness.make_ticket("Meanwhile")
    ticket = await provider.get_ticket(ticket_id)
    target = await status_named(provider, ticket_id, harness.allowed)
    await harness.change_behind_our_back(ticket_id)
    expect = Precondition.of(ticket) if with_version else Precondition("some other status", None)
    with pytest.raises(PreconditionFailed) as refused:
        await provider.set_status(ticket_id, target, expect)
    assert refused.value.effect is Effect.NONE
    assert (await provider.get_ticket(ticket_id)).status.id == ticket.status.id


async def test_statuses_are_those_of_the_board(harness: Harness) -> None:
    provider = harness.provider()
    ticket = await provider.get_ticket(await harness.make_ticket("Statuses"))
    names = [status.name for status in await provider.list_statuses(ticket)]
    assert {ticket.status.name, harness.allowed, harness.forbidden} <= set(names)
    assert len(names) == len(set(names))


async def test_a_tickets_board_is_listed_with_its_statuses(harness: Harness) -> None:
    provider = harness.provider()
    ticket = await provider.get_ticket(await harness.make_ticket("Boards"))
    boards = {board.id: board.name for board in await provider.list_boards()}
    assert ticket.board_id is not None
    assert boards[ticket.board_id]
    listed = await provider.list_board_statuses(ticket.board_id)
    assert {ticket.status.id} <= {status.id for status in listed}
    assert {harness.allowed, harness.forbidden} <= {status.name for status in listed}
    assert {status.board_id for status in listed} == {ticket.board_id}


async def test_an_unknown_board_is_not_found(harness: Harness) -> None:
    for unknown in ("999999", "no-such-id", "../rt", "", "١"):
        with pytest.raises(NotFound):
            await harness.provider().list_board_statuses(unknown)


async def test_an_unknown_ticket_is_not_found(harness: Harness) -> None:
    provider = harness.provider()
    target = await status_named(provider, await harness.make_ticket("A known one"), harness.allowed)
    for unknown in (harness.unknown_ticket, "no-such-id", "../rt", "1/../2", "", "١"):
        with pytest.raises(NotFound):
            await provider.get_ticket(unknown)
        with pytest.raises(NotFound):
            await provider.add_note(unknown, analysis("Lost."))
        with pytest.raises(NotFound):
            await provider.set_status(unknown, target, Precondition("new", "1"))


async def test_an_unknown_note_is_not_found(harness: Harness) -> None:
    provider = harness.provider()
    ticket_id, other_id = await harness.make_ticket("Mine"), await harness.make_ticket("Other")
    other = await provider.add_note(other_id, analysis("Elsewhere."))
    for unknown in (harness.unknown_note, "no-such-id", other.id):
        with pytest.raises(NotFound):
            await provider.read_note(ticket_id, unknown)


async def test_bad_credentials_are_named_as_such(harness: Harness) -> None:
    stranger = harness.with_bad_credentials()
    if stranger is None:
        pytest.skip("no credentials")
    ticket_id = await harness.make_ticket("Locked")
    with pytest.raises(AuthError) as refused:
        await stranger.get_ticket(ticket_id)
    assert refused.value.effect is Effect.NONE
    with pytest.raises(AuthError):
        await stranger.add_note(ticket_id, analysis("Never."))
    assert await harness.provider().find_note(ticket_id, MARKER) == []


async def test_a_missing_right_is_named_as_such(harness: Harness) -> None:
    weak = harness.that_may_not_write()
    if weak is None:
        pytest.skip("no rights to lack")
    ticket_id = await harness.make_ticket("Read only")
    with pytest.raises(PermissionDenied) as refused:
        await weak.add_note(ticket_id, analysis("Never."))
    assert refused.value.effect is Effect.NONE
    assert await harness.provider().find_note(ticket_id, MARKER) == []
