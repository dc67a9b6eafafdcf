"""Search over generated closed sessions: `python bench/search.py [--sessions 100000] [--requests 200] [--scans 30]`.

A throw-away database on its own PostgreSQL, or a new one on the server of RESOLVENT_TEST_DATABASE_URL. Times are of whole requests
over HTTP, one after the other. Known items: how often a session is found by somebody who tells it in other words. Full scan: how
much of the ten best rows of all is among those that `/similar` gives, by the weight of the words that are shared; where several weigh
as much as the tenth, any of them counts. Goals: similar sessions p95 ≤ 60 ms at 10^5 and ≤ 150 ms at
10^6, full scan ≥ 0.95.
"""

import argparse
import asyncio
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

import httpx2
import psycopg
from sqlalchemy import text

from search_items import ITEMS
from search_texts import Texts, Told

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.conftest import TEST_DATABASE_URL, Tenant, make_tenant, running

from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.ids import new_id
from resolvent.migrations import migrate
from resolvent.postgres import EmbeddedPostgres
from resolvent.search.find import LIKE_ENOUGH, read_words
from resolvent.search.likely import quote

SESSIONS = "COPY ai_sessions (account_id, id, title, problem, status, created_by, closed_at) FROM STDIN"
SEARCHED = (
    "COPY searched_sessions (account_id, session_id, status, closed_at, title, problem, number, company, fixed,"
    " cause, note) FROM STDIN"
)
BATCH = 20_000
WARM = 5
"""Requests before any is counted."""
INDEX = "ix_searched_sessions_words"
WORD = re.compile(r"[a-z]{4,}")
BEST = text("""
    SELECT session_id, score FROM (SELECT s.session_id, (
        SELECT coalesce(sum(l.weight), 0) FROM unnest(CAST(CAST(:words AS text[]) AS tsquery[]), CAST(:weights AS float8[])) AS l (word, weight)
        WHERE s.words @@ l.word) AS score
    FROM searched_sessions s WHERE s.account_id = :account) scored WHERE score >= :least ORDER BY score DESC
""")
TOLD = text("SELECT title || chr(10) || problem FROM ai_sessions WHERE id = :id")
Ask = Callable[[], Awaitable[httpx2.Response]]


@contextmanager
def throw_away() -> Iterator[str]:
    """libpq's URL of an empty database, as its owner."""
    if named := os.environ.get(TEST_DATABASE_URL):
        name = f"bench_{uuid4().hex}"
        with psycopg.connect(named, autocommit=True) as db:
            db.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(named)._replace(path=f"/{name}"))
        with psycopg.connect(named, autocommit=True) as db:
            db.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        return
    with tempfile.TemporaryDirectory(prefix="resolvent-bench-") as folder:
        Path(folder).chmod(0o755)
        with EmbeddedPostgres(Path(folder) / "db") as server:
            yield server.url("postgres")


def fill(url: str, tenant: Tenant, texts: Texts, sessions: int) -> list[UUID]:
    """The ids of the planted items. The trigger that marks sessions is off: their rows are copied here."""
    places = sorted(random.Random(7).sample(range(sessions), len(ITEMS)))
    planted = dict(zip(places, ITEMS, strict=True))
    ids: list[UUID] = []
    with psycopg.connect(url) as db:
        row = db.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", (INDEX,)).fetchone()
        assert row is not None
        db.execute(f"DROP INDEX {INDEX}".encode())
        db.execute("SET session_replication_role = replica")
        for start in range(0, sessions, BATCH):
            rows = []
            for number in range(start, min(start + BATCH, sessions)):
                told, id_ = texts.tell(), new_id()
                if number in planted:
                    told = replace(
                        told,
                        title=planted[number].title,
                        problem=planted[number].problem,
                        fixed=None,
                        cause=None,
                        note=None,
                    )
                    ids.append(id_)
                rows.append((id_, datetime.now(UTC) - timedelta(minutes=5 * (sessions - number)), told))
            copy_rows(db, tenant, rows)
        db.execute(row[0].encode())
        db.commit()
        db.autocommit = True
        db.execute("VACUUM ANALYZE searched_sessions")
        db.execute("ANALYZE")
    return ids


def copy_rows(db: psycopg.Connection, tenant: Tenant, rows: Sequence[tuple[UUID, datetime, Told]]) -> None:
    account, by = tenant.account_id, tenant.actor.user_id
    with db.cursor().copy(SESSIONS) as copy:
        for id_, closed, told in rows:
            copy.write_row((account, id_, told.title, told.problem, "resolved", by, closed))
    with db.cursor().copy(SEARCHED) as copy:
        for id_, closed, told in rows:
            copy.write_row((account, id_, "resolved", closed, *astuple(told)))


class Processor:
    """Seconds of processor that this process (client and server) and the database's own have used. Linux."""

    def __init__(self, url: str) -> None:
        with psycopg.connect(url) as db:
            (main,) = db.execute("SELECT pg_read_file('postmaster.pid')").fetchone() or ("",)
        self.main = int(main.split()[0])

    def spent(self) -> float:
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                ticks += (int(fields[11]) + int(fields[12])) * (int(fields[1]) == self.main)
        return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


async def clock(name: str, processor: Processor, asks: Iterable[Ask]) -> None:
    times: list[float] = []
    before = 0.0
    for number, ask in enumerate(asks):
        if number == WARM:
            before = processor.spent()
        begun = time.perf_counter()
        answer = await ask()
        spent = (time.perf_counter() - begun) * 1000
        assert answer.status_code == 200, answer.text
        if number >= WARM:
            times.append(spent)
    used = (processor.spent() - before) / len(times) * 1000
    p50, p95, p99 = (sorted(times)[min(len(times) * part // 100, len(times) - 1)] for part in (50, 95, 99))
    print(
        f"{name:<34} n={len(times)}  p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f}  ms; processor {used:5.1f} ms a request",
        flush=True,
    )


async def open_session(client: httpx2.AsyncClient, **told: str) -> str:
    made = await client.post("/ai-sessions", json=told)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def ask_all(client: httpx2.AsyncClient, processor: Processor, texts: Texts, requests: int) -> list[str]:
    """Times of each kind of question. The ids of the sessions that were asked about."""
    pick, told = texts.random, [texts.tell() for _ in range(requests + WARM)]
    words = [sorted(set(WORD.findall(one.problem.lower()))) or ["printer"] for one in told]

    def search(**query: str) -> Ask:
        return lambda: client.get("/search", params=query)

    def similar(session: str) -> Ask:
        return lambda: client.get("/similar", params={"session": session})

    def some(one: Sequence[str], count: int) -> str:
        return " ".join(pick.sample(one, min(len(one), count)))

    await clock("search, one word", processor, (search(q=some(one, 1)) for one in words))
    await clock("search, three words of one text", processor, (search(q=some(one, 3)) for one in words))
    mixed = [f"{some(one, 3)} {some(other, 3)}" for one, other in zip(words, reversed(words), strict=True)]
    await clock("search, six words of two texts", processor, (search(q=one) for one in mixed))
    await clock("search, two words at a client", processor, (search(q=some(one, 2), client=t.company) for one, t in zip(words, told, strict=True)))  # fmt: skip
    opened = [await open_session(client, title=one.title or "?", problem=one.problem) for one in told]
    await clock("similar sessions", processor, map(similar, opened))
    return opened


async def find_known(client: httpx2.AsyncClient, ids: Sequence[UUID]) -> None:
    typed, told = [], []
    for id_, item in zip(ids, ITEMS, strict=True):
        typed.append(place(await client.get("/search", params={"q": item.typed, "limit": 10}), id_))
        session = await open_session(client, problem=item.told)
        told.append(place(await client.get("/similar", params={"session": session, "limit": 10}), id_))
    for name, places in (("typed in other words", typed), ("told in other words", told)):
        first = [sum(one is not None and one < most for one in places) for most in (1, 5, 10)]
        print(f"known items, {name:<21} n={len(places)}  first {first[0]}, among five {first[1]}, among ten {first[2]}")


def place(answer: httpx2.Response, wanted: UUID) -> int | None:
    found = [one["session_id"] for one in answer.json()["items"]]
    return found.index(str(wanted)) if str(wanted) in found else None


async def compare_with_scan(
    database: Database, client: httpx2.AsyncClient, tenant: Tenant, asked: Sequence[str]
) -> None:
    """Of rows that tie with the tenth best, any will do."""
    shares = []
    for session in asked:
        answer = await client.get("/similar", params={"session": session, "limit": 10})
        found = {UUID(item["session_id"]) for item in answer.json()["items"]}
        async with database.transaction(tenant.account_id) as db:
            told = (await db.execute(TOLD, {"id": session})).scalar_one()
            words, _ = await read_words(db, told)
            weights = [one.weight for one in words]
            given = {"words": [quote(one.word) for one in words], "weights": weights, "account": tenant.account_id}
            best = (await db.execute(BEST, {**given, "least": LIKE_ENOUGH * sum(weights)})).all()
        if best:
            least = best[: min(10, len(best))][-1].score - 1e-6
            good = {row.session_id for row in best if row.score >= least}
            shares.append(len(found & good) / min(10, len(best)))
    print(f"similar, of the ten best of a full scan  n={len(shares)}  {sum(shares) / len(shares):.3f}")


async def measure(url: str, given: argparse.Namespace) -> None:
    tenant = await make_tenant(url, "acme")
    texts, begun = Texts(11), time.perf_counter()
    planted = fill(url, tenant, texts, given.sessions)
    print(
        f"{given.sessions:,} closed sessions in {time.perf_counter() - begun:.0f} s; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    database = Database(url, pool_size=1)
    async with (
        running(create_app(Settings(), url, "a bench's secret key of forty characters")) as base,
        httpx2.AsyncClient(base_url=f"{base}/api/v1", headers=tenant.headers(), timeout=60) as client,
    ):
        opened = await ask_all(client, Processor(url), texts, given.requests)
        await find_known(client, planted)
        await compare_with_scan(database, client, tenant, opened[: given.scans])
    await database.close()
    print(f"load {os.getloadavg()[0]:.1f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sessions", type=int, default=100_000)
    options.add_argument("--requests", type=int, default=200)
    options.add_argument("--scans", type=int, default=30, help="similar sessions that are held against a full scan")
    given = options.parse_args()
    with throw_away() as url:
        migrate(url)
        asyncio.run(measure(url, given))


if __name__ == "__main__":
    main()
