"""Documents, time entries, changed notes, merged tickets, filters of collections; over real HTTP."""

import asyncio
from typing import Any

import httpx2
import pytest

from tests.emulators.connectwise.people import merge
from tests.emulators.connectwise.running import Running
from tests.emulators.connectwise.sample import ATTACHED, PROJECT_TICKET, status_id
from tests.emulators.connectwise.switches import Merged

TICKET, NOTES = "/service/tickets/5001", "/service/tickets/5001/notes"
DOCUMENTS, ENTRIES = "/system/documents", "/time/entries"
NOTE = {"text": "Done.", "detailDescriptionFlag": True, "internalAnalysisFlag": False, "resolutionFlag": False}
ENTRY = {"chargeToId": 5001, "chargeToType": "ServiceTicket", "timeStart": "2026-11-01T10:00:00Z", "notes": "Looked."}
FORM = {"recordType": "Ticket", "recordId": "5001", "title": "Screen"}
Api = httpx2.AsyncClient


def replaced(path: str, value: Any) -> list[dict[str, Any]]:
    return [{"op": "replace", "path": path, "value": value}]


async def test_a_document_is_a_form_and_comes_back_as_bytes(api: Api) -> None:
    sent = await api.post(DOCUMENTS, data=FORM, files={"file": ("screen.png", b"\x89PNG\r\n\x00\xff")})
    assert (sent.status_code, sent.json()["fileName"], sent.json()["title"]) == (201, "screen.png", "Screen")
    got = await api.get(f"{DOCUMENTS}/{sent.json()['id']}/download")
    assert (got.content, got.headers["content-disposition"]) == (
        b"\x89PNG\r\n\x00\xff",
        'attachment; filename="screen.png"',
    )


async def test_a_document_as_json_is_a_415(api: Api) -> None:
    assert (await api.post(DOCUMENTS, json=FORM)).status_code == 415


@pytest.mark.parametrize(
    ("form", "status"), [({"recordType": "Ticket"}, 400), (FORM | {"colour": "red"}, 400), (FORM, 400)]
)
async def test_a_form_that_is_not_whole_is_refused(api: Api, form: dict[str, str], status: int) -> None:
    part = {"other": ("a", b"a")} if form == FORM else {"file": ("a", b"a")}
    assert (await api.post(DOCUMENTS, data=form, files=part)).status_code == status


async def test_documents_are_listed_by_their_record(api: Api) -> None:
    mine = await api.get(DOCUMENTS, params={"recordType": "Ticket", "recordId": ATTACHED})
    assert [row["fileName"] for row in mine.json()] == ["screen.txt"]
    assert (await api.get(DOCUMENTS, params={"recordType": "Ticket", "recordId": 5001})).json() == []
    assert [row["name"] for row in (await api.get(f"/service/tickets/{ATTACHED}/documents")).json()] == ["screen.txt"]


async def test_a_note_is_changed_by_put_and_patch(desk: Running, api: Api) -> None:
    number = (await api.post(NOTES, json=NOTE)).json()["id"]
    patched = await api.patch(f"{NOTES}/{number}", json=replaced("text", "Done at last."))
    assert (patched.json()["text"], patched.json()["detailDescriptionFlag"]) == ("Done at last.", True)
    hidden = {"text": "Hidden.", "internalAnalysisFlag": True, "processNotifications": False}
    put = (await api.put(f"{NOTES}/{number}", json=hidden)).json()
    assert (put["detailDescriptionFlag"], put["internalFlag"]) == (False, True)
    assert (desk.judge.customer_sees(5001), desk.judge.customer_saw(5001)) == ([], ["Done.", "Done at last."])
    no_place = replaced("internalAnalysisFlag", False)
    assert (await api.patch(f"{NOTES}/{number}", json=no_place)).status_code == 400


async def test_a_note_names_its_author(api: Api) -> None:
    mine = (await api.post(NOTES, json=NOTE)).json()
    theirs = (await api.get(f"/service/tickets/{ATTACHED}/notes")).json()[0]
    assert (mine["member"]["identifier"], "contact" in mine) == ("Resolvent", False)
    assert ("member" in theirs, theirs["contact"]["name"]) == (False, "Alex Northgate")


async def test_a_project_tickets_note_may_lack_author_and_date(desk: Running, api: Api) -> None:
    notes = f"/project/tickets/{PROJECT_TICKET}/notes"
    assert (await api.post(notes, json=NOTE)).json()["createdBy"] == "Resolvent"
    desk.world.switches.project_notes_short = True
    short = (await api.get(notes)).json()[0]
    assert not {"createdBy", "dateCreated"} & set(short)
    assert short["member"]["identifier"] == "Resolvent"


async def test_a_board_takes_discussion_as_time_only(desk: Running, api: Api) -> None:
    desk.world.rows("boards")[21]["timeEntryDiscussionFlag"] = True
    assert (await api.post(NOTES, json=NOTE)).status_code == 400
    assert (await api.post(ENTRIES, json=ENTRY | {"addToDetailDescriptionFlag": True})).status_code == 201
    assert desk.judge.customer_sees(5001) == ["Looked."]


async def test_a_time_entry_is_read_changed_and_deleted(api: Api) -> None:
    made = (await api.post(ENTRIES, json=ENTRY | {"member": {"identifier": "JSmith"}})).json()
    assert (made["member"]["id"], made["enteredBy"], made["ticket"]["id"]) == (2, "Resolvent", 5001)
    one = f"{ENTRIES}/{made['id']}"
    assert (await api.patch(one, json=replaced("notes", "Looked twice."))).status_code == 400
    billed = [*replaced("notes", "Looked twice."), *replaced("billableOption", "DoNotBill")]
    changed = (await api.patch(one, json=billed)).json()
    assert (changed["notes"], changed["member"]["id"]) == ("Looked twice.", 2)
    assert (await api.put(one, json=ENTRY | {"billableOption": "NoCharge"})).json()["notes"] == "Looked."
    assert ((await api.delete(one)).status_code, (await api.get(one)).status_code) == (204, 404)


async def test_action_flags_of_a_time_entry_mail_and_are_not_stored(desk: Running, api: Api) -> None:
    made = (await api.post(ENTRIES, json=ENTRY | {"emailContactFlag": True})).json()
    assert "emailContactFlag" not in made
    assert [mail["text"] for mail in desk.world.mails] == ["Looked."]


async def test_what_a_ticket_begins_with_becomes_notes_and_is_not_returned(api: Api) -> None:
    body = {"summary": "a", "company": {"id": 11}, "initialDescription": "It broke.", "initialInternalAnalysis": "Hm."}
    made = (await api.post("/service/tickets", json=body)).json()
    assert "initialDescription" not in made
    notes = (await api.get(f"/service/tickets/{made['id']}/notes")).json()
    assert [(note["text"], note["detailDescriptionFlag"]) for note in notes] == [("It broke.", True), ("Hm.", False)]


async def test_a_ticket_can_be_deleted(desk: Running, api: Api) -> None:
    assert ((await api.delete(TICKET)).status_code, (await api.get(TICKET)).status_code) == (204, 404)
    assert desk.judge.status(5001) is None


async def test_a_body_of_another_type_is_a_415(api: Api) -> None:
    headers = {"Content-Type": "application/json-patch+json"}
    assert (await api.patch(TICKET, content=b"[]", headers=headers)).status_code == 415


@pytest.mark.parametrize(
    ("switch", "read", "written"),
    [(Merged.STAYS, 5001, 200), (Merged.TO_PARENT, 5003, 200), (Merged.REFUSES, 5001, 400)],
)
async def test_a_merged_ticket(desk: Running, api: Api, switch: Merged, read: int, written: int) -> None:
    desk.world.switches.merged = switch
    await api.post(NOTES, json=NOTE)
    merge(desk.world, 5001, into=5003)
    ticket = (await api.get(TICKET)).json()
    assert ticket["id"] == read
    assert ticket.get("mergedParentTicket", {"id": 5003})["id"] == 5003
    assert (await api.get("/service/tickets/5003")).json()["hasMergedChildTicketFlag"] is True
    assert (await api.patch(TICKET, json=replaced("summary", "Both"))).status_code == written
    notes = (await api.get("/service/tickets/5003/allNotes")).json()
    assert [(note["text"], note["mergedFlag"]) for note in notes] == [("Done.", True)]


async def test_what_somebody_else_can_do(desk: Running, api: Api) -> None:
    for name, body in (
        ("note", {"text": "Mine.", "internal": True}),
        ("close", {}),
        ("reply", {"text": "It happens again."}),
        ("move", {"board": 35}),
        ("project", {}),
    ):
        await asyncio.to_thread(desk.act, name, ticket=5001, **body)
    project = (await api.get("/project/tickets/5001")).json()
    assert (project["board"]["id"], project["status"]["id"]) == (35, status_id(35, "New"))
    assert desk.judge.customer_sees(5001) == ["It happens again."]
    assert [entry["enteredBy"] for entry in desk.world.audit] == [
        "JSmith",
        "JSmith",
        "Customer",
        "Customer",
        "JSmith",
        "JSmith",
    ]


async def test_what_the_customer_writes_names_the_contact(desk: Running, api: Api) -> None:
    await asyncio.to_thread(desk.act, "note", ticket=5001, text="It works again!", by="Customer")
    row = (await api.get("/service/tickets/5001/allNotes")).json()[0]
    assert ("member" in row, row["contact"]["id"], row["detailDescriptionFlag"]) == (False, 111, True)


async def test_an_act_that_is_not_whole_is_a_400(desk: Running, api: Api) -> None:
    headers = {"X-Control": desk.world.control}
    assert (await api.post(f"{desk.site}/_admin/status", json={"ticket": 1}, headers=headers)).status_code == 400
    assert (await api.post(f"{desk.site}/_admin/dance", json={}, headers=headers)).status_code == 404


@pytest.mark.parametrize(
    ("path", "query", "ids"),
    [
        (
            "/company/contacts",
            {"childConditions": 'communicationItems/value="alex@elm.example"'},
            [113],
        ),
        (
            "/company/contacts",
            {
                "childConditions": 'communicationItems/communicationType="Phone" and '
                'communicationItems/value="alex@elm.example"'
            },
            [],
        ),
        ("/service/tickets", {"customFieldConditions": 'caption="Site code" AND value="HQ"'}, [ATTACHED]),
        ("/service/tickets", {"customFieldConditions": 'caption="Site code" AND value="LX"'}, []),
    ],
)
async def test_conditions_on_collections(api: Api, path: str, query: dict[str, str], ids: list[int]) -> None:
    assert [row["id"] for row in (await api.get(path, params=query)).json()] == ids
    assert (await api.get(path, params={"childConditions": 'nothing/value="a"'})).status_code == 400


async def test_a_search_orders_and_filters_custom_fields(api: Api) -> None:
    body = {"conditions": "id<5004", "orderBy": "id desc"}
    assert [row["id"] for row in (await api.post("/service/tickets/search", json=body)).json()] == [5003, 5002, 5001]
    custom = {"customfieldconditions": 'caption="Site code"'}
    assert [row["id"] for row in (await api.post("/service/tickets/search", json=custom)).json()] == [ATTACHED]
    assert (await api.post("/service/tickets/search", json={"customFieldConditions": ""})).status_code == 400
