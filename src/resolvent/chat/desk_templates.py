"""The templates of the account's own that may help a session, as an assistant is told of them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.assistant import DeskTemplate, KnownTemplate
from resolvent.scripts.ranking import Ranked
from resolvent.scripts.statistics import Rate
from resolvent.sessions.access import FOUND
from resolvent.sessions.category import tell_problem
from resolvent.sessions.models import AISession

RANKED, MOST = 12, 3
"""Of so many of all templates, so many of the desk's own."""
ARCHIVED = """
    SELECT slug FROM script_templates t
    WHERE account_id = :account AND source = 'shipped' AND archived_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM script_templates copy
        WHERE copy.account_id = :account AND copy.archived_at IS NULL AND copy.provenance->>'copied_from_id' = t.id::text)
"""
"""Slugs of the shipped templates that the account put away, and of which it has no copy in their place."""


async def gather_desk_templates(
    db: AsyncSession, session: AISession, ranked: Sequence[Ranked]
) -> tuple[DeskTemplate, ...]:
    """None when nothing fits. One that was published from this very session is no news to it."""
    own = [one for one in ranked if one.template.source == "account" and origin_of(one) != session.id][:MOST]
    return tuple([await describe(db, session.account_id, one) for one in own])


def describe_template(ranked: Ranked) -> KnownTemplate:
    """And what its form asks for; a secret is never asked of an assistant."""
    template, asked = ranked.template, ranked.parameters_schema.get("properties", {})
    harmless = tuple(name for name, one in asked.items() if not one.get("x-sensitive"))
    return KnownTemplate(template.slug, template.title, template.description, harmless)


def problem_of(session: AISession) -> str:
    return tell_problem(session.problem, session.ticket)


def origin_of(ranked: Ranked) -> UUID | None:
    named = ranked.template.provenance.get("session_id")
    return UUID(named) if named else None


async def describe(db: AsyncSession, account_id: UUID, ranked: Ranked) -> DeskTemplate:
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
    session = await db.scalar(FOUND, {"account": account_id, "session": origin})
    if session is None:
        return told
    return replace(told, origin=session.title, origin_problem=problem_of(session))
