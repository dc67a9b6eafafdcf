"""Library search and ranking with 200 templates and 10,000 outcomes and generations, on an embedded database.

    .venv/bin/python bench/library.py [--rounds 200]

Times are those of the verb inside its transaction, from Python: its queries, their way to the server, its own work.
"""

import argparse
import asyncio
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.db import Database
from resolvent.fixes.models import SuggestedFix
from resolvent.ids import new_id
from resolvent.migrations import migrate
from resolvent.postgres import EmbeddedPostgres
from resolvent.scripts.describe import describe_templates
from resolvent.scripts.install import ensure_installed
from resolvent.scripts.models import ScriptGeneration, ScriptTemplate, TemplateVersion
from resolvent.scripts.ranking import rank_templates
from resolvent.scripts.search import Wanted, search_templates
from resolvent.sessions.models import AISession

TEMPLATES, OUTCOMES = 200, 10_000
CUSTOMERS = [f"Customer {number}" for number in range(40)]
QUERIES = [None, "p", "print", "print que", "outlook", "reset pass", "windows", "vpn conn", "onedri", "disk space"]
PROBLEMS = [
    "Jobs sit in the print queue and nothing prints",
    "Outlook keeps asking for a password since this morning",
    "User account keeps locking out in AD",
    "C: drive is full on the terminal server, only 200 MB left",
    "VPN connects but no internal resources are reachable from home. " * 20,
    "Teams microphone does not work in meetings; the headset is new and worked on another laptop yesterday",
]
OFTEN = ("applied_success", "applied_success", "applied_success", "applied_failed", "applied_partial")
SEARCH_MS, RANKING_MS = 50, 20
Values = dict[str, Any]
Act = Callable[[AsyncSession, UUID, int], Awaitable[None]]


async def fill(db: AsyncSession, account: UUID, user: UUID) -> None:
    """The shipped templates with copies of them up to 200; each outcome in a session of one of forty customers."""
    chance = random.Random(7)
    await ensure_installed(db, account)
    of_same = TemplateVersion.account_id == ScriptTemplate.account_id
    pairs = select(ScriptTemplate, TemplateVersion).join(
        TemplateVersion, of_same & (TemplateVersion.template_id == ScriptTemplate.id)
    )
    shipped = [(template, version) for template, version in await db.execute(pairs)]
    ids = [template.id for template, _ in shipped]
    sessions: list[Values] = []
    fixes: list[Values] = []
    generations: list[Values] = []
    for _ in range(OUTCOMES):
        session = {
            "account_id": account,
            "id": new_id(),
            "title": chance.choice(PROBLEMS)[:100],
            "problem": chance.choice(PROBLEMS),
            "created_by": user,
            "ticket": {"company": chance.choice(CUSTOMERS)},
        }
        sessions.append(session)
    copies = TEMPLATES - len(ids)
    new = [copy_of(*shipped[number % len(shipped)], number, sessions[number]["id"]) for number in range(copies)]
    await db.execute(insert(AISession), sessions)
    await db.execute(insert(ScriptTemplate), [template for template, _ in new])
    await db.execute(insert(TemplateVersion), [version for _, version in new])
    ids += [template["id"] for template, _ in new]
    for session in sessions:
        template_id, status = chance.choice(ids), chance.choice(OFTEN)
        fixes.append(
            {
                "account_id": account,
                "session_id": session["id"],
                "title": "Fix",
                "rationale": "",
                "confidence": 80,
                "status": status,
                "template_id": template_id,
                "template_version": 1,
            }
        )
        generations.append(
            {
                "account_id": account,
                "template_id": template_id,
                "template_version": 1,
                "session_id": session["id"],
                "redacted_script": "x" * 1500,
                "created_by": user,
            }
        )
    await db.execute(insert(SuggestedFix), fixes)
    await db.execute(text("UPDATE suggested_fixes SET applied_at = clock_timestamp()"))
    await db.execute(insert(ScriptGeneration), generations)


def copy_of(template: ScriptTemplate, version: TemplateVersion, number: int, session_id: UUID) -> tuple[Values, Values]:
    """Rows of an account's own template that came of a session."""
    common = ("title", "description", "tags", "risk", "needs_admin", "timeout_hint", "account_id")
    shared = {name: getattr(template, name) for name in common}
    made = {
        **shared, "id": new_id(), "slug": f"{template.slug}-{number}", "language": template.language,
        "source": "account", "provenance": {"session_id": str(session_id)},
    }  # fmt: skip
    return made, {
        **shared, "template_id": made["id"], "version": 1, "body": version.body, "change_note": "Copy",
        "parameters_schema": version.parameters_schema,
    }  # fmt: skip


async def search(db: AsyncSession, account: UUID, number: int) -> None:
    """What the page asks for: a page of rows with their statistics."""
    wanted = Wanted(query=QUERIES[number % len(QUERIES)])
    found, _ = await search_templates(db, account, wanted, after=None, limit=51)
    await describe_templates(db, account, found[:50])


async def rank(db: AsyncSession, account: UUID, number: int) -> None:
    await rank_templates(db, account, PROBLEMS[number % len(PROBLEMS)], CUSTOMERS[number % len(CUSTOMERS)], 5)


async def measure(database: Database, account: UUID, act: Act, rounds: int) -> list[float]:
    """Milliseconds, sorted; the first ten, which prepare their statements, do not count."""
    took = []
    for number in range(rounds + 10):
        async with database.transaction(account) as db:
            started = time.perf_counter()
            await act(db, account, number)
            took.append((time.perf_counter() - started) * 1000)
    return sorted(took[10:])


async def run(url: str, rounds: int) -> bool:
    database, account = Database(url, pool_size=1), new_id()
    async with database.transaction(account) as db:
        await fill(db, account, new_id())
    async with Database(url, role=None).engine.begin() as owner:
        await owner.execute(text("ANALYZE"))
    print(f"{TEMPLATES} templates, {OUTCOMES} outcomes and generations")
    good = True
    for name, act, goal in (("library search", search, SEARCH_MS), ("ranking", rank, RANKING_MS)):
        took = await measure(database, account, act, rounds)
        p95 = took[int(len(took) * 0.95)]
        print(f"{name:15} n={len(took)}  p50 {statistics.median(took):5.1f} ms  p95 {p95:5.1f} ms  goal {goal} ms")
        good = good and p95 <= goal
    await database.close()
    return good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    folder = Path(tempfile.mkdtemp(prefix="resolvent-bench-"))
    folder.chmod(0o755)
    try:
        with EmbeddedPostgres(folder) as server:
            server.create_database("bench")
            migrate(server.url("bench"))
            good = asyncio.run(run(server.url("bench"), rounds))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
