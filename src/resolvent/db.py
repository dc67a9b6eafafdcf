"""Engine, model bases, one transaction per request, and the tenant of a transaction.

Every connection starts as the role `resolvent_app`, which owns nothing and cannot bypass row-level security. A
transaction sees the rows of the account that it was opened for, or that `set_account` named since, and no others.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from typing import Annotated, Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

import asyncpg
from fastapi import Depends, Request
from sqlalchemy import (
    ColumnElement,
    DateTime,
    ForeignKeyConstraint,
    MetaData,
    Text,
    TextClause,
    bindparam,
    event,
    func,
    text,
)
from sqlalchemy import Connection as SyncConnection
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, SessionTransaction, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from resolvent.ids import new_id
from resolvent.vault import Vault

APP_ROLE = "resolvent_app"
ACCOUNT_SETTING = "resolvent.account_id"

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Base of all tables. Nothing loads lazily: relations are written as selects in the verb that needs them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }


class TenantModel(Model):
    """A row of exactly one account. The account leads every key, so that a cluster can be split by it."""

    __abstract__ = True

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


def of_account(table: str, column: str, *, cascade: bool = True) -> ForeignKeyConstraint:
    """A foreign key that cannot cross accounts: (account_id, column) → table(account_id, id)."""
    return ForeignKeyConstraint(
        ["account_id", column], [f"{table}.account_id", f"{table}.id"], ondelete="CASCADE" if cascade else None
    )


def of_session(model: Any) -> ColumnElement[bool]:
    """The rows that hang on the session that a statement is given as `account` and `session`. A statement that is written once is not
    built and looked up anew for each request, which takes longer than to read a few rows."""
    belongs: ColumnElement[bool] = (model.account_id == bindparam("account")) & (
        model.session_id == bindparam("session")
    )
    return belongs


def asyncpg_url(url: str) -> tuple[str, dict[str, Any]]:
    """SQLAlchemy's URL and asyncpg's arguments for a libpq URL: the two spell `sslmode`, `host` and options differently."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    arguments: dict[str, Any] = {}
    if sslmode := query.pop("sslmode", None):
        arguments["ssl"] = sslmode
    for unknown_to_asyncpg in ("channel_binding", "connect_timeout", "gssencmode", "options", "application_name"):
        query.pop(unknown_to_asyncpg, None)
    return urlunsplit(("postgresql+asyncpg", parts.netloc, parts.path, urlencode(query), "")), arguments


class Connection(asyncpg.Connection):  # type: ignore[misc]  # untyped
    tenant: UUID | None = None
    """Of the transaction that begins next."""

    async def execute(self, query: str, *args: Any, **given: Any) -> str:
        """A transaction begins as its tenant in one round trip."""
        if self.tenant is not None and query.startswith("BEGIN"):
            query += f"SELECT set_config('{ACCOUNT_SETTING}', '{self.tenant}', true);"
            self.tenant = None
        done: str = await super().execute(query, *args, **given)
        return done

    async def executemany(self, command: str, args: Iterable[Sequence[Any]], **given: Any) -> None:
        """To its end, and only then is its caller cancelled.

        The driver would wait for ever for the answer to what it had not sent whole, and so would everybody behind the locks of
        that transaction (asyncpg 0.32.0, `bind_execute_many`; its issue 1265).
        """
        running = asyncio.ensure_future(super().executemany(command, args, **given))
        cancelled: asyncio.CancelledError | None = None
        while not running.done():
            try:
                await asyncio.wait({running})
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is not None:
            running.exception()
            raise cancelled
        running.result()


class Database:
    """The pool of one process."""

    def __init__(
        self, url: str, *, pool_size: int = 10, role: str | None = APP_ROLE, vault: Vault | None = None
    ) -> None:
        """`vault`: seals and opens what a transaction keeps encrypted; see `vault_of`."""
        self.url = url
        address, arguments = asyncpg_url(url)
        server_settings = {"application_name": "resolvent", "timezone": "UTC"}
        if role is not None:
            server_settings["role"] = role
        self.engine: AsyncEngine = create_async_engine(
            address,
            pool_size=pool_size,
            max_overflow=pool_size,
            # The one used last knows its statements; each of the others would prepare them first.
            pool_use_lifo=True,
            # An error's text is logged; the values of its statement are not.
            hide_parameters=True,
            # The product has several hundred statements: one that a connection forgets is prepared again.
            connect_args={
                "connection_class": Connection,
                "server_settings": server_settings,
                "timeout": 10,
                "prepared_statement_cache_size": 500,
                **arguments,
            },
        )
        event.listen(self.engine.sync_engine, "checkout", refuse_closed)
        self._sessions = async_sessionmaker(
            self.engine, expire_on_commit=False, info={"vault": vault}, sync_session_class=TenantSession
        )

    @asynccontextmanager
    async def transaction(self, account_id: UUID | None = None) -> AsyncIterator[AsyncSession]:
        """Commit on leaving, roll back on an exception. With an account: as that tenant."""
        async with self._sessions() as db, db.begin():
            db.info["tenant"] = account_id
            yield db

    async def close(self) -> None:
        await self.engine.dispose()


class TenantSession(Session):
    """Its transactions begin as the tenant that it was opened for."""


@event.listens_for(TenantSession, "after_begin")
def begin_as_tenant(session: Session, transaction: SessionTransaction, connection: SyncConnection) -> None:
    """The driver is told; it begins with the first statement."""
    if not transaction.nested:
        connection.connection.driver_connection.tenant = session.info["tenant"]  # type: ignore[union-attr]  # asyncpg's


def refuse_closed(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
    """The driver knows which connections a stopping server has closed: asking, as `pool_pre_ping` does, is three round trips."""
    if record.driver_connection.is_closed():  # type: ignore[union-attr]  # asyncpg's; a connection that is taken has one
        raise InvalidatePoolError


async def set_account(db: AsyncSession, account_id: UUID) -> None:
    """From here to the end of a transaction that began without one, only this account's rows exist."""
    await db.execute(
        text("SELECT set_config(:name, :account, true)"), {"name": ACCOUNT_SETTING, "account": str(account_id)}
    )


def vault_of(db: AsyncSession) -> Vault:
    """Of the process that this transaction belongs to."""
    vault: Vault | None = db.info.get("vault")
    if vault is None:
        raise RuntimeError("This database was opened without a vault.")
    return vault


async def call_function(db: AsyncSession, call: str, parameters: Mapping[str, Any]) -> dict[str, Any] | None:
    """One row of a SECURITY DEFINER function, the named exceptions to row-level security (sign-in, look-ups, sweeps)."""
    row = (await db.execute(select_from(call), dict(parameters))).mappings().first()
    return dict(row) if row is not None else None


@cache
def select_from(call: str) -> TextClause:
    return text(f"SELECT * FROM {call}")  # noqa: S608 (constants)


def after_commit(db: AsyncSession, act: Callable[[], None]) -> None:
    """Call `act` once this transaction is committed, and never if it is not."""
    event.listen(db.sync_session, "after_commit", lambda _: act(), once=True)


def after_end(db: AsyncSession, act: Callable[[], None]) -> None:
    """Call `act` when this transaction is over, however it ended: also when the rollback fails. After what `after_commit` calls."""

    def end(_: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None:
            act()

    event.listen(db.sync_session, "after_transaction_end", end)


async def get_database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def get_db(database: Annotated[Database, Depends(get_database)]) -> AsyncIterator[AsyncSession]:
    """The request's transaction. Function scope commits before the response leaves: a failed commit is never a 200."""
    async with database.transaction() as db:
        yield db


Db = Annotated[AsyncSession, Depends(get_db, scope="function")]
DatabaseDep = Annotated[Database, Depends(get_database)]
