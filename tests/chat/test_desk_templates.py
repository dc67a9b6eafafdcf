"""What an assistant is told of the desk's own templates, and what is offered of them: the right one, and never a wrong one."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.assistant import DeskTemplate, Turn
from resolvent.chat.assistants.playbook_offers import pick_offer
from resolvent.chat.desk_templates import RANKED, gather_desk_templates, problem_of
from resolvent.db import Database
from resolvent.scripts.models import ScriptTemplate
from resolvent.scripts.ranking import rank_templates
from resolvent.scripts.schemas import TemplateText
from resolvent.scripts.statistics import customer_of
from resolvent.scripts.templates import archive_template, create_template
from resolvent.sessions.access import get_session
from resolvent.sessions.models import AISession
from tests.conftest import Tenant
from tests.scripts.library import a_template, new_fix, new_session

TICKETS = Path(__file__).parents[3] / "shared" / "data" / "tickets.jsonl"
PROBLEM = "Label printer in goods receipt prints blank labels since the move"
AGAIN = "Goods receipt: blank labels again from the label printer, driver was reinstalled"
OTHERS = (
    "Label printer shows error 17",
    "The receipt printer at the till prints nothing",
    "Outlook keeps asking for a password",
    "The move of the goods to the other site is late",
)
OWN: tuple[tuple[str, list[str], str], ...] = (
    ("Recalibrate ZD421", [], PROBLEM),
    (
        "Restart the Sage licence service",
        ["sage", "licence"],
        "Sage says that no licence is free although nobody works",
    ),
    ("Reset the franking machine's line", ["franking", "postage"], "The franking machine loads no postage"),
    ("Rebuild the DATEV database link", ["datev"], "DATEV Arbeitsplatz opens no client of the tax office"),
    ("Clear the till's journal", ["till", "journal"], "The till at register two is slow at the end of the day"),
    ("Restart the door controller", ["door", "badge"], "All badges are refused at the back door since the power cut"),
    ("Reload the CNC post processor", ["cnc"], "The milling machine takes no program from the share"),
    ("Reset the phone's DECT base", ["dect", "handset"], "Handsets in the warehouse lose the line when they move"),
    ("Unlock the time clock", ["clock"], "The time clock shows a wrong hour and takes no stamps"),
    ("Repair the scanner's TWAIN source", ["twain", "scanner"], "PaperPort finds no scanner since yesterday"),
)


async def make(db: AsyncSession, tenant: Tenant, title: str, tags: list[str], origin: UUID | None) -> ScriptTemplate:
    given = TemplateText.model_validate(a_template(title=title, description="", tags=tags))
    provenance = {"session_id": str(origin)} if origin else {}
    return await create_template(db, tenant.actor, given, change_note="First", provenance=provenance)


async def turn_of(db: AsyncSession, tenant: Tenant, session: AISession) -> Turn:
    problem = problem_of(session)
    ranked = await rank_templates(
        db, tenant.account_id, f"{session.title}\n{problem}", customer_of(session), RANKED, besides=session.id
    )
    offers = await gather_desk_templates(db, session, ranked)
    return Turn("nonce", session.title, problem, (), (), (), (), offers)


async def offer_for(db: AsyncSession, tenant: Tenant, problem: str, company: str | None = None) -> DeskTemplate | None:
    session = await new_session(db, tenant.actor, problem, company)
    return pick_offer(await turn_of(db, tenant, session))


async def test_the_template_of_a_like_session_is_offered_with_its_record(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        origin = await new_session(db, tenant.actor, PROBLEM)
        made = await make(db, tenant, "Recalibrate ZD421", [], origin.id)
        untried = await offer_for(db, tenant, AGAIN)
        assert untried is not None
        assert (untried.slug, untried.origin, untried.told) == (made.slug, origin.title, 0)
        await new_fix(db, tenant.actor, "success", template_id=made.id, company="Mill")
        await new_fix(db, tenant.actor, "failed", template_id=made.id)
        offered = await offer_for(db, tenant, AGAIN, "Mill")
        assert offered is not None
        record = (offered.success, offered.told, offered.customer_success, offered.customer_told)
        assert record == (1, 2, 1, 1)
        assert [one for one in OTHERS if await offer_for(db, tenant, one) is not None] == []
        assert (await turn_of(db, tenant, origin)).desk_templates == (), "it came of this very session"


async def test_its_record_is_that_of_other_sessions(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        origin = await new_session(db, tenant.actor, PROBLEM)
        made = await make(db, tenant, "Recalibrate ZD421", [], origin.id)
        used = await new_fix(db, tenant.actor, "success", template_id=made.id)
        here = await get_session(db, tenant.actor, used.session_id)
        here.title = here.problem = AGAIN
        [offered] = (await turn_of(db, tenant, here)).desk_templates
        assert (offered.slug, offered.told) == (made.slug, 0)
        assert [
            one.told for one in (await turn_of(db, tenant, await new_session(db, tenant.actor, AGAIN))).desk_templates
        ] == [1]


async def test_one_that_fails_or_was_archived_is_not_offered(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        origin = await new_session(db, tenant.actor, PROBLEM)
        made = await make(db, tenant, "Recalibrate ZD421", [], origin.id)
        for _ in range(2):
            await new_fix(db, tenant.actor, "failed", template_id=made.id)
        assert await offer_for(db, tenant, AGAIN) is None
        good = await make(db, tenant, "Recalibrate ZD620", [], origin.id)
        offered = await offer_for(db, tenant, AGAIN)
        assert offered is not None
        assert offered.slug == good.slug
        await archive_template(db, tenant.actor, good.id)
        assert await offer_for(db, tenant, AGAIN) is None


async def test_one_that_was_written_by_hand_needs_several_topics_in_common(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        made = await make(db, tenant, "Restart the Sage licence service", ["sage", "licence"], None)
        offered = await offer_for(db, tenant, "Sage says that its licence has run out")
        assert offered is not None
        assert (offered.slug, offered.origin) == (made.slug, None)
        assert await offer_for(db, tenant, "A new licence for Office is needed") is None


async def test_another_desk_s_templates_are_not_known(database: Database, tenant: Tenant, other_tenant: Tenant) -> None:
    async with database.transaction(other_tenant.account_id) as db:
        origin = await new_session(db, other_tenant.actor, PROBLEM)
        await make(db, other_tenant, "Recalibrate ZD421", [], origin.id)
    async with database.transaction(tenant.account_id) as db:
        assert (await turn_of(db, tenant, await new_session(db, tenant.actor, AGAIN))).desk_templates == ()


@pytest.mark.skipif(not TICKETS.exists(), reason="development data (tickets.jsonl) is not there")
async def test_no_ticket_is_offered_an_unrelated_template(database: Database, tenant: Tenant) -> None:
    """Ten templates of the desk's own, each proven to work: all 75 tickets are about something else."""
    async with database.transaction(tenant.account_id) as db:
        for title, tags, problem in OWN:
            origin = await new_session(db, tenant.actor, problem)
            made = await make(db, tenant, title, tags, origin.id)
            for _ in range(5):
                await new_fix(db, tenant.actor, "success", template_id=made.id)
        missed = [
            problem for title, _, problem in OWN if getattr(await offer_for(db, tenant, problem), "title", "") != title
        ]
        assert missed == []
        wrong = {}
        for row in map(json.loads, TICKETS.read_text().splitlines()):
            problem = f"{row['title']}\n\n{row['description'] or row['title']}"
            if offered := await offer_for(db, tenant, problem):
                wrong[row["id"]] = offered.title
        assert wrong == {}
