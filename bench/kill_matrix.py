"""The kill matrix: `python -m bench.kill_matrix [--times 20] [--providers local,connectwise,rt] [--lost 0.2] [--broken 0.1]`.

Real processes on a real PostgreSQL, over real HTTP: for each ticketing system and each recovery point, a process that drives
one write-back is killed there with SIGKILL, so many times. Replies are lost and 5xx answered at the given rates meanwhile. A
second process, as the product runs it, finds what is left behind and ends it. Prints how each came out; what took it over after
how many seconds; ends with 1 if anything that must hold was broken.
"""

import argparse
import asyncio
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.conftest import make_tenant
from tests.emulators.connectwise.plan import FaultPlan
from tests.emulators.connectwise.running import connectwise_emulator
from tests.matrix.kill_processes import Weather
from tests.matrix.kills import POINTS, KillMatrix, Tally
from tests.matrix.peers import LocalPeer, Peer, connect_connectwise, connect_rt
from tests.rt_server import BINARY, request_tracker

from resolvent.db import Database
from resolvent.logs import configure_logs
from resolvent.migrations import migrate
from resolvent.postgres import EmbeddedPostgres
from resolvent.ticketing.patience import Patience

FAST = {"max_connections": "300", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Processes are killed here, not the machine."""
PROVIDERS = ("local", "connectwise", "rt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--providers", default=",".join(PROVIDERS), help="local, connectwise, rt")
    parser.add_argument("--lost", type=float, default=0.2)
    parser.add_argument("--broken", type=float, default=0.1)
    asked = parser.parse_args()
    configure_logs("CRITICAL", "json")
    weather = Weather(asked.lost, asked.broken)
    with tempfile.TemporaryDirectory(prefix="resolvent-kills-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with EmbeddedPostgres(folder, extra_settings=FAST) as server:
            url = server.url("postgres")
            migrate(url)
            tallies = asyncio.run(run(url, asked.providers.split(","), asked.times, weather))
    sys.exit(any(one.violations for one in tallies))


async def run(url: str, names: list[str], times: int, weather: Weather) -> list[Tally]:
    tenant = await make_tenant(url, "acme")
    database = Database(url, pool_size=4)
    tallies: list[Tally] = []
    try:
        for name in names:
            with ExitStack() as stack:
                peer: Peer = LocalPeer(url, database, tenant, weather)
                if name == "connectwise":
                    running = stack.enter_context(connectwise_emulator())
                    peer = await connect_connectwise(database, tenant.actor, running)
                    running.world.plan = FaultPlan(seed=1, lost=weather.lost, broken=weather.broken)
                if name == "rt":
                    if not BINARY.exists():
                        print("rt: Request Tracker 5 is not installed")
                        continue
                    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="resolvent-rt-")))
                    for part in ("home", "cache"):
                        (folder / part).mkdir()
                    server = stack.enter_context(request_tracker(folder / "home", folder / "cache"))
                    peer = await connect_rt(database, tenant.actor, server, weather)
                found = await KillMatrix(url, tenant, Patience(), print).run([peer], times)
                show(found)
                tallies += found
    finally:
        await database.close()
    return tallies


def show(tallies: list[Tally]) -> None:
    print(f"{'provider':12} {'killed':26} {'runs':>4} {'taken over after s':>20}  ends")
    for one in tallies:
        times = sorted(one.taken_over)
        span = f"{times[len(times) // 2]:.1f}, at most {times[-1]:.1f}" if times else "-"
        ends = ", ".join(f"{count} {end}" for end, count in one.ends.most_common())
        print(f"{one.provider:12} {one.point:26} {one.runs:4} {span:>20}  {ends}")
        for violation in one.violations:
            print(f"{'':40} ! {violation}")
    runs, broken = sum(one.runs for one in tallies), sum(len(one.violations) for one in tallies)
    killed = sum(len(one.taken_over) for one in tallies)
    print(f"{runs} runs, {killed} killed at {len(POINTS)} points (faults ended the others before), {broken} violations")


if __name__ == "__main__":
    main()
