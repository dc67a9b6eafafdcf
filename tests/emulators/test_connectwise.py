"""The vendor's quirks, over real HTTP: a test each, named after it."""

from typing import Any

import httpx2
import pytest

from tests.emulators.connectwise.running import Running
from tests.emulators.connectwise.sample import PROJECT_TICKET, status_id
from tests.emulators.connectwise.switches import Hosting

TICKET, NOTES = "/service/tickets/5001", "/service/tickets/5001/notes"
INTERNAL = {"detailDescriptionFlag": False, "internalAnalysisFlag": True, "resolutionFlag": False}
Api = httpx2.AsyncClient


def set_to(status: int) -> list[dict[str, Any]]:
    return [{"op": "replace", "path": "status", "value": {"id": status}}]


def error(answer: httpx2.Response) -> tuple[Any, Any]:
    body = answer.json()
    return body["code"], (body["errors"] or [{}])[0].get("message") or body["message"]


async def test_bad_keys_are_a_plain_404_in_the_cloud_and_a_401_on_premises(desk: Running, api: Api) -> None:
    cloud = await api.get(TICKET, auth=("acme+publickey", "wrong"))
    assert (cloud.status_code, cloud.headers["content-type"]) == (404, "text/plain")
    desk.world.switches.hosting = Hosting.ON_PREMISES
    assert (await api.get(TICKET, auth=("acme+publickey", "wrong"))).status_code == 401


async def test_a_client_id_is_needed(api: Api) -> None:
    assert (await api.get(TICKET, headers={"clientId": "other"})).status_code == 401


async def test_companyinfo_is_null_for_an_unknown_company(desk: Running, api: Api) -> None:
    known = await api.get(f"{desk.site}/login/companyinfo/acme")
    unknown = await api.get(f"{desk.site}/login/companyinfo/nobody")
    assert (known.json()["Codebase"], unknown.status_code, unknown.json()) == ("v4_6_release/", 200, None)


async def test_the_codebase_changes_under_a_client(desk: Running, api: Api) -> None:
    desk.world.switches.codebase = "v2026_1/"
    assert (await api.get(TICKET)).status_code == 404
    assert (await api.get(f"{desk.base}{TICKET}")).status_code == 200


async def test_the_answer_carries_the_pinned_version_and_a_request_id(api: Api) -> None:
    pinned = "application/vnd.connectwise.com+json; version=2025.8"
    answer = await api.get(TICKET, headers={"Accept": pinned})
    assert answer.headers["content-type"] == pinned
    assert answer.headers["x-cw-request-id"]


async def test_references_come_back_expanded(desk: Running, api: Api) -> None:
    status = (await api.get(TICKET)).json()["status"]
    href = f"{desk.base}/service/boards/21/statuses/{status['id']}"
    assert (status["name"], status["_info"]) == ("In Progress", {"status_href": href})


async def test_a_project_ticket_lives_under_project(api: Api) -> None:
    assert (await api.get(f"/service/tickets/{PROJECT_TICKET}")).status_code == 404
    assert (await api.get(f"/project/tickets/{PROJECT_TICKET}")).json()["recordType"] == "ProjectTicket"


async def test_info_is_left_out_when_fields_are_chosen(api: Api) -> None:
    assert (await api.get(TICKET, params={"fields": "id,board/name"})).json() == {
        "id": 5001,
        "board": {"name": "Help Desk"},
    }


async def test_a_status_of_another_board_is_refused_in_the_vendors_words(desk: Running, api: Api) -> None:
    other = status_id(35, "Completed")
    answer = await api.patch(TICKET, json=set_to(other))
    message = f"Service Status {other} not found for Service Board 21"
    assert answer.status_code == 400
    assert answer.json() == {
        "code": "InvalidObject",
        "message": "ticket object is invalid",
        "errors": [{"code": "NotFound", "message": message, "resource": "ticket", "field": "status/id"}],
    }
    assert desk.judge.status(5001) == "In Progress"


@pytest.mark.parametrize(
    ("path", "value"),
    [("status", {"name": "Completed"}), ("/status", {"name": "Completed"}), ("status/name", "Completed")],
)
async def test_patch_takes_a_reference_a_slash_and_a_nested_path(
    desk: Running, api: Api, path: str, value: Any
) -> None:
    answer = await api.patch(TICKET, json=[{"op": "replace", "path": path, "value": value}])
    assert answer.json()["status"]["id"] == status_id(21, "Completed")
    assert (desk.judge.status(5001), answer.json()["closedFlag"]) == ("Completed", False)


@pytest.mark.parametrize(
    "body",
    [
        {"op": "replace", "path": "status", "value": {"id": 424}},
        [{"op": "test", "path": "status", "value": {"id": 424}}],
        [{"op": "replace", "path": "Status", "value": {"id": 424}}],
        [{"op": "replace", "path": "summary", "value": "x" * 101}],
        [{"op": "replace", "path": "id", "value": 1}],
    ],
    ids=["no array", "test", "case", "length", "read only"],
)
async def test_patch_refuses(desk: Running, api: Api, body: Any) -> None:
    assert (await api.patch(TICKET, json=body)).status_code == 400
    assert desk.judge.status(5001) == "In Progress"


async def test_a_new_board_without_status_brings_its_default(api: Api) -> None:
    answer = await api.patch(TICKET, json=[{"op": "replace", "path": "board", "value": {"id": 35}}])
    assert answer.json()["status"]["id"] == status_id(35, "New")


async def test_a_write_moves_last_updated(clock: Any, api: Api) -> None:
    before = (await api.get(TICKET)).json()["_info"]
    clock.advance(5)
    after = (await api.patch(TICKET, json=set_to(status_id(21, "Completed")))).json()["_info"]
    assert (before["updatedBy"], after["updatedBy"]) == ("JSmith", "Resolvent")
    assert after["lastUpdated"] > before["lastUpdated"]


async def test_the_same_name_stands_on_each_board_with_another_id(api: Api) -> None:
    ids = [
        [row["id"] for row in (await api.get(f"/service/boards/{board}/statuses")).json() if row["name"] == "Completed"]
        for board in (21, 35)
    ]
    assert ids == [[status_id(21, "Completed")], [status_id(35, "Completed")]]


async def test_statuses_info_uses_other_names(api: Api) -> None:
    plain = (await api.get("/service/boards/21/statuses")).json()[-1]
    info = (await api.get("/service/boards/21/statuses/info")).json()[-1]
    assert (plain["inactive"], "inactiveFlag" in plain) == (True, False)
    assert (info["inactiveFlag"], "inactive" in info) == (True, False)


async def test_a_note_without_a_place_is_refused(api: Api) -> None:
    code, message = error(await api.post(NOTES, json={"text": "a"}))
    assert (code, message) == (
        "InvalidObject",
        "Please choose where to display the notes in order to save this record.",
    )


async def test_an_unknown_member_is_refused(desk: Running, api: Api) -> None:
    answer = await api.post(NOTES, json={"text": "a", "emailContactFlag": True} | INTERNAL)
    assert answer.status_code == 400
    assert error(answer)[1] == "Could not find member 'emailContactFlag' on object of type 'ServiceNote'."
    assert (await api.get(NOTES)).json() == []


async def test_an_internal_note_stays_internal_and_sends_no_mail_when_told(desk: Running, api: Api) -> None:
    answer = await api.post(NOTES, json={"text": "a\nRef 1", "processNotifications": False} | INTERNAL)
    note = (await api.get(f"{NOTES}/{answer.json()['id']}")).json()
    assert {flag: note[flag] for flag in INTERNAL} == INTERNAL
    assert (desk.judge.customer_sees(5001), desk.world.mails) == ([], [])
    assert len(desk.judge.marked(5001, "Ref 1")) == 1


async def test_a_note_mails_by_default(desk: Running, api: Api) -> None:
    await api.post(NOTES, json={"text": "Done.", "detailDescriptionFlag": True})
    assert [mail["text"] for mail in desk.world.mails] == ["Done."]
    assert desk.judge.customer_sees(5001) == ["Done."]


async def test_internal_beside_resolution_is_visible_and_forbidden(desk: Running, api: Api) -> None:
    await api.post(NOTES, json={"text": "Secret.", "internalAnalysisFlag": True, "resolutionFlag": True})
    assert desk.judge.customer_sees(5001) == ["Secret."]
    assert len(desk.judge.forbidden()) == 1


async def test_a_note_can_be_deleted(desk: Running, api: Api) -> None:
    number = (await api.post(NOTES, json={"text": "a"} | INTERNAL)).json()["id"]
    assert (await api.delete(f"{NOTES}/{number}")).status_code == 204
    assert (await api.get(f"{NOTES}/{number}")).status_code == 404


async def test_all_notes_hold_time_entries_and_are_absent_on_older_servers(desk: Running, api: Api) -> None:
    entry = {
        "chargeToId": 5001,
        "chargeToType": "ServiceTicket",
        "timeStart": "2026-11-01T10:00:00Z",
        "notes": "Looked.",
    }
    assert (await api.post("/time/entries", json=entry)).status_code == 201
    await api.post(NOTES, json={"text": "a"} | INTERNAL)
    kinds = [row["noteType"] for row in (await api.get("/service/tickets/5001/allNotes")).json()]
    assert sorted(kinds) == ["TicketNote", "TimeEntryNote"]
    desk.world.switches.all_notes_status = 405
    assert (await api.get("/service/tickets/5001/allNotes")).status_code == 405


async def test_a_closed_status_takes_no_time_entry(desk: Running, api: Api) -> None:
    desk.world.set_status(5001, status_id(21, "Closed"), "JSmith")
    entry = {"chargeToId": 5001, "chargeToType": "ServiceTicket", "timeStart": "2026-11-01T10:00:00Z"}
    assert (await api.post("/time/entries", json=entry)).status_code == 400


async def test_a_new_ticket_needs_summary_and_company(api: Api) -> None:
    assert (await api.post("/service/tickets", json={"summary": "a"})).status_code == 400
    answer = await api.post("/service/tickets", json={"summary": "a", "company": {"identifier": "ELM"}})
    assert (answer.status_code, answer.json()["company"]["id"]) == (201, 13)
    assert (await api.get(answer.headers["location"])).json()["status"]["name"] == "New"


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ("board/id=21", 6),
        ('summary contains "VPN"', 1),
        ('summary like "Printer*"', 1),
        ("id in (5001,5002) and board/id=35", 1),
        ("(id=5001 or id=5002) and not board/id=35", 1),
        ("id not in (5001)", 10),
        ("lastUpdated > [2000-01-01T00:00:00Z]", None),
        ("closedFlag = False", 11),
    ],
)
async def test_conditions(api: Api, conditions: str, count: int | None) -> None:
    answer = await api.get("/service/tickets/count", params={"conditions": conditions})
    if count is None:
        assert error(answer) == ("ApiFindCondition", "lastUpdated is not a recognized name.")
    else:
        assert answer.json() == {"count": count}


@pytest.mark.parametrize("conditions", ["invoiceDate=1", "id=", "id=1 or", "(id=1", 'id="a', "id ~ 1", 'id < "a"'])
async def test_a_condition_that_cannot_be_read_is_refused(api: Api, conditions: str) -> None:
    answer = await api.get("/service/tickets", params={"conditions": conditions})
    assert (answer.status_code, answer.json()["code"]) == (400, "ApiFindCondition")


async def test_pages_are_linked_and_end_empty(api: Api) -> None:
    seen, url = [], "/service/tickets?pageSize=5&orderBy=id desc"
    while url:
        answer = await api.get(url)
        seen += [row["id"] for row in answer.json()]
        url = answer.links.get("next", {}).get("url", "")
    assert seen == list(range(5011, 5000, -1))
    assert (await api.get("/service/tickets?pageSize=5&page=9")).json() == []


async def test_forward_only_pages_go_by_the_last_id(api: Api) -> None:
    seen, url = [], "/service/tickets?pageSize=5"
    while url:
        answer = await api.get(url, headers={"pagination-type": "forward-only"})
        assert "last" not in answer.links
        seen += [row["id"] for row in answer.json()]
        url = answer.links.get("next", {}).get("url", "")
    assert seen == list(range(5001, 5012))


async def test_a_search_takes_its_conditions_in_the_body(api: Api) -> None:
    answer = await api.post("/service/tickets/search", json={"conditions": "id=5003"})
    assert [row["id"] for row in answer.json()] == [5003]


async def test_a_contact_has_no_name_and_a_ticket_its_devices(api: Api) -> None:
    assert "name" not in (await api.get("/company/contacts/111")).json()
    device = (await api.get(f"{TICKET}/configurations")).json()[0]
    assert (await api.get(f"/company/configurations/{device['id']}")).json()["name"] == device["deviceIdentifier"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("PUT", "/service/boards", 405), ("GET", "/service/nothing", 404)]
)
async def test_wrong_verbs_and_unknown_paths(api: Api, method: str, path: str, status: int) -> None:
    assert (await api.request(method, path)).status_code == status


async def test_control_needs_its_token(desk: Running, api: Api) -> None:
    assert (await api.get(f"{desk.site}/_judge")).status_code == 403
    headers = {"X-Control": desk.world.control}
    body = {"ticket": 5001, "status": status_id(21, "Escalated"), "by": "PMiller"}
    assert (await api.post(f"{desk.site}/_admin/status", json=body, headers=headers)).status_code == 204
    report = (await api.get(f"{desk.site}/_judge", headers=headers)).json()
    assert (report["status"]["5001"], report["forbidden"]) == ("Escalated", [])
