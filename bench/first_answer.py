"""The first answer to real tickets, over HTTP: `python bench/first_answer.py [--data FOLDER] [--show]`.

Each ticket opens a session of its own on a fresh instance and is posted as its first message. Counts what the embedded
assistant answered, and prints the time to the first text and to the whole answer; goal: every answer within 1 s.
"""

import argparse
import json
import re
import shutil
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resolvent.demo.api import Api
from resolvent.demo.play import instance

DATA = Path(__file__).parents[2] / "shared" / "data"
FILE = "tickets.jsonl"
KINDS = {
    "certain": re.compile(r"This reads like the playbook \*(?P<title>[^*]+)\*"),
    "likely": re.compile(r"This may be a case for the playbook \*(?P<title>[^*]+)\*"),
    "checklist": re.compile(r"No playbook of mine fits(?P<title>)"),
}
GOAL = 1.0


@dataclass(frozen=True, slots=True)
class First:
    """`seconds`: to the first text and to the end of the answer."""

    kind: str
    playbook: str
    text: str
    seconds: tuple[float, float]


def ask(api: Api, row: dict[str, Any]) -> First:
    title, description = row["title"], row["description"] or row["title"]
    session = api.call("POST", "/ai-sessions", {"title": title, "problem": f"{title}\n\n{description}"}, expect=201)
    began = time.monotonic()
    whole, first = api.say(session["id"], description)
    took = time.monotonic() - began
    text = whole["messages"][-1]["content"]
    for kind, pattern in KINDS.items():
        if found := pattern.search(text):
            return First(kind, found["title"], text, (first, took))
    return First("neither", "", text, (first, took))


def tell_times(name: str, seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[max(round(0.95 * len(ordered)) - 1, 0)]
    shown = [("p50", statistics.median(ordered)), ("p95", p95), ("max", ordered[-1])]
    return f"{name:14}" + "  ".join(f"{label} {1000 * value:.0f} ms" for label, value in shown)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--show", action="store_true", help="print every answer")
    chosen = parser.parse_args()
    rows = [json.loads(line) for line in (chosen.data / FILE).read_text().splitlines()]
    folder = Path(tempfile.mkdtemp(prefix="resolvent-bench-"))
    folder.chmod(0o755)
    try:
        with instance(folder) as (address, token):
            api = Api(address)
            api.sign_in(token)
            answers = [ask(api, row) for row in rows]
            api.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for row, answer in zip(rows, answers, strict=True):
        if chosen.show or answer.playbook:
            print(f"{answer.kind:10} {answer.playbook or '-':45} {row['title'][:80]}")
        if chosen.show:
            print("  | " + answer.text.replace("\n", "\n  | "))
    counts = Counter((row["kind"], answer.kind) for row, answer in zip(rows, answers, strict=True))
    print(f"\n{len(rows)} tickets")
    for (source, kind), count in sorted(counts.items()):
        print(f"  {source:22} {kind:10} {count}")
    print(tell_times("first text", [answer.seconds[0] for answer in answers]))
    print(tell_times("whole answer", [answer.seconds[1] for answer in answers]))
    fine = all(answer.seconds[1] <= GOAL and answer.kind != "neither" for answer in answers)
    print("goal met" if fine else f"NOT met: every answer within {GOAL:g} s")
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
