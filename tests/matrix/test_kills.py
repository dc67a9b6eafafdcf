"""A short form of `make kill-matrix`: each recovery point once, on a line that loses answers, and a shorter doubt."""

from collections.abc import Iterator
from typing import Any

import pytest

from resolvent.db import Database
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.steps import Step
from tests.conftest import Tenant
from tests.emulators.connectwise.plan import FaultPlan
from tests.emulators.connectwise.running import Running, connectwise_emulator
from tests.matrix.kill_processes import Weather
from tests.matrix.kills import POINTS, KillMatrix, broken_promises
from tests.matrix.peers import LocalPeer, Peer, connect_connectwise

PATIENCE = Patience(ambiguity_window=4.0)


@pytest.fixture
def emulator() -> Iterator[Running]:
    with connectwise_emulator() as running:
        yield running


@pytest.mark.parametrize("name", ["local", "connectwise"])
async def test_a_process_killed_at_any_recovery_point_leaves_one_note_and_the_truth(
    name: str, database_url: str, database: Database, tenant: Tenant, emulator: Running
) -> None:
    peer: Peer = LocalPeer(database_url, database, tenant, Weather(lost=0.1, broken=0.05))
    if name == "connectwise":
        peer = await connect_connectwise(database, tenant.actor, emulator)
        emulator.world.plan = FaultPlan(seed=1, lost=0.1, broken=0.05)
    await check_kills(database_url, tenant, peer)


async def check_kills(database_url: str, tenant: Tenant, peer: Peer) -> None:
    said: list[str] = []
    tallies = await KillMatrix(database_url, tenant, PATIENCE, said.append).run([peer], 1)
    assert [violation for tally in tallies for violation in tally.violations] == []
    assert [tally.point for tally in tallies] == list(POINTS)
    assert sum(len(tally.taken_over) for tally in tallies) >= len(POINTS) // 2


ROW: dict[str, Any] = {
    "finished_at": 1,
    "step": Step.VERIFIED,
    "kind": "escalation",
    "status_id": "9",
    "session": "escalated",
    "error": None,
}


@pytest.mark.parametrize(
    ("changes", "copies", "status", "said"),
    [
        ({}, [False], "9", ""),
        ({"finished_at": None}, [False], "9", "never ended"),
        ({}, [False, False], "9", "2 notes"),
        ({}, [], "9", "without one note"),
        ({}, [True], "9", "wrong visibility"),
        ({}, [False], "8", "called done, and is 8"),
        (
            {"step": Step.PLANNED, "session": "active", "error": {"detail": "No."}},
            [False],
            "8",
            "said not to be posted",
        ),
        ({"step": Step.REJECTED, "session": "active", "error": {"detail": "No."}}, [False], "9", "called rejected"),
        ({"step": Step.REJECTED, "session": "active"}, [False], "8", "without a word"),
        ({"session": "active"}, [False], "9", "the session is active"),
    ],
)
def test_what_counts_as_a_broken_promise(changes: dict[str, Any], copies: list[bool], status: str, said: str) -> None:
    found = broken_promises({**ROW, **changes}, copies, status)
    assert (said in " ".join(found)) if said else found == []
