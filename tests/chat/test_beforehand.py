"""What was found when a session was opened is what an answer would have found: current with the templates, of the own account."""

from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.beforehand import TEMPLATES, Beforehand
from resolvent.chat.runner import TurnRunner
from resolvent.db import Database
from resolvent.scripts.schemas import TemplateText
from resolvent.scripts.templates import archive_template, create_template, restore_template, revise_template
from resolvent.sessions.models import AISession
from tests.conftest import Tenant
from tests.scripts.library import a_template, new_session
from tests.talk import say

PROBLEM = "The franking machine loads no postage since the move"


@pytest.fixture
def beforehand(app: FastAPI) -> Beforehand:
    runner: TurnRunner = app.state.runner
    return runner.beforehand


async def shared_with(beforehand: Beforehand, db: AsyncSession, session: AISession) -> set[UUID]:
    """Templates with that tag, as an answer finds them."""
    templates = await db.scalar(text(TEMPLATES), {"account": session.account_id})
    assert templates
    shared = await beforehand.find_shared(db, session, templates)
    return {word.template_id for word in shared.words if word.stem == "frank" and word.in_tags}


def franking(**more: object) -> TemplateText:
    return TemplateText.model_validate(a_template(title="Reset the franking machine", tags=["franking"], **more))


async def test_each_change_of_the_templates_is_seen_at_once(
    beforehand: Beforehand, database: Database, tenant: Tenant
) -> None:
    async with database.transaction(tenant.account_id) as db:
        session = await new_session(db, tenant.actor, PROBLEM)
        await beforehand.prepare(db, session)
        assert await shared_with(beforehand, db, session) == set()
        made = await create_template(db, tenant.actor, franking(), change_note="First")
        assert await shared_with(beforehand, db, session) == {made.id}
        await archive_template(db, tenant.actor, made.id)
        assert await shared_with(beforehand, db, session) == set()
        await restore_template(db, tenant.actor, made.id)
        assert await shared_with(beforehand, db, session) == {made.id}
        other = TemplateText.model_validate(a_template(title="Reset the label printer", tags=["label"]))
        await revise_template(db, tenant.actor, made.id, other, change_note="Renamed", seen=1)
        assert await shared_with(beforehand, db, session) == set()


async def test_what_was_rolled_back_is_not_remembered(
    beforehand: Beforehand, database: Database, tenant: Tenant
) -> None:
    """The first look installs the shipped templates."""
    async with database.transaction(tenant.account_id) as db:
        session = await new_session(db, tenant.actor, PROBLEM)
    async with database.transaction(tenant.account_id) as db:
        await beforehand.prepare(db, session)
        await db.rollback()
    async with database.transaction(tenant.account_id) as db:
        await beforehand.prepare(db, session)
    async with database.transaction(tenant.account_id) as db:
        assert await db.scalar(text("SELECT count(*) > 0 FROM script_templates"))


async def test_another_account_with_the_same_problem_finds_its_own(
    beforehand: Beforehand, database: Database, tenant: Tenant, other_tenant: Tenant
) -> None:
    async with database.transaction(tenant.account_id) as db:
        made = await create_template(db, tenant.actor, franking(), change_note="First")
        here = await shared_with(beforehand, db, await new_session(db, tenant.actor, PROBLEM))
        assert here == {made.id}
    async with database.transaction(other_tenant.account_id) as db:
        there = await shared_with(beforehand, db, await new_session(db, other_tenant.actor, PROBLEM))
        assert there == set()


async def test_a_session_whose_preparing_fails_is_answered(
    app: FastAPI, client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise OSError("no database")

    monkeypatch.setattr(Beforehand, "prepare", fail)
    session = (await client.post("/ai-sessions", json={"problem": PROBLEM})).json()["id"]
    whole = await say(client, session, "It began on Monday.")
    assert whole["messages"][-1]["turn"]["status"] == "complete"
