"""Earlier sessions of the account that are alike, as an assistant is told of them."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.assistant import Similar
from resolvent.search.find import find_similar, tell
from resolvent.search.meaning import Meaning
from resolvent.sessions.models import AISession

MOST: Final = 3


async def gather_similar(db: AsyncSession, session: AISession, meaning: Meaning) -> tuple[Similar, ...]:
    """The same that the page shows. By meaning once the page, or another program, has asked for them: no answer waits for that."""
    near = await meaning.recall(db, session.account_id, tell(session))
    return tuple(
        Similar(
            row.title,
            row.problem,
            row.status,
            tuple((fix["title"], fix["status"]) for fix in row.fixes),
            row.contact,
            row.company,
        )
        for row in await find_similar(db, session, limit=MOST, near=near)
    )
