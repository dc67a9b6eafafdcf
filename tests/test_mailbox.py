"""All of what was put in is taken once and in order, whoever is first; who waits too long is told."""

import asyncio
import random

import pytest

from resolvent.mailbox import Mailbox


async def test_what_is_there_is_taken_together_and_once() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(1)
    box.put(2)
    assert len(box) == 2
    assert await box.take(30) == [1, 2]
    with pytest.raises(TimeoutError):
        await box.take(0)


async def test_who_waits_gets_what_comes() -> None:
    box: Mailbox[int] = Mailbox()
    asyncio.get_running_loop().call_soon(box.put, 1)
    assert await box.take(30) == [1]


async def test_the_time_begins_anew_with_each_wait() -> None:
    """However long another wait was allowed to be: longer before, or shorter."""
    box: Mailbox[str] = Mailbox()
    loop = asyncio.get_running_loop()
    for within in (30.0, 0.05, 0.1, 0.02):
        loop.call_soon(box.put, "there")
        assert await box.take(within) == ["there"]
        began = loop.time()
        with pytest.raises(TimeoutError):
            await box.take(0.03)
        # The clock of some loops counts whole milliseconds.
        assert loop.time() - began >= 0.028


async def test_a_time_that_ran_out_while_nobody_waited_is_no_end() -> None:
    box: Mailbox[str] = Mailbox()
    loop = asyncio.get_running_loop()
    loop.call_soon(box.put, "first")
    assert await box.take(0.01) == ["first"]
    rung = loop.create_future()
    loop.call_later(0.03, rung.set_result, None)
    await rung
    loop.call_later(0.02, box.put, "second")
    assert await box.take(30) == ["second"]


async def test_after_its_close_the_rest_is_taken_and_then_nothing() -> None:
    box: Mailbox[int] = Mailbox()
    waiting = asyncio.ensure_future(box.take(30))
    await asyncio.sleep(0)
    box.close()
    assert await waiting == []
    box.put(1)
    assert await box.take(30) == [1]
    assert await box.take(30) == []


async def test_a_wait_that_is_cancelled_takes_nothing() -> None:
    box: Mailbox[int] = Mailbox()
    waiting = asyncio.ensure_future(box.take(30))
    await asyncio.sleep(0)
    waiting.cancel()
    box.put(1)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await box.take(30) == [1]


@pytest.mark.parametrize("seed", range(20))
async def test_nothing_is_lost_or_comes_twice_however_the_two_take_turns(seed: int) -> None:
    box: Mailbox[int] = Mailbox()
    chance = random.Random(seed)
    got: list[int] = []

    async def put_all() -> None:
        for number in range(300):
            box.put(number)
            if chance.random() < 0.4:
                await asyncio.sleep(chance.choice([0, 0, 0.001]))
        box.close()

    putting = asyncio.ensure_future(put_all())
    while True:
        try:
            taken = await box.take(chance.choice([0, 0.0005, 30]))
        except TimeoutError:
            continue
        if not taken:
            break
        got += taken
    await putting
    assert got == list(range(300))
