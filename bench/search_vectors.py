"""The index of vectors against a full scan: `python bench/search_vectors.py [--sessions 100000] [--length 256] [--asked 50]`.

Vectors around random centres, as texts gather around their problems: they stand for a model's in number and length, not in what they
mean. Prints how long the look-up for the nearest takes, as the application's role, and its recall@10 of the exact ones. Goal: ≥ 0.95.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg

from search import throw_away

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.conftest import make_tenant

from resolvent.migrations import migrate
from resolvent.search.find import NEAREST

CENTRES = """
    SELECT setseed(0.11);
    CREATE TABLE centres AS SELECT c, array_agg(random() - 0.5) AS v FROM generate_series(0, 499) c, generate_series(1, {length}) GROUP BY c;
    CREATE FUNCTION around(centre integer, seed bigint) RETURNS halfvec LANGUAGE sql VOLATILE AS
        'SELECT array_agg(x + (random() - 0.5) * 0.9)::halfvec FROM centres, unnest(v) x WHERE c = centre';
    ALTER TABLE centres ADD PRIMARY KEY (c);
"""
ROWS = """
    SET session_replication_role = replica;
    INSERT INTO searched_sessions (account_id, session_id, status, title, problem, closed_at)
    SELECT '{account}', gen_random_uuid(), 'resolved', '', '', now() - n * interval '1 minute' FROM generate_series(1, {sessions}) n;
    DROP INDEX resolvent_vectors.session_vectors_{length};
    INSERT INTO resolvent_vectors.session_vectors
    SELECT account_id, session_id, 'm', {length}, around((random() * 499)::integer, row_number() OVER ()) FROM searched_sessions;
    SET maintenance_work_mem = '1GB';
    CREATE INDEX session_vectors_{length} ON resolvent_vectors.session_vectors
        USING hnsw ((embedding::halfvec({length})) halfvec_cosine_ops) WHERE dimensions = {length};
    ANALYZE;
"""
FIND = "SELECT session_id FROM resolvent_vectors.find_near(%s, %s, 'm', 0, NULL, NULL, NULL, %s)"
EXACT = """
    SELECT session_id FROM resolvent_vectors.session_vectors ORDER BY embedding::halfvec({length}) <=> %s::halfvec({length}) LIMIT 10
"""


def measure(url: str, account: object, given: argparse.Namespace) -> None:
    named = {"length": given.length, "sessions": given.sessions, "account": account}
    with psycopg.connect(url, autocommit=True) as db:
        begun = time.perf_counter()
        db.execute(CENTRES.format(**named).encode())
        db.execute(ROWS.format(**named).encode())
        print(
            f"{given.sessions:,} vectors of {given.length} in {time.perf_counter() - begun:.0f} s; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        rows = db.execute(
            "SELECT around((random() * 499)::integer, n)::text FROM generate_series(1, %s) n", (given.asked,)
        )
        asked = [str(one) for (one,) in rows]
        db.execute("SET enable_indexscan = off")
        exact = [{row[0] for row in db.execute(EXACT.format(**named).encode(), (one,))} for one in asked]
    with psycopg.connect(url, autocommit=True, options="-c role=resolvent_app") as db:
        db.execute("SELECT set_config('resolvent.account_id', %s, false)", (str(account),))
        found, times = [], []
        for one in asked:
            begun = time.perf_counter()
            nearest = db.execute(FIND, (one, given.length, NEAREST)).fetchall()
            times.append((time.perf_counter() - begun) * 1000)
            found.append([row[0] for row in nearest[:10]])
    tell(times, [len(set(some) & all_) / 10 for some, all_ in zip(found, exact, strict=True)])


def tell(times: Sequence[float], recalls: Sequence[float]) -> None:
    p50, p95 = (sorted(times)[len(times) * part // 100] for part in (50, 95))
    print(
        f"n={len(times)}  p50 {p50:.1f}  p95 {p95:.1f} ms  recall@10 {sum(recalls) / len(recalls):.3f}; load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sessions", type=int, default=100_000)
    options.add_argument("--length", type=int, default=256)
    options.add_argument("--asked", type=int, default=50)
    given = options.parse_args()
    with throw_away() as url:
        migrate(url)
        measure(url, asyncio.run(make_tenant(url, "acme")).account_id, given)


if __name__ == "__main__":
    main()
