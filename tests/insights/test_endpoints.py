"""Figures over HTTP: for leads, by the reader's days, and as files that a spreadsheet opens without running anything."""

import csv
import io
from uuid import UUID

import httpx2
import pytest

from resolvent.accounts.models import Role
from resolvent.db import Database
from tests.conftest import Tenant
from tests.insights.history import Call, End, Past, write
from tests.scripts.library import new_fix, publish_as

TEMPLATE = UUID("01890000-0000-7000-8000-0000000000aa")
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


async def rows_of(client: httpx2.AsyncClient, table: str, **query: str) -> list[dict[str, str]]:
    answer = await client.get("/insights/export", params={**MARCH, "table": table, **query})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


async def test_an_engineer_is_told_why_not(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    for path in ("/insights", "/insights/export"):
        refused = await client.get(path, headers=tenant.headers(Role.ENGINEER))
        assert refused.status_code == 403
        assert refused.json()["detail"] == "This needs the role lead; yours is engineer."
    assert (await client.get("/insights", headers=tenant.headers(Role.LEAD))).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-03-02", "to": "2026-03-01"}, "from"),
        ({"from": "2024-01-01", "to": "2026-03-01"}, "to"),
        ({"from": "2026-02-30"}, "from"),
        ({"by": "colour"}, "by"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "Europe"}, "time_zone"),
        ({"time_zone": "'; DROP TABLE users"}, "time_zone"),
    ],
)
async def test_a_wrong_question_is_refused_by_its_field(
    client: httpx2.AsyncClient, query: dict[str, str], field: str
) -> None:
    refused = await client.get("/insights", params=query)
    assert refused.status_code == 422, refused.text
    assert [one["field"].removeprefix("query.") for one in refused.json()["errors"]] == [field]


async def test_the_same_figures_as_files(client: httpx2.AsyncClient, tenant: Tenant, database: Database) -> None:
    async with database.transaction(tenant.account_id) as db:
        await write(
            db,
            tenant,
            Past(
                company="=cmd|' /C calc'!A0;=1+1", ends=(End(),), fixes=("applied_success",), calls=(Call(cost=None),)
            ),
            Past(company=None),
        )
    evil, none, total = await rows_of(client, "groups")
    assert evil["client"].startswith("'=cmd")
    assert ";'=1+1" in evil["client"]
    assert (evil["sessions_opened"], evil["first_fix_share"], evil["cost_usd"]) == ("1", "1.0000", "unknown")
    assert (none["client"], none["kind"], none["first_fix_share"], none["cost_usd"]) == ("No client", "none", "", "0")
    assert (total["client"], total["sessions_opened"], total["resolved"]) == ("Total", "2", "1")
    days = await rows_of(client, "steps", step="day")
    assert len(days) == 31 + 1
    assert [day["first_day"] for day in days[:-1] if day["sessions_opened"] != "0"] == ["2026-03-10"]
    shown = await client.get("/insights", params=MARCH)
    assert shown.json()["total"]["opened"] == 2
    assert {one["figure"] for one in shown.json()["counted"]} >= {"to_resolution", "first_fix", "models", "category"}


async def test_templates_tell_how_sure_their_share_is(
    client: httpx2.AsyncClient, tenant: Tenant, database: Database
) -> None:
    async with database.transaction(tenant.account_id) as db:
        for outcome in ("success", "failed", "partial", None):
            await new_fix(db, tenant.actor, outcome, template_id=TEMPLATE, version=1)
        await publish_as(db, tenant.actor, await new_fix(db, tenant.actor, "success"), TEMPLATE)
    (row,) = (await client.get("/insights")).json()["templates"]
    assert (row["used"], row["worked"], row["failed"], row["success"]["whole"]) == (4, 2, 1, 4)
    assert row["success"]["low"] == pytest.approx(0.1500, abs=5e-4)
    assert row["success"]["high"] == pytest.approx(0.8500, abs=5e-4)
    today = (await client.get("/insights")).json()["last"]
    (line,) = await rows_of(client, "templates", **{"from": today, "to": today})
    assert (line["template"], line["used"], line["told"]) == (row["title"], "4", "4")


async def test_a_session_is_sorted_as_it_is_opened(client: httpx2.AsyncClient) -> None:
    for problem in ("The VPN does not connect since this morning.", "A quote for ten chairs, please."):
        assert (await client.post("/ai-sessions", json={"problem": problem})).status_code == 201
    found = (await client.get("/insights", params={"by": "category"})).json()["groups"]
    assert [(one["key"], one["kind"], one["figures"]["opened"]) for one in found] == [
        ("vpn", "named", 1),
        (None, "none", 1),
    ]
