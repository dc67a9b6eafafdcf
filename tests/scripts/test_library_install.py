"""Shipped templates become an account's rows: once, however many ask at the same moment, and as versions when they change."""

import asyncio
from dataclasses import replace
from uuid import uuid5

from sqlalchemy import func, select

from resolvent.db import Database
from resolvent.scripts.install import ensure_installed, prepare
from resolvent.scripts.models import ScriptTemplate, TemplateVersion
from resolvent.scripts.schemas import TemplateText
from resolvent.scripts.shipped import load_shipped
from resolvent.scripts.templates import archive_template, find_usable
from tests.conftest import Tenant
from tests.scripts.library import a_template

OLD = prepare(load_shipped()[:3], "0.1.0")
FIRST = load_shipped()[0]


async def count(database: Database, tenant: Tenant) -> tuple[int | None, int | None]:
    async with database.transaction(tenant.account_id) as db:
        return (
            await db.scalar(select(func.count()).select_from(ScriptTemplate)),
            await db.scalar(select(func.count()).select_from(TemplateVersion)),
        )


async def test_every_shipped_template_is_there_under_a_known_id(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        for one in load_shipped():
            found = await find_usable(db, tenant.account_id, one.slug)
            assert found is not None
            assert (found.id, found.source, found.version) == (uuid5(tenant.account_id, one.slug), "shipped", 1)
            assert (found.title, found.tags, found.language) == (one.title, list(one.tags), one.language)
        assert await find_usable(db, tenant.account_id, "no-such-template") is None
    assert await count(database, tenant) == (len(load_shipped()), len(load_shipped()))


async def test_fifty_at_once_on_two_processes_install_once(
    database_url: str, database: Database, tenant: Tenant
) -> None:
    other = Database(database_url, pool_size=10)

    async def ask(of: Database) -> None:
        async with of.transaction(tenant.account_id) as db:
            await ensure_installed(db, tenant.account_id)

    await asyncio.gather(*(ask(of) for _ in range(25) for of in (database, other)))
    await other.close()
    assert await count(database, tenant) == (len(load_shipped()), len(load_shipped()))


async def test_a_rollback_takes_them_back_and_the_next_one_installs(database: Database, tenant: Tenant) -> None:
    try:
        async with database.transaction(tenant.account_id) as db:
            await ensure_installed(db, tenant.account_id)
            raise LookupError
    except LookupError:
        assert await count(database, tenant) == (0, 0)
    async with database.transaction(tenant.account_id) as db:
        await ensure_installed(db, tenant.account_id)
    assert await count(database, tenant) == (len(load_shipped()), len(load_shipped()))


async def test_a_changed_one_is_a_new_version_and_stays_archived(database: Database, tenant: Tenant) -> None:
    changed = [replace(FIRST, body=FIRST.body + "# More\n", title="Another title"), *load_shipped()[1:3]]
    async with database.transaction(tenant.account_id) as db:
        await ensure_installed(db, tenant.account_id, OLD)
        template_id = uuid5(tenant.account_id, FIRST.slug)
        row = await db.get_one(ScriptTemplate, (tenant.account_id, template_id))
        row.archived_at = func.clock_timestamp()
    for _ in range(2):
        async with database.transaction(tenant.account_id) as db:
            await ensure_installed(db, tenant.account_id, prepare(changed, "0.2.0"))
    async with database.transaction(tenant.account_id) as db:
        row = await db.get_one(ScriptTemplate, (tenant.account_id, template_id))
        assert (row.version, row.title) == (2, "Another title")
        assert row.archived_at is not None
        versions = await db.scalars(
            select(TemplateVersion).where(TemplateVersion.template_id == template_id).order_by(TemplateVersion.version)
        )
        assert [(one.version, one.body, one.change_note) for one in versions] == [
            (1, FIRST.body, "First version"),
            (2, FIRST.body + "# More\n", "As of release 0.2.0"),
        ]
    assert await count(database, tenant) == (3, 4)


async def test_an_older_release_beside_a_newer_one_changes_nothing_back(database: Database, tenant: Tenant) -> None:
    newer = prepare([replace(FIRST, body=FIRST.body + "# More\n"), *load_shipped()[1:3]], "0.10.0")
    for shipped in (OLD, newer, OLD, newer, OLD):
        async with database.transaction(tenant.account_id) as db:
            await ensure_installed(db, tenant.account_id, shipped)
    assert await count(database, tenant) == (3, 4)


async def test_one_that_comes_later_gets_its_slug(database: Database, tenant: Tenant) -> None:
    """Playbooks name it by that; the account's own template of the same name moves aside."""
    text = TemplateText.model_validate(a_template(title=FIRST.slug))
    async with database.transaction(tenant.account_id) as db:
        await ensure_installed(db, tenant.account_id, prepare(load_shipped()[1:3], "0.1.0"))
        own = ScriptTemplate(
            account_id=tenant.account_id,
            slug=FIRST.slug,
            source="account",
            **text.model_dump(
                include={"title", "description", "language", "tags", "risk", "needs_admin", "timeout_hint"}
            ),
        )
        db.add(own)
    async with database.transaction(tenant.account_id) as db:
        await ensure_installed(db, tenant.account_id, OLD)
        moved = await db.get_one(ScriptTemplate, (tenant.account_id, own.id), populate_existing=True)
        assert moved.slug == f"{FIRST.slug}-2"
        came = await db.get_one(ScriptTemplate, (tenant.account_id, uuid5(tenant.account_id, FIRST.slug)))
        assert (came.slug, came.source) == (FIRST.slug, "shipped")


async def test_one_that_is_not_shipped_any_more_stays(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        await ensure_installed(db, tenant.account_id, OLD)
        await ensure_installed(db, tenant.account_id, prepare(load_shipped()[:2], "0.2.0"))
    assert await count(database, tenant) == (3, 3)


async def test_an_archived_one_is_not_usable(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        found = await find_usable(db, tenant.account_id, FIRST.slug)
        assert found is not None
        await archive_template(db, tenant.actor, found.id)
        assert await find_usable(db, tenant.account_id, FIRST.slug) is None
