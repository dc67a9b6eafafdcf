"""The form of a fix's template, and the script that is generated from it."""

import asyncio
from typing import Any

import httpx2

from tests.conftest import Tenant
from tests.scripted import ScriptedAssistant
from tests.suggesting import suggest

BODY = "Set-Thing -User {{ user_upn }} -Computer {{ computer }} -Days {{ days }} -Password '{{ password }}' -Note '{{ note }}'\n"
OWN: dict[str, Any] = {
    "title": "Set a thing",
    "language": "powershell",
    "body": BODY,
    "parameters_schema": {
        "type": "object",
        "properties": {
            "user_upn": {"type": "string", "format": "upn", "x-order": 1},
            "computer": {"type": "string", "format": "hostname", "x-order": 2},
            "days": {"type": "integer", "minimum": 1, "maximum": 30, "default": 7, "x-order": 3},
            "password": {"type": "string", "x-sensitive": True, "minLength": 8, "x-order": 4},
            "note": {"type": "string", "x-order": 5},
        },
        "required": ["user_upn", "computer", "days", "password"],
    },
}
SECRET = "Winter'2026!"
GIVEN = {"user_upn": "jane@acme.example", "computer": "LT-042", "days": 3, "password": SECRET, "note": "by phone"}


async def own_template(client: httpx2.AsyncClient) -> dict[str, Any]:
    made = await client.post("/scripts/templates", json=OWN)
    assert made.status_code == 201, made.text
    template: dict[str, Any] = made.json()
    return template


async def whole(client: httpx2.AsyncClient, session_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"/ai-sessions/{session_id}")).json()
    return found


async def test_the_form_is_filled_in_and_says_from_where(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, tenant: Tenant
) -> None:
    template = await own_template(client)
    ticket = {
        "summary": "Jane can't sign in",
        "description": "Since Monday.",
        "company": "Acme",
        "contact": "jane@acme.example",
        "device": "LT-JANE-7",
    }
    desk = (await client.post("/desk/tickets", json=ticket)).json()
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": desk["id"]}
    session_id = (await client.post("/ai-sessions", json={"ticket": pick})).json()["id"]
    await client.post(f"/ai-sessions/{session_id}/facts", json={"text": "The account was locked twice."})
    await client.post(f"/ai-sessions/{session_id}/facts", json={"text": "It needs the note by-phone-only."})
    proposed = {"note": "by-phone-only", "days": 400, "password": "Guessed2026", "colour": "red"}
    path = await suggest(client, assistant, session_id, template=template["slug"], parameters=proposed)
    form = (await client.get(f"{path}/form")).json()
    assert [(one["name"], one["value"], one["source"], one["label"]) for one in form["values"]] == [
        ("user_upn", "jane@acme.example", "ticket", "T"),
        ("computer", "LT-JANE-7", "device", None),
        ("days", 7, "default", None),
        ("note", "by-phone-only", "fact", "F2"),
    ]
    assert sorted(form["dropped"]) == ["colour", "days"]
    whole_session = await whole(client, session_id)
    assert "password" not in whole_session["active_fix"]["ai_drafted_parameters"], "a guessed secret is not kept"
    assert form["template"]["id"] == template["id"]
    assert form["template"]["success"]["customer"]["applied"] == 0
    await client.post(f"{path}/apply", json={})
    told = await client.patch(f"{path}/outcome", json={"outcome": "applied_success"})
    assert told.status_code == 200, told.text
    again = (await client.get(f"{path}/form")).json()
    assert again["template"]["success"] == form["template"]["success"], "it says how it went elsewhere"
    library = (await client.get(f"/scripts/templates/{template['id']}")).json()
    assert library["success"]["account"]["success"] == 1


async def test_generating_gives_the_script_once_and_keeps_no_secret(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    template = await own_template(client)
    path = await suggest(client, assistant, session_id, template=template["slug"])
    before = await whole(client, session_id)
    fix_id = before["active_fix"]["id"]
    body = {"template_id": template["id"], "parameters": GIVEN, "ai_session_id": session_id, "fix_id": fix_id}
    made = await client.post("/scripts/generate", json=body)
    assert made.status_code == 200, made.text
    answer = made.json()
    assert "-Password 'Winter''2026!'" in answer["script"]
    assert answer["script"].startswith("Set-Thing -User jane@acme.example -Computer LT-042 -Days 3 ")
    assert answer["redacted_script"] == answer["script"].replace("Winter''2026!", "********")
    assert answer["state_version"] == before["state_version"] + 1
    after = await whole(client, session_id)
    assert after["active_fix"]["template_version"] == 1
    assert after["active_fix"]["applied_at"] is None
    (generation,) = after["generations"]
    assert generation["id"] == answer["generation_id"]
    assert generation["parameters"] == {name: value for name, value in GIVEN.items() if name != "password"}
    assert generation["sensitive"] == ["password"]
    assert generation["redacted_script"] == answer["redacted_script"]
    assert (generation["template_title"], generation["created_by"]) == ("Set a thing", "acme admin")
    assert (await client.get(f"{path}/form")).status_code == 200


async def test_every_wrong_field_is_named_at_once_and_nothing_is_stored(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    template = await own_template(client)
    wrong = {"user_upn": "nobody", "days": 99, "password": "W1nt!", "colour": "red"}
    body = {"template_id": template["id"], "parameters": wrong, "ai_session_id": session_id}
    answer = await client.post("/scripts/generate", json=body)
    assert answer.status_code == 422
    named = {one["field"] for one in answer.json()["errors"]}
    assert named == {f"parameters.{name}" for name in ("user_upn", "computer", "days", "password", "colour")}
    assert "W1nt!" not in answer.text
    after = await whole(client, session_id)
    assert (after["state_version"], after["generations"]) == (1, [])


async def test_an_answer_with_a_secret_is_given_once(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    template = await own_template(client)
    body = {"template_id": template["id"], "parameters": GIVEN, "ai_session_id": session_id}
    answers = await asyncio.gather(
        *(client.post("/scripts/generate", json=body, headers={"Idempotency-Key": "g"}) for _ in range(3))
    )
    assert sorted(one.status_code for one in answers) == [200, 409, 409]
    refused = next(one for one in answers if one.status_code == 409)
    assert refused.json()["code"] == "answer_not_kept"
    assert "secret" in refused.json()["detail"]
    assert len((await whole(client, session_id))["generations"]) == 1


async def test_the_fix_must_be_of_the_session_and_the_template_usable(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    template = await own_template(client)
    await suggest(client, assistant, session_id, template=template["slug"])
    fix_id = (await whole(client, session_id))["active_fix"]["id"]
    other = (await client.post("/ai-sessions", json={"problem": "Another one."})).json()["id"]
    body = {"template_id": template["id"], "parameters": GIVEN, "fix_id": fix_id}
    alone = await client.post("/scripts/generate", json=body)
    assert (alone.status_code, alone.json()["errors"][0]["field"]) == (422, "ai_session_id")
    crossed = await client.post("/scripts/generate", json={**body, "ai_session_id": other})
    assert crossed.status_code == 404
    assert (await whole(client, other))["state_version"] == 1
    await client.delete(f"/scripts/templates/{template['id']}")
    gone = await client.post("/scripts/generate", json={**body, "ai_session_id": session_id})
    assert (gone.status_code, gone.json()["code"]) == (409, "template_archived")


async def test_without_a_session_nothing_moves(client: httpx2.AsyncClient) -> None:
    template = await own_template(client)
    made = await client.post("/scripts/generate", json={"template_id": template["id"], "parameters": GIVEN})
    assert made.json()["state_version"] is None
    assert SECRET.replace("'", "''") in made.json()["script"]


async def test_findings_are_ticked_by_name(client: httpx2.AsyncClient) -> None:
    dangerous = {**OWN, "title": "Remove", "language": "bash", "body": "rm -rf /srv/old\n"}
    dangerous["parameters_schema"] = {"type": "object", "properties": {}}
    template = (await client.post("/scripts/templates", json=dangerous)).json()
    made = (await client.post("/scripts/generate", json={"template_id": template["id"], "parameters": {}})).json()
    rule = made["warnings"][0]["rule"]
    path = f"/scripts/generations/{made['generation_id']}/acknowledge"
    assert (await client.post(path, json={"rules": [rule]})).json() == {"acknowledged": [rule]}
    unseen = await client.post(path, json={"rules": ["no-such-rule"]})
    assert (unseen.status_code, unseen.json()["errors"][0]["code"]) == (422, "unknown_rule")
    assert (await client.post(path, json={"rules": []})).status_code == 422
