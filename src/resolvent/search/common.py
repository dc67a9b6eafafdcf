"""How often each word stands in closed sessions, as the database's statistics know it: read now and then, kept for the process."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncSession

FRESH: Final = 300.0
"""Seconds: the statistics change when a tenth of the rows has."""
SHARES: Final = text("""
    SELECT greatest(c.reltuples, 0) AS rows, w.word, w.share FROM pg_class c LEFT JOIN resolvent_common_words() w ON true
    WHERE c.oid = 'public.searched_sessions'::regclass
""")


@dataclass(frozen=True, slots=True)
class Common:
    shares: Mapping[str, float]
    """Of rows that hold the word, of all accounts' sessions together."""
    rows: float
    """About how many there are."""
    read_at: float


KEPT: Final[WeakKeyDictionary[Engine | Connection, Common]] = WeakKeyDictionary()
"""By database."""


async def read_common(db: AsyncSession) -> Common:
    """Not kept while there are no statistics: they come with the first hundred rows."""
    engine = db.get_bind()
    kept = KEPT.get(engine)
    now = time.monotonic()
    if kept is None or now - kept.read_at > FRESH:
        found = (await db.execute(SHARES)).all()
        shares = {one.word: one.share for one in found if one.word is not None}
        kept = Common(shares, found[0].rows, now)
        if shares:
            KEPT[engine] = kept
    return kept
