"""One application on one database for all tests of a file, and every kind of caller it may meet."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest
import pytest_asyncio
from psycopg import sql

from resolvent.accounts.login import make_link
from resolvent.accounts.models import ApiToken, Role, User
from resolvent.accounts.secrets import hash_token, new_token
from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database, set_account
from resolvent.fixes.suggest import Suggestion, suggest_fix
from resolvent.ids import new_id
from resolvent.sessions.access import change_session
from resolvent.ticketing.patience import Patience
from tests.conftest import SECRET, Tenant, make_tenant, running, sibling
from tests.scripted import ScriptedAssistant

MAX_BODY = 300_000


@contextmanager
def cloned(server_url: str, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    yield sibling(server_url, name)
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


class Talker(ScriptedAssistant):
    """Has a short answer to everything."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = _Endless()


class _Endless(list[Any]):
    def pop(self, _index: Any = -1) -> Any:
        return "Noted."


@dataclass
class World:
    url: str
    database_url: str
    owner: Database
    acme: Tenant
    other: Tenant
    client: httpx2.AsyncClient
    """Sends no credentials by itself."""
    disabled_token: str
    expired_token: str
    revoked_token: str

    @property
    def callers(self) -> dict[str, dict[str, str]]:
        """Name of the caller → its headers."""
        return {
            "nobody": {},
            "engineer": self.acme.headers(Role.ENGINEER),
            "lead": self.acme.headers(Role.LEAD),
            "admin": self.acme.headers(),
            "stranger": self.other.headers(),
            "expired": {"Authorization": f"Bearer {self.expired_token}"},
            "revoked": {"Authorization": f"Bearer {self.revoked_token}"},
            "disabled": {"Authorization": f"Bearer {self.disabled_token}"},
        }

    async def ask(
        self, method: str, path: str, body: Any = None, *, headers: dict[str, str] | None = None
    ) -> httpx2.Response:
        """As acme's administrator unless `headers` say otherwise."""
        sent = {"json": body} if body is not None else {}
        return await self.client.request(
            method, f"/api/v1{path}", headers=self.acme.headers() if headers is None else headers, **sent
        )

    async def make(self, path: str, body: Any = None) -> dict[str, Any]:
        answer = await self.ask("POST", path, body)
        assert answer.is_success, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def new_session(self) -> str:
        return str((await self.make("/ai-sessions", {"problem": "Printing fails."}))["id"])

    async def new_fix(self, session_id: str, template: str | None = None) -> str:
        """With a drafted script or, when named, with a shipped template."""
        async with self.owner.transaction() as db:
            await set_account(db, self.acme.account_id)
            session = await change_session(db, self.acme.actor, UUID(session_id), ["fix"])
            script = "Restart-Service Spooler" if template is None else None
            suggestion = Suggestion("Restart", "It hangs.", 80, script=script, template_slug=template)
            fix = await suggest_fix(db, session, suggestion)
            return str(fix.id)

    async def new_user(self, role: Role = Role.ENGINEER) -> str:
        user = await self.make("/users", {"email": f"{uuid4().hex}@acme.example", "name": "New", "role": role.value})
        return str(user["user"]["id"])

    async def new_link(self) -> str:
        async with self.owner.transaction() as db:
            await set_account(db, self.acme.account_id)
            return make_link(db, self.acme.account_id, self.acme.actor.user_id)

    async def forget_attempts(self) -> None:
        await self.run("DELETE FROM rate_buckets")

    async def count_windows(self) -> int:
        """In which attempts were counted: a test whose attempts fell into two of them begins again."""
        async with await psycopg.AsyncConnection.connect(self.database_url) as db:
            found = await (await db.execute("SELECT count(DISTINCT window_start) FROM rate_buckets")).fetchone()
        return int(found[0]) if found else 0

    async def run(self, statement: str) -> None:
        """As the owner of the database."""
        async with await psycopg.AsyncConnection.connect(self.database_url) as db:
            await db.execute(statement.encode())

    async def count_rows(self) -> dict[str, int]:
        """Of every table that requests write to; who looked last, and how often, is not of them."""
        async with await psycopg.AsyncConnection.connect(self.database_url) as db:
            named = await db.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
            tables = sorted(str(row[0]) for row in await named.fetchall() if row[0] != "rate_buckets")
            counted = {}
            for table in tables:
                found = await db.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
                row = await found.fetchone()
                counted[table] = int(row[0]) if row else 0
        return counted


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(server_url: str, template: str) -> AsyncIterator[World]:
    with cloned(server_url, template) as database_url:
        app = create_app(
            Settings(max_body_bytes=MAX_BODY),
            database_url,
            SECRET,
            assistant=Talker(),
            need_nonce=False,
            patience=Patience(read_after=(0.0, 0.01), apart=0.0, ambiguity_window=0.1, deadline=20.0),
        )
        owner = Database(database_url, pool_size=2, role=None)
        acme, other = await make_tenant(database_url, "acme"), await make_tenant(database_url, "other")
        tokens = await make_dead_tokens(owner, acme)
        async with running(app) as url, httpx2.AsyncClient(base_url=url, timeout=30) as client:
            yield World(url, database_url, owner, acme, other, client, *tokens)
        await owner.close()


async def make_dead_tokens(owner: Database, acme: Tenant) -> tuple[str, str, str]:
    """Administrators' tokens: of a disabled user, expired, revoked."""
    now = datetime.now(UTC)
    async with owner.transaction() as db:
        await set_account(db, acme.account_id)
        gone = User(
            account_id=acme.account_id,
            id=new_id(),
            email="gone@acme.example",
            name="Gone",
            role=Role.ADMIN,
            disabled_at=now,
        )
        db.add(gone)
        await db.flush()
        disabled, expired, revoked = (new_token("rv_") for _ in range(3))
        here = acme.actor.user_id
        for secret, user_id, dates in (
            (disabled, gone.id, {}),
            (expired, here, {"expires_at": now - timedelta(seconds=1)}),
            (revoked, here, {"revoked_at": now}),
        ):
            db.add(
                ApiToken(
                    account_id=acme.account_id,
                    user_id=user_id,
                    name="dead",
                    role=Role.ADMIN,
                    token_hash=hash_token(secret),
                    prefix=secret[:8],
                    **dates,
                )
            )
    return disabled, expired, revoked


@pytest.fixture
def unknown_id() -> str:
    return "01890000-0000-7000-8000-000000000000"
