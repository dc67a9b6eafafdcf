"""The whole request for the insights over generated sessions: `python -m bench.insights [--sessions 5000] [--requests 60] [--explain]`.

A throw-away database on its own PostgreSQL, with fixes, write-backs, hand-overs, turns and model calls for each session;
half a year of them is asked for. Goal: p95 ≤ 300 ms for 5,000 sessions.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import psycopg
from sqlalchemy import text
from tests.conftest import Tenant, make_tenant, running

from resolvent.accounts.models import Role
from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.insights.figures import KEYS, OTHERS, statement_of, values_of
from resolvent.insights.period import make_period
from resolvent.migrations import migrate
from resolvent.postgres import EmbeddedPostgres

DAYS = 180
HISTORY = """
INSERT INTO ai_sessions (account_id, id, title, problem, status, round, ticket, category, created_by, assignee_id, created_at)
SELECT %(account)s, gen_random_uuid(), 'VPN ' || n, repeat('It fails since Monday. ', 20),
    CASE WHEN n %% 10 < 7 THEN 'resolved' WHEN n %% 10 < 9 THEN 'escalated' ELSE 'active' END, 1 + (n %% 17 = 0)::int,
    CASE WHEN n %% 11 > 0 THEN jsonb_build_object('company', 'Client ' || (n * 7919) %% 80, 'description', repeat('x', 800)) END,
    (ARRAY['vpn', 'print-spooler', 'slow-pc', 'disk-full', NULL])[1 + n %% 5],
    (%(people)s::uuid[])[1 + n %% 3], (%(people)s::uuid[])[1 + n %% 3],
    now() - random() * interval '175 days'
FROM generate_series(1, %(sessions)s) n;
INSERT INTO writebacks (account_id, id, session_id, kind, round, step, text, text_hash, marker, confirmed_by,
    confirmed_by_name, state_version, created_at, finished_at)
SELECT account_id, gen_random_uuid(), id, CASE WHEN status = 'escalated' THEN 'escalation' ELSE 'resolution' END, 1,
    (ARRAY['VERIFIED', 'VERIFIED', 'VERIFIED', 'SKIPPED', 'LOCAL', 'REJECTED'])[1 + (random() * 5)::int], repeat('x', 1500),
    '', '', assignee_id, '', 9, created_at, created_at + random() * interval '2 days'
FROM ai_sessions WHERE status <> 'active' OR round > 1;
INSERT INTO handoffs (account_id, id, session_id, round, verb, by_id, by_name, waited_seconds)
SELECT account_id, gen_random_uuid(), session_id, round, 'return', confirmed_by, '', 60
FROM writebacks WHERE kind = 'escalation' AND random() < 0.3;
INSERT INTO suggested_fixes (account_id, id, session_id, title, rationale, confidence, status, template_id,
    ai_drafted_script, applied_at, superseded_at, created_at)
SELECT account_id, gen_random_uuid(), id, 'Restart it', '', 80,
    CASE WHEN random() < 0.6 THEN 'applied_success' ELSE 'applied_failed' END,
    CASE WHEN random() < 0.5 THEN ('00000000-0000-7000-8000-0000000000' || lpad((random() * 60)::int::text, 2, '0'))::uuid END,
    repeat('x', 1000), created_at + f * interval '10 minutes', created_at + interval '1 day', created_at
FROM ai_sessions, generate_series(1, 2) f;
INSERT INTO turns (account_id, id, session_id, question_id, answer_id, started_by, status, assistant, lease_until, created_at)
SELECT account_id, gen_random_uuid(), id, gen_random_uuid(), gen_random_uuid(), assignee_id, 'complete', 'model', created_at,
    created_at + t * interval '5 minutes'
FROM ai_sessions, generate_series(1, 4) t;
INSERT INTO model_usage (account_id, id, use, endpoint, model, session_id, turn_id, outcome, input_tokens, cached_tokens,
    output_tokens, measured, cost_usd, total_ms, created_at)
SELECT account_id, gen_random_uuid(), 'chat', 'main', 'm', session_id, id, 'complete', 4000, 0, 400, true,
    CASE WHEN random() < 0.8 THEN 0.0123 END, 900, created_at
FROM turns;
"""
ROWS = ("ai_sessions", "writebacks", "suggested_fixes", "handoffs", "turns", "model_usage")


def fill(url: str, tenant: Tenant, sessions: int) -> dict[str, int]:
    people = [actor.user_id for actor in tenant.actors.values()]
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as db:
        db.execute(HISTORY, {"account": tenant.account_id, "people": people, "sessions": sessions})
        db.execute("ANALYZE")
        counts = {}
        for table in ROWS:
            row = db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 (constants)
            assert row is not None
            counts[table] = row[0]
        return counts


async def explain(url: str, tenant: Tenant) -> None:
    today = datetime.now(UTC)
    period = make_period(today.date() - timedelta(days=DAYS), today.date(), "Europe/Berlin", None, today)
    statement = statement_of(period.step, "engineer").text
    database = Database(url, pool_size=1)
    async with database.transaction(tenant.account_id) as db:
        values = {**values_of(tenant.account_id, period), "others": OTHERS}
        for (line,) in await db.execute(text(f"EXPLAIN (ANALYZE, BUFFERS) {statement}"), values):
            print(line)
    await database.close()


async def ask(client: httpx2.AsyncClient, query: dict[str, str], requests: int) -> None:
    times = []
    for number in range(requests + 3):
        begun = time.perf_counter()
        answer = await client.get("/insights", params=query)
        spent = (time.perf_counter() - begun) * 1000
        assert answer.status_code == 200, answer.text
        if number >= 3:
            times.append(spent)
    times.sort()
    said = " ".join(f"{name}={value}" for name, value in query.items() if name in ("by", "step"))
    print(
        f"{said:<24} n={requests}  p50 {statistics.median(times):6.1f} ms  p95 {times[requests * 95 // 100]:6.1f} ms  {len(answer.content) / 1000:.0f} kB"
    )


async def measure(url: str, given: argparse.Namespace) -> None:
    tenant = await make_tenant(url, "acme")
    print(", ".join(f"{count:,} {table}" for table, count in fill(url, tenant, given.sessions).items()))
    if given.explain:
        await explain(url, tenant)
    last = datetime.now(UTC).date()
    days = {"from": str(last - timedelta(days=DAYS - 1)), "to": str(last), "time_zone": "Europe/Berlin"}
    async with (
        running(create_app(Settings(), url, "a bench's secret key of forty characters")) as base,
        httpx2.AsyncClient(base_url=f"{base}/api/v1", headers=tenant.headers(Role.LEAD), timeout=60) as client,
    ):
        for by in KEYS:
            await ask(client, {**days, "by": by}, given.requests)
        await ask(client, {**days, "by": "client", "step": "day"}, given.requests)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sessions", type=int, default=5_000)
    options.add_argument("--requests", type=int, default=60)
    options.add_argument("--explain", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="resolvent-bench-") as folder:
        Path(folder).chmod(0o755)
        with EmbeddedPostgres(Path(folder) / "db") as server:
            migrate(server.url("postgres"))
            asyncio.run(measure(server.url("postgres"), given))


if __name__ == "__main__":
    main()
