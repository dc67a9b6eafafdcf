"""Real PostgreSQL for every test: one server a run, one migrated template, one clone of it per test that asks."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest
import uvicorn
from fastapi import FastAPI
from hypothesis import settings

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import Account, Role, User
from resolvent.accounts.tokens import create_token
from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database, set_account
from resolvent.ids import new_id
from resolvent.logs import configure_logs
from resolvent.migrations import migrate
from resolvent.postgres import EmbeddedPostgres
from resolvent.ticketing.connections import make_local_desk
from resolvent.ticketing.patience import Patience

pytest_plugins = ["tests.rt_server", "tests.contract.rt_harness"]
SECRET = "a test's secret key of forty characters."
TEST_DATABASE_URL = "RESOLVENT_TEST_DATABASE_URL"
"""A server to test on instead of the embedded one: libpq's URL of its superuser."""
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "max_wal_size": "256MB",
}
"""What a server needs that nobody mourns."""
configure_logs("ERROR", "json")
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # how long an example takes is no assertion: a busy machine is slow
QUICK = Patience(read_after=(0.0, 0.02, 0.25), apart=0.2, ambiguity_window=0.5, deadline=20.0, again_after=0.2)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--first-rows", action="store_true", help="of each parametrised test its first row alone")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """What may be told apart by `-m database`: whatever talks to the server of the run. A test that asks for its fixtures
    while it runs is marked by hand."""
    for item in items:
        if "server_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)
    yield  # `-m` and `-k` have chosen now
    if config.getoption("--first-rows"):
        firsts = set({item.nodeid.partition("[")[0]: item for item in reversed(items)}.values())
        config.hook.pytest_deselected(items=[item for item in items if item not in firsts])
        items[:] = [item for item in items if item in firsts]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    must_run = any(item.get_closest_marker(name) for name in ("browser", "rt"))
    if report.skipped and must_run and os.environ.get("RESOLVENT_CI") == "1":  # type: ignore[attr-defined]
        report.outcome = "failed"  # type: ignore[attr-defined]
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Told at once: a run that is cut off later has no summary."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        sys.stderr.write(f"\nFAILED at {report.when}: {report.nodeid}\n{report.longreprtext[-2_000:]}\n")


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of this worker's own server, as its superuser, at the database `postgres`."""
    if named := os.environ.get(TEST_DATABASE_URL):
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="resolvent-test-", dir=find_memory()))
    folder.chmod(0o755)
    try:
        with EmbeddedPostgres(folder, extra_settings=FAST) as server:
            yield server.url("postgres")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_memory() -> Path | None:
    """A folder in memory that programs may run from, with room enough: a database is made there in a third of the time."""
    folder = Path("/dev/shm")
    if not folder.is_dir() or os.statvfs(folder).f_flag & os.ST_NOEXEC:
        return None
    return folder if shutil.disk_usage(folder).free > 4 << 30 else None


def sibling(url: str, database: str) -> str:
    """The same server's other database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def template(server_url: str) -> str:
    name = f"template_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute(f'CREATE DATABASE "{name}"')
    migrate(sibling(server_url, name))
    return name


@pytest.fixture(scope="session")
def used_up(server_url: str) -> Iterator[list[str]]:
    """Databases of tests that are over."""
    names: list[str] = []
    yield names
    drop_databases(server_url, names)


def drop_databases(server_url: str, names: list[str]) -> None:
    with psycopg.connect(server_url, autocommit=True) as db:
        while names:
            db.execute(f'DROP DATABASE "{names.pop()}" WITH (FORCE)')


@pytest.fixture
def database_url(request: pytest.FixtureRequest, server_url: str, template: str, used_up: list[str]) -> Iterator[str]:
    """An own migrated database, as its owner. The application itself acts as `resolvent_app` on it."""
    assert request.node.get_closest_marker("database"), "unmarked, it would not run on the system's PostgreSQL"
    # Not at once after their test: PostgreSQL sleeps for 100 ms where a connection is still closing.
    drop_databases(server_url, used_up)
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as db:
        # Twice as quick as through the log, where the files are in memory.
        db.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    yield sibling(server_url, name)
    used_up.append(name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url, pool_size=5)
    yield made
    await made.close()


@dataclass(frozen=True)
class Tenant:
    account_id: UUID
    connection_id: UUID
    """Of its local desk."""
    actors: dict[Role, Actor]
    tokens: dict[Role, str]

    @property
    def actor(self) -> Actor:
        return self.actors[Role.ADMIN]

    def headers(self, role: Role = Role.ADMIN) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[role]}"}


async def make_tenant(database_url: str, name: str) -> Tenant:
    """As the owner: an account with one person a role, their tokens, and the local desk."""
    owner = Database(database_url, pool_size=1, role=None)
    account_id = new_id()
    actors: dict[Role, Actor] = {}
    tokens: dict[Role, str] = {}
    async with owner.transaction() as db:
        await set_account(db, account_id)
        db.add(Account(id=account_id, name=name))
        await db.flush()
        for role in Role:
            user = User(
                account_id=account_id, id=new_id(), email=f"{role}@{name}.example", name=f"{name} {role}", role=role
            )
            db.add(user)
            await db.flush()
            actors[role] = Actor(account_id, user.id, user.name, role, None)
            tokens[role], _ = await create_token(db, actors[role], "test", role, 1)
        desk = make_local_desk(db, account_id)
        await db.flush()
    await owner.close()
    return Tenant(account_id, desk.id, actors, tokens)


@pytest.fixture
async def tenant(database_url: str) -> Tenant:
    return await make_tenant(database_url, "acme")


@pytest.fixture
async def other_tenant(database_url: str) -> Tenant:
    return await make_tenant(database_url, "other")


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[str]:
    """The app behind a real socket."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, timeout_graceful_shutdown=1))
    task = asyncio.create_task(server.serve())
    while not server.started:
        if task.done():
            task.result()
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


@pytest.fixture
def app(database_url: str) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, patience=QUICK)


@pytest.fixture
async def base_url(app: FastAPI) -> AsyncIterator[str]:
    async with running(app) as url:
        yield url


@pytest.fixture
async def client(base_url: str, tenant: Tenant) -> AsyncIterator[httpx2.AsyncClient]:
    """Signed in as the administrator. Over plain HTTP: reading the machine's certificates would take 90 ms a test."""
    url = f"{base_url}/api/v1"
    async with httpx2.AsyncClient(base_url=url, headers=tenant.headers(), timeout=30, verify=False) as made:
        yield made


@pytest.fixture
async def anonymous(base_url: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", timeout=30, verify=False) as made:
        yield made
