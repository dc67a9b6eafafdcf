"""What is ConnectWise's own, each against a peer that answers as the vendor's contract says."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import pytest
from pydantic import HttpUrl, SecretStr

from resolvent.ticketing.errors import (
    Ambiguous,
    AuthError,
    ConfigError,
    NotFound,
    PreconditionFailed,
    StatusNotAllowed,
    Unavailable,
    ValidationRejected,
    VisibilityViolation,
)
from resolvent.ticketing.http import Exchange
from resolvent.ticketing.provider import NoteDraft, NoteType, Precondition, StatusRef, Visibility
from resolvent.ticketing.providers import connectwise_read as read
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from resolvent.ticketing.providers.connectwise_settings import ConnectWiseSettings, origin_of
from tests.ticketing.fault_server import FaultServer, Plan, answer, fault_server

MARKER = "Ref RV-7Q4K2M7X"
DRAFT = NoteDraft(NoteType.INTERNAL_ANALYSIS, Visibility.INTERNAL, f"Thought.\n\n{MARKER}", MARKER)
FLAGS = {"detailDescriptionFlag": False, "internalAnalysisFlag": True, "resolutionFlag": False}
NOTE = {"id": 7, "text": DRAFT.text, "createdBy": "Robot", "dateCreated": "2026-11-01T10:00:00Z", **FLAGS}
TICKET = {
    "id": 5,
    "summary": "No mail",
    "board": {"id": 1, "name": "Help"},
    "status": {"id": 10, "name": "New"},
    "_info": {"lastUpdated": "2026-11-01T10:00:00Z", "updatedBy": "jo"},
}
EXPECTED = Precondition("10", read.version_of(TICKET))
DONE = StatusRef("11", "Done", "1")


def says(body: Any, status: int = 200) -> Plan:
    return answer(status, json.dumps(body).encode())


INFO = says({"Codebase": "v4_6_release/"})
GONE = says({"code": "NotFound", "message": "gone"}, 404)


COMPANIES = count(1)
"""A company each: what the process remembers of one is not met again by a server that is given the same port."""


def settings(site: str, **changes: Any) -> ConnectWiseSettings:
    keys = {"public_key": "pub", "private_key": SecretStr("very-private"), "client_id": "c-1", "member": "robot"}
    return ConnectWiseSettings(
        **{"site": HttpUrl(site), "company_id": f"acme{next(COMPANIES)}", "allow_private": True, **keys, **changes}
    )


@asynccontextmanager
async def connected(*plans: Plan) -> AsyncIterator[tuple[ConnectWiseProvider, FaultServer]]:
    async with fault_server(*plans) as server:
        provider = ConnectWiseProvider(settings(server.url))
        try:
            yield provider, server
        finally:
            await provider.close()


def asked(server: FaultServer) -> list[str]:
    return [" ".join(request.decode().split(" ")[:2]) for request in server.requests]


def sent(request: bytes) -> Any:
    return json.loads(request.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize(
    ("site", "origin"),
    [
        ("https://na.myconnectwise.net", "https://api-na.myconnectwise.net"),
        ("https://aus.myconnectwise.net/", "https://api-aus.myconnectwise.net"),
        ("https://psa.example.com:8443", "https://psa.example.com:8443"),
    ],
)
def test_hosted_sites_have_their_own_api_host(site: str, origin: str) -> None:
    assert origin_of(settings(site)) == origin


async def test_an_unknown_company_is_answered_with_null() -> None:
    async with connected(says(None)) as (provider, _):
        with pytest.raises(ConfigError, match="acme"):
            await provider.search("")


@pytest.mark.parametrize("codebase", ["../x/", "//evil/", "v4@evil", "a?b/"])
async def test_a_codebase_is_a_path_and_nothing_else(codebase: str) -> None:
    async with connected(says({"Codebase": codebase})) as (provider, server):
        with pytest.raises(ConfigError):
            await provider.search("")
        assert len(server.requests) == 1


async def test_a_moved_codebase_is_read_again_once() -> None:
    async with connected(INFO, GONE, says({"Codebase": "v2026_1/"}), says([TICKET])) as (provider, server):
        assert [ticket.id for ticket in (await provider.search("mail")).items] == ["5"]
        assert asked(server)[-1].startswith("GET /v2026_1/apis/3.0/service/tickets?")


async def test_a_change_is_not_repeated_on_a_moved_codebase() -> None:
    async with connected(INFO, says(TICKET), GONE, says({"Codebase": "v2026_1/"})) as (provider, server):
        with pytest.raises(Unavailable):
            await provider.add_note("5", DRAFT)
        assert [line.split()[0] for line in asked(server)].count("POST") == 1


async def test_a_404_means_gone_only_when_the_keys_work() -> None:
    async with connected(INFO, GONE, INFO, says([]), GONE, INFO, says([])) as (provider, _):
        with pytest.raises(NotFound):
            await provider.get_ticket("5")
    async with connected(INFO, GONE, INFO, GONE) as (provider, _):
        with pytest.raises(AuthError):
            await provider.get_ticket("5")


async def test_a_project_ticket_is_found_where_it_lives() -> None:
    async with connected(INFO, GONE, INFO, says([]), says(TICKET), says([])) as (provider, server):
        assert (await provider.get_ticket("5")).version == read.version_of(TICKET)
        assert "/project/tickets/5/notes" in asked(server)[-1]


async def test_every_flag_of_a_note_is_said() -> None:
    async with connected(INFO, says(TICKET), says(NOTE, 201)) as (provider, server):
        note = await provider.add_note("5", DRAFT)
        assert (note.visibility, note.by_us) == (Visibility.INTERNAL, True)
        assert sent(server.requests[-1]) == {
            "text": DRAFT.text,
            **FLAGS,
            "customerUpdatedFlag": False,
            "processNotifications": False,
        }


async def test_a_500_to_a_note_is_ambiguous_and_sent_once() -> None:
    async with connected(INFO, says(TICKET), says({}, 500)) as (provider, server):
        with pytest.raises(Ambiguous):
            await provider.add_note("5", DRAFT)
        assert len(server.requests) == 3


@pytest.mark.parametrize("flag", FLAGS)
async def test_an_absent_flag_proves_nothing(flag: str) -> None:
    unsaid = {name: value for name, value in NOTE.items() if name != flag}
    async with connected(INFO, says(TICKET), says(unsaid)) as (provider, _):
        with pytest.raises(VisibilityViolation):
            await provider.read_note("5", "7")


@pytest.mark.parametrize("flag", ["detailDescriptionFlag", "resolutionFlag"])
async def test_an_internal_note_with_another_flag_is_the_customers(flag: str) -> None:
    async with connected(INFO, says(TICKET), says({**NOTE, flag: True})) as (provider, _):
        assert (await provider.read_note("5", "7")).visibility is Visibility.CUSTOMER


async def test_a_marker_is_found_on_every_page_and_in_time_entries() -> None:
    full = [{**NOTE, "id": number, "text": "other"} for number in range(1, 101)]
    entry = {"id": 3, "notes": DRAFT.text, "enteredBy": "jo", "dateEntered": "2026-11-02T10:00:00Z"}
    async with connected(INFO, says(TICKET), says(full), says([{**NOTE, "id": 200}]), says([entry])) as (
        provider,
        server,
    ):
        found = await provider.find_note("5", MARKER)
        assert [(note.id, note.source.value, note.by_us) for note in found] == [
            ("200", "note", True),
            ("time-3", "time_entry", False),
        ]
        assert "id%3E100" in asked(server)[3]


async def test_a_changed_ticket_is_not_patched() -> None:
    moved = {**TICKET, "status": {"id": 12, "name": "Waiting"}}
    async with connected(INFO, says(moved)) as (provider, server):
        with pytest.raises(PreconditionFailed):
            await provider.set_status("5", DONE, EXPECTED)
        assert len(server.requests) == 2


@pytest.mark.parametrize(("status", "claimed"), [(11, True), (10, False)])
async def test_a_patch_is_an_array_and_its_answer_the_claim(status: int, claimed: bool) -> None:
    after = {**TICKET, "status": {"id": status, "name": "x"}}
    async with connected(INFO, says(TICKET), says(after)) as (provider, server):
        assert (await provider.set_status("5", DONE, EXPECTED)).claimed is claimed
        assert sent(server.requests[-1]) == [{"op": "replace", "path": "status", "value": {"id": 11}}]


async def test_a_status_of_another_board_is_not_allowed() -> None:
    async with connected(INFO, says(TICKET), says({"code": "InvalidObject"}, 400)) as (provider, _):
        with pytest.raises(StatusNotAllowed):
            await provider.set_status("5", DONE, EXPECTED)


async def test_the_private_key_is_never_recorded_in_any_form() -> None:
    kept: list[Exchange] = []
    basic = b64encode(b'acme+pub:very "hidden" & more').decode()
    forms = ('very "hidden" & more', "very%20%22hidden%22%20%26%20more", basic)
    echoed = says({"code": "x", "message": " ".join(forms)}, 400)
    async with fault_server(INFO, echoed) as server:
        given = settings(server.url, company_id="acme", private_key=SecretStr(forms[0]))
        provider = ConnectWiseProvider(given, kept.append)
        with pytest.raises(ValidationRejected) as refused:
            await provider.search("")
        await provider.close()
        assert b"Authorization" not in server.requests[0]
        assert f"Basic {basic}".encode() in server.requests[1]
    shown = [*map(str, kept), str(refused.value), str(refused.value.body), repr(given)]
    assert len(kept) == 2
    assert not any("hidden" in text or basic in text for text in shown)
