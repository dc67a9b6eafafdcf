"""The status that a note will set: told beforehand, and refused before the first byte when it can't be set."""

from typing import Any

import httpx2
import pytest

from tests.conftest import Tenant
from tests.ticketing.faulty_desk import Script
from tests.ticketing.posting import ESCALATION, RESOLUTION, Case


async def target(case: Case, kind: str = RESOLUTION, **params: str) -> dict[str, Any]:
    answer = await case.client.get(f"{case.path}/{kind}/target", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_status_to_be_set_is_named_with_those_that_may_be_picked(case: Case) -> None:
    resolution = await target(case)
    assert (resolution["status_name"], resolution["source"], resolution["problem"]) == ("Resolved", "connection", None)
    assert "Waiting on customer" in [one["name"] for one in resolution["statuses"]]
    assert (await target(case, ESCALATION))["status_name"] == "Escalated"


@pytest.mark.parametrize(
    "asked", [{"status_id": "no-such-status"}, {}], ids=["picked by the engineer", "configured by the administrator"]
)
async def test_a_status_that_does_not_exist_is_refused_before_a_byte_leaves(
    case: Case, script: Script, tenant: Tenant, client: httpx2.AsyncClient, asked: dict[str, str]
) -> None:
    if not asked:
        settings = {"status_targets": {str(tenant.connection_id): {"resolution": "no-such-status"}}}
        saved = await client.patch("/account/settings", json={"preferences": settings})
        assert saved.status_code == 200, saved.text
    told = await target(case, **asked)
    assert (told["problem"], told["status_id"], told["status_name"]) == ("missing", "no-such-status", None)
    answer = await case.post(**asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "status_target_invalid"), answer.text
    assert answer.json()["errors"][0]["field"] == "status_id"
    assert told["sentence"] in answer.json()["detail"]
    assert script.calls == []
    assert (await case.whole())["writebacks"] == []
    # The way out: another one is picked.
    assert (await case.post(status_id="resolved")).status_code == 200


async def test_without_a_ticket_there_is_nothing_to_set(client: httpx2.AsyncClient) -> None:
    opened = await client.post("/ai-sessions", json={"problem": "The scanner is offline."})
    told = await target(Case(client, opened.json()["id"], ""))
    assert (told["problem"], told["statuses"]) == ("no_ticket", [])
