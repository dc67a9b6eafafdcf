"""What worked on a desk is asked for first there: through the real verbs and the real assistant, and in no other account."""

import httpx2
import pytest
from sqlalchemy import text

from resolvent.db import Database
from resolvent.knowledge.diagnosis import Ask, Findings, infer, learn, next_step
from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Playbook
from tests.conftest import Tenant
from tests.talk import say

PROBLEM = "Printing: nobody at the front desk can print, jobs stay in the queue and nothing comes out."
PLAYBOOK = next(one for one in load_shipped() if one.id == "print-spooler")
OUTCOMES = 50
"""Recorded, of which one cause dominates."""


async def first_check(client: httpx2.AsyncClient) -> str:
    """The title of what a new session on this problem is asked."""
    session = (await client.post("/ai-sessions", json={"problem": PROBLEM})).json()
    whole = await say(client, session["id"], "Please look at this.")
    (check,) = whole["checks"]
    assert whole["active_fix"] is None, "nothing was looked at yet"
    return str(check["title"])


async def record(client: httpx2.AsyncClient, title: str, outcome: str) -> str:
    """A session in which this fix went so; the fix's path."""
    session = (await client.post("/ai-sessions", json={"problem": "Printing fails."})).json()
    fixes = f"/ai-sessions/{session['id']}/suggested-fixes"
    made = await client.post(fixes, json={"title": title, "rationale": "As before.", "confidence": 60})
    path = f"{fixes}/{made.json()['fix']['id']}"
    told = await client.patch(f"{path}/outcome", json={"outcome": outcome})
    assert told.status_code == 200, told.text
    return path


async def close_all(database: Database, tenant: Tenant, status: str) -> None:
    """As posting their notes does, a hundred times quicker; `active`: as opening them again does."""
    async with database.transaction(tenant.account_id) as db:
        await db.execute(
            text(
                "UPDATE ai_sessions SET status = :status, closed_at = CASE WHEN :status = 'active' THEN NULL ELSE now() END"
            ),
            {"status": status},
        )


@pytest.mark.parametrize(("cause", "check"), [("unreachable", "reach"), ("wrong-printer", "default")])
async def test_after_50_outcomes_of_one_cause_it_is_asked_for_first(
    cause: str,
    check: str,
    client: httpx2.AsyncClient,
    base_url: str,
    tenant: Tenant,
    other_tenant: Tenant,
    database: Database,
) -> None:
    fix = max(PLAYBOOK.fixes, key=lambda one: one.cures.get(cause, 0.0))
    wanted = PLAYBOOK.check(check).title
    before = await first_check(client)
    assert before != wanted
    for _ in range(OUTCOMES):
        await record(client, fix.title, "applied_failed")
    await close_all(database, tenant, "resolved")
    assert await first_check(client) == before, "what failed is not learned as what worked"
    for _ in range(OUTCOMES):
        await record(client, fix.title.upper(), "applied_success")
    assert await first_check(client) == before, "what is not resolved yet may not last"
    await close_all(database, tenant, "resolved")
    assert await first_check(client) == wanted
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=other_tenant.headers(), timeout=30) as other:
        assert await first_check(other) == before, "another account learned nothing of it"
    await close_all(database, tenant, "active")
    assert await first_check(client) == before, "what is open again is forgotten"


@pytest.mark.parametrize("playbook", load_shipped(), ids=lambda one: one.id)
def test_what_is_learned_is_asked_and_never_taken_for_granted(playbook: Playbook) -> None:
    for fix in playbook.fixes:
        cured = learn(playbook, {fix.title.casefold(): OUTCOMES})
        assert sum(cured.values()) == pytest.approx(OUTCOMES)
        assert {cause for cause, count in cured.items() if count} <= set(fix.cures)
        belief = infer(playbook, Findings(), cured)
        assert max(belief, key=lambda one: belief[one]) in fix.cures
        assert isinstance(next_step(playbook, belief, Findings()), Ask)
