"""Randomised write-backs in virtual time: `python -m bench.writeback_random [--runs 10000] [--seed 0] [--processes 2]`.

The real run and the real ConnectWise provider against the emulator, with faults, kills, freezes and other people drawn from
each run's seed. Prints how they came out, and each violation with its seed: `--only SEED` plays that one again and tells it.
"""

import argparse
import logging
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.matrix.drawing import draw
from tests.matrix.lives import recoveries
from tests.matrix.play import play
from tests.matrix.verdicts import outcome, violations

from resolvent.logs import configure_logs


def run_one(seed: int) -> tuple[int, list[str], list[str], int, float, float]:
    """(seed, outcomes, violations, kills, slowest recovery, virtual seconds)."""
    configure_logs("CRITICAL", "json")
    logging.disable(logging.CRITICAL)
    try:
        played = play(draw(seed))
    except Exception as error:
        return seed, [], [f"broke: {type(error).__name__}: {error}"], 0, 0.0, 0.0
    slowest = recoveries(played.processes)
    kills = sum(len(one.kills) for one in played.processes)
    ends = [f"{row.kind:<11}{outcome(row)}" for row in played.rows()]
    return seed, ends, violations(played), kills, max(slowest, default=0.0), played.seconds


def tell(seed: int) -> None:
    configure_logs("CRITICAL", "json")
    drawn = draw(seed)
    print(drawn)
    played = play(drawn)
    lines = [(at, f"  process {number}: {what}") for number, one in enumerate(played.processes) for at, what in one.log]
    start = played.desk.world.calls[0].at if played.desk.world.calls else 0.0
    first = min((at for at, what in lines if "claimed" in what), default=0.0)
    for call in played.desk.world.calls:
        said = f"{call.method} {call.path} -> {call.status} {call.fault or ''} {'committed' if call.committed else ''}"
        lines.append((call.at - start + first + drawn.latency, said))
    for at, line in sorted(lines, key=lambda entry: entry[0]):
        print(f"{at:9.3f} {line}")
    for row in played.rows():
        print(row.kind, row.step, row.error)
    print("violations:", violations(played))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=int)
    asked = parser.parse_args()
    if asked.only is not None:
        tell(asked.only)
        return
    began = time.monotonic()
    ends, wrong, kills, slowest, virtual = Counter[str](), Counter[str](), 0, 0.0, 0.0
    with ProcessPoolExecutor(asked.processes) as pool:
        for seed, found, broken, killed, slow, seconds in pool.map(
            run_one, range(asked.seed, asked.seed + asked.runs), chunksize=20
        ):
            ends.update(found)
            kills, slowest, virtual = kills + killed, max(slowest, slow), virtual + seconds
            for one in broken:
                wrong[one] += 1
                if wrong[one] <= 3:
                    print(f"seed {seed}: {one}")
    print(
        f"{asked.runs} runs, seeds from {asked.seed}: {time.monotonic() - began:.0f} s, {virtual / 3600:.0f} h virtual"
    )
    print(f"{kills} kills, slowest recovery {slowest:.1f} s; {wrong.total()} violations")
    for end, count in sorted(ends.items()):
        print(f"  {count:6} {end}")
    for what, count in wrong.most_common():
        print(f"  {count:6} ! {what}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
