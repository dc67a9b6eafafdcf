"""The audit trail as administrators read it."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psycopg
import pytest

from resolvent.accounts.models import Role
from resolvent.audit.reading import first_id
from resolvent.audit.table import safe_cell
from tests.security.conftest import World
from tests.security.test_sign_in import PASSWORD, browser, new_person, signed_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def read(world: World, **wanted: Any) -> list[dict[str, Any]]:
    answer = await world.ask("GET", f"/audit?{urlencode({'limit': 200, **wanted})}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def export(world: World, **wanted: Any) -> list[dict[str, str]]:
    answer = await world.ask("GET", f"/audit/export?{urlencode(wanted)}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


async def test_a_change_is_told_with_who_what_before_after_and_from_where(world: World) -> None:
    user, _, _ = await new_person(world)
    assert (await world.ask("PATCH", f"/users/{user}", {"role": "lead"})).status_code == 200
    newest = (await read(world, kind="user"))[0]
    assert newest["action"] == "user.change"
    assert newest["subject_id"] == user
    assert newest["actor"] == {"id": str(world.acme.actor.user_id), "name": newest["actor"]["name"]}
    assert (newest["before"]["role"], newest["after"]["role"]) == ("engineer", "lead")
    assert newest["origin"] == "127.0.0.1"
    assert newest["session_id"] is None


async def test_the_newest_come_first_and_pages_miss_nothing(world: World) -> None:
    for _ in range(5):
        await new_person(world)
    whole = await read(world, kind="user")
    assert [one["id"] for one in whole] == sorted((one["id"] for one in whole), reverse=True)
    paged: list[str] = []
    path = "/audit?kind=user&limit=2"
    while True:
        page = (await world.ask("GET", path)).json()
        paged += [one["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        path = f"/audit?kind=user&limit=2&cursor={page['next_cursor']}"
    assert paged == [one["id"] for one in whole]


async def test_filters_by_person_kind_session_and_time(world: World) -> None:
    async with browser(world) as client:
        user, _ = await signed_in(world, client)
        session = (await client.post("/ai-sessions", json={"problem": "Printing fails."})).json()["id"]
        fact = (await client.post(f"/ai-sessions/{session}/facts", json={"text": "Only Site B."})).json()["fact"]["id"]
        assert (await client.delete(f"/ai-sessions/{session}/facts/{fact}")).status_code == 200
    assert {one["actor"]["id"] for one in await read(world, actor_id=user)} == {user}
    assert {one["action"].partition(".")[0] for one in await read(world, kind="fact")} == {"fact"}
    (of_session,) = await read(world, session_id=session)
    assert (of_session["action"], of_session["subject_id"]) == ("fact.retract", fact)
    moment = datetime.fromisoformat(of_session["at"])
    here = {"session_id": session}
    assert await read(world, **here, since=moment.isoformat()) == [of_session]
    assert await read(world, **here, until=moment.isoformat()) == []
    assert await read(world, **here, since=(moment + timedelta(microseconds=1)).isoformat()) == []
    day = timedelta(days=1)
    assert await read(world, **here, since=(moment - day).isoformat(), until=(moment + day).isoformat()) == [of_session]
    assert await read(world, until="1970-01-01T00:00:00Z") == []
    assert await read(world, since="9999-12-31T23:59:59Z") == []


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=2026-11-28T10:00:00", "kind=User'--", "cursor=1", "limit=0"]
)
async def test_what_is_no_filter_is_refused(world: World, query: str) -> None:
    assert (await world.ask("GET", f"/audit?{query}")).status_code == 422


async def test_the_download_holds_the_filtered_list(world: World) -> None:
    name = '=HYPERLINK("http://evil.example";"x")'
    user = (await world.make("/users", {"email": f"{uuid4().hex}@acme.example", "name": name}))["user"]["id"]
    assert (await world.ask("PATCH", f"/users/{user}", {"role": "admin"})).status_code == 200
    rows = await export(world, kind="user")
    assert [row["subject_id"] for row in rows] == [one["subject_id"] for one in await read(world, kind="user")]
    assert rows[0]["before"].endswith("role: engineer; disabled: no")
    assert rows[0]["after"].endswith("role: admin; disabled: no")
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
async def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"
    assert safe_cell("role: lead") == "role: lead"


async def test_entries_are_only_ever_added(world: World) -> None:
    """Not even by a statement of the application itself."""
    for statement in ("UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries", "TRUNCATE audit_entries"):
        async with await psycopg.AsyncConnection.connect(world.database_url) as db:
            await db.execute("SET ROLE resolvent_app")
            await db.execute("SELECT set_config('resolvent.account_id', %s, true)", (str(world.acme.account_id),))
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await db.execute(statement.encode())


async def test_no_link_token_or_password_is_in_the_trail_or_the_tables(world: World) -> None:
    secrets = [PASSWORD]
    async with browser(world) as client:
        user, _ = await signed_in(world, client, Role.ADMIN)
        secrets.append((await client.post("/auth/tokens", json={"name": "x", "role": "admin"})).json()["token"])
        secrets += [one.value or "" for one in client.cookies.jar]
        link = (await world.make(f"/users/{user}/sign-in-link"))["sign_in_path"].partition("#token=")[2]
        secrets.append(link)
    assert all(len(secret) > 10 for secret in secrets)
    listed = (
        str(await read(world)) + (await world.ask("GET", "/audit/export")).text + str(await world.ask("GET", "/users"))
    )
    async with await psycopg.AsyncConnection.connect(world.database_url) as db:
        for table in ("audit_entries", "logins", "one_time_links", "api_tokens", "users", "idempotency_keys"):
            found = await (await db.execute(f"SELECT t::text FROM {table} t".encode())).fetchall()
            listed += str(found)
    assert [secret for secret in secrets if secret in listed] == []


async def test_what_reads_like_a_secret_is_masked_all_the_same(world: World) -> None:
    values = '{"name": "x", "api_key": "sk-live-9f8e7d6c5b4a39281706", "nested": {"note": "pw: Autumn!Leaf42"}}'
    await world.run(
        f"""INSERT INTO audit_entries (account_id, id, actor_name, action, subject_id, after)
        VALUES ('{world.acme.account_id}', '{first_id(datetime.now(UTC))}', 'x', 'spill.test', '{UUID(int=1)}', '{values}')"""
    )
    (entry,) = await read(world, kind="spill")
    (row,) = await export(world, kind="spill")
    for told in (str(entry), str(row)):
        assert "9f8e7d6c5b4a" not in told
        assert "Autumn!Leaf42" not in told
    assert entry["after"]["name"] == "x"
