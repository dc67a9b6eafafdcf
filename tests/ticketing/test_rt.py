"""What is Request Tracker's own: its sentences, its paging, its mail, and answers that are not its own at all."""

import json
from typing import Any

import pytest
from pydantic import HttpUrl, SecretStr, ValidationError

from resolvent.ticketing.errors import Ambiguous, ConfigError, Effect, NotFound, ProtocolError
from resolvent.ticketing.http import Exchange
from resolvent.ticketing.provider import NoteDraft, NoteType, Precondition, StatusRef, Visibility
from resolvent.ticketing.providers import rt as rt_module
from resolvent.ticketing.providers import rt_read as read
from resolvent.ticketing.providers.rt import RtProvider
from resolvent.ticketing.providers.rt_settings import RtSettings
from tests.contract.rt_harness import RtHarness
from tests.rt_server import RtServer
from tests.ticketing.fault_server import Plan, answer, fault_server, reset

MARKER = "Ref RV-7Q4K2M7X"
DRAFT = NoteDraft(NoteType.INTERNAL_ANALYSIS, Visibility.INTERNAL, f"Thought.\n\n{MARKER}", MARKER)
needs_rt = [pytest.mark.rt, pytest.mark.xdist_group("rt")]


def settings(url: str, **changes: Any) -> RtSettings:
    given = {"user": "agent", "password": SecretStr("agent-password"), "queue": "Helpdesk", "allow_private": True}
    return RtSettings(url=HttpUrl(url), **{**given, **changes})


@pytest.mark.parametrize(
    ("message", "target", "claimed"),
    [
        ("Ticket 1: Status changed from 'open' to 'resolved'", "resolved", True),
        ("Status changed from 'open' to 'on hold'", "on hold", True),
        ("Ticket 1: Status changed from 'open' to 'resolved'", "closed", False),
        ("Ticket 2: You can't change status from 'new' to 'resolved'.", "resolved", False),
        ("Ticket 2: Status 'nonsense' isn't a valid status for this ticket.", "nonsense", False),
        ("Ticket 1: That ticket has unresolved dependencies", "resolved", False),
        ("Ticket 4: Permission Denied", "resolved", False),
        ("", "", False),
    ],
)
def test_only_one_sentence_claims_a_change(message: str, target: str, claimed: bool) -> None:
    assert read.claims_change([message], target) is claimed
    assert not read.claims_change([], target)


def test_plain_text_is_preferred_and_files_are_no_text() -> None:
    parts: list[dict[str, Any]] = [
        {"TransactionId": "1", "ContentType": "text/html", "Content": "<p>Hello<br>there &amp; <b>you</b></p>"},
        {"TransactionId": "2", "ContentType": "text/html", "Content": "<p>rich</p>"},
        {"TransactionId": "2", "ContentType": "text/plain", "Content": "plain"},
        {"TransactionId": "2", "ContentType": "text/plain", "Content": "a log", "Filename": "log.txt", "id": "9"},
        {"TransactionId": "3", "ContentType": "multipart/mixed", "Content": None},
    ]
    assert read.texts_by_transaction(parts) == {"1": "Hello\nthere & you", "2": "plain"}
    assert [file.name for file in read.files_of(parts)] == ["log.txt"]


@pytest.mark.parametrize("raw", [{}, {"id": 1}, {"id": 1, "Subject": "x", "Status": "new", "Queue": "3"}])
def test_a_shape_that_is_not_a_ticket_is_said_so(raw: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError):
        read.ticket_of(raw, web_url="", closed=(), version=None)


@pytest.mark.parametrize("changes", [{"password": None}, {"token": SecretStr("1-14-abc")}, {"color": "red"}])
def test_settings_take_one_credential_and_nothing_unknown(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings("https://rt.example", **changes)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'"x"',
        b"<html>",
        b"",
        b'{"items": 1}',
    ],
)
async def test_an_answer_of_something_else_is_no_ticket(body: bytes) -> None:
    async with fault_server(answer(200, body)) as server:
        provider = RtProvider(settings(server.url))
        with pytest.raises(ProtocolError):
            await provider.get_ticket("1")
        with pytest.raises(ProtocolError) as raised:
            await provider.add_note("1", DRAFT)
        assert raised.value.effect is Effect.UNKNOWN
        with pytest.raises(ProtocolError) as raised:
            await provider.set_status("1", StatusRef("open", "open"), Precondition("new", '"1"'))
        assert raised.value.effect is Effect.UNKNOWN
        await provider.close()


async def test_a_404_from_something_else_is_a_wrong_address() -> None:
    async with fault_server(answer(404, b"<html>nginx</html>")) as server:
        provider = RtProvider(settings(server.url))
        with pytest.raises(ConfigError):
            await provider.get_ticket("1")
        report = await provider.check()
        assert [step.name for step in report.steps if step.ok is False] == ["address"]
        await provider.close()


async def test_pages_without_an_end_are_given_up() -> None:
    listing = json.dumps(
        {
            "items": [{"id": "1", "Type": "Set", "Created": "2026-01-01T00:00:00Z", "Creator": {"id": "a"}}],
            "pages": None,
        }
    ).encode()
    async with fault_server(answer(200, listing)) as server:
        provider = RtProvider(settings(server.url))
        with pytest.raises(ProtocolError):
            await provider.find_note("1", MARKER)
        assert len(server.requests) <= rt_module.MOST_PAGES + 1
        await provider.close()


@pytest.mark.parametrize("plan", [reset, answer(500), answer(201, b"", location="/somewhere/else")])
async def test_a_note_of_unknown_fate_is_sent_once(plan: Plan) -> None:
    async with fault_server(plan) as server:
        provider = RtProvider(settings(server.url))
        with pytest.raises((Ambiguous, ProtocolError)) as raised:
            await provider.add_note("1", DRAFT)
        assert raised.value.effect is Effect.UNKNOWN
        assert len(server.requests) == 1
        await provider.close()


async def test_no_secret_reaches_the_record() -> None:
    exchanges: list[Exchange] = []
    echo = b"Basic YWdlbnQ6YWdlbnQtcGFzc3dvcmQ= agent-password"
    async with fault_server(answer(400, echo)) as server:
        provider = RtProvider(settings(server.url), exchanges.append)
        await provider.check()
        assert [exchange.response for exchange in exchanges] == ["Basic [redacted] [redacted]"]
        await provider.close()


class TestAgainstRequestTracker:
    pytestmark = needs_rt

    async def test_notes_are_found_over_all_pages(self, rt: RtServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rt_module, "PAGE_SIZE", 2)
        harness = RtHarness(rt)
        provider = harness.provider()
        ticket_id = await harness.make_ticket("Pages")
        for text in ("one", "two", "three"):
            await harness.comment_as_other(ticket_id, text)
        mine = await provider.add_note(ticket_id, DRAFT)
        await harness.comment_as_other(ticket_id, "five")
        assert [note.id for note in await provider.find_note(ticket_id, MARKER)] == [mine.id]
        texts = [note.text.splitlines()[0] async for note in provider.list_notes(ticket_id)]
        assert texts == ["It does not work.", "one", "two", "three", "Thought.", "five"]
        await harness.close()

    async def test_a_note_is_still_found_after_its_ticket_was_merged(self, rt: RtServer) -> None:
        harness = RtHarness(rt)
        provider = harness.provider()
        merged_id, into_id = await harness.make_ticket("Merged"), await harness.make_ticket("Into")
        mine = await provider.add_note(merged_id, DRAFT)
        before = await provider.get_ticket(merged_id)
        await harness.merge(merged_id, into_id)
        assert (await provider.read_note(merged_id, mine.id)).id == mine.id
        assert [note.id for note in await provider.find_note(merged_id, MARKER)] == [mine.id]
        after = await provider.get_ticket(merged_id)
        assert after.id == into_id
        assert not Precondition.of(before).holds_for(after)
        await harness.close()

    async def test_the_customer_is_mailed_resolutions_and_no_analysis(self, rt: RtServer) -> None:
        harness = RtHarness(rt)
        ticket_id = await harness.make_ticket("Mail")
        told = NoteDraft(NoteType.RESOLUTION, Visibility.CUSTOMER, f"Mailed words.\n\n{MARKER}", MARKER)
        kept = NoteDraft(NoteType.INTERNAL_ANALYSIS, Visibility.INTERNAL, f"Unmailed words.\n\n{MARKER}", MARKER)
        await harness.provider().add_note(ticket_id, kept)
        await harness.provider().add_note(ticket_id, told)
        assert "Mailed words." in rt.mail()
        assert "Unmailed words." not in rt.mail()
        await harness.close()

    async def test_a_token_works_like_a_password(self, rt: RtServer) -> None:
        harness = RtHarness(rt)
        ticket_id = await harness.make_ticket("Token")
        provider = RtProvider(settings(rt.url, password=None, token=SecretStr(rt.token), statuses=rt.statuses))
        sent = await provider.add_note(ticket_id, DRAFT)
        note = await provider.read_note(ticket_id, sent.id)
        assert (note.author, note.by_us) == ("agent", True)
        await provider.close()
        await harness.close()

    async def test_a_path_that_is_no_request_tracker_is_a_wrong_address(self, rt: RtServer) -> None:
        provider = RtProvider(settings(f"{rt.url}/not-here"))
        report = await provider.check()
        assert not report.ok
        with pytest.raises((ConfigError, NotFound, ProtocolError)):
            await provider.get_ticket("1")
        await provider.close()

    async def test_a_queue_that_is_not_there_fails_its_step(self, rt: RtServer) -> None:
        provider = RtProvider(settings(rt.url, queue="No such queue"))
        report = await provider.check()
        assert [step.name for step in report.steps if step.ok is False] == ["queue"]
        await provider.close()

    async def test_a_viewer_is_told_which_rights_are_missing(self, rt: RtServer) -> None:
        harness = RtHarness(rt)
        await harness.make_ticket("Rights")
        report = await harness.that_may_not_write().check()
        failed = [step for step in report.steps if step.ok is False]
        assert [step.name for step in failed] == ["rights"]
        assert "comment" in failed[0].detail
        await harness.close()
