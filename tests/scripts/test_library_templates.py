"""Templates over HTTP: made, revised, archived, brought back; and everything that is refused."""

import asyncio
import json
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from resolvent.accounts.models import Role
from resolvent.audit.models import AuditEntry
from resolvent.db import Database
from tests.conftest import Tenant
from tests.scripts.library import SCHEMA, SECRET_BODY, SECRET_SCHEMA, a_template

PATH = "/scripts/templates"
JSON = {"Content-Type": "application/json"}


async def create(client: httpx2.AsyncClient, **changed: Any) -> dict[str, Any]:
    answer = await client.post(PATH, json=a_template(**changed))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def shipped(client: httpx2.AsyncClient, slug: str) -> dict[str, Any]:
    items = (await client.get(PATH, params={"q": slug})).json()["items"]
    assert items[0]["slug"] == slug
    one: dict[str, Any] = items[0]
    return one


def of(answer: httpx2.Response) -> dict[str, str]:
    """Field → code of a 422."""
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["code"] for error in answer.json()["errors"]}


async def count(client: httpx2.AsyncClient) -> int:
    total: int = (await client.get(PATH)).json()["total"]
    return total


def a_revision(seen: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return a_template(version=seen["version"], change_note="Better", **changed)


async def test_create_and_read(client: httpx2.AsyncClient) -> None:
    made = await create(client, title="Restart  the “Spooler”!", risk="low", needs_admin=True, timeout_hint=60)
    assert made["slug"] == "restart-the-spooler"
    assert (made["version"], made["source"], made["status"], made["parameters"]) == (1, "account", "published", 1)
    assert made["title"] == "Restart the “Spooler”!"
    assert made["success"] == {
        "account": {"applied": 0, "success": 0, "failed": 0, "partial": 0, "low": 0.0, "high": 1.0},
        "customer": None,
    }
    assert (made["last_used_at"], made["change_note"], made["provenance"]) == (None, "First version", {})
    read = await client.get(f"{PATH}/{made['id']}")
    assert read.json() == made


async def test_slugs_are_unique_and_never_empty(client: httpx2.AsyncClient) -> None:
    titles = ("Restart a service", "restart a SERVICE", "Zähler zurücksetzen", "漢字", "x" * 300, "x" * 300)
    slugs = [(await create(client, title=title))["slug"] for title in titles]
    assert slugs[:4] == ["restart-a-service", "restart-a-service-2", "zahler-zurucksetzen", "template"]
    assert (slugs[4], slugs[5]) == ("x" * 60, "x" * 55 + "-2")


async def test_ten_at_once_get_ten_slugs(client: httpx2.AsyncClient) -> None:
    made = await asyncio.gather(*(create(client) for _ in range(10)))
    numbered = ["restart-a-service", *(f"restart-a-service-{number}" for number in range(2, 11))]
    assert sorted(one["slug"] for one in made) == sorted(numbered)


async def test_a_key_makes_one(client: httpx2.AsyncClient) -> None:
    first, second = [await client.post(PATH, json=a_template(), headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert first.json() == second.json()
    assert (await client.get(PATH, params={"q": "restart-a-service"})).json()["total"] == 1


async def test_revise_makes_a_version_and_keeps_the_old_one(client: httpx2.AsyncClient) -> None:
    made = await create(client)
    body = "Restart-Service -Name {{ service }} -Force"
    revised = await client.put(f"{PATH}/{made['id']}", json=a_revision(made, body=body, title="Restart it", tags=["x"]))
    assert revised.status_code == 200, revised.text
    assert (revised.json()["version"], revised.json()["body"], revised.json()["title"]) == (2, body, "Restart it")
    assert revised.json()["slug"] == made["slug"], "a playbook may know it by this name"
    versions = (await client.get(f"{PATH}/{made['id']}/versions")).json()["items"]
    assert [(one["version"], one["change_note"], one["body"]) for one in versions] == [
        (2, "Better", body),
        (1, "First version", made["body"]),
    ]
    assert versions[0]["author"] == "acme admin"
    assert (await client.get(PATH, params={"tag": "x"})).json()["total"] == 1


async def test_a_version_can_not_be_edited_even_by_a_statement(
    client: httpx2.AsyncClient, database: Database, tenant: Tenant
) -> None:
    await create(client)
    async with database.transaction(tenant.account_id) as db:
        with pytest.raises(ProgrammingError, match="permission denied"):
            await db.execute(text("UPDATE script_template_versions SET body = 'x'"))


async def test_an_older_version_is_refused_and_both_are_named(client: httpx2.AsyncClient) -> None:
    made = await create(client)
    assert (await client.put(f"{PATH}/{made['id']}", json=a_revision(made, title="One"))).is_success
    late = await client.put(f"{PATH}/{made['id']}", json=a_revision(made, title="Two"))
    assert (late.status_code, late.json()["code"]) == (412, "row_changed")
    assert (late.json()["seen"], late.json()["version"]) == (1, 2)
    assert (await client.get(f"{PATH}/{made['id']}")).json()["title"] == "One"


async def test_of_two_at_once_one_wins_and_nothing_is_lost(client: httpx2.AsyncClient) -> None:
    made = await create(client)
    answers = await asyncio.gather(
        *(client.put(f"{PATH}/{made['id']}", json=a_revision(made, title=f"Title {one}")) for one in range(6))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412, 412]
    won = next(answer.json() for answer in answers if answer.status_code == 200)
    versions = (await client.get(f"{PATH}/{made['id']}/versions")).json()["items"]
    assert [(one["version"], one["title"]) for one in versions] == [(2, won["title"]), (1, made["title"])]


async def test_archive_and_restore(client: httpx2.AsyncClient) -> None:
    made = await create(client)
    path = f"{PATH}/{made['id']}"
    for _ in range(2):
        archived = await client.delete(path)
        assert (archived.status_code, archived.json()["status"]) == (200, "archived")
    assert (await client.get(PATH, params={"q": made["slug"]})).json()["items"] == []
    gone = await client.get(PATH, params={"q": made["slug"], "status": "archived"})
    assert [one["id"] for one in gone.json()["items"]] == [made["id"]]
    assert (await client.get(path)).json()["status"] == "archived"
    refused = await client.put(path, json=a_revision(made))
    assert (refused.status_code, refused.json()["code"]) == (409, "archived_template")
    for _ in range(2):
        assert (await client.post(f"{path}/restore")).json()["status"] == "published"
    assert (await client.put(path, json=a_revision(made))).status_code == 200


async def test_shipped_ones_are_archived_and_never_edited(client: httpx2.AsyncClient) -> None:
    one = await shipped(client, "restart-print-spooler")
    path = f"{PATH}/{one['id']}"
    whole = (await client.get(path)).json()
    assert whole["source"] == "shipped"
    assert set(whole["provenance"]) == {"release"}
    refused = await client.put(path, json=a_revision(one))
    assert (refused.status_code, refused.json()["code"]) == (409, "shipped_template")
    assert (await client.delete(path)).json()["status"] == "archived"
    assert (await client.post(f"{path}/restore")).json()["status"] == "published"
    versions = (await client.get(f"{path}/versions")).json()["items"]
    assert [(item["version"], item["author"]) for item in versions] == [(1, "Resolvent")]


async def test_every_change_is_audited(client: httpx2.AsyncClient, database: Database, tenant: Tenant) -> None:
    made = await create(client)
    path = f"{PATH}/{made['id']}"
    await client.put(path, json=a_revision(made))
    for _ in range(2):
        await client.delete(path)
    await client.post(f"{path}/restore")
    await client.put(path, json=a_revision(made))
    async with database.transaction(tenant.account_id) as db:
        entries = list(await db.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    told = [(entry.action, entry.before, entry.after) for entry in entries if str(entry.subject_id) == made["id"]]
    slug = {"slug": "restart-a-service"}
    assert told == [
        ("template.create", None, slug),
        ("template.revise", {"version": 1}, {"version": 2}),
        ("template.archive", None, slug),
        ("template.restore", None, slug),
    ]
    assert {entry.actor_id for entry in entries if str(entry.subject_id) == made["id"]} == {tenant.actor.user_id}


SECOND = {**SCHEMA, "properties": {**SCHEMA["properties"], "other": {"type": "string"}}}  # type: ignore[dict-item]  # JSON
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "undeclared placeholder": ({"body": "Stop-Process {{ service }} {{ host }}"}, "body"),
    "unused parameter": ({"parameters_schema": SECOND}, "parameters_schema.properties.other"),
    "default that breaks its pattern": (
        {"parameters_schema": {"type": "object", "properties": {"service": {"type": "string", "pattern": "^a$", "default": "b"}}}},
        "parameters_schema.properties.service.default",
    ),
    "sensitive default": (
        {"parameters_schema": {"type": "object", "properties": {"service": {"type": "string", "x-sensitive": True, "default": "b"}}}},
        "parameters_schema.properties.service.default",
    ),
    "500 kB": ({"body": "# " + "x" * 500_000}, "body"),
    "NUL": ({"body": "Restart-Service {{ service }}\u0000"}, "body"),
    "binary": ({"body": "MZ\u0001\u0002\u0003 {{ service }}"}, "body"),
    "unknown language": ({"language": "cobol"}, "language"),
    "wrong language": ({"body": "if [ -f /etc/x ]; then\n  systemctl restart {{ service }}\nfi\nfor f in *; do echo \"$f\"; done", "language": "powershell"}, "body"),
    "does not parse": ({"body": "if ( { Restart-Service -Name {{ service }}"}, "body"),
    "no title": ({"title": " "}, "title"),
    "bad tag": ({"tags": ["Ä b"]}, "tags.0"),
    "a sensitive list": (
        {"parameters_schema": {"type": "object", "properties": {"service": {"type": "array", "items": {"type": "string"}, "x-sensitive": True}}}},
        "parameters_schema.properties.service.x-sensitive",
    ),
    "another name only by case": (
        {"parameters_schema": {"type": "object", "properties": {"service": {"type": "string"}, "Service": {"type": "string"}}}},
        "parameters_schema.properties.Service",
    ),
}  # fmt: skip


async def test_bad_input_is_a_field_error_and_nothing_is_stored(client: httpx2.AsyncClient) -> None:
    made = await create(client)
    before = await count(client)
    for case, (changed, field) in BAD.items():
        for answer in (
            await client.post(PATH, json=a_template(**changed)),
            await client.put(f"{PATH}/{made['id']}", json=a_revision(made, **changed)),
        ):
            assert any(name.startswith(field) for name in of(answer)), f"{case}: {answer.text}"
    assert await count(client) == before
    assert (await client.get(f"{PATH}/{made['id']}")).json() == made


async def test_all_problems_are_told_at_once(client: httpx2.AsyncClient) -> None:
    schema = {
        "type": "object",
        "properties": {"service": {"type": "string", "x-sensitive": True, "default": "b"}, "gone": {"type": "string"}},
    }
    told = of(await client.post(PATH, json=a_template(parameters_schema=schema)))
    assert "parameters_schema.properties.service.default" in told
    assert len(told) >= 2, told


TWICE = {
    '"service": {"type": "string"}, "service": {"type": "integer"}': "parameters_schema.properties.service",
    '"service": {"type": "string", "type": "integer"}': "parameters_schema.properties.service.type",
    '"service": {"type": "string"}, "SERVICE": {"type": "string"}': "parameters_schema.properties.SERVICE",
}


async def test_a_name_that_stands_twice(client: httpx2.AsyncClient) -> None:
    mark = "@@"
    whole = json.dumps(a_template(parameters_schema={"type": "object", "properties": mark}))
    before = await count(client)
    for twice, field in TWICE.items():
        sent = whole.replace(f'"{mark}"', "{" + twice + "}")
        answer = await client.post(PATH, content=sent, headers=JSON)
        assert of(answer) == {field: "name_repeated"}
    assert await count(client) == before


async def test_unreadable_bodies_stay_400(client: httpx2.AsyncClient) -> None:
    for sent in (b"{", b"\xff\xfe", b"[" * 100_000, b""):
        answer = await client.post(PATH, content=sent, headers=JSON)
        assert answer.status_code in {400, 422}, answer.text
        assert answer.json()["code"] in {"invalid_json", "invalid"}


async def test_sensitive_survives_every_edit(client: httpx2.AsyncClient) -> None:
    made = await create(client, body=SECRET_BODY, parameters_schema=SECRET_SCHEMA)
    open_schema = {"type": "object", "properties": {"password": {"type": "string"}}, "required": ["password"]}
    path = f"{PATH}/{made['id']}"
    field = "parameters_schema.properties.password.x-sensitive"
    refused = await client.put(path, json=a_revision(made, body=SECRET_BODY, parameters_schema=open_schema))
    assert of(refused) == {field: "sensitive_dropped"}
    # Not by a detour either: left out in one version and back in the next.
    without = await client.put(path, json=a_revision(made))
    assert without.status_code == 200, without.text
    back = await client.put(path, json=a_revision(without.json(), body=SECRET_BODY, parameters_schema=open_schema))
    assert of(back) == {field: "sensitive_dropped"}
    kept = a_revision(without.json(), body=SECRET_BODY, parameters_schema=SECRET_SCHEMA)
    assert (await client.put(path, json=kept)).status_code == 200


async def test_a_template_keeps_its_language(client: httpx2.AsyncClient) -> None:
    made = await create(client)
    answer = await client.put(
        f"{PATH}/{made['id']}", json=a_revision(made, language="bash", body="systemctl restart {{ service }}")
    )
    assert of(answer) == {"language": "language_fixed"}


async def test_other_accounts_see_nothing(client: httpx2.AsyncClient, base_url: str, other_tenant: Tenant) -> None:
    made = await create(client)
    own = await shipped(client, "restart-print-spooler")
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=other_tenant.headers()) as stranger:
        theirs = await shipped(stranger, "restart-print-spooler")
        assert theirs["id"] != own["id"]
        assert (await stranger.get(PATH, params={"source": "account"})).json()["items"] == []
        for one in (made, own):
            path = f"{PATH}/{one['id']}"
            answers = [
                await stranger.get(path),
                await stranger.get(f"{path}/versions"),
                await stranger.put(path, json=a_revision(one)),
                await stranger.delete(path),
                await stranger.post(f"{path}/restore"),
            ]
            assert [answer.status_code for answer in answers] == [404] * 5
        assert (await stranger.post(PATH, json=a_template())).json()["slug"] == made["slug"]


async def test_engineers_may_write(base_url: str, tenant: Tenant) -> None:
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=tenant.headers(Role.ENGINEER)) as engineer:
        made = await create(engineer)
        assert (await engineer.delete(f"{PATH}/{made['id']}")).status_code == 200


async def test_review_and_extract(client: httpx2.AsyncClient) -> None:
    reviewed = await client.post("/scripts/review", json={"script": "rm -rf $X/*", "language": "bash"})
    assert reviewed.status_code == 200, reviewed.text
    assert [one["severity"] for one in reviewed.json()["findings"]].count("high") >= 1
    harmless = await client.post("/scripts/review", json={"script": "Get-Date", "language": "powershell"})
    assert harmless.json() == {"findings": []}
    script = "Get-ADUser -Identity jdoe | Select-Object Name\nUnlock-ADAccount -Identity jdoe"
    session = (await client.post("/ai-sessions", json={"problem": "Account jdoe is locked."})).json()
    found = await client.post(
        "/scripts/extract", json={"script": script, "language": "powershell", "ai_session_id": session["id"]}
    )
    assert found.status_code == 200, found.text
    assert "jdoe" in found.json()["values"].values()
    assert "jdoe" not in found.json()["templated_body"]
    unknown = {"script": script, "language": "powershell", "ai_session_id": "01890000-0000-7000-8000-000000000000"}
    assert (await client.post("/scripts/extract", json=unknown)).status_code == 404
    for path in ("/scripts/extract", "/scripts/review"):
        answer = await client.post(path, json={"script": "x\u0000", "language": "cobol"})
        assert set(of(answer)) == {"script", "language"}


HOSTILE = {
    "NUL in a title": {"service": {"type": "string", "title": "a\u0000b"}},
    "a lone surrogate": {"service": {"type": "string", "description": "\ud800"}},
    "a name of 10,000 characters": {"service": {"type": "string"}, "x" * 10_000: {"type": "string"}},
    "a megabyte of description": {"service": {"type": "string", "description": "x" * 1_000_000}},
    "a thousand parameters": {f"p{number}": {"type": "string"} for number in range(1_000)},
    "not an object": {"service": 5},
    "a huge number": {"service": {"type": "integer", "maximum": 10**400}},
    "a default of another type": {"service": {"type": "string", "default": {"a": [1]}}},
    "a pattern that is none": {"service": {"type": "string", "pattern": "("}},
}


@pytest.mark.parametrize("case", HOSTILE)
async def test_hostile_schemas_are_field_errors(client: httpx2.AsyncClient, case: str) -> None:
    schema = {"type": "object", "properties": HOSTILE[case]}
    answer = await client.post(PATH, content=json.dumps(a_template(parameters_schema=schema)), headers=JSON)
    assert answer.status_code == 422, f"{answer.status_code} {answer.text[:300]}"
    assert len(answer.text) < 20_000
    assert (await client.get(PATH, params={"source": "account"})).json()["total"] == 0
