"""A shipped template that the desk replaced by a copy of its own: the copy is what a suggestion means."""

from typing import Any

import httpx2
from sqlalchemy import text

from resolvent.chat.desk_templates import ARCHIVED
from resolvent.db import Database
from tests.conftest import Tenant
from tests.fixes.test_drafts import make
from tests.scripted import ScriptedAssistant
from tests.suggesting import suggest

SLUG = "restart-print-spooler"


async def publish_copy(client: httpx2.AsyncClient, template_id: str) -> dict[str, Any]:
    draft = await make(client, "/scripts/drafts", {"copy_of": template_id})
    return await make(client, f"/scripts/drafts/{draft['id']}/publish", {"version": 1, "change_note": "Ours"})


async def read_archived(database: Database, tenant: Tenant) -> frozenset[str]:
    async with database.transaction(tenant.account_id) as db:
        return frozenset(await db.scalars(text(ARCHIVED), {"account": tenant.account_id}))


async def test_a_copy_takes_the_place_of_the_shipped_one_that_was_archived(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str, database: Database, tenant: Tenant
) -> None:
    found = (await client.get("/scripts/templates", params={"q": "print spooler", "source": "shipped"})).json()["items"]
    shipped = next(one for one in found if one["slug"] == SLUG)
    older = await publish_copy(client, shipped["id"])
    copy = await publish_copy(client, shipped["id"])

    async def suggested() -> tuple[str | None, str]:
        path = await suggest(client, assistant, session_id, template=SLUG)
        fix = (await client.get(f"{path.rpartition('/')[0]}/active")).json()["fix"]
        return fix["template_id"], fix["template_slug"]

    assert await suggested() == (shipped["id"], SLUG), "as long as it is offered itself"
    await client.delete(f"/scripts/templates/{shipped['id']}")
    assert await suggested() == (copy["id"], copy["slug"])
    assert SLUG not in await read_archived(database, tenant)
    await client.delete(f"/scripts/templates/{copy['id']}")
    assert await suggested() == (older["id"], older["slug"])
    await client.delete(f"/scripts/templates/{older['id']}")
    assert await suggested() == (None, SLUG)
    assert SLUG in await read_archived(database, tenant)
