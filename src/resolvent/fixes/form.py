"""The form of a fix's template, filled in from the session, each value with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.errors import NotFound
from resolvent.fixes.suggest import find_usable_template, get_fix
from resolvent.scripts.clues import gather_clues
from resolvent.scripts.describe import describe_template
from resolvent.scripts.parameters import read_parameters
from resolvent.scripts.prefill import Filled, prefill
from resolvent.scripts.schemas import TemplateOut
from resolvent.scripts.statistics import customer_of
from resolvent.sessions.access import get_session

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Form:
    template: TemplateOut
    values: Sequence[Filled]
    dropped: list[str]


async def read_form(db: AsyncSession, actor: Actor, session_id: UUID, fix_id: UUID) -> Form:
    """404 `template_gone`: there is none to fill in; the fix's drafted script is what is left."""
    session = await get_session(db, actor, session_id)
    fix = await get_fix(db, actor, session_id, fix_id)
    usable = await find_usable_template(db, fix)
    if usable is None:
        raise NotFound("This fix has no template any more that can be filled in.", code="template_gone")
    template = await describe_template(db, actor.account_id, usable.id, customer_of(session), besides=session_id)
    clues = await gather_clues(db, actor, session)
    values, dropped = prefill(read_parameters(template.parameters_schema), fix.ai_drafted_parameters, clues)
    if dropped:
        log.info("fix.parameters_dropped", fix=str(fix.id), names=dropped)
    return Form(template, values, dropped)
