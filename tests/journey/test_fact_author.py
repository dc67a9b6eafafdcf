"""A fact says who wrote it; what the assistant proposed has no author."""

import httpx2

from tests.conftest import Tenant


async def test_an_engineer_s_fact_carries_the_name(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    opened = await client.post("/ai-sessions", json={"problem": "The printer at the front desk does not print."})
    path = f"/ai-sessions/{opened.json()['id']}"
    added = await client.post(f"{path}/facts", json={"text": "Only the front desk is affected"})
    assert added.json()["fact"]["added_by"] == tenant.actor.name
    fact_id = added.json()["fact"]["id"]
    changed = await client.patch(f"{path}/facts/{fact_id}", json={"important": True})
    assert changed.json()["fact"]["added_by"] == tenant.actor.name
    whole = await client.get(path)
    assert [fact["added_by"] for fact in whole.json()["facts"]] == [tenant.actor.name]
