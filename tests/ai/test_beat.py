"""Answers of a model wait for one beat: together, one after another, and never for one that is gone."""

import asyncio

import uvloop

from resolvent.ai.beat import Beat

EVERY = 0.007
BEATS = 40
EARLY = 0.002
"""Seconds that a loop's timer may ring before its time."""


async def test_all_who_wait_go_on_in_one_turn_of_the_loop_and_in_their_order() -> None:
    beat, went, turns = Beat(EVERY), [], [0]
    loop = asyncio.get_running_loop()

    def count() -> None:
        turns[0] += 1
        loop.call_soon(count)

    async def wait(name: int) -> None:
        await beat.wait()
        went.append((name, turns[0]))

    count()
    await asyncio.gather(*(wait(name) for name in range(5)))
    assert [name for name, _ in went] == list(range(5))
    assert len({turn for _, turn in went}) == 1


def test_no_beat_comes_twice_also_when_a_timer_rings_before_its_time() -> None:
    async def wait_for_many() -> float:
        loop, beat = asyncio.get_running_loop(), Beat(EVERY)
        begun = loop.time()
        for _ in range(BEATS):
            await beat.wait()
        return loop.time() - begun

    assert uvloop.run(wait_for_many()) > (BEATS - 1) * EVERY - EARLY


async def test_who_was_cancelled_holds_up_nobody() -> None:
    beat = Beat(EVERY)
    gone, stays = asyncio.ensure_future(beat.wait()), asyncio.ensure_future(beat.wait())
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait_for(stays, 20)
    assert gone.cancelled()
    await asyncio.wait_for(beat.wait(), 20)
