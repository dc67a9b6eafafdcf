"""Where a run keeps its recovery points: a protocol, and its PostgreSQL implementation."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol

from resolvent.db import Database
from resolvent.ticketing.http import Exchange
from resolvent.ticketing.models import Writeback, WritebackExchange
from resolvent.ticketing.steps import Step
from resolvent.ticketing.writebacks import reach, save


class RunStore(Protocol):
    """Each call is one commit, fenced: LostLease if another process took over since the row was claimed.

    What is stored is set on `row` too, and `exchanges` are kept in the same commit. Both calls renew the lease, unless
    `values` holds a `lease_until` or the step ends the write-back.
    """

    row: Writeback

    async def save(self, exchanges: Sequence[Exchange], **values: Any) -> None: ...

    async def reach(self, exchanges: Sequence[Exchange], step: Step, **values: Any) -> None:
        """`snapshot` among the values: the ticket as just read, which a session that ends keeps."""


class DatabaseRunStore:
    def __init__(self, database: Database, row: Writeback) -> None:
        self._database = database
        self.row = row
        self._fence = row.fence

    async def save(self, exchanges: Sequence[Exchange], **values: Any) -> None:
        async with self._database.transaction(self.row.account_id) as db:
            await save(db, self.row, self._fence, **values)
            db.add_all(self._rows_of(exchanges))

    async def reach(self, exchanges: Sequence[Exchange], step: Step, **values: Any) -> None:
        async with self._database.transaction(self.row.account_id) as db:
            await reach(db, self.row, self._fence, step, **values)
            db.add_all(self._rows_of(exchanges))

    def _rows_of(self, exchanges: Sequence[Exchange]) -> list[WritebackExchange]:
        return [
            WritebackExchange(account_id=self.row.account_id, writeback_id=self.row.id, **asdict(one))
            for one in exchanges
        ]
