"""Earlier sessions of the account that are alike, as an assistant is told of them."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.assistant import Similar
from resolvent.search.find import find_similar
from resolvent.sessions.models import AISession

MOST: Final = 3


async def gather_similar(db: AsyncSession, session: AISession) -> tuple[Similar, ...]:
    return tuple(
        Similar(
            row.title,
            row.problem,
            row.status,
            tuple((fix["title"], fix["status"]) for fix in row.fixes),
            row.contact,
            row.company,
        )
        for row in await find_similar(db, session, limit=MOST)
    )
