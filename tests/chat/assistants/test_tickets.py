"""The first answer to tickets that nobody here wrote, over HTTP: quick, a fitting playbook or the checklist, never wrongly
certain."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from resolvent.knowledge.loader import load_shipped
from tests.talk import say

TICKETS = Path(__file__).parents[4] / "shared" / "data" / "tickets.jsonl"
TITLES = {playbook.title: playbook.id for playbook in load_shipped()}
SAYS = {
    "certain": "This reads like the playbook *",
    "likely": "This may be a case for the playbook *",
    "checklist": "No playbook of mine fits this problem",
}
SERVED = {
    "tkt-dev-004": ("slow-pc", "likely"),
    "tkt-dev-012": ("wifi-drops", "certain"),
    "tkt-dev-021": ("print-spooler", "likely"),
    "tkt-dev-022": ("mapped-drive", "certain"),
}
"""Tickets whose topic a shipped playbook has, and how surely it may be named, judged by reading them all."""


@pytest.mark.skipif(not TICKETS.exists(), reason="development data (tickets.jsonl) is not there")
async def test_every_ticket_gets_a_sensible_first_answer(
    client: httpx2.AsyncClient, record_property: Callable[[str, object], None]
) -> None:
    counts: Counter[str] = Counter()
    for line in TICKETS.read_text().splitlines():
        row = json.loads(line)
        description = row["description"] or row["title"]
        opened = await client.post(
            "/ai-sessions", json={"title": row["title"], "problem": f"{row['title']}\n\n{description}"}
        )
        whole = await say(client, opened.json()["id"], description)
        answer = whole["messages"][-1]
        assert answer["turn"]["status"] == "complete"
        said = [kind for kind, words in SAYS.items() if words in answer["content"]]
        named = [name for title, name in TITLES.items() if f"the playbook *{title}*" in answer["content"]]
        playbook, kind = SERVED.get(row["id"], (None, "checklist"))
        assert (named, said) == ([playbook] if playbook else [], [kind]), row["id"]
        counts[kind] += 1
        assert whole["active_fix"] is None
        asked = [check["title"] for check in whole["checks"] if f"**{check['title']}**" in answer["content"]]
        assert len(asked) == 1
    record_property("first_answers", dict(counts))
    assert sum(counts.values()) - counts["checklist"] == len(SERVED)
