"""The rows of a session that are told as they stand, of all kinds together, and of which other kinds there are any: a statement costs
more than its rows do."""

from typing import Any, Final, NamedTuple

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Label, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.beside import members
from resolvent.checks.models import Check
from resolvent.checks.schemas import CheckOut
from resolvent.db import of_session
from resolvent.diagrams.models import SessionDiagram
from resolvent.diagrams.schemas import SessionDiagramOut
from resolvent.facts.models import Fact
from resolvent.facts.schemas import FactOut
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.schemas import FixOut
from resolvent.notes.models import NoteDraft
from resolvent.notes.schemas import DraftOut
from resolvent.scripts.models import DraftTemplate, ScriptGeneration
from resolvent.sessions.models import AISession, TicketNews
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.schemas import WritebackOut

Rows = list[dict[str, Any]]


class Lists(NamedTuple):
    """Members of each as its schema has them, in the order of its ledger."""

    facts: Rows
    checks: Rows
    fixes: Rows
    diagrams: Rows
    drafts: Rows
    writebacks: Rows
    any_generations: bool
    any_draft_templates: bool
    any_news: bool


def tell(model: Any, out: type[BaseModel], *which: ColumnElement[bool], by: tuple[Any, ...]) -> Label[Any]:
    """A JSON list; null for none."""
    one = func.json_build_object(*members(model, list(out.model_fields)))
    return (
        select(func.json_agg(aggregate_order_by(one, *by)))
        .where(of_session(model), *which)
        .scalar_subquery()
        .label(None)
    )


READ: Final = select(
    tell(Fact, FactOut, Fact.retracted_at.is_(None), by=(Fact.created_at, Fact.id)),
    tell(Check, CheckOut, Check.retracted_at.is_(None), by=(Check.created_at, Check.id)),
    tell(SuggestedFix, FixOut, by=(SuggestedFix.created_at, SuggestedFix.id)),
    tell(SessionDiagram, SessionDiagramOut, by=(SessionDiagram.id,)),
    tell(NoteDraft, DraftOut, NoteDraft.round == bindparam("round"), by=(NoteDraft.kind,)),
    tell(Writeback, WritebackOut, by=(Writeback.id,)),
    *(exists().where(of_session(model)).label(None) for model in (ScriptGeneration, DraftTemplate, TicketNews)),
)


async def read_lists(db: AsyncSession, session: AISession) -> Lists:
    given = {"account": session.account_id, "session": session.id, "round": session.round}
    found = (await db.execute(READ, given)).one()
    # A list without rows is null.
    return Lists(*([] if part is None else part for part in found))
