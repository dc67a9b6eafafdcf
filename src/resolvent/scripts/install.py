"""Makes the templates that come with the package an account's own rows, and brings changed ones as new versions."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent import __version__
from resolvent.audit.models import AuditEntry
from resolvent.scripts.models import ScriptTemplate, TemplateVersion
from resolvent.scripts.shipped import ShippedTemplate, load_shipped
from resolvent.scripts.slugs import free_slug

AUTHOR = "Resolvent"
OF_TEMPLATE = ("title", "description", "tags", "risk", "needs_admin", "timeout_hint")
OF_VERSION = (*OF_TEMPLATE, "body", "parameters_schema", "explained")
CURRENT = """SELECT count(*) FROM script_templates
             WHERE account_id = :account AND source = 'shipped' AND provenance->>'digest' = ANY(:digests)"""


class Shipped(NamedTuple):
    """`release` lets an older process that still runs beside a newer one leave the newer one's texts alone."""

    templates: Mapping[str, ShippedTemplate]
    digests: Mapping[str, str]
    release: str


def digest_of(template: ShippedTemplate) -> str:
    return hashlib.sha256(json.dumps(asdict(template), sort_keys=True).encode()).hexdigest()


def prepare(templates: Sequence[ShippedTemplate], release: str) -> Shipped:
    return Shipped({one.slug: one for one in templates}, {one.slug: digest_of(one) for one in templates}, release)


@cache
def of_this_release() -> Shipped:
    return prepare(load_shipped(), __version__)


async def ensure_installed(db: AsyncSession, account_id: UUID, shipped: Shipped | None = None) -> None:
    """One count when everything is there. Call it before taking a session's lock: the first call of an account writes."""
    shipped = shipped or of_this_release()
    given = {"account": account_id, "digests": list(shipped.digests.values())}
    if await db.scalar(text(CURRENT), given) != len(shipped.templates):
        await install(db, account_id, shipped)


async def install(db: AsyncSession, account_id: UUID, shipped: Shipped) -> None:
    """One at a time per account; who waited finds the work done."""
    await db.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"script_templates/{account_id}"}
    )
    there = await db.scalars(
        select(ScriptTemplate)
        .where(ScriptTemplate.account_id == account_id, ScriptTemplate.slug.in_(shipped.templates))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = {row.slug: row for row in there}
    new: list[ShippedTemplate] = []
    versions: list[dict[str, Any]] = []
    for slug, template in shipped.templates.items():
        row = rows.get(slug)
        if row is not None and row.source != "shipped":
            await move_aside(db, row)
            row = None
        if row is None:
            new.append(template)
            versions.append(version_of(account_id, template, 1, "First version"))
        elif is_outdated(row, shipped.digests[slug], shipped.release):
            for name, value in values_of(template, OF_TEMPLATE).items():
                setattr(row, name, value)
            row.version += 1
            row.updated_at = func.clock_timestamp()
            row.provenance = provenance_of(shipped, slug)
            versions.append(version_of(account_id, template, row.version, f"As of release {shipped.release}"))
    await db.flush()
    if new:
        await db.execute(insert(ScriptTemplate), [row_of(account_id, one, shipped) for one in new])
    if versions:
        await db.execute(insert(TemplateVersion), versions)


def is_outdated(row: ScriptTemplate, digest: str, release: str) -> bool:
    known = row.provenance
    return known.get("digest") != digest and numbers(known.get("release", "")) <= numbers(release)


def numbers(release: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", release)[:3]]


async def move_aside(db: AsyncSession, row: ScriptTemplate) -> None:
    """An account's template that had the slug before a shipped one came: playbooks name the shipped one by it."""
    before = row.slug
    row.slug = await free_slug(db, row.account_id, before)
    db.add(
        AuditEntry(
            account_id=row.account_id,
            actor_id=None,
            actor_name=AUTHOR,
            action="template.rename",
            subject_id=row.id,
            before={"slug": before},
            after={"slug": row.slug},
        )
    )


def values_of(template: ShippedTemplate, names: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(template, name) for name in names}
    return {**values, "tags": list(template.tags)}


def provenance_of(shipped: Shipped, slug: str) -> dict[str, Any]:
    return {"digest": shipped.digests[slug], "release": shipped.release}


def row_of(account_id: UUID, template: ShippedTemplate, shipped: Shipped) -> dict[str, Any]:
    return {
        **values_of(template, OF_TEMPLATE),
        "account_id": account_id,
        "id": uuid5(account_id, template.slug),
        "slug": template.slug,
        "language": template.language,
        "source": "shipped",
        "provenance": provenance_of(shipped, template.slug),
    }


def version_of(account_id: UUID, template: ShippedTemplate, version: int, change_note: str) -> dict[str, Any]:
    return {
        **values_of(template, OF_VERSION),
        "account_id": account_id,
        "template_id": uuid5(account_id, template.slug),
        "version": version,
        "change_note": change_note,
    }
