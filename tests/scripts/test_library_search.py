"""The library's list: words, half-typed words, filters, order and pages."""

from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from resolvent.db import Database
from resolvent.ids import new_id
from resolvent.scripts.models import ScriptGeneration
from resolvent.scripts.templates import get_template
from tests.conftest import Tenant
from tests.scripts.library import a_template, new_fix

PATH = "/scripts/templates"
TITLES = {
    "Clear the label printer's queue": ["labels", "zebra"],
    "Print a test page": ["labels"],
    "Rebuild the Sage 50 licence cache": ["sage", "licence"],
}


async def fill(client: httpx2.AsyncClient) -> dict[str, str]:
    """Title → id."""
    made = {}
    for title, tags in TITLES.items():
        answer = await client.post(PATH, json=a_template(title=title, tags=tags, description="For O'Neill & Sons."))
        assert answer.status_code == 201, answer.text
        made[title] = answer.json()["id"]
    return made


async def find(client: httpx2.AsyncClient, q: str | None = None, **filters: Any) -> list[str]:
    given = {"q": q, "source": "account", **filters}
    answer = await client.get(PATH, params={name: value for name, value in given.items() if value is not None})
    assert answer.status_code == 200, answer.text
    titles = [one["title"] for one in answer.json()["items"]]
    assert answer.json()["total"] == len(titles)
    return titles


async def test_words_in_any_form_and_half_typed(client: httpx2.AsyncClient) -> None:
    await fill(client)
    queue, page, sage = TITLES
    for query, titles in {
        "printers": [queue],
        "labels printing": [page],
        "pri": [page, queue],
        "queu": [queue],
        "label print": [page, queue],
        "clearing queues": [queue],
        "zebra": [queue],
        "sage lic": [sage],
        "licences": [sage],
        "print-a-test-page": [page],
        "PRINT-A-TEST-PAGE ": [page],
        "neill": [page, queue, sage],
        "o'neill &": [page, queue, sage],
        "the": [queue, sage],
        "sage zebra": [],
        "nothing of the kind": [],
    }.items():
        assert sorted(await find(client, query)) == sorted(titles), query


@pytest.mark.parametrize(
    "query", ["'", "\\", "a:*", "!!!", "(", "a & | b", "%_", "'x' <-> y", "\\'a", ":", "<->", "a'", "''"]
)
async def test_no_query_is_an_error(client: httpx2.AsyncClient, query: str) -> None:
    answer = await client.get(PATH, params={"q": query})
    assert answer.status_code == 200, answer.text


async def test_the_best_come_first(client: httpx2.AsyncClient) -> None:
    """A word in the title before one in a tag before one in the description; an exact slug before all."""
    for title, tags, description in (
        ("Mentioned only below", [], "About toner."),
        ("Tagged", ["toner"], "Nothing."),
        ("Order toner", [], "Nothing."),
        ("Toner", [], "Nothing."),
    ):
        await client.post(PATH, json=a_template(title=title, tags=tags, description=description))
    assert (await find(client, "toner"))[0] == "Toner"
    assert (await find(client, "toner"))[1:] == ["Order toner", "Tagged", "Mentioned only below"]
    assert await find(client) == ["Mentioned only below", "Order toner", "Tagged", "Toner"]


async def test_filters(client: httpx2.AsyncClient) -> None:
    made = await fill(client)
    queue, page, _ = TITLES
    assert await find(client, tag="labels") == [queue, page]
    assert await find(client, tag="label") == []
    assert await find(client, language="bash") == []
    assert sorted(await find(client, language="powershell")) == sorted(TITLES)
    await client.delete(f"{PATH}/{made[page]}")
    assert await find(client, tag="labels") == [queue]
    assert await find(client, status="archived") == [page]
    shipped = (await client.get(PATH, params={"source": "shipped", "limit": 1})).json()
    assert shipped["total"] > 60
    for bad in ({"language": "cobol"}, {"status": "open"}, {"tag": "Ä"}, {"limit": 0}, {"cursor": "x"}, {"q": ""}):
        assert (await client.get(PATH, params=bad)).status_code == 422, bad


async def test_pages_hold_each_once(client: httpx2.AsyncClient) -> None:
    for query in (None, "windows"):
        most: dict[str, str | int] = {"limit": 200, **({"q": query} if query else {})}
        whole = (await client.get(PATH, params=most)).json()
        wanted = [one["id"] for one in whole["items"]]
        if whole["next_cursor"]:
            rest = (await client.get(PATH, params={**most, "cursor": whole["next_cursor"]})).json()
            wanted += [one["id"] for one in rest["items"]]
        assert whole["total"] == len(wanted) > 20
        got: list[str] = []
        cursor = None
        while True:
            given = {"limit": 7, "q": query, "cursor": cursor}
            page = (await client.get(PATH, params={name: one for name, one in given.items() if one})).json()
            assert page["total"] == len(wanted)
            got += [one["id"] for one in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert got == wanted


async def test_a_cursor_whose_template_was_archived_meanwhile_still_goes_on(client: httpx2.AsyncClient) -> None:
    first = (await client.get(PATH, params={"limit": 3})).json()
    await client.delete(f"{PATH}/{first['items'][-1]['id']}")
    second = (await client.get(PATH, params={"limit": 3, "cursor": first["next_cursor"]})).json()
    whole = (await client.get(PATH, params={"limit": 5})).json()
    assert [one["id"] for one in second["items"]] == [
        one["id"] for one in (await client.get(PATH, params={"limit": 200})).json()["items"]
    ][2:5]
    assert [one["id"] for one in whole["items"]][:2] == [one["id"] for one in first["items"]][:2]
    unknown = await client.get(PATH, params={"cursor": str(new_id())})
    assert (unknown.status_code, unknown.json()["items"]) == (200, [])


async def test_rows_tell_use_and_success(client: httpx2.AsyncClient, database: Database, tenant: Tenant) -> None:
    made = await fill(client)
    title, template_id = next(iter(made.items()))
    async with database.transaction(tenant.account_id) as db:
        template = await get_template(db, tenant.actor, template_id)  # type: ignore[arg-type]  # a string will do
        for outcome in ("success", "success", "failed"):
            await new_fix(db, tenant.actor, outcome, template_id=template.id, version=1)
        for day in (3, 7, 5):
            db.add(
                ScriptGeneration(
                    account_id=tenant.account_id,
                    template_id=template.id,
                    template_version=1,
                    redacted_script="x",
                    created_by=tenant.actor.user_id,
                    created_at=datetime(2026, 5, day, tzinfo=UTC),
                )
            )
    items = (await client.get(PATH, params={"source": "account"})).json()["items"]
    row = next(one for one in items if one["title"] == title)
    assert (row["success"]["account"]["success"], row["success"]["account"]["applied"]) == (2, 3)
    assert row["success"]["account"]["low"] == pytest.approx(0.2077, abs=1e-4)
    assert row["last_used_at"].startswith("2026-05-07")
    versions = (await client.get(f"{PATH}/{template_id}/versions")).json()["items"]
    assert versions[0]["success"]["success"] == 2
