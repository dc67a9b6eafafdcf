"""Closed sessions of the account: by words that somebody typed, and by likeness to another session. Where there is a vector of what
is asked, what is near by meaning is found as well."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.search.common import read_common
from resolvent.search.likely import Weighed, choose_asked, make_demands, quote, weigh_words
from resolvent.search.meaning import Near
from resolvent.search.models import SearchedSession
from resolvent.search.statements import BY_BOTH, BY_WORDS, CHOSEN, LATE, OWN, TYPED
from resolvent.sessions.category import tell_problem
from resolvent.sessions.models import AISession, SessionStatus

MOST: Final = 2_000
"""Of more rows that match, the newest: what a desk met lately is what it meets again."""
LIKE_ENOUGH: Final = 0.2
"""The least part of a session's own weight that another one must share to be called similar."""
RANK: Final = 1.0
"""What a row's score may have beside the weight of its words: `ts_rank` is less."""
LONGEST: Final = 4_000
"""Characters of a problem that are compared."""
MOST_WORDS: Final = 60
NEAREST: Final = 100
"""Sessions that are looked for by meaning."""
PART: Final = 1 / 3
"""How far from the account's usual nearness to sameness a session must be, to be called near."""
LITERAL: Final = re.compile(r"(?:^|\s)-\S|\"|^[\W\d_]*$")
"""Whoever excludes, quotes or types a number wants that and nothing like it."""
EXCLUDES: Final = re.compile(r"(?:^|\s)-\S")
"""Whoever says what not to find wants nothing less than asked for."""
LEXEMES: Final = text(
    "SELECT lexeme FROM unnest(to_tsvector('english', :given)) ORDER BY positions[1], lexeme LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Found:
    rows: tuple[SearchedSession, ...]
    """The best first; one more than the page when there is a next one."""
    total: int
    """At most `MOST`."""
    words: Literal["all", "some"]
    """`some`: no session holds all that was asked for."""
    by: Literal["words", "words_and_meaning"] = "words"


@dataclass(frozen=True, slots=True)
class Narrowing:
    client: str | None = None
    status: SessionStatus | None = None
    customer: str | None = None
    """Whose sessions come before others that fit as well."""
    other_than: UUID | None = None


async def search_sessions(
    db: AsyncSession,
    account_id: UUID,
    query: str,
    narrowing: Narrowing,
    *,
    near: Near | None = None,
    after: UUID | None,
    limit: int,
) -> Found:
    """All words in any form, "a phrase", `or` and `-not`; when nothing has all of them, what has some. And what is near."""
    words, rows = await read_words(db, query)
    if near is not None:
        # The cursor may be a session without any of the words: whether one has them all is asked by itself.
        found, _ = await find(db, account_id, TYPED, query, words, narrowing, None, 1)
        asked, given = (TYPED, query) if found else (CHOSEN, choose_asked(words, rows))
        fused, total = await find(db, account_id, asked, given, words, narrowing, after, limit, near=near)
        return Found(fused, total, "all" if found else "some", "words_and_meaning")
    found, total = await find(db, account_id, TYPED, query, words, narrowing, after, limit)
    if found or len(words) < 2 or EXCLUDES.search(query):
        return Found(found, total, "all")
    some, total = await find(db, account_id, CHOSEN, choose_asked(words, rows), words, narrowing, after, limit)
    return Found(some, total, "some")


async def find_similar(
    db: AsyncSession, session: AISession, *, limit: int, near: Near | None = None
) -> tuple[SearchedSession, ...]:
    """The most alike first; those of the same customer come before others that are about as much alike."""
    company = (session.ticket or {}).get("company")
    words, rows = await read_words(db, tell(session))
    if not words and near is None:
        return ()
    narrowing = Narrowing(customer=company, other_than=session.id)
    own = list(await db.scalars(LEXEMES, {"given": company[:LONGEST], "most": MOST_WORDS})) if company else []
    least = LIKE_ENOUGH * sum(one.weight for one in words)
    scores: dict[UUID, float] = {}
    asked, most = "", (-1, 0.0)
    for demand in make_demands(words, rows, own):
        found = await place(db, session.account_id, CHOSEN, demand.asked, words, narrowing, None, limit, least)
        reached = len(found), found[-1].score if found else 0.0
        if reached > most:
            asked, most = demand.asked, reached
        # A laxer demand may match more than are ranked, and lose what a stricter one brought.
        scores.update({one.session_id: max(one.score, scores.get(one.session_id, 0.0)) for one in found})
        best = sorted(scores, key=lambda one: (-scores[one], -one.int))[:limit]
        # What is missing now comes after all these or is not alike enough; or more match than are ranked.
        passed = max(scores[best[-1]] if len(best) == limit else 0, least)
        if passed >= demand.lost + RANK or (found and found[0].found >= MOST):
            break
    if near is not None:
        fused = await place(db, session.account_id, CHOSEN, asked, words, narrowing, None, limit, least, near)
        best = [one.session_id for one in fused]
    return await read_rows(db, session.account_id, best)


def tell(session: AISession) -> str:
    """What others are held against."""
    return f"{session.title}\n{tell_problem(session.problem, session.ticket)}"


async def read_words(db: AsyncSession, given: str) -> tuple[tuple[Weighed, ...], float]:
    """The telling words of a text, and about how many search rows there are."""
    common = await read_common(db)
    words = await db.scalars(LEXEMES, {"given": given[:LONGEST], "most": MOST_WORDS})
    return weigh_words((word, common.shares.get(word)) for word in words), common.rows


async def find(
    db: AsyncSession,
    account_id: UUID,
    how: str,
    asked: str,
    words: Sequence[Weighed],
    narrowing: Narrowing,
    after: UUID | None,
    limit: int,
    near: Near | None = None,
) -> tuple[tuple[SearchedSession, ...], int]:
    """The best rows, and how many there are of any."""
    placed = await place(db, account_id, how, asked, words, narrowing, after, limit, near=near)
    rows = await read_rows(db, account_id, [one.session_id for one in placed])
    return rows, placed[0].found if placed else 0


async def place(
    db: AsyncSession,
    account_id: UUID,
    how: str,
    asked: str,
    words: Sequence[Weighed],
    narrowing: Narrowing,
    after: UUID | None,
    limit: int,
    least: float = 0,
    near: Near | None = None,
) -> Sequence[Row[Any]]:
    """`session_id`, `score` and how many are `found`, of rows of at least that score by words, or near. `how`: TYPED or CHOSEN."""
    given: dict[str, Any] = {
        "asked": asked,
        "likely": [quote(one.word) for one in words],
        "weights": [one.weight for one in words],
        "other_than": narrowing.other_than,
        "customer": narrowing.customer,
        "client": narrowing.client,
        "status": narrowing.status,
        "after": after,
        "most": MOST,
        "at_most": limit,
    }
    if near is None:
        placed = (await db.execute(BY_WORDS[how], given)).all()
        return [one for one in placed if one.score >= least]
    more = {"account": account_id, "least": least, "late": LATE, "own": OWN, "part": PART, "nearest": NEAREST}
    return (await db.execute(BY_BOTH[how], {**given, **more, **asdict(near)})).all()


async def read_rows(db: AsyncSession, account_id: UUID, ids: Sequence[UUID]) -> tuple[SearchedSession, ...]:
    if not ids:
        return ()
    rows = await db.scalars(
        select(SearchedSession).where(SearchedSession.account_id == account_id, SearchedSession.session_id.in_(ids))
    )
    by_id = {row.session_id: row for row in rows}
    return tuple(by_id[one] for one in ids if one in by_id)
