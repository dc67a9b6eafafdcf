"""What was generated from templates: rendered, stored without its secrets, listed, acknowledged.

The clear rendering exists in the one answer to the engineer who asked; here stand the template's version, the values that
are no secrets, the redacted rendering and what the safety review found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import User
from resolvent.audit import trail
from resolvent.db import of_session
from resolvent.errors import FieldError, Invalid, NotFound
from resolvent.masking import mask_deep, mask_values
from resolvent.scripts.describe import review_script
from resolvent.scripts.engine import render
from resolvent.scripts.models import ScriptGeneration, ScriptTemplate, TemplateVersion
from resolvent.scripts.parameters import check_values, read_parameters
from resolvent.scripts.schemas import GenerationOut, SafetyFindingOut
from resolvent.scripts.syntax import Language


@dataclass(frozen=True, slots=True)
class Rendered:
    script: str
    """In the clear."""
    redacted: str
    values: Mapping[str, Any]
    """Without the sensitive ones."""
    sensitive: Sequence[str]
    """Names of the sensitive parameters that got a value."""
    secrets: Sequence[str]
    """Their values."""
    findings: Sequence[SafetyFindingOut]


def render_version(language: Language, version: TemplateVersion, given: Mapping[str, Any]) -> Rendered:
    """Raises Invalid with every field that is wrong."""
    parameters = read_parameters(version.parameters_schema)
    values = check_values(parameters, given)
    script = render(language, version.body, parameters, values)
    secrets = {one.name: values[one.name] for one in parameters if one.sensitive and values.get(one.name)}
    hidden = list(secrets.values())
    return Rendered(
        script=script,
        redacted=mask_values(script, hidden),
        values={name: mask_deep(value, hidden) for name, value in values.items() if name not in secrets},
        sensitive=sorted(secrets),
        secrets=hidden,
        findings=review_script(language, script, version.explained, known=hidden),
    )


async def store_generation(
    db: AsyncSession,
    actor: Actor,
    version: TemplateVersion,
    rendered: Rendered,
    *,
    session_id: UUID | None,
    fix_id: UUID | None,
) -> ScriptGeneration:
    generation = ScriptGeneration(
        account_id=actor.account_id,
        template_id=version.template_id,
        template_version=version.version,
        session_id=session_id,
        fix_id=fix_id,
        parameters=dict(rendered.values),
        sensitive=list(rendered.sensitive),
        redacted_script=rendered.redacted,
        findings=[one.model_dump(mode="json") for one in rendered.findings],
        created_by=actor.user_id,
    )
    db.add(generation)
    await db.flush()
    trail.record(
        db,
        actor,
        "script.generate",
        generation.id,
        after={"template_id": str(version.template_id), "version": version.version},
    )
    return generation


LISTED = (
    select(ScriptGeneration, TemplateVersion.title, ScriptTemplate.language, User.name)
    .join(
        TemplateVersion,
        (TemplateVersion.account_id == ScriptGeneration.account_id)
        & (TemplateVersion.template_id == ScriptGeneration.template_id)
        & (TemplateVersion.version == ScriptGeneration.template_version),
    )
    .join(
        ScriptTemplate,
        (ScriptTemplate.account_id == ScriptGeneration.account_id)
        & (ScriptTemplate.id == ScriptGeneration.template_id),
    )
    .join(User, (User.account_id == ScriptGeneration.account_id) & (User.id == ScriptGeneration.created_by))
    .where(of_session(ScriptGeneration))
    .order_by(ScriptGeneration.created_at, ScriptGeneration.id)
)


async def list_generations(db: AsyncSession, actor: Actor, session_id: UUID) -> list[GenerationOut]:
    """Oldest first. The title is that of the version which was rendered."""
    rows = await db.execute(LISTED, {"account": actor.account_id, "session": session_id})
    return [generation_out(*row) for row in rows.tuples()]


def generation_out(generation: ScriptGeneration, title: str, language: str, author: str) -> GenerationOut:
    return GenerationOut(
        id=generation.id,
        template_id=generation.template_id,
        template_title=title,
        template_version=generation.template_version,
        language=Language(language),
        session_id=generation.session_id,
        fix_id=generation.fix_id,
        parameters=generation.parameters,
        sensitive=generation.sensitive,
        redacted_script=generation.redacted_script,
        findings=[SafetyFindingOut.model_validate(one) for one in generation.findings],
        acknowledged=generation.acknowledged,
        created_by=author,
        created_at=generation.created_at,
    )


async def acknowledge_generation(
    db: AsyncSession, actor: Actor, generation_id: UUID, rules: Sequence[str]
) -> ScriptGeneration:
    """The engineer has read these findings and stands by them; by name, and audited."""
    generation = await db.scalar(
        select(ScriptGeneration)
        .where(ScriptGeneration.account_id == actor.account_id, ScriptGeneration.id == generation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if generation is None:
        raise NotFound("There is no such generated script.")
    need_known(rules, {str(one["rule"]) for one in generation.findings})
    generation.acknowledged = sorted({*generation.acknowledged, *rules})
    trail.record(db, actor, "script.acknowledge", generation.id, after={"rules": sorted(set(rules))})
    await db.flush()
    return generation


def need_known(rules: Sequence[str], known: set[str]) -> None:
    """What was not found can't be ticked: the audit would tell of a warning that nobody saw."""
    if unknown := [rule for rule in rules if rule not in known]:
        message = f"The review of this script has no finding {', '.join(unknown)}."
        raise Invalid(message, errors=[FieldError(field="rules", message=message, code="unknown_rule")])
