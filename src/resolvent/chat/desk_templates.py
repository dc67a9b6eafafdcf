"""The templates of the account's own that may help a session, as an assistant is told of them."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.chat.assistant import DeskTemplate
from resolvent.errors import NotFound
from resolvent.scripts.models import ScriptTemplate
from resolvent.scripts.ranking import Ranked, rank_templates
from resolvent.scripts.statistics import Rate, customer_of
from resolvent.sessions.access import get_session
from resolvent.sessions.models import AISession

RANKED, MOST = 12, 3
"""Of so many of all templates, so many of the desk's own."""


async def gather_desk_templates(
    db: AsyncSession, actor: Actor, session: AISession, problem: str
) -> tuple[DeskTemplate, ...]:
    """None when nothing fits. One that was published from this very session is no news to it."""
    ranked = await rank_templates(db, actor.account_id, f"{session.title}\n{problem}", customer_of(session), RANKED)
    own = [one for one in ranked if one.template.source == "account" and origin_of(one) != session.id][:MOST]
    return tuple([await describe(db, actor, one) for one in own])


async def list_archived(db: AsyncSession, actor: Actor) -> frozenset[str]:
    """Slugs of the shipped templates that the account put away."""
    rows = await db.scalars(
        select(ScriptTemplate.slug).where(
            ScriptTemplate.account_id == actor.account_id,
            ScriptTemplate.source == "shipped",
            ScriptTemplate.archived_at.is_not(None),
        )
    )
    return frozenset(rows)


def problem_of(session: AISession) -> str:
    """As told; with a ticket, its summary and description before it."""
    ticket = session.ticket or {}
    return "\n\n".join(part for part in (ticket.get("summary"), ticket.get("description"), session.problem) if part)


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
