"""What others do to the ticket while a note is on its way: seen before the first byte, or left to a person after it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.db import Database
from resolvent.ticketing import desk
from resolvent.ticketing.errors import Ambiguous, NotFound
from resolvent.ticketing.models import DeskNote, DeskTicket
from resolvent.ticketing.provider import Visibility
from tests.conftest import Tenant
from tests.process import nothing
from tests.ticketing.faulty_desk import Hook, Script, fail
from tests.ticketing.posting import ESCALATION, Case


def move(case: Case, status: str) -> Hook:
    async def act() -> None:
        await case.move(status)

    return act


@pytest.mark.parametrize("call", ["get_ticket", "set_status"])
async def test_a_status_set_by_someone_else_after_our_note_is_left_until_the_engineer_retries(
    case: Case,
    script: Script,
    call: str,
) -> None:
    if call == "get_ticket":
        script.after[call] = [nothing, move(case, "waiting")]  # the second reading is the one right after our note
    else:
        script.before[call] = [move(case, "waiting")]
    answer = await case.post()
    assert answer.status_code == 502, answer.text
    assert answer.json()["code"] == "status_changed_by_other"
    assert answer.json()["step"] == "NEEDS_HUMAN"
    assert answer.json()["actual"] in answer.json()["detail"]
    assert "acme admin" in answer.json()["detail"]
    assert await case.status() == "waiting"
    assert (await case.session())["status"] == "active"

    again = await case.post()
    assert again.status_code == 200, again.text
    assert await case.status() == "resolved"
    assert len(await case.marked()) == 1


async def test_a_status_that_moves_with_our_own_note_does_not_stop_us(case: Case, script: Script) -> None:
    script.after["add_note"] = [move(case, "in_progress")]
    answer = await case.post()
    assert answer.status_code == 200, answer.text
    assert await case.status() == "resolved"


async def test_a_status_that_someone_sets_long_after_a_note_whose_reply_was_lost_is_left(
    case: Case, script: Script, app: FastAPI, tenant: Tenant
) -> None:
    """The note stands there, its reply was lost, and it is found only when a technician has moved the ticket."""
    database: Database = app.state.database

    async def move_later() -> None:
        await case.move("waiting")
        async with database.transaction(tenant.account_id) as db:
            await db.execute(
                update(DeskTicket)
                .where(DeskTicket.account_id == tenant.account_id)
                .values(updated_at=DeskTicket.updated_at + timedelta(seconds=40))
            )

    script.after["add_note"] = [fail(Ambiguous("No answer."))]
    script.before["find_note"] = [move_later]
    answer = await case.post()
    assert (answer.status_code, answer.json()["code"]) == (502, "status_changed_by_other"), answer.text
    assert await case.status() == "waiting"
    assert (await case.post()).status_code == 200
    assert len(await case.marked()) == 1


async def test_a_ticket_that_changes_after_the_confirmation_stops_the_first_byte(case: Case, script: Script) -> None:
    script.before["get_ticket"] = [move(case, "waiting")]
    answer = await case.post()
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_changed"), answer.text
    assert [one["now"] for one in answer.json()["changes"]] == ["Waiting on customer"]
    assert "add_note" not in script.calls
    assert (await case.session())["status"] == "active"
    (writeback,) = (await case.whole())["writebacks"]
    retry = await case.client.post(f"{case.path}/writebacks/{writeback['id']}/retry")
    assert (retry.status_code, retry.json()["code"]) == (409, "ticket_changed")
    assert await case.marked() == []
    assert (await case.post()).status_code == 200
    assert len(await case.marked()) == 1


async def test_a_reply_that_comes_after_the_confirmation_stops_the_first_byte(
    case: Case, script: Script, app: FastAPI, tenant: Tenant
) -> None:
    """The status stands as it was: only the ticket's version tells."""
    database: Database = app.state.database

    async def reply() -> None:
        async with database.transaction(tenant.account_id) as db:
            await desk.add_note(
                db, tenant.account_id, UUID(case.ticket_id), visibility="customer", text="Works again.", by="Maria"
            )

    script.before["get_ticket"] = [reply]
    answer = await case.post()
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_changed"), answer.text
    assert "add_note" not in script.calls
    assert await case.marked() == []


async def test_a_change_that_the_session_has_heard_of_meanwhile_stops_the_first_byte_all_the_same(
    case: Case, script: Script, database_url: str
) -> None:
    async def move_and_tell() -> None:
        await case.move("waiting")
        with psycopg.connect(database_url) as db:
            db.execute(
                "UPDATE ai_sessions SET ticket = jsonb_set(ticket, '{version}', to_jsonb(desk.version::text)) "
                "FROM desk_tickets desk WHERE desk.id::text = ai_sessions.ticket_id"
            )

    script.before["get_ticket"] = [move_and_tell]
    answer = await case.post()
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_changed"), answer.text
    assert "Waiting on customer" in answer.json()["detail"]
    assert await case.marked() == []


async def test_a_ticket_that_is_closed_before_the_note_is_named_and_nothing_is_posted(
    case: Case, script: Script
) -> None:
    async def close() -> None:
        await case.move("resolved")
        await case.move("closed")

    script.before["get_ticket"] = [close]
    answer = await case.post()
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_changed")
    assert answer.json()["changes"][0]["now"] == "Closed"
    assert await case.marked() == []


async def test_a_ticket_that_is_gone_before_the_note_is_named_and_nothing_is_posted(case: Case, script: Script) -> None:
    script.before["get_ticket"] = [fail(NotFound("There is no ticket 1001."))]
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "psa_not_found", "PLANNED")
    assert "There is no ticket 1001." in problem["detail"]
    assert "add_note" not in script.calls


async def test_a_ticket_that_is_gone_after_the_note_says_that_the_note_was_posted(case: Case, script: Script) -> None:
    script.before["get_ticket"] = [nothing, fail(NotFound("There is no ticket 1001."))]
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "psa_not_found", "NOTE_DONE")
    assert problem["detail"].startswith("The note is posted; its status was not set.")


async def test_a_ticket_that_was_merged_into_another_one_gets_no_note(case: Case, script: Script) -> None:
    script.change_ticket = lambda ticket: replace(ticket, id="77", number="77")
    answer = await case.post()
    assert (answer.status_code, answer.json()["step"]) == (502, "PLANNED")
    assert "merged into 77" in answer.json()["detail"]
    assert "add_note" not in script.calls


async def test_a_ticket_that_is_merged_after_the_note_keeps_its_status(case: Case, script: Script) -> None:
    async def merge() -> None:
        script.change_ticket = lambda ticket: replace(ticket, id="77", number="77")

    script.after["add_note"] = [merge]
    answer = await case.post()
    assert (answer.status_code, answer.json()["code"]) == (502, "ticket_merged"), answer.text
    assert "set_status" not in script.calls
    assert (await case.session())["status"] == "active"


async def test_a_ticket_that_moves_to_another_board_after_the_note_is_left_and_aimed_anew(
    case: Case, script: Script
) -> None:
    async def move_board() -> None:
        script.change_ticket = lambda ticket: replace(ticket, board_id="9")

    script.after["get_ticket"] = [nothing, move_board]
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "ticket_moved", "NEEDS_HUMAN"), answer.text
    assert "set_status" not in script.calls
    again = await case.client.post(f"{case.path}/writebacks/{problem['writeback_id']}/retry")
    assert again.status_code == 200, again.text
    assert len(await case.marked()) == 1


async def test_a_note_of_ours_that_someone_deleted_is_said_and_posted_again_only_on_retry(
    case: Case, script: Script, app: FastAPI, tenant: Tenant
) -> None:
    database: Database = app.state.database

    async def delete_note() -> None:
        async with database.transaction(tenant.account_id) as db:
            await db.execute(delete(DeskNote).where(DeskNote.account_id == tenant.account_id))

    script.before["read_note"] = [delete_note]
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "note_gone", "NEEDS_HUMAN"), answer.text
    assert problem["note_id"] is None
    assert script.calls.count("add_note") == 1
    again = await case.client.post(f"{case.path}/writebacks/{problem['writeback_id']}/retry")
    assert again.status_code == 200, again.text
    assert len(await case.marked()) == 1
    assert script.calls.count("add_note") == 2


@pytest.mark.parametrize("can_retract", [True, False])
async def test_two_notes_of_one_reference_where_the_customer_sees_one_need_a_human(
    case: Case, script: Script, app: FastAPI, tenant: Tenant, can_retract: bool
) -> None:
    script.can_retract = can_retract
    script.after["add_note"] = [twice(app, tenant, Visibility.CUSTOMER)]
    answer = await case.post(ESCALATION)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "psa_visibility", "NEEDS_HUMAN"), answer.text
    shown = [note["visibility"] for note in await case.marked()]
    assert shown == (["internal"] if can_retract else ["internal", "customer"])
    assert "set_status" not in script.calls


async def test_two_notes_of_one_reference_and_the_right_visibility_are_one_too_many_but_no_danger(
    case: Case, script: Script, app: FastAPI, tenant: Tenant
) -> None:
    script.after["add_note"] = [twice(app, tenant, Visibility.INTERNAL)]
    answer = await case.post(ESCALATION)
    assert answer.status_code == 200, answer.text
    oldest, _ = await case.marked()
    assert answer.json()["external_id"] == oldest["id"]


async def test_a_note_whose_end_was_cut_off_and_whose_reply_was_lost_is_not_posted_twice(
    case: Case, script: Script
) -> None:
    script.store_text = lambda text: text[: len(text) // 2]
    script.after["add_note"] = [fail(Ambiguous("No answer."))]
    answer = await case.post()
    assert (answer.status_code, answer.json()["code"]) == (502, "note_altered"), answer.text
    assert len((await case.desk())["notes"]) == 1
    assert script.calls.count("add_note") == 1


def twice(app: FastAPI, tenant: Tenant, visibility: Visibility) -> Hook:
    """The desk stores what it was sent a second time, and its answer is lost."""
    database: Database = app.state.database

    async def act() -> None:
        async with database.transaction(tenant.account_id) as db:
            note = await find_marked(db, tenant.account_id)
            await desk.add_note(
                db, tenant.account_id, note.ticket_id, visibility=visibility, text=note.text, by=note.author
            )
        raise Ambiguous("No answer.")

    return act


async def find_marked(db: AsyncSession, account_id: UUID) -> DeskNote:
    return (await db.scalars(select(DeskNote).where(DeskNote.account_id == account_id))).one()
