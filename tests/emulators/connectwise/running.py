"""The emulator on a real socket in a thread of its own, or in-process on the caller's event loop."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
import uvicorn

from tests.emulators.connectwise.app import make_app
from tests.emulators.connectwise.clock import Clock, LoopClock, RealClock
from tests.emulators.connectwise.contract import Contract, vendors
from tests.emulators.connectwise.courier import Courier
from tests.emulators.connectwise.emulator import Emulator
from tests.emulators.connectwise.exchange import Call
from tests.emulators.connectwise.faults import FAULTS
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
        assert fault in FAULTS, fault
        self.world.plan.add(fault, method, path, nth)

    def act(self, name: str, **body: Any) -> None:
        """As somebody else: `act("status", ticket=5001, status=424, by="JSmith")`; see control.py."""
        answer = httpx2.post(f"{self.site}/_admin/{name}", json=body, headers=self._control, trust_env=False)
        assert answer.status_code == 204, answer.text

    @property
    def _control(self) -> dict[str, str]:
        return {"x-control": self.world.control}


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The site of an ASGI app on a free port."""
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
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(STARTS_WITHIN)
        listening.close()


Opened = Callable[[Clock | None, Switches | None], AbstractContextManager[Running]]


@contextmanager
def emulator_server() -> Iterator[Opened]:
    """One server for many desks, one after the other; each begins anew."""
    app = make_app(World(), vendors())

    @contextmanager
    def opened(clock: Clock | None = None, switches: Switches | None = None) -> Iterator[Running]:
        world = sample(World(clock=clock or RealClock(), switches=switches or Switches()))
        app.emulator = Emulator(world, vendors())
        yield Running(site, world)
        assert not world.breaches, world.breaches[:5]

    with served(app) as site:
        yield opened


@contextmanager
def connectwise_emulator(clock: Clock | None = None, switches: Switches | None = None) -> Iterator[Running]:
    """Raises AssertionError at the end if an own answer broke the vendor's OpenAPI."""
    with emulator_server() as opened, opened(clock, switches) as running:
        yield running


@dataclass(frozen=True)
class Desk(Running):
    """A fresh one for each run costs about a millisecond."""

    transport: httpx2.AsyncBaseTransport = field(kw_only=True)
    emulator: Emulator = field(kw_only=True)

    def act(self, name: str, **body: Any) -> None:
        answer = self.emulator.answer(Call("POST", f"/_admin/{name}", {}, self._control, body, self.base))
        assert answer.status == 204, answer.text


def in_process(
    clock: Clock | None = None,
    switches: Switches | None = None,
    *,
    latency: float = 0.0,
    contract: Contract | None = None,
    deliver: httpx2.AsyncBaseTransport | None = None,
) -> Desk:
    """By default in the running loop's time. `latency` is seconds each way; `deliver` takes the callbacks."""
    world = sample(World(clock=clock or LoopClock(), switches=switches or Switches()))
    emulator = Emulator(world, contract, Courier(deliver))
    return Desk(f"https://{HOST}", world, transport=InProcess(emulator, HOST, latency), emulator=emulator)
