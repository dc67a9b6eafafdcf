"""Write-back over a bad line: whatever the desk answers, at most one note, and nothing called done that is not."""

from dataclasses import replace

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.errors import FieldError
from resolvent.ticketing.errors import (
    Ambiguous,
    AuthError,
    Conflict,
    PermissionDenied,
    PreconditionFailed,
    ProtocolError,
    RateLimited,
    TicketingError,
    Unavailable,
    ValidationRejected,
    VisibilityViolation,
)
from resolvent.ticketing.provider import Visibility
from tests.conftest import QUICK, Tenant
from tests.process import until
from tests.ticketing.faulty_desk import Script, fail
from tests.ticketing.posting import ESCALATION, Case, open_case


@pytest.mark.parametrize(
    "lost",
    [
        Ambiguous("The desk did not answer in time."),
        Ambiguous("The desk failed (500)."),
        ProtocolError("Half an answer."),
        VisibilityViolation("Another visibility than asked for."),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_lost_reply_after_the_note_is_adopted(case: Case, script: Script, lost: TicketingError) -> None:
    script.after["add_note"] = [fail(lost)]
    answer = await case.post()
    assert answer.status_code == 200, answer.text
    (note,) = await case.marked()
    assert answer.json()["external_id"] == note["id"]
    assert script.calls.count("add_note") == 1


async def test_a_failure_that_had_no_effect_after_all_is_sent_again_once_it_can_no_longer_arrive(
    case: Case, script: Script
) -> None:
    script.before["add_note"] = [fail(Ambiguous("The desk failed (502)."))]
    answer = await case.post()
    assert answer.status_code == 200, answer.text
    assert len(await case.marked()) == 1
    second = len(script.calls) - 1 - script.calls[::-1].index("add_note")
    assert script.calls[:second].count("find_note") >= 2


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (Unavailable("The desk can't be reached. Nothing was sent."), "psa_unreachable"),
        (RateLimited("The desk asks us to slow down.", retry_after=1), "psa_unreachable"),
        (AuthError("The desk refused the credentials."), "psa_auth_failed"),
        (
            ValidationRejected("Too long.", fields=[FieldError(field="text", message="Too long.", code="long")]),
            "psa_rejected",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_a_note_that_was_refused_is_not_posted_and_another_text_may_follow(
    case: Case, script: Script, refusal: TicketingError, code: str
) -> None:
    script.before["add_note"] = [fail(refusal)]
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, code, "PLANNED"), answer.text
    assert problem["detail"].startswith("Not posted yet")
    assert problem["note_id"] is None
    assert (await case.desk())["notes"] == []
    assert (await case.session())["status"] == "active"
    shorter = (await case.preview())["markdown"].replace("## Problem", "# Problem")
    posted = await case.post(markdown=shorter)
    assert posted.status_code == 200, posted.text
    (note,) = await case.marked()
    assert note["text"].startswith("# Problem")


async def test_a_replanned_text_passes_the_same_gates(case: Case, script: Script) -> None:
    script.before["add_note"] = [fail(Unavailable("The desk can't be reached."))]
    assert (await case.post()).status_code == 502
    planted = (await case.preview())["markdown"] + "\n\nThe firmware was upgraded to version 9.17.3.\n"
    refused = await case.post(markdown=planted)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_grounded")
    await case.move("waiting")
    changed = await case.post()
    assert (changed.status_code, changed.json()["code"]) == (409, "ticket_changed")
    assert await case.marked() == []


async def test_the_retry_button_after_a_refusal_posts_the_planned_text(case: Case, script: Script) -> None:
    script.before["add_note"] = [fail(Unavailable("The desk can't be reached."))]
    refused = (await case.post()).json()
    retried = await case.client.post(f"{case.path}/writebacks/{refused['writeback_id']}/retry")
    assert retried.status_code == 200, retried.text
    assert len(await case.marked()) == 1


@pytest.mark.parametrize("can_retract", [True, False])
async def test_an_internal_note_that_the_customer_can_see_is_alarmed_and_the_status_not_touched(
    case: Case, script: Script, can_retract: bool
) -> None:
    script.store_visibility = Visibility.CUSTOMER
    script.can_retract = can_retract
    answer = await case.post(ESCALATION)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "psa_visibility", "NEEDS_HUMAN")
    assert ("taken back" in problem["detail"]) == can_retract
    assert ("hide it by hand" in problem["detail"]) == (not can_retract)
    assert len(await case.marked()) == (0 if can_retract else 1)
    assert "set_status" not in script.calls
    assert (await case.session())["status"] == "active"
    # Put right by the administrator: a note that was taken back is posted anew, one that still stands is looked at again.
    script.store_visibility = None
    again = await case.client.post(f"{case.path}/writebacks/{problem['writeback_id']}/retry")
    if can_retract:
        assert again.status_code == 200, again.text
        assert [note["visibility"] for note in await case.marked()] == ["internal"]
    else:
        assert (again.status_code, again.json()["code"]) == (502, "psa_visibility")
        assert len(await case.marked()) == 1


@pytest.mark.parametrize("can_retract", [True, False])
async def test_an_internal_note_of_which_nobody_tells_who_sees_it_is_taken_back(
    case: Case, script: Script, can_retract: bool
) -> None:
    script.before["read_note"] = [fail(VisibilityViolation("The desk does not tell who sees this note."))]
    script.can_retract = can_retract
    answer = await case.post(ESCALATION)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "psa_visibility", "NEEDS_HUMAN")
    assert ("taken back" in problem["detail"], "hide it by hand" in problem["detail"]) == (can_retract, not can_retract)
    assert len(await case.marked()) == (0 if can_retract else 1)
    assert "set_status" not in script.calls
    again = await case.client.post(f"{case.path}/writebacks/{problem['writeback_id']}/retry")
    assert again.status_code == 200, again.text
    assert [note["visibility"] for note in await case.marked()] == ["internal"]


async def test_a_note_for_the_customer_of_which_nobody_tells_who_sees_it_stays_and_is_looked_at_again(
    case: Case, script: Script
) -> None:
    script.before["read_note"] = [fail(VisibilityViolation("The desk does not tell who sees this note."))]
    script.can_retract = True
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "psa_visibility", "NEEDS_HUMAN")
    (note,) = await case.marked()
    assert problem["note_id"] == note["id"]
    again = await case.client.post(f"{case.path}/writebacks/{problem['writeback_id']}/retry")
    assert again.status_code == 200, again.text
    assert len(await case.marked()) == 1


async def test_a_text_that_the_desk_altered_needs_a_human(case: Case, script: Script) -> None:
    script.store_text = lambda text: text.replace("Print Spooler", "Print ???")
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "note_altered", "NEEDS_HUMAN")
    assert "set_status" not in script.calls
    assert len(await case.marked()) == 1


async def test_a_note_that_lost_its_reference_and_its_reply_is_not_sent_twice(case: Case, script: Script) -> None:
    script.store_text = lambda text: text.rpartition("\n")[0]
    script.after["add_note"] = [fail(Ambiguous("The desk did not answer in time."))]
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "note_altered", "NEEDS_HUMAN")
    assert script.calls.count("add_note") == 1
    assert len((await case.desk())["notes"]) == 1


async def test_what_desks_do_to_white_space_is_not_an_alteration(case: Case, script: Script) -> None:
    script.store_text = lambda text: text.replace("\n", " \r\n") + "\r\n"
    assert (await case.post()).status_code == 200


async def test_a_status_that_keeps_changing_needs_a_human(case: Case, script: Script) -> None:
    script.statuses = ["resolved", "waiting", "resolved", "waiting"]
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "status_unsettled", "NEEDS_HUMAN")
    assert (await case.session())["status"] == "active"


async def test_an_answer_that_claims_what_no_reading_shows_is_overridden(case: Case, script: Script) -> None:
    script.statuses = ["new"]
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["step"], problem["actual"]) == (502, "OVERRIDDEN", "New")


async def test_reads_that_fail_for_a_while_answer_202_and_the_scanner_ends_it(
    app: FastAPI, case: Case, script: Script
) -> None:
    app.state.writebacks.patience = replace(QUICK, deadline=3.0)
    script.down = Unavailable("The desk can't be reached.")
    answer = await case.post()
    assert (answer.status_code, answer.json()["outcome"], answer.json()["step"]) == (202, "posting", "STATUS_SENT")
    whole = await case.whole()
    assert whole["session"]["status"] == "active"
    assert whole["writebacks"][0]["error"]["code"] == "psa_unavailable"
    script.down = None
    await until(case.ended)
    whole = await case.whole()
    assert (whole["writebacks"][0]["step"], whole["session"]["status"]) == ("VERIFIED", "resolved")
    assert len(await case.marked()) == 1


async def test_while_one_note_is_being_posted_the_other_kind_waits(app: FastAPI, case: Case, script: Script) -> None:
    app.state.writebacks.patience = replace(QUICK, deadline=3.0)
    script.down = Unavailable("The desk can't be reached.")
    assert (await case.post()).status_code == 202
    other = await case.post(ESCALATION)
    assert (other.status_code, other.json()["code"]) == (409, "other_note_posting")
    script.down = None
    await until(case.ended)
    assert (await case.session())["status"] == "resolved"


async def test_a_key_revoked_midway_stops_and_a_retry_goes_on_with_the_same_note(case: Case, script: Script) -> None:
    script.down = AuthError("The desk refused the credentials.")
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "psa_auth_failed", "STATUS_SENT")
    (note,) = await case.marked()
    assert problem["note_id"] == note["id"]
    script.down = None
    retried = await case.post()
    assert retried.status_code == 200, retried.text
    assert await case.marked() == [note]


async def test_a_read_that_failed_after_a_lost_reply_says_that_it_is_not_known(case: Case, script: Script) -> None:
    script.after["add_note"] = [fail(Ambiguous("The desk failed (504)."))]
    script.before["find_note"] = [fail(AuthError("The desk refused the credentials."))]
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["step"]) == (502, "NOTE_SENDING")
    assert problem["detail"].startswith("It is not known whether the note was posted")
    other = await case.post(markdown="Something else entirely.")
    assert (other.status_code, other.json()["code"]) == (409, "text_is_fixed")
    retried = await case.post()
    assert retried.status_code == 200, retried.text
    assert len(await case.marked()) == 1


async def test_someone_elses_note_that_ends_with_the_reference_is_not_adopted(case: Case, script: Script) -> None:
    marker = (await case.preview())["marker"]
    quoted = {"text": f"Please see\n\n{marker}", "visibility": "customer"}
    await case.client.post(f"/desk/tickets/{case.ticket_id}/notes", json=quoted)
    assert (await case.post()).json()["code"] == "ticket_changed"
    script.before["add_note"] = [fail(Ambiguous("The desk failed (500)."))]
    answer = await case.post()
    assert answer.status_code == 200, answer.text
    (ours,) = await case.marked()
    assert answer.json()["external_id"] == ours["id"]
    assert len((await case.desk())["notes"]) == 2


@pytest.mark.parametrize(
    "error",
    [Ambiguous("Timed out."), Unavailable("Not reached."), PreconditionFailed("Changed."), Conflict("Locked.")],
    ids=lambda error: type(error).__name__,
)
async def test_a_status_whose_sending_failed_for_a_moment_is_proven_all_the_same(
    case: Case, script: Script, error: TicketingError
) -> None:
    hooks = script.after if isinstance(error, Ambiguous) else script.before
    hooks["set_status"] = [fail(error)]
    answer = await case.post()
    assert answer.status_code == 200, answer.text
    assert await case.status() == "resolved"
    assert len(await case.marked()) == 1


async def test_a_status_that_may_not_be_set_keeps_the_note_and_says_why(case: Case, script: Script) -> None:
    script.before["set_status"] = [fail(PermissionDenied("The desk does not allow this to the account in use."))]
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["wanted"]) == (502, "psa_permission_denied", "Resolved")
    assert problem["note_id"] == (await case.marked())[0]["id"]
    assert (await case.post()).status_code == 200


async def test_a_retry_of_a_round_that_is_over_is_refused(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    case = await open_case(client, tenant, contact="David Okafor (VIP)")
    stopped = (await case.post()).json()["writeback_id"]
    assert (await case.post(ESCALATION)).json()["code"] == "ticket_changed"
    assert (await case.post(ESCALATION)).status_code == 200
    for _ in range(2):
        late = await client.post(f"{case.path}/writebacks/{stopped}/retry")
        assert (late.status_code, late.json()["code"]) == (409, "round_is_over")
        await client.post(f"{case.path}/reopen")
    assert (await case.session())["status"] == "active"


async def test_a_status_whose_answer_and_change_were_lost_is_sent_once_more_and_no_oftener(
    case: Case, script: Script
) -> None:
    script.before["set_status"] = [fail(Ambiguous("No answer."))]
    answer = await case.post()
    assert answer.status_code == 200, answer.text
    assert await case.status() == "resolved"
    assert len(await case.marked()) == 1


async def test_a_status_that_is_lost_twice_is_told(case: Case, script: Script) -> None:
    script.before["set_status"] = [fail(Ambiguous("No answer.")), fail(Ambiguous("No answer."))]
    answer = await case.post()
    assert (answer.status_code, answer.json()["step"]) == (502, "REJECTED")
    assert "No answer." in answer.json()["detail"]
    assert await case.status() == "new"
    assert len(await case.marked()) == 1
