"""The whole session in one answer, whatever its length: three queries, and one more for each of what not every session has: generated
scripts, drafts of templates, news of its ticket, looks at it, a fix with a template."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.attachments.schemas import AttachmentOut
from resolvent.chat.beside import select_attached, select_used, turn_out
from resolvent.chat.models import Message, TurnRow
from resolvent.chat.schemas import MessageOut, TurnOut
from resolvent.checks.schemas import CheckOut
from resolvent.db import of_session
from resolvent.diagrams.schemas import SessionDiagramOut
from resolvent.facts.schemas import FactOut
from resolvent.fixes.schemas import FixOut
from resolvent.inbound.watches import read_looks
from resolvent.journey.lists import read_lists
from resolvent.journey.schemas import WholeSession
from resolvent.notes.schemas import DraftOut
from resolvent.scripts.describe import success_out
from resolvent.scripts.drafts import list_session_drafts
from resolvent.scripts.generations import list_generations
from resolvent.scripts.schemas import SuccessOut
from resolvent.scripts.statistics import customer_of, success_of
from resolvent.sessions.access import get_session
from resolvent.sessions.models import AISession
from resolvent.sessions.news import list_news
from resolvent.sessions.schemas import SessionOut, TicketNewsOut
from resolvent.ticketing.schemas import WritebackOut

MESSAGES = 100
LAST: Final = UUID(int=2**128 - 1)
SAID: Final = (
    select(Message, TurnRow, select_attached(), select_used())
    .outerjoin(TurnRow, (TurnRow.account_id == Message.account_id) & (TurnRow.id == Message.turn_id))
    .where(of_session(Message), Message.id < bindparam("before"))
    .order_by(Message.id.desc())
    .limit(bindparam("limit"))
)


async def read_whole(db: AsyncSession, actor: Actor, session_id: UUID, assistant: str) -> WholeSession:
    session = await get_session(db, actor, session_id)
    messages, older = await read_messages(db, actor, session_id, before=None, limit=MESSAGES)
    lists = await read_lists(db, session)
    fixes = [FixOut.model_validate(fix) for fix in lists.fixes]
    active = next((fix for fix in fixes if fix.superseded_at is None), None)
    news = await list_news(db, actor.account_id, session_id) if lists.any_news else []
    return WholeSession(
        session=SessionOut.model_validate(session),
        messages=messages,
        older_cursor=older,
        facts=[FactOut.model_validate(fact) for fact in lists.facts],
        diagrams=[SessionDiagramOut.model_validate(one) for one in lists.diagrams],
        checks=[CheckOut.model_validate(check) for check in lists.checks],
        active_fix=active,
        active_fix_success=await read_success(db, session, active),
        fixes=fixes,
        generations=await list_generations(db, actor, session_id) if lists.any_generations else [],
        draft_templates=await list_session_drafts(db, actor, session_id) if lists.any_draft_templates else [],
        drafts=[DraftOut.model_validate(draft) for draft in lists.drafts],
        writebacks=[WritebackOut.model_validate(one) for one in lists.writebacks],
        news=[TicketNewsOut.model_validate(one) for one in news],
        looks=await read_looks(db, session),
        event_number=session.event_number,
        assistant=assistant,
        state_version=session.state_version,
    )


async def read_success(db: AsyncSession, session: AISession, fix: FixOut | None) -> SuccessOut | None:
    if fix is None or fix.template_id is None:
        return None
    found = await success_of(db, session.account_id, [fix.template_id], customer_of(session), besides=session.id)
    return success_out(found[fix.template_id])


async def read_messages(
    db: AsyncSession, actor: Actor, session_id: UUID, *, before: UUID | None, limit: int
) -> tuple[list[MessageOut], str | None]:
    """Oldest first, and the cursor for those before them."""
    given = {"account": actor.account_id, "session": session_id, "before": before or LAST, "limit": limit + 1}
    rows = list((await db.execute(SAID, given)).tuples())
    page = rows[:limit]
    cursor = str(page[-1][0].id) if len(rows) > limit else None
    return [
        message_out(message, turn_out(turn, used) if turn else None, attached or [])
        for message, turn, attached, used in reversed(page)
    ], cursor


def message_out(message: Message, turn: TurnOut | None, attached: Sequence[dict[str, Any]]) -> MessageOut:
    return MessageOut(
        id=message.id,
        role="user" if message.role == "user" else "assistant",
        content=message.content,
        author=message.author,
        turn=turn,
        retry_of=message.retry_of,
        attachments=[AttachmentOut.model_validate(one) for one in attached],
        created_at=message.created_at,
    )
