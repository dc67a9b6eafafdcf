from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.db import Database
from resolvent.fixes.outcomes import undo_outcome
from resolvent.fixes.suggest import get_fix
from resolvent.fixes.transitions import FixStatus
from resolvent.scripts.statistics import Rate, success_of, success_of_versions, wilson
from tests.conftest import Tenant
from tests.scripts.library import new_fix, publish_as


@pytest.mark.parametrize(
    ("success", "told", "low", "high"),
    [(0, 0, 0.0, 1.0), (1, 1, 0.2065, 1.0), (0, 1, 0.0, 0.7935), (9, 9, 0.7009, 1.0), (7, 9, 0.4526, 0.9368), (12, 20, 0.3866, 0.7812), (500, 1000, 0.4691, 0.5309)],
)  # fmt: skip
def test_wilson_as_published(success: int, told: int, low: float, high: float) -> None:
    assert wilson(success, told) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 10_000).flatmap(lambda told: st.tuples(st.integers(0, told), st.just(told))))
def test_wilson_holds_the_rate_inside_0_and_1(counted: tuple[int, int]) -> None:
    success, told = counted
    low, high = wilson(success, told)
    assert 0.0 <= low <= high <= 1.0
    if told:
        assert low <= success / told <= high
    assert (low == 0.0) is (success == 0)
    assert (high == 1.0) is (success == told)
    mirrored = wilson(told - success, told)
    assert mirrored == pytest.approx((1 - high, 1 - low))


@given(st.integers(1, 2_000), st.data())
def test_more_of_the_same_narrows_the_interval(told: int, data: st.DataObject) -> None:
    success = data.draw(st.integers(0, told))
    low, high = wilson(success, told)
    more_low, more_high = wilson(success * 3, told * 3)
    assert more_high - more_low < high - low
    assert (more_low >= low, more_high <= high) == (True, True)


TEMPLATE = UUID("01890000-0000-7000-8000-0000000000aa")


async def test_counts_by_template_version_and_customer(database: Database, tenant: Tenant) -> None:
    actor = tenant.actor
    async with database.transaction(tenant.account_id) as db:
        for outcome, version, company in (
            ("success", 1, "Harbour Hotel"),
            ("success", 2, "Harbour Hotel"),
            ("failed", 1, "Harbour Hotel"),
            ("partial", 2, "Mill"),
            ("success", None, None),
            (None, 1, "Mill"),
        ):
            await new_fix(db, actor, outcome, template_id=TEMPLATE, version=version, company=company)
        await new_fix(db, actor, "success", template_id=uuid4())
        found = await success_of(db, tenant.account_id, [TEMPLATE], "Harbour Hotel")
        assert found[TEMPLATE].account == Rate(applied=5, success=3, failed=1, partial=1)
        assert found[TEMPLATE].customer == Rate(applied=3, success=2, failed=1, partial=0)
        nobody = await success_of(db, tenant.account_id, [TEMPLATE], "Someone else")
        assert nobody[TEMPLATE].customer == Rate()
        assert (await success_of(db, tenant.account_id, [TEMPLATE], None))[TEMPLATE].customer is None
        versions = await success_of_versions(db, tenant.account_id, TEMPLATE)
        assert versions == {1: Rate(2, 1, 1, 0), 2: Rate(2, 1, 0, 1)}


async def test_what_is_not_known_is_zero(database: Database, tenant: Tenant) -> None:
    unknown = uuid4()
    async with database.transaction(tenant.account_id) as db:
        found = await success_of(db, tenant.account_id, [unknown], "Mill")
        assert await success_of(db, tenant.account_id, [], None) == {}
        assert await success_of_versions(db, tenant.account_id, unknown) == {}
    assert (found[unknown].account, found[unknown].customer) == (Rate(), Rate())
    assert (found[unknown].account.low, found[unknown].account.high) == (0.0, 1.0)


async def test_applied_and_not_told_is_no_outcome(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        fix = await new_fix(db, tenant.actor, "success", template_id=TEMPLATE)
        fix = await get_fix(db, tenant.actor, fix.session_id, fix.id)
        fix.status = FixStatus.PROPOSED
        await db.flush()
        rate = (await success_of(db, tenant.account_id, [TEMPLATE], None))[TEMPLATE].account
    assert rate == Rate(applied=1)
    assert (rate.told, rate.low, rate.high) == (0, 0.0, 1.0)


async def test_undone_and_dismissed_are_gone(database: Database, tenant: Tenant) -> None:
    actor = tenant.actor
    async with database.transaction(tenant.account_id) as db:
        undone = await new_fix(db, actor, "failed", template_id=TEMPLATE, version=1)
        dismissed = await new_fix(db, actor, "partial", template_id=TEMPLATE, version=1)
        assert (await success_of(db, tenant.account_id, [TEMPLATE], None))[TEMPLATE].account.told == 2
        await undo_outcome(db, actor, undone.session_id, undone.id, seen=None)
        dismissed = await get_fix(db, actor, dismissed.session_id, dismissed.id)
        dismissed.status, dismissed.superseded_at = FixStatus.DISMISSED, dismissed.applied_at
        await db.flush()
        assert (await success_of(db, tenant.account_id, [TEMPLATE], "Mill"))[TEMPLATE].account == Rate()
        assert await success_of_versions(db, tenant.account_id, TEMPLATE) == {}


async def test_a_drafted_script_counts_for_the_template_that_came_of_it(database: Database, tenant: Tenant) -> None:
    actor, other = tenant.actor, uuid4()
    async with database.transaction(tenant.account_id) as db:
        drafted = await new_fix(db, actor, "success", company="Mill")
        assert (await success_of(db, tenant.account_id, [TEMPLATE], None))[TEMPLATE].account == Rate()
        await publish_as(db, actor, drafted, TEMPLATE)
        # A second draft of the same fix that went into the same template doesn't make two successes of one.
        await publish_as(db, actor, drafted, TEMPLATE)
        edit = await new_fix(db, actor, "failed")
        await publish_as(db, actor, edit, TEMPLATE, edits_template_id=TEMPLATE, edits_version=1)
        matched = await new_fix(db, actor, "success", template_id=other, version=1)
        await publish_as(db, actor, matched, TEMPLATE)
        found = await success_of(db, tenant.account_id, [TEMPLATE, other], "Mill")
        assert found[TEMPLATE].account == Rate(applied=2, success=1, failed=1)
        assert found[TEMPLATE].customer == Rate(applied=1, success=1)
        assert found[other].account == Rate(applied=1, success=1)
        assert await success_of_versions(db, tenant.account_id, TEMPLATE) == {1: Rate(1, 1), 2: Rate(1, 0, 1)}


async def test_never_across_accounts(database: Database, tenant: Tenant, other_tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        await new_fix(db, tenant.actor, "success", template_id=TEMPLATE, company="Mill")
    async with database.transaction(other_tenant.account_id) as db:
        assert (await success_of(db, other_tenant.account_id, [TEMPLATE], "Mill"))[TEMPLATE].account == Rate()
        # Not even when the statement names the other account: the rows are not there for this one.
        assert (await success_of(db, tenant.account_id, [TEMPLATE], "Mill"))[TEMPLATE].account == Rate()
