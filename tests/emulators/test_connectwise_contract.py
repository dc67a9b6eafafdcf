"""The emulator against the vendor's OpenAPI, both ways."""

from typing import Any

import httpx2
import pytest

from tests.emulators.connectwise.contract import FILE, Contract
from tests.emulators.connectwise.running import Running, connectwise_emulator
from tests.emulators.connectwise.sample import ATTACHED, PROJECT_TICKET

TICKET, NOTES = "/service/tickets/5001", "/service/tickets/5001/notes"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the vendor's OpenAPI subset is not here")
OMITTED = {
    "/service/tickets/{parentId}/configurations/count",
    "/service/tickets/{parentId}/configurations/{id}",
    "/service/tickets/{parentId}/documents/count",
    "/service/tickets/{parentId}/timeentries",
    "/service/tickets/{parentId}/timeentries/count",
    "/system/documents/uploadsample",
    "/system/documents/{id}/thumbnail",
}
"""Read by no client we know."""
NUMBERS = {
    "/service/boards": "21",
    "/service/tickets": str(ATTACHED),
    "/project/tickets": str(PROJECT_TICKET),
    "/company/companies": "11",
    "/company/contacts": "111",
    "/company/configurations": "211",
}
"""The record that a path names first; 1 for all others."""
STATUS = "424"
Api = httpx2.AsyncClient


def named(template: str) -> str:
    """The path of a record that is there."""
    start = "/".join(template.split("/")[:3])
    path = template.replace("{parentId}", NUMBERS.get(start, "1"), 1)
    first = path == template
    if template.endswith("/statuses/{id}"):
        return path.replace("{id}", STATUS)
    return path.replace("{id}", NUMBERS.get(start, "1") if first else "1")


def as_served(template: str) -> str:
    return template.replace("/project/", "/service/")


async def test_whatever_can_be_read_is_as_the_vendor_says(desk: Running, api: Api) -> None:
    entry = {"chargeToId": 5001, "chargeToType": "ServiceTicket", "timeStart": "2026-11-01T10:00:00Z"}
    assert (await api.post("/time/entries", json=entry)).status_code == 201
    callback = {"url": "http://127.0.0.1:9/", "objectId": 5001, "type": "ticket", "level": "ticket"}
    assert (await api.post("/system/callbacks", json=callback)).status_code == 201
    note = {"text": "a", "internalAnalysisFlag": True}
    made = (await api.post(f"/project/tickets/{PROJECT_TICKET}/notes", json=note)).json()["id"]
    paths = {template: named(template) for template in Contract().readable() if as_served(template) not in OMITTED}
    paths["/project/tickets/{parentId}/notes/{id}"] = f"/project/tickets/{PROJECT_TICKET}/notes/{made}"
    paths["/company/configurations/{id}"] = "/company/configurations/211"
    answers = {template: (await api.get(path)).status_code for template, path in paths.items()}
    assert {template: status for template, status in answers.items() if status != 200} == {}
    assert desk.world.breaches == []


def test_what_is_omitted_is_in_the_contract() -> None:
    assert set(Contract().readable()) >= OMITTED


@pytest.mark.parametrize(
    ("method", "path", "body", "code", "said"),
    [
        ("POST", NOTES, {"text": 1, "internalAnalysisFlag": True}, "InvalidField", "text"),
        ("POST", NOTES, {"text": "a", "internalAnalysisFlag": "yes"}, "InvalidField", "internalAnalysisFlag"),
        ("POST", "/service/tickets", {"summary": "x" * 101, "company": {"id": 11}}, "MaxLengthField", "summary"),
        ("POST", "/service/tickets", {"company": {"id": 11}}, "MissingRequiredField", "summary"),
        ("PATCH", TICKET, [{"op": "replace", "path": "summary", "value": 5}], "InvalidField", "summary"),
        ("PATCH", TICKET, [{"op": "replace", "path": "status", "value": {"id": "424"}}], "InvalidField", "status/id"),
        ("PATCH", TICKET, [{"op": "replace", "path": "status", "value": 424}], "InvalidField", "status"),
        ("PATCH", TICKET, [{"op": "replace", "path": "impact", "value": "Huge"}], "InvalidField", "impact"),
    ],
)
async def test_what_the_contract_forbids_is_refused_in_the_vendors_shape(
    desk: Running, api: Api, method: str, path: str, body: Any, code: str, said: str
) -> None:
    answer = await api.request(method, path, json=body)
    error = answer.json()["errors"][0]
    assert (answer.status_code, answer.json()["code"], error["code"], error["field"]) == (
        400,
        "InvalidObject",
        code,
        said,
    )
    assert not desk.world.calls[-1].committed


async def test_an_unknown_member_of_a_reference_names_its_kind(api: Api) -> None:
    body = {"summary": "a", "company": {"id": 11, "colour": "red"}}
    answer = await api.post("/service/tickets", json=body)
    message = "Could not find member 'colour' on object of type 'CompanyReference'."
    assert (answer.status_code, answer.json()["message"]) == (400, message)


async def test_what_the_contract_forbids_is_taken_when_told(desk: Running, api: Api) -> None:
    desk.world.switches.contract_refuses = False
    body = {"text": "a", "internalAnalysisFlag": "yes"}
    assert (await api.post(NOTES, json=body)).status_code == 201


def test_an_error_is_of_the_vendors_shape() -> None:
    contract = Contract()
    good = {"code": "NotFound", "message": "a", "errors": None}
    assert contract.answer_errors("GET", "/nowhere", 404, good) == []
    assert contract.answer_errors("GET", "/nowhere", 404, good | {"detail": "a"})


def test_answers_are_held_to_the_contract() -> None:
    contract = Contract()
    assert contract.knows("PATCH", TICKET)
    assert contract.answer_errors("GET", TICKET, 200, {"id": 1, "summary": "a", "company": {"id": 1}, "extra": ""})
    note = {"id": 1, "text": "a", "createdBy": "a"}
    assert contract.answer_errors("GET", f"{NOTES}/1", 200, note) == []
    assert contract.answer_errors("GET", f"{NOTES.replace('service', 'project')}/1", 200, note | {"kind": "a"})
    status = {"id": 1, "name": "New", "inactiveFlag": False}
    assert contract.answer_errors("GET", "/service/boards/21/statuses/info", 200, [status]) == []
    assert contract.answer_errors("GET", "/service/boards/21/statuses", 200, [status])


def answer_with_too_long_a_summary() -> None:
    with connectwise_emulator() as desk:
        desk.world.rows("tickets")[5001]["summary"] = "x" * 101
        keys = desk.credentials
        auth, headers = (f"{keys.company}+{keys.public}", keys.private), {"clientId": keys.client_id}
        assert httpx2.get(desk.base + TICKET, auth=auth, headers=headers, trust_env=False).status_code == 200


def test_an_answer_against_the_contract_is_loud() -> None:
    with pytest.raises(AssertionError, match="too long"):
        answer_with_too_long_a_summary()
