"""The templates of the account's own that may help a session, as an assistant is told of them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.chat.assistant import DeskTemplate, KnownTemplate
from resolvent.errors import NotFound
from resolvent.fixes.suggest import find_copies
from resolvent.scripts.models import ScriptTemplate, TemplateVersion
from resolvent.scripts.ranking import Ranked
from resolvent.scripts.statistics import Rate
from resolvent.sessions.access import get_session
from resolvent.sessions.category import tell_problem
from resolvent.sessions.models import AISession

RANKED, MOST = 12, 3
"""Of so many of all templates, so many of the desk's own."""


async def gather_desk_templates(
    db: AsyncSession, actor: Actor, session: AISession, ranked: Sequence[Ranked]
) -> tuple[DeskTemplate, ...]:
    """None when nothing fits. One that was published from this very session is no news to it."""
    own = [one for one in ranked if one.template.source == "account" and origin_of(one) != session.id][:MOST]
    return tuple([await describe(db, actor, one) for one in own])


async def describe_templates(db: AsyncSession, account_id: UUID, ranked: Sequence[Ranked]) -> tuple[KnownTemplate, ...]:
    """What a form of each asks for; a secret is never asked of an assistant."""
    if not ranked:
        return ()
    versions = await db.execute(
        select(TemplateVersion.template_id, TemplateVersion.parameters_schema)
        .join(
            ScriptTemplate,
            (ScriptTemplate.account_id == TemplateVersion.account_id)
            & (ScriptTemplate.id == TemplateVersion.template_id)
            & (ScriptTemplate.version == TemplateVersion.version),
        )
        .where(
            TemplateVersion.account_id == account_id,
            TemplateVersion.template_id.in_([one.template.id for one in ranked]),
        )
    )
    asked = {
        template_id: tuple(name for name, one in schema.get("properties", {}).items() if not one.get("x-sensitive"))
        for template_id, schema in versions.all()
    }
    return tuple(
        KnownTemplate(one.template.slug, one.template.title, one.template.description, asked.get(one.template.id, ()))
        for one in ranked
    )


async def list_archived(db: AsyncSession, actor: Actor) -> frozenset[str]:
    """Slugs of the shipped templates that the account put away, and of which it has no copy in their place."""
    rows = await db.scalars(
        select(ScriptTemplate.slug).where(
            ScriptTemplate.account_id == actor.account_id,
            ScriptTemplate.source == "shipped",
            ScriptTemplate.archived_at.is_not(None),
            ~find_copies().exists(),
        )
    )
    return frozenset(rows)


def problem_of(session: AISession) -> str:
    return tell_problem(session.problem, session.ticket)


def origin_of(ranked: Ranked) -> UUID | None:
    named = ranked.template.provenance.get("session_id")
    return UUID(named) if named else None


async def describe(db: AsyncSession, actor: Actor, ranked: Ranked) -> DeskTemplate:
    template, account, customer = ranked.template, ranked.success.account, ranked.success.customer or Rate()
    told = DeskTemplate(
        slug=template.slug,
        title=template.title,
        description=template.description,
        risk=template.risk,
        needs_admin=template.needs_admin,
        relevance=ranked.relevance,
        success=account.success,
        told=account.told,
        customer_success=customer.success,
        customer_told=customer.told,
    )
    origin = origin_of(ranked) if ranked.similar else None
    if origin is None:
        return told
    try:
        session = await get_session(db, actor, origin)
    except NotFound:
        return told
    return replace(told, origin=session.title, origin_problem=problem_of(session))
