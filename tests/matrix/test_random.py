"""A short form of `python -m bench.writeback_random`: some hundreds of randomised write-backs in virtual time."""

from collections.abc import Callable

import pytest

from resolvent.ticketing.steps import Step
from tests.emulators.connectwise.people import note
from tests.emulators.connectwise.world import API_MEMBER
from tests.matrix.drawing import Drawn, PlannedFault, draw
from tests.matrix.fault_cases import quiet
from tests.matrix.lives import KILL, Fate
from tests.matrix.play import Played, head, play
from tests.matrix.verdicts import violations

RUNS = 240
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_randomised_runs_break_no_promise(part: int) -> None:
    broken = {seed: found for seed in range(part, RUNS, PARTS) if (found := violations(play(draw(seed))))}
    assert broken == {}


def test_a_seed_tells_the_whole_run() -> None:
    seed = next(seed for seed in range(100) if draw(seed).faults and any(fate.at for fate in draw(seed).fates[:2]))
    first, second = (play(draw(seed)) for _ in range(2))
    assert [one.log for one in first.processes] == [one.log for one in second.processes]
    assert [(made.at, made.path, made.status) for made in first.desk.world.calls] == [
        (made.at, made.path, made.status) for made in second.desk.world.calls
    ]


def test_a_run_without_faults_is_verified_in_about_three_seconds() -> None:
    played = play(quiet("resolution"))
    assert violations(played) == []
    assert [row.step for row in played.rows()] == [Step.VERIFIED]
    assert played.seconds < 6


@pytest.mark.parametrize("point", range(1, 36))
def test_a_kill_at_every_point_of_the_way_leaves_one_note_and_the_right_status(point: int) -> None:
    drawn = quiet("escalation")
    drawn.fates = [Fate({point: KILL})]
    played = play(drawn)
    assert violations(played) == []
    assert [row.step for row in played.rows()] == [Step.VERIFIED]
    assert played.processes[0].dead or point > 25


def test_a_note_cut_short_by_the_vendor_is_not_sent_twice_after_a_kill() -> None:
    drawn = quiet("escalation")
    drawn.faults = [PlannedFault("note_trimmed", "add note", 1)]
    whole = play(drawn)
    died_at = next(number for number in range(1, 20) if f"killed before {Step.NOTE_DONE}" in _ends(drawn, number))
    drawn.fates = [Fate({died_at: KILL})]
    for played in (whole, play(drawn)):
        (row,) = played.rows()
        assert (row.step, (row.error or {})["code"]) == (Step.NEEDS_HUMAN, "note_altered")
        assert violations(played) == []


def _ends(drawn: Drawn, point: int) -> list[str]:
    drawn.fates = [Fate({point: KILL})]
    return [what for _, what in play(drawn).processes[0].log]


def _twin(played: Played) -> None:
    note(played.desk.world, 5001, head("resolution"), by=API_MEMBER)


def _shown(played: Played) -> None:
    for row in played.desk.world.rows("notes").values():
        row["resolutionFlag"] = False


def _gone(played: Played) -> None:
    played.desk.world.rows("notes").clear()


def _lied(played: Played) -> None:
    played.truths.append((0.0, 1))
    played.judge_end(played.rows()[0])


def _unsaid(played: Played) -> None:
    (stored,) = played.table.rows.values()
    stored |= {"step": Step.NEEDS_HUMAN, "error": None}


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (_twin, "2 copies"),
        (_shown, "wrong visibility"),
        (_gone, "without a note"),
        (_lied, "false end"),
        (_unsaid, "without a word"),
    ],
)
def test_the_judge_sees_what_is_wrong(tamper: Callable[[Played], None], said: str) -> None:
    played = play(quiet("resolution"))
    tamper(played)
    assert said in " ".join(violations(played))
