"""The emulator on a real socket in a thread of its own, or in-process on the caller's event loop."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2
import uvicorn

from tests.emulators.connectwise.app import make_app
from tests.emulators.connectwise.clock import Clock, LoopClock, RealClock
from tests.emulators.connectwise.contract import FILE, Contract
from tests.emulators.connectwise.emulator import Emulator
from tests.emulators.connectwise.judge import Judge
from tests.emulators.connectwise.sample import sample
from tests.emulators.connectwise.switches import Switches
from tests.emulators.connectwise.transport import InProcess
from tests.emulators.connectwise.world import Credentials, World

STARTS_WITHIN = 10.0
"""Seconds."""
HOST = "connectwise.test"
"""Of an emulator in-process."""


@dataclass(frozen=True)
class Running:
    site: str
    """Scheme, host and port."""
    world: World

    @property
    def credentials(self) -> Credentials:
        return self.world.credentials

    @property
    def judge(self) -> Judge:
        return Judge(self.world)

    @property
    def base(self) -> str:
        return f"{self.site}/{self.world.switches.codebase}apis/3.0"

    def plan(self, fault: str, method: str, path: str, nth: int | None = 1) -> None:
        self.world.plan.add(fault, method, path, nth)


@contextmanager
def connectwise_emulator(clock: Clock | None = None, switches: Switches | None = None) -> Iterator[Running]:
    """Raises AssertionError at the end if an own answer broke the vendor's OpenAPI."""
    world = sample(World(clock=clock or RealClock(), switches=switches or Switches()))
    app = make_app(world, Contract() if FILE.exists() else None)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + STARTS_WITHIN
    while not server.started:
        if time.monotonic() > until:
            raise TimeoutError("the emulator did not start")
        time.sleep(0.01)
    try:
        yield Running(f"http://127.0.0.1:{listening.getsockname()[1]}", world)
    finally:
        server.should_exit = True
        thread.join(STARTS_WITHIN)
        listening.close()
    assert not world.breaches, world.breaches[:5]


@dataclass(frozen=True)
class Desk(Running):
    """A fresh one for each run costs about a millisecond."""

    transport: httpx2.AsyncBaseTransport = field(kw_only=True)


def in_process(
    clock: Clock | None = None,
    switches: Switches | None = None,
    *,
    latency: float = 0.0,
    contract: Contract | None = None,
) -> Desk:
    """By default in the running loop's time. `latency` is seconds each way."""
    world = sample(World(clock=clock or LoopClock(), switches=switches or Switches()))
    transport = InProcess(Emulator(world, contract), HOST, latency)
    return Desk(f"https://{HOST}", world, transport=transport)
