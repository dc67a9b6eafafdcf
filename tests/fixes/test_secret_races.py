"""A text and the secret in it at once: whichever comes first, the text does not stay as it was."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, TypeVar, get_args
from uuid import UUID

import httpx2
import psycopg
import pytest
from psycopg.errors import LockNotAvailable
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.checks.ledger import PROSE as CHECK_PROSE
from resolvent.checks.schemas import CheckAdd, CheckChange
from resolvent.db import Database
from resolvent.facts.ledger import PROSE as FACT_PROSE
from resolvent.facts.schemas import FactAdd, FactChange
from resolvent.masking import MASK
from resolvent.sessions.secrets import keep_secrets, lock_secrets, mask_for_session
from tests.conftest import Tenant
from tests.fixes.test_drafts import make
from tests.scripted import ScriptedAssistant
from tests.suggesting import suggest

SECRET = "Herbst-2031!x"
Result = TypeVar("Result")


@asynccontextmanager
async def holding(database: Database, tenant: Tenant, session_id: str) -> AsyncIterator[AsyncSession]:
    """The session's lock; what waits for it goes on when the block is left."""
    async with database.transaction(tenant.account_id) as db:
        await lock_secrets(db, tenant.account_id, UUID(session_id))
        yield db


async def begin(asked: Awaitable[Result], database_url: str) -> asyncio.Future[Result]:
    """Once it waits for a lock, beside those that waited before."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as watching:

        async def count() -> int:
            row = await (await watching.execute(query)).fetchone()
            assert row is not None
            return int(row[0])

        before = await count()
        running = asyncio.ensure_future(asked)
        while not running.done():
            if await count() > before:
                break
            await asyncio.sleep(0.01)
    return running


async def learn(db: AsyncSession, tenant: Tenant, session_id: str) -> None:
    await keep_secrets(db, tenant.account_id, UUID(session_id), [SECRET], field="parameters")


async def test_a_text_that_comes_while_its_secret_is_stored_is_masked(
    client: httpx2.AsyncClient, session_id: str, sealing: Database, tenant: Tenant, database_url: str
) -> None:
    path = f"/ai-sessions/{session_id}"
    async with holding(sealing, tenant, session_id) as db:
        fact = await begin(client.post(f"{path}/facts", json={"text": f"It is {SECRET}."}), database_url)
        titled = await begin(client.patch(path, json={"title": f"Not {SECRET}"}), database_url)
        await learn(db, tenant, session_id)
    assert (await fact).json()["fact"]["text"] == f"It is {MASK}."
    assert (await titled).json()["title"] == f"Not {MASK}"


async def test_a_draft_that_is_saved_while_its_secret_is_stored_is_masked(
    client: httpx2.AsyncClient,
    assistant: ScriptedAssistant,
    session_id: str,
    sealing: Database,
    tenant: Tenant,
    database_url: str,
) -> None:
    path = await suggest(client, assistant, session_id, script="Restart-Service Spooler\n", language="powershell")
    draft = (await make(client, f"{path}/decision", {"decision": "draft_template"}))["draft_template_id"]
    change = {"version": 1, "description": f"With {SECRET}."}
    async with holding(sealing, tenant, session_id) as db:
        saved = await begin(client.patch(f"/scripts/drafts/{draft}", json=change), database_url)
        await learn(db, tenant, session_id)
    assert (await saved).json()["description"] == f"With {MASK}."


@pytest.mark.parametrize(
    ("kind", "made", "member"),
    [
        ("facts", {"text": "Told."}, "text"),
        ("checks", {"title": "Look"}, "title"),
        ("checks", {"title": "Look"}, "command"),
        ("checks", {"title": "Look"}, "result"),
    ],
)
async def test_what_is_corrected_while_its_secret_is_stored_is_masked(
    client: httpx2.AsyncClient,
    session_id: str,
    sealing: Database,
    tenant: Tenant,
    database_url: str,
    kind: str,
    made: dict[str, str],
    member: str,
) -> None:
    path, one = f"/ai-sessions/{session_id}/{kind}", kind.removesuffix("s")
    row = (await client.post(path, json=made)).json()[one]["id"]
    async with holding(sealing, tenant, session_id) as db:
        corrected = await begin(client.patch(f"{path}/{row}", json={member: f"It is {SECRET}."}), database_url)
        added = await begin(client.post(path, json={**made, member: f"Or {SECRET}."}), database_url)
        await learn(db, tenant, session_id)
    assert (await corrected).json()[one][member] == f"It is {MASK}."
    assert (await added).json()[one][member] == f"Or {MASK}."


@pytest.mark.parametrize(
    ("prose", "bodies"), [(FACT_PROSE, (FactAdd, FactChange)), (CHECK_PROSE, (CheckAdd, CheckChange))]
)
def test_every_text_that_a_request_brings_is_masked(
    prose: tuple[str, ...], bodies: tuple[type[BaseModel], ...]
) -> None:
    texts = {name for body in bodies for name, field in body.model_fields.items() if holds_text(field.annotation)}
    assert texts == set(prose)


def holds_text(kind: Any) -> bool:
    return kind is str or any(map(holds_text, get_args(kind)))


@pytest.mark.parametrize("act", ["discard", "prompt", "publish"])
async def test_a_draft_is_never_held_by_one_who_waits_for_its_session(
    client: httpx2.AsyncClient,
    assistant: ScriptedAssistant,
    session_id: str,
    sealing: Database,
    tenant: Tenant,
    database_url: str,
    act: str,
) -> None:
    path = await suggest(client, assistant, session_id, script="Restart-Service Spooler\n", language="powershell")
    draft = (await make(client, f"{path}/decision", {"decision": "draft_template"}))["draft_template_id"]
    body = {"discard": None, "prompt": {"answer": "later"}, "publish": {"version": 1, "change_note": "First"}}[act]
    async with holding(sealing, tenant, session_id):
        asked = await begin(client.post(f"/scripts/drafts/{draft}/{act}", json=body), database_url)
        assert not asked.done()
        with psycopg.connect(database_url) as db:
            try:
                db.execute("SELECT 1 FROM draft_templates WHERE id = %s FOR UPDATE NOWAIT", (draft,))
            except LockNotAvailable:
                pytest.fail("it holds the draft while it waits: whoever scrubs the session would wait for it")
    assert (await asked).status_code == 200


async def test_whoever_masks_waits_for_a_secret_that_is_being_stored(
    session_id: str, sealing: Database, tenant: Tenant, database_url: str
) -> None:
    async def mask() -> str:
        async with sealing.transaction(tenant.account_id) as db:
            return await mask_for_session(db, tenant.account_id, UUID(session_id), f"So {SECRET}.")

    async with holding(sealing, tenant, session_id) as db:
        waiting = await begin(mask(), database_url)
        assert not waiting.done()
        await learn(db, tenant, session_id)
    assert await waiting == f"So {MASK}."
