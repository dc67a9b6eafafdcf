"""What is offered for a problem, and in which order."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.db import Database
from resolvent.scripts.models import ScriptTemplate
from resolvent.scripts.ranking import Ranked, certain, like, place, rank_templates, verdict
from resolvent.scripts.schemas import TemplateText
from resolvent.scripts.statistics import Rate, Success
from resolvent.scripts.templates import archive_template, create_template, find_usable
from tests.conftest import Tenant
from tests.scripts.library import a_template, new_fix, new_session

OFFERED = {
    "Jobs sit in the print queue and nothing prints": "clear-print-queue",
    "Teams microphone does not work in meetings": "allow-microphone",
    "The clock is wrong and kerberos tickets are refused": "resync-windows-time",
    "Mapped network drive shows a red X": "map-network-drive",
    "PC takes ages after startup": "disable-startup-items",
    "DNS client caches an old address": "reset-dns-client",
}
UNRELATED = (
    "",
    "The coffee machine is broken",
    "Please order a new chair for the front desk",
    "Is the parking lot open on Sunday?",
    "\x01 ' \\ ''' :* & | ( <-> %",
    "zzz qqq",
)


async def make(db: AsyncSession, tenant: Tenant, *, origin: UUID | None = None, **changed: Any) -> ScriptTemplate:
    given = TemplateText.model_validate(a_template(**changed))
    provenance = {"session_id": str(origin)} if origin else {}
    return await create_template(db, tenant.actor, given, change_note="First", provenance=provenance)


async def rank(db: AsyncSession, tenant: Tenant, problem: str, customer: str | None = None) -> list[Ranked]:
    return await rank_templates(db, tenant.account_id, problem, customer, 5)


async def slugs(db: AsyncSession, tenant: Tenant, problem: str, customer: str | None = None) -> list[str]:
    return [one.template.slug for one in await rank(db, tenant, problem, customer)]


async def test_shipped_templates_for_common_problems(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        missed = {}
        for problem, wanted in OFFERED.items():
            got = await slugs(db, tenant, problem)
            if wanted not in got:
                missed[problem] = got
    assert missed == {}


async def test_an_unrelated_problem_gets_none(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        got = {problem: await slugs(db, tenant, problem) for problem in UNRELATED}
    assert got == {problem: [] for problem in UNRELATED}


async def test_a_long_paste_is_read_to_a_bound(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        log = "\n".join(f"{number} C:\\temp\\x{number} 'err' {'y' * 2000}" for number in range(500))
        assert "clear-print-queue" in await slugs(db, tenant, f"Jobs sit in the print queue.\n{log}")


PROBLEM = "Label printer in goods receipt prints blank labels since the move"
AGAIN = "Goods receipt: blank labels again from the label printer, driver was reinstalled"


async def test_the_template_of_a_similar_session_comes_first(database: Database, tenant: Tenant) -> None:
    """Its own words say nothing of the problem: it is known by the session that it came of."""
    async with database.transaction(tenant.account_id) as db:
        session = await new_session(db, tenant.actor, PROBLEM)
        born = await make(db, tenant, title="Recalibrate ZD421", description="", tags=[], origin=session.id)
        first = (await rank(db, tenant, AGAIN))[0]
        assert (first.template.id, first.similar) == (born.id, True)
        for other in ("Outlook keeps asking for a password", "Jobs sit in the print queue and nothing prints"):
            assert born.slug not in await slugs(db, tenant, other)
        for _ in range(9):
            await new_fix(db, tenant.actor, "failed", template_id=born.id)
        assert (await slugs(db, tenant, AGAIN))[0] != born.slug, "it is proven to fail"
        await archive_template(db, tenant.actor, born.id)
        assert born.slug not in await slugs(db, tenant, AGAIN)


async def test_of_equals_the_proven_one_comes_first_and_the_failing_one_last(
    database: Database, tenant: Tenant
) -> None:
    async with database.transaction(tenant.account_id) as db:
        a, b, c = [
            await make(db, tenant, title=f"Recalibrate franking {x}", tags=["franking"]) for x in ("one", "two", "ten")
        ]
        for _ in range(4):
            await new_fix(db, tenant.actor, "success", template_id=b.id)
            await new_fix(db, tenant.actor, "failed", template_id=a.id)
        assert await slugs(db, tenant, "franking stopped") == [b.slug, c.slug, a.slug]
        for outcome, template in (("success", a), ("failed", b)):
            for _ in range(6):
                await new_fix(db, tenant.actor, outcome, template_id=template.id, company="Mill")
        assert await slugs(db, tenant, "franking stopped", "Mill") == [a.slug, c.slug, b.slug]
        assert (await slugs(db, tenant, "franking stopped", "Harbour Hotel"))[0] == a.slug
        found = (await rank(db, tenant, "franking stopped", "Mill"))[0]
        assert found.success == Success(Rate(10, 6, 4), Rate(6, 6))


async def test_a_template_without_tags_is_known_by_its_title(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        made = await make(db, tenant, title="Reset the Sage licence", description="Since 2019.", tags=[])
        assert (await slugs(db, tenant, "Sage says its licence has expired"))[0] == made.slug
        assert await slugs(db, tenant, "It has been so since 2019") == []


async def test_never_across_accounts(database: Database, tenant: Tenant, other_tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        session = await new_session(db, tenant.actor, PROBLEM)
        born = await make(db, tenant, title="Recalibrate ZD421", tags=["franking"], origin=session.id)
    async with database.transaction(other_tenant.account_id) as db:
        assert born.slug not in await slugs(db, other_tenant, AGAIN)
        assert await slugs(db, other_tenant, "franking stopped") == []
        assert await find_usable(db, other_tenant.account_id, born.slug) is None


RATES = st.tuples(*[st.integers(0, 200)] * 3).map(lambda told: Rate(sum(told), *told))


@given(RATES)
def test_certainty_is_bounded_and_grows_with_success(rate: Rate) -> None:
    assert -1 <= certain(rate) <= 1
    one_more = Rate(rate.applied + 1, rate.success + 1, rate.failed, rate.partial)
    one_less = Rate(rate.applied + 1, rate.success, rate.failed + 1, rate.partial)
    assert certain(one_less) < certain(one_more)
    assert certain(one_less) <= certain(rate) + 1e-9 or rate.success == 0


def test_what_success_is_worth() -> None:
    assert certain(Rate()) == 0
    assert certain(Rate(1, 1)) == pytest.approx(0.2065, abs=1e-4)
    assert certain(Rate(1, 0, 1)) == pytest.approx(-0.2065, abs=1e-4)
    assert certain(Rate(2, 1, 1)) == pytest.approx(0)
    liked, disliked = Rate(5, 5), Rate(5, 0, 5)
    assert verdict(Success(disliked, liked)) > 0 > verdict(Success(liked, disliked))
    assert verdict(Success(liked, Rate())) == verdict(Success(liked)) > 0
    assert place(True, 0.5, Success(liked)) < place(False, 5.0, Success(liked))
    assert place(False, 5.0, Success()) < place(True, 0.5, Success(disliked))


@given(st.integers(0, 80), st.integers(0, 500), st.data())
def test_likeness_is_a_share(here: int, there: int, data: st.DataObject) -> None:
    shared = data.draw(st.integers(0, min(here, there)))
    assert 0 <= like(here, there, shared) <= 1 + 1e-9
    assert like(here, here, here) == pytest.approx(1 if here > 1 else 0)
