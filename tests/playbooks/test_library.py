"""Playbooks of an account over HTTP: made, saved, published by leads, archived; a version is never changed or lost."""

import asyncio
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from resolvent.accounts.models import Role
from resolvent.audit.models import AuditEntry
from resolvent.db import Database
from resolvent.knowledge.loader import load_shipped
from tests.conftest import Tenant
from tests.playbooks.sample import LABELS, PROBLEM, changed


async def create(client: httpx2.AsyncClient, source: str = LABELS) -> dict[str, Any]:
    answer = await client.post("/playbooks", json={"text": source})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def publish(client: httpx2.AsyncClient, made: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/playbooks/{made['key']}/publish", json={"version": made["version"]})
    assert answer.status_code == 200, answer.text
    published: dict[str, Any] = answer.json()
    return published


async def test_made_saved_published_archived(client: httpx2.AsyncClient, database: Database, tenant: Tenant) -> None:
    made = await create(client)
    assert (made["status"], made["version"], made["published_version"], made["wrong"]) == ("draft", 1, None, [])
    assert made["text"] == LABELS, "as it was typed, its comment too"
    assert made["playbook"]["checks"][0]["title"] == "Is there ribbon left on the roll?"
    path = f"/playbooks/{made['key']}"
    saved = (await client.put(path, json={"text": changed(title="Blank labels"), "version": 1})).json()
    assert (saved["title"], saved["version"], saved["published_version"]) == ("Blank labels", 2, None)
    published = await publish(client, saved)
    assert (published["status"], published["published_version"]) == ("published", 2)
    later = (await client.put(path, json={"text": LABELS, "version": 2, "change_note": "Back"})).json()
    assert (later["status"], later["version"], later["published_version"]) == ("published", 3, 2)
    versions = (await client.get(f"{path}/versions")).json()["items"]
    assert [(one["version"], one["published"], one["change_note"]) for one in versions] == [
        (3, False, "Back"), (2, True, "Edited"), (1, False, "First version"),
    ]  # fmt: skip
    assert versions[2]["text"] == LABELS
    assert (await client.delete(path)).json()["status"] == "archived"
    assert (await client.put(path, json={"text": LABELS, "version": 3})).json()["code"] == "archived_playbook"
    assert made["key"] not in [one["key"] for one in (await client.get("/playbooks")).json()["items"]]
    archived = (await client.get("/playbooks", params={"status": "archived"})).json()["items"]
    assert [one["key"] for one in archived] == [made["key"]]
    assert (await client.post(f"{path}/restore")).json()["status"] == "published"
    async with database.transaction(tenant.account_id) as db:
        acts = list(await db.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert [one for one in acts if one.startswith("playbook.")] == [
        "playbook.create", "playbook.save", "playbook.publish", "playbook.save", "playbook.archive", "playbook.restore",
    ]  # fmt: skip


async def test_of_two_who_save_at_once_one_is_told_and_both_texts_are_there(client: httpx2.AsyncClient) -> None:
    made = await create(client)
    texts = [changed(title=f"By person {number}") for number in range(4)]
    answers = await asyncio.gather(
        *(client.put(f"/playbooks/{made['key']}", json={"text": one, "version": 1}) for one in texts)
    )
    assert sorted(one.status_code for one in answers) == [200, 412, 412, 412]
    won = next(one.json()["text"] for one in answers if one.status_code == 200)
    for refused in (one.json() for one in answers if one.status_code == 412):
        assert (refused["code"], refused["version"], refused["current"]["text"]) == ("row_changed", 2, won)


async def test_a_version_cannot_be_changed(client: httpx2.AsyncClient, database: Database, tenant: Tenant) -> None:
    await create(client)
    for statement in ("UPDATE playbook_versions SET source = ''", "DELETE FROM playbook_versions"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with database.transaction(tenant.account_id) as db:
                await db.execute(text(statement))


async def test_an_engineer_writes_and_a_lead_publishes(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    made = await create(client)
    path = f"/playbooks/{made['key']}"
    engineer, lead = tenant.headers(Role.ENGINEER), tenant.headers(Role.LEAD)
    saved = await client.put(path, json={"text": changed(title="Mine"), "version": 1}, headers=engineer)
    assert saved.status_code == 200
    for method, act in (("POST", "/publish"), ("DELETE", ""), ("POST", "/restore")):
        body = {"json": {"version": 2}} if act == "/publish" else {}
        refused = await client.request(method, path + act, headers=engineer, **body)  # type: ignore[arg-type]
        assert refused.json()["detail"] == "This needs the role lead; yours is engineer."
    assert (await client.post(f"{path}/publish", json={"version": 1}, headers=lead)).status_code == 412
    assert (await client.post(f"{path}/publish", json={"version": 2}, headers=lead)).status_code == 200


async def test_what_is_half_done_is_kept_and_not_published(client: httpx2.AsyncClient) -> None:
    made = await create(client, "id: half\ntitle: Half done\nsymptoms: [")
    assert (made["playbook"], made["wrong"][0]["line"]) == (None, 3)
    refused = await client.post(f"/playbooks/{made['key']}/publish", json={"version": 1})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_playbook")
    no_such = LABELS.replace("    by_hand: Open the lid and change the roll.", "    template: no-such-script")
    saved = (await client.put(f"/playbooks/{made['key']}", json={"text": no_such, "version": 1})).json()
    assert saved["slug"] == "label-printer", "what was never published may be renamed"
    assert saved["wrong"] == [
        {
            "line": 1,
            "field": "fixes.change-ribbon.template",
            "message": "The library has no template “no-such-script”. Publish its script first, or name another.",
        }
    ]
    refused = await client.post(f"/playbooks/{made['key']}/publish", json={"version": 2})
    assert [one["field"] for one in refused.json()["errors"]] == ["fixes.change-ribbon.template"]


async def test_an_id_is_one_playbook_s_and_stays(client: httpx2.AsyncClient) -> None:
    made = await publish(client, await create(client))
    again = await client.post("/playbooks", json={"text": LABELS})
    assert (again.status_code, again.json()["code"]) == (409, "id_taken")
    renamed = await client.put(f"/playbooks/{made['key']}", json={"text": changed(id="other"), "version": 1})
    assert (renamed.status_code, renamed.json()["errors"][0]["field"]) == (422, "id")
    both = await asyncio.gather(*(client.post("/playbooks", json={"text": changed(id="new")}) for _ in range(3)))
    assert sorted(one.status_code for one in both) == [201, 409, 409]


async def test_a_copy_of_a_shipped_one_takes_its_place(client: httpx2.AsyncClient) -> None:
    shipped = load_shipped()[0].id
    made = (await client.post("/playbooks", json={"copy_of": shipped})).json()
    assert (made["slug"], made["replaces_shipped"], made["wrong"]) == (shipped, True, [])
    assert (await client.get(f"/playbooks/{shipped}")).json()["replaced_by"] is None
    await publish(client, made)
    assert (await client.get(f"/playbooks/{shipped}")).json()["replaced_by"] == made["key"]
    assert (await client.post("/playbooks", json={"copy_of": "no-such"})).status_code == 404


async def test_found_by_its_words(client: httpx2.AsyncClient) -> None:
    made = await create(client)
    listed = (await client.get("/playbooks")).json()["items"]
    assert [one["source"] for one in listed] == ["account"] + ["shipped"] * len(load_shipped())
    found = (await client.get("/playbooks", params={"q": "ribbon LABELS"})).json()["items"]
    assert [one["key"] for one in found] == [made["key"]]
    assert (await client.get("/playbooks", params={"q": "xyzzy"})).json()["items"] == []


async def test_another_account_sees_none_of_it(
    client: httpx2.AsyncClient, other_tenant: Tenant, database: Database
) -> None:
    made = await publish(client, await create(client))
    theirs = other_tenant.headers()
    path = f"/playbooks/{made['key']}"
    for answer in (
        await client.get(path, headers=theirs),
        await client.get(f"{path}/versions", headers=theirs),
        await client.put(path, json={"text": LABELS, "version": 1}, headers=theirs),
        await client.post(f"{path}/publish", json={"version": 1}, headers=theirs),
        await client.delete(path, headers=theirs),
    ):
        assert answer.status_code == 404
    listed = (await client.get("/playbooks", headers=theirs)).json()["items"]
    assert {one["source"] for one in listed} == {"shipped"}
    tried = {"title": PROBLEM, "problem": PROBLEM}
    assert (await client.post("/playbooks/try", json=tried, headers=theirs)).json()["slug"] != "label-printer"
    assert (await client.post("/playbooks/try", json=tried)).json()["slug"] == "label-printer"


async def test_tried_before_it_is_published(client: httpx2.AsyncClient) -> None:
    body = {"title": PROBLEM, "problem": PROBLEM}
    assert (await client.post("/playbooks/try", json=body)).json()["this_text"] is False
    tried = (await client.post("/playbooks/try", json={**body, "text": LABELS})).json()
    assert tried["this_text"] is True
    assert (tried["level"], tried["next_step"]) == ("certain", "Is there ribbon left on the roll?")
    wrong = await client.post("/playbooks/try", json={**body, "text": "id: ["})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_playbook")
    checked = (await client.post("/playbooks/check", json={"text": "id: ["})).json()
    assert (checked["playbook"], checked["wrong"][0]["line"]) == (None, 1)
