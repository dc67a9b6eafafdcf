"""Templates of an account: found, made, revised, archived and brought back. A version is never edited."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import Conflict, FieldError, Invalid, NotFound, StaleState
from resolvent.ids import new_id
from resolvent.problems import MAX_FIELDS, MAX_NAME
from resolvent.scripts.drafts import properties_of, sensitive_in
from resolvent.scripts.engine import check_template
from resolvent.scripts.install import ensure_installed
from resolvent.scripts.models import ScriptTemplate, TemplateVersion
from resolvent.scripts.schemas import TemplateText
from resolvent.scripts.slugs import free_slug, slug_of

MAX_MESSAGE = 400
OF_TEMPLATE = frozenset({"title", "description", "tags", "risk", "needs_admin", "timeout_hint"})
OF_VERSION = OF_TEMPLATE | {"body", "parameters_schema"}


async def find_usable(db: AsyncSession, account_id: UUID, slug: str) -> ScriptTemplate | None:
    """The published one of this name; an archived one is not offered any more."""
    await ensure_installed(db, account_id)
    return await db.scalar(
        select(ScriptTemplate)
        .where(
            ScriptTemplate.account_id == account_id,
            ScriptTemplate.slug == slug,
            ScriptTemplate.archived_at.is_(None),
        )
        .execution_options(populate_existing=True)
    )


async def get_template(db: AsyncSession, actor: Actor, template_id: UUID, *, lock: bool = False) -> ScriptTemplate:
    """Archived ones too."""
    await ensure_installed(db, actor.account_id)
    statement = select(ScriptTemplate).where(
        ScriptTemplate.account_id == actor.account_id, ScriptTemplate.id == template_id
    )
    if lock:
        statement = statement.with_for_update()
    found = await db.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("There is no such template.")
    return found


async def get_version(
    db: AsyncSession, account_id: UUID, template_id: UUID, version: int | None = None
) -> TemplateVersion:
    """Without a number: the newest."""
    statement = select(TemplateVersion).where(
        TemplateVersion.account_id == account_id, TemplateVersion.template_id == template_id
    )
    if version is not None:
        statement = statement.where(TemplateVersion.version == version)
    found = await db.scalar(statement.order_by(TemplateVersion.version.desc()).limit(1))
    if found is None:
        raise NotFound("There is no such version of a template.")
    return found


async def create_template(
    db: AsyncSession, actor: Actor, given: TemplateText, *, change_note: str, provenance: dict[str, Any] | None = None
) -> ScriptTemplate:
    """Published as version 1. `provenance`: what it came of, as in the model."""
    refuse(await asyncio.to_thread(check_template, given.language, given.body, given.parameters_schema))
    await ensure_installed(db, actor.account_id)
    wanted = slug_of(given.title)
    template: ScriptTemplate | None = None
    while template is None:
        # None: another request took the slug meanwhile.
        template = await db.scalar(
            insert(ScriptTemplate)
            .values(
                account_id=actor.account_id,
                id=new_id(),
                slug=await free_slug(db, actor.account_id, wanted),
                language=given.language,
                source="account",
                provenance=provenance or {},
                created_by=actor.user_id,
                **given.model_dump(include=set(OF_TEMPLATE)),
            )
            .on_conflict_do_nothing(index_elements=["account_id", "slug"])
            .returning(ScriptTemplate)
        )
    add_version(db, actor, template, given, change_note)
    trail.record(db, actor, "template.create", template.id, after={"slug": template.slug, **(provenance or {})})
    await db.flush()
    return template


async def revise_template(
    db: AsyncSession, actor: Actor, template_id: UUID, given: TemplateText, *, change_note: str, seen: int
) -> ScriptTemplate:
    """The next version. `seen`: the version that the caller's text is based on."""
    template = await get_template(db, actor, template_id, lock=True)
    need_own(template)
    need_published(template)
    need_version(template, seen)
    problems = await asyncio.to_thread(check_template, given.language, given.body, given.parameters_schema)
    if given.language != template.language:
        message = f"This template is {template.language}. Make another one for {given.language}."
        problems.append(FieldError(field="language", message=message, code="language_fixed"))
    problems += sensitive_dropped(await list_schemas(db, template), given.parameters_schema)
    refuse(problems)
    for name, value in given.model_dump(include=set(OF_TEMPLATE)).items():
        setattr(template, name, value)
    template.version += 1
    template.updated_at = func.clock_timestamp()
    add_version(db, actor, template, given, change_note)
    trail.record(
        db, actor, "template.revise", template.id, before={"version": seen}, after={"version": template.version}
    )
    await db.flush()
    await db.refresh(template)
    return template


async def archive_template(db: AsyncSession, actor: Actor, template_id: UUID) -> ScriptTemplate:
    """Not offered any more; what was generated from it stays."""
    return await set_archived(db, actor, template_id, archived=True)


async def restore_template(db: AsyncSession, actor: Actor, template_id: UUID) -> ScriptTemplate:
    return await set_archived(db, actor, template_id, archived=False)


async def set_archived(db: AsyncSession, actor: Actor, template_id: UUID, *, archived: bool) -> ScriptTemplate:
    """Twice is once."""
    template = await get_template(db, actor, template_id, lock=True)
    if (template.archived_at is not None) is not archived:
        template.archived_at = func.clock_timestamp() if archived else None
        trail.record(
            db,
            actor,
            "template.archive" if archived else "template.restore",
            template.id,
            after={"slug": template.slug},
        )
        await db.flush()
        await db.refresh(template)
    return template


def add_version(
    db: AsyncSession, actor: Actor, template: ScriptTemplate, given: TemplateText, change_note: str
) -> None:
    db.add(
        TemplateVersion(
            account_id=template.account_id,
            template_id=template.id,
            version=template.version,
            change_note=change_note,
            created_by=actor.user_id,
            **given.model_dump(include=set(OF_VERSION)),
        )
    )


def need_own(template: ScriptTemplate) -> None:
    if template.source == "shipped":
        raise Conflict(
            "This template comes with Resolvent and changes with its releases. Duplicate it and edit the copy.",
            code="shipped_template",
        )


def need_published(template: ScriptTemplate) -> None:
    if template.archived_at is not None:
        raise Conflict("This template is archived. Restore it first.", code="archived_template")


def need_version(template: ScriptTemplate, seen: int) -> None:
    if template.version != seen:
        raise StaleState(
            f"You saw version {seen} of this template; it is now at {template.version}. Look at the change and try again.",
            code="row_changed",
            extra={"seen": seen, "version": template.version},
        )


def refuse(problems: Sequence[FieldError]) -> None:
    """Names in a schema are the caller's own text: they come back cut, and not by the thousand."""
    if problems:
        told = [
            FieldError(field=one.field[:MAX_NAME], message=one.message[:MAX_MESSAGE], code=one.code)
            for one in problems[:MAX_FIELDS]
        ]
        raise Invalid(told[0].message, code="invalid_template", errors=told)


async def list_schemas(db: AsyncSession, template: ScriptTemplate) -> Sequence[dict[str, Any]]:
    """Of all versions."""
    found = await db.scalars(
        select(TemplateVersion.parameters_schema).where(
            TemplateVersion.account_id == template.account_id, TemplateVersion.template_id == template.id
        )
    )
    return found.all()


def sensitive_dropped(earlier: Sequence[dict[str, Any]], schema: dict[str, Any]) -> list[FieldError]:
    """What was once a secret stays one: its old values are out there."""
    was = set().union(*map(sensitive_in, earlier))
    return [
        FieldError(
            field=f"parameters_schema.properties.{name}.x-sensitive",
            message=f"“{name}” is sensitive, and stays so. Give the parameter another name if it is another one.",
            code="sensitive_dropped",
        )
        for name in sorted((was & properties_of(schema).keys()) - sensitive_in(schema))
    ]
