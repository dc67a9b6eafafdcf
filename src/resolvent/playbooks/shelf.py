"""The playbooks that an account's sessions are led by: the shipped ones, its own in place of those of the same name.

A version never changes, so what was read of it is kept; a turn tells which versions hold now.
"""

from uuid import UUID

from cachetools import LRUCache
from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.assistant import Place
from resolvent.chat.shelf import Opened
from resolvent.db import Database
from resolvent.ids import new_id
from resolvent.knowledge.loader import load_shipped, parse_own
from resolvent.knowledge.playbook import Playbook
from resolvent.playbooks.models import AccountPlaybook, PlaybookVersion, SessionShelf

Edition = tuple[UUID, int]
"""A playbook's id and a version."""
KEPT_BOOKS, KEPT_SHELVES = 2_000, 500


class AccountShelf:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._books: LRUCache[tuple[UUID, Edition], Playbook] = LRUCache(KEPT_BOOKS)
        self._shelves: LRUCache[tuple[UUID, frozenset[Edition]], tuple[Playbook, ...]] = LRUCache(KEPT_SHELVES)

    async def open(self, place: Place | None) -> Opened:
        """As the account has them now; for a session that was led by one already, as they were then."""
        if place is None:
            return Opened(load_shipped())
        return Opened(await self.stock(place.account_id, place.books), place.books, kept=place.led)

    async def keep(self, place: Place | None, opened: Opened) -> None:
        """From its first step on, a session goes by the same ones."""
        if place is None or opened.kept:
            return
        async with self._database.transaction(place.account_id) as db:
            await db.execute(
                insert(SessionShelf)
                .values(
                    account_id=place.account_id,
                    id=new_id(),
                    session_id=place.session_id,
                    books=[[str(book), version] for book, version in sorted(opened.editions)],
                )
                .on_conflict_do_nothing(index_elements=["account_id", "session_id"])
            )

    async def stock(self, account_id: UUID, editions: frozenset[Edition]) -> tuple[Playbook, ...]:
        key = (account_id, editions)
        if (known := self._shelves.get(key)) is not None:
            return known
        if missing := [one for one in editions if (account_id, one) not in self._books]:
            async with self._database.transaction(account_id) as db:
                for edition, playbook in (await read_editions(db, account_id, missing)).items():
                    self._books[account_id, edition] = playbook
        own = [self._books[account_id, one] for one in sorted(editions) if (account_id, one) in self._books]
        shelf = self._shelves[key] = merge(own)
        return shelf


def merge(own: list[Playbook]) -> tuple[Playbook, ...]:
    """Its own first: of two that fit a problem alike, the desk's counts."""
    if not own:
        return load_shipped()
    names = {one.id for one in own}
    return (*own, *(one for one in load_shipped() if one.id not in names))


async def list_published(db: AsyncSession, account_id: UUID) -> frozenset[Edition]:
    rows = await db.execute(
        select(AccountPlaybook.id, AccountPlaybook.published_version).where(
            AccountPlaybook.account_id == account_id,
            AccountPlaybook.archived_at.is_(None),
            AccountPlaybook.published_version.is_not(None),
        )
    )
    return frozenset((book, version) for book, version in rows.tuples() if version is not None)


async def read_editions(db: AsyncSession, account_id: UUID, editions: list[Edition]) -> dict[Edition, Playbook]:
    if not editions:
        return {}
    rows = await db.execute(
        select(PlaybookVersion.playbook_id, PlaybookVersion.version, PlaybookVersion.body).where(
            PlaybookVersion.account_id == account_id,
            tuple_(PlaybookVersion.playbook_id, PlaybookVersion.version).in_(editions),
            PlaybookVersion.body.is_not(None),
        )
    )
    return {(book, version): parse_own(body) for book, version, body in rows.tuples()}
