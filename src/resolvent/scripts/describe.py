"""Templates as the API tells of them: with how they went, what the safety review says, and their versions."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.models import User
from resolvent.errors import Invalid
from resolvent.scripts.engine import render
from resolvent.scripts.install import AUTHOR
from resolvent.scripts.models import ScriptTemplate, TemplateVersion
from resolvent.scripts.parameters import read_parameters, sample_values
from resolvent.scripts.safety import review
from resolvent.scripts.schemas import (
    RateOut,
    SafetyFindingOut,
    SuccessOut,
    TemplateBrief,
    TemplateOut,
    TemplateVersionOut,
)
from resolvent.scripts.search import Described, described
from resolvent.scripts.statistics import Rate, Success, success_of, success_of_versions
from resolvent.scripts.syntax import Language
from resolvent.scripts.templates import get_version

COPIED = ("id", "slug", "title", "description", "tags", "risk", "needs_admin", "timeout_hint", "source", "version")
NOT_TOLD = {"digest"}


async def describe_templates(
    db: AsyncSession, account_id: UUID, rows: Sequence[Described], customer: str | None = None
) -> list[TemplateBrief]:
    success = await success_of(db, account_id, [row[0].id for row in rows], customer)
    return [TemplateBrief(**brief_of(row, success[row[0].id])) for row in rows]


async def describe_template(
    db: AsyncSession, account_id: UUID, template_id: UUID, customer: str | None = None, *, besides: UUID | None = None
) -> TemplateOut:
    """The whole of one that is known to be there, as its newest version says. `besides`: a session that asks how the others
    went."""
    row = (
        (await db.execute(described().where(ScriptTemplate.account_id == account_id, ScriptTemplate.id == template_id)))
        .tuples()
        .one()
    )
    success = await success_of(db, account_id, [template_id], customer, besides=besides)
    template = row[0]
    version = await get_version(db, account_id, template_id, template.version)
    return TemplateOut(
        **brief_of(row, success[template_id]),
        body=version.body,
        parameters_schema=version.parameters_schema,
        findings=review_body(Language(template.language), version.body, version.parameters_schema, version.explained),
        change_note=version.change_note,
        provenance={name: value for name, value in template.provenance.items() if name not in NOT_TOLD},
    )


def brief_of(row: Described, success: Success) -> dict[str, Any]:
    template, parameters, last_used_at = row
    return {
        **{name: getattr(template, name) for name in COPIED},
        "language": Language(template.language),
        "status": "published" if template.archived_at is None else "archived",
        "parameters": parameters,
        "success": success_out(success),
        "last_used_at": last_used_at,
        "updated_at": template.updated_at,
    }


def success_out(success: Success) -> SuccessOut:
    return SuccessOut(
        account=rate_out(success.account),
        customer=None if success.customer is None else rate_out(success.customer),
    )


def rate_out(rate: Rate) -> RateOut:
    return RateOut(
        applied=rate.applied,
        success=rate.success,
        failed=rate.failed,
        partial=rate.partial,
        low=rate.low,
        high=rate.high,
    )


def review_body(
    language: Language, body: str, schema: Mapping[str, Any], explained: Mapping[str, str]
) -> list[SafetyFindingOut]:
    """What the review finds with harmless values in place; of a body that can't be rendered, as it stands."""
    try:
        parameters = read_parameters(schema)
        script = render(language, body, parameters, sample_values(parameters))
    except Invalid:
        script = body
    return review_script(language, script, explained)


def review_script(
    language: Language, script: str, explained: Mapping[str, str] | None = None, *, known: Collection[str] = ()
) -> list[SafetyFindingOut]:
    """`known`: secrets, which are masked before an excerpt is cut."""
    return [
        SafetyFindingOut(
            rule=found.rule,
            severity=found.severity,
            line=found.line,
            excerpt=found.excerpt,
            message=found.message,
            explained=(explained or {}).get(found.rule),
        )
        for found in review(language, script, known)
    ]


async def describe_versions(db: AsyncSession, account_id: UUID, template_id: UUID) -> list[TemplateVersionOut]:
    """Newest first."""
    rates = await success_of_versions(db, account_id, template_id)
    rows = await db.execute(
        select(TemplateVersion, User.name)
        .outerjoin(User, (User.account_id == TemplateVersion.account_id) & (User.id == TemplateVersion.created_by))
        .where(TemplateVersion.account_id == account_id, TemplateVersion.template_id == template_id)
        .order_by(TemplateVersion.version.desc())
    )
    return [
        TemplateVersionOut(
            version=version.version,
            title=version.title,
            description=version.description,
            body=version.body,
            parameters_schema=version.parameters_schema,
            change_note=version.change_note,
            author=author or AUTHOR,
            success=rate_out(rates.get(version.version, Rate())),
            created_at=version.created_at,
        )
        for version, author in rows
    ]
