"""The first answer to tickets that nobody here wrote: quick, a fitting playbook or the checklist, never wrongly certain."""

import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chat.assistants.desk import Desk

TICKETS = Path(__file__).parents[4] / "shared" / "data" / "tickets.jsonl"


@pytest.mark.skipif(not TICKETS.exists(), reason="development data (tickets.jsonl) is not there")
async def test_every_ticket_gets_a_sensible_first_answer(record_property: Callable[[str, object], None]) -> None:
    counts: Counter[str] = Counter()
    slowest = 0.0
    for line in TICKETS.read_text().splitlines():
        row = json.loads(line)
        desk = Desk(row["title"], "\n\n".join(part for part in (row["title"], row["description"]) if part))
        began = time.process_time()
        answer = await desk.say("Where do I start?")
        slowest = max(slowest, time.process_time() - began)
        certain = "This reads like the playbook" in answer.text
        likely = "This may be a case for the playbook" in answer.text
        checklist = "No playbook of mine fits" in answer.text
        assert certain + likely + checklist == 1
        assert answer.fix is None
        assert answer.asked or checklist
        counts["certain" if certain else "likely" if likely else "checklist"] += 1
        if row["kind"] != "helpdesk_ticket":
            assert checklist, f"{row['id']}: a playbook for desks on an article or an alert"
    record_property("first_answers", dict(counts))
    assert slowest < 1
    assert sum(counts.values()) > 0
