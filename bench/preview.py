"""What a preview of a note costs over HTTP, on a fresh instance: `python bench/preview.py [--facts 100] [--rounds 100]`.

The first of the process, then one for each further fact. Wall time as the client sees it; processor time of the server's process,
its database not counted, as the kernel tells it. Goal for 100 facts: p99 ≤ 30 ms.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

from note import make_evidence
from resolvent.evals.run import open_target
from resolvent.evals.talk import Talk

SETTLE = 2.0
"""Seconds after the start."""


def spent_by(process: int) -> float:
    """Milliseconds of processor time of all its threads so far."""
    told = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(one.read_text().split()[0]) for one in told) / 1e6


def server_process() -> int:
    return int(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()[0])


def preview(talk: Talk, path: str, process: int) -> tuple[float, float]:
    """(wall, processor) in milliseconds."""
    before, began = spent_by(process), time.perf_counter()
    answer = talk.ask("POST", f"{path}/resolution-note/preview")
    wall = (time.perf_counter() - began) * 1000
    assert not answer["from_cache"]
    return wall, spent_by(process) - before


def show(name: str, values: list[float]) -> None:
    ordered = sorted(values)
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    print(f"  {name:<10} n={len(values)}  p50 {statistics.median(ordered):6.1f} ms  p99 {p99:6.1f} ms")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--facts", type=int, default=100)
    options.add_argument("--rounds", type=int, default=100)
    given = options.parse_args()
    with open_target(None, "embedded") as target:
        process, talk = server_process(), Talk(target.address, target.token)
        path = f"/ai-sessions/{talk.ask('POST', '/ai-sessions', {'problem': 'Printer prints nothing'})['id']}"
        facts = make_evidence(given.facts + given.rounds).facts
        for fact in facts[: given.facts]:
            talk.ask("POST", f"{path}/facts", {"text": fact.text})
        time.sleep(SETTLE)
        wall, processor = preview(talk, path, process)
        print(f"{given.facts} facts, first of the process: wall {wall:.1f} ms, processor {processor:.1f} ms")
        rows = []
        for fact in facts[given.facts :]:
            talk.ask("POST", f"{path}/facts", {"text": fact.text})
            rows.append(preview(talk, path, process))
        talk.close()
    print(f"{given.facts} facts and more, one new one each")
    show("wall", [one for one, _ in rows])
    show("processor", [one for _, one in rows])


if __name__ == "__main__":
    main()
