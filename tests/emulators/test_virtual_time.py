"""The virtual loop keeps the order of the real one, and never waits."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from tests.emulators.virtual_time import Deadlock, run_in_virtual_time

YEAR = 365 * 86_400.0


def test_a_year_passes_at_once() -> None:
    async def main() -> float:
        await asyncio.sleep(YEAR)
        return asyncio.get_running_loop().time()

    began = time.monotonic()
    assert run_in_virtual_time(main()) == pytest.approx(YEAR)
    assert time.monotonic() - began < YEAR / 1000


def test_sleepers_wake_in_the_order_of_their_times_and_see_their_time() -> None:
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, *naps: float) -> None:
        for nap in naps:
            await asyncio.sleep(nap)
            woken.append((name, asyncio.get_running_loop().time()))

    async def main() -> None:
        await asyncio.gather(sleeper("a", 3, 0, 4), sleeper("b", 1, 1, 1.5), sleeper("c", 3.25))

    run_in_virtual_time(main())
    assert woken == [("b", 1), ("b", 2), ("a", 3), ("a", 3), ("c", 3.25), ("b", 3.5), ("a", 7)]


def test_what_is_ready_runs_before_time_passes() -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        late = loop.call_later(0.001, lambda: None)
        for _ in range(1000):
            await asyncio.sleep(0)
        assert not late.cancelled()
        return loop.time()

    assert run_in_virtual_time(main()) == 0


def test_a_timeout_ends_what_takes_longer_and_spares_what_does_not() -> None:
    async def main() -> list[float]:
        ends: list[float] = []
        for nap in (29.9, 30.1):
            began = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(30):
                    await asyncio.sleep(nap)
            except TimeoutError:
                ends.append(-1)
            ends.append(round(asyncio.get_running_loop().time() - began, 6))
        return ends

    assert run_in_virtual_time(main()) == [29.9, -1, 30]


def test_a_cancelled_task_cleans_up_and_its_timer_is_not_waited_for() -> None:
    steps: list[str] = []

    async def worker() -> None:
        try:
            await asyncio.sleep(1000)
        finally:
            await asyncio.sleep(2)
            steps.append("cleaned")

    async def main() -> float:
        task = asyncio.create_task(worker())
        await asyncio.sleep(5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return asyncio.get_running_loop().time()

    assert run_in_virtual_time(main()) == 7
    assert steps == ["cleaned"]


async def wait_for_nobody() -> None:
    await asyncio.Event().wait()


async def wait_for_each_other() -> None:
    one, two = asyncio.Lock(), asyncio.Lock()

    async def take(first: asyncio.Lock, second: asyncio.Lock) -> None:
        async with first:
            await asyncio.sleep(1)
            async with second:
                pass

    await asyncio.gather(take(one, two), take(two, one))


@pytest.mark.parametrize("main", [wait_for_nobody, wait_for_each_other])
def test_a_deadlock_is_an_error_and_not_a_hang(main: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        await main()

    with pytest.raises(Deadlock):
        run_in_virtual_time(run())


def test_an_error_comes_out_as_it_is() -> None:
    async def main() -> None:
        await asyncio.sleep(1)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        run_in_virtual_time(main())
