"""Which status a note sets: the order of the places, and what stands in a found status's way."""

from typing import Any

import pytest

from resolvent.accounts.settings import Preferences
from resolvent.ids import new_id
from resolvent.ticketing.models import Connection
from resolvent.ticketing.provider import StatusRef
from resolvent.ticketing.status_targets import Problem, Source, Target, resolve_target

ID = new_id()
OTHER = new_id()
STATUSES = (
    StatusRef("10", "Done", "1"),
    StatusRef("11", "Old", "1", inactive=True),
    StatusRef("20", "Done there", "2"),
    StatusRef("21", "Old there", "2", inactive=True),
    StatusRef("same", "same", "2", inactive=True),
    StatusRef("same", "same", "1"),
    StatusRef("open", "Open"),
)
NOTHING = Target(None, None, None, Problem.NOT_CONFIGURED)


def resolve(
    stored: dict[str, Any], own: dict[str, str | None], provider: str, board: str | None, asked: str | None = None
) -> Target:
    connection = Connection(id=ID, provider=provider, name="Desk", status_targets=own)
    return resolve_target(Preferences.model_validate(stored), connection, board, "resolution", asked, STATUSES)


def mapped(**keys: str | None) -> dict[str, Any]:
    """`board`, `connection`, `elsewhere`, `foreign`: the resolution's status stored there."""
    names = {"board": f"{ID}/1", "connection": str(ID), "elsewhere": f"{ID}/2", "foreign": f"{OTHER}/1"}
    return {"status_targets": {names[key]: {"resolution": value} for key, value in keys.items()}}


ORDER = [
    ("what was picked comes first", mapped(board="11", connection="11"), {"resolution": "11"}, "10", Source.ASKED),
    ("then the board", mapped(board="10", connection="11"), {"resolution": "11"}, None, Source.BOARD),
    ("then the connection", mapped(connection="10"), {"resolution": "11"}, None, Source.CONNECTION),
    ("then the connection's own", {"cw_resolved_status_id": 11}, {"resolution": "10"}, None, Source.CONNECTION),
    ("then the account's", {"cw_resolved_status_id": 10}, {}, None, Source.ACCOUNT),
    ("an empty place is passed by", mapped(board=None, connection="10"), {}, None, Source.CONNECTION),
    ("an own one that was removed too", {"cw_resolved_status_id": 10}, {"resolution": None}, None, Source.ACCOUNT),
]


@pytest.mark.parametrize(("stored", "own", "asked", "source"), [case[1:] for case in ORDER], ids=[c[0] for c in ORDER])
def test_the_first_place_that_has_one_counts(
    stored: dict[str, Any], own: dict[str, str | None], asked: str | None, source: Source
) -> None:
    assert resolve(stored, own, "connectwise", "1", asked) == Target("10", "Done", source, None)


NOT_HERE = [
    ("nothing anywhere", {}, "connectwise"),
    ("another board's mapping", mapped(elsewhere="10"), "connectwise"),
    ("another connection's mapping", mapped(foreign="10"), "connectwise"),
    ("the account's are ConnectWise's alone", {"cw_resolved_status_id": 10}, "rt"),
    ("the other kind's", {"cw_escalated_status_id": 10}, "connectwise"),
]


@pytest.mark.parametrize(("stored", "provider"), [case[1:] for case in NOT_HERE], ids=[case[0] for case in NOT_HERE])
def test_what_is_set_elsewhere_does_not_count(stored: dict[str, Any], provider: str) -> None:
    assert resolve(stored, {}, provider, "1") == NOTHING


PROBLEMS = [
    ("10", "1", "Done", None),
    ("11", "1", "Old", Problem.INACTIVE),
    ("20", "1", "Done there", Problem.OTHER_BOARD),
    ("21", "1", "Old there", Problem.OTHER_BOARD),
    ("99", "1", None, Problem.MISSING),
    ("same", "1", "same", None),
    ("same", "2", "same", Problem.INACTIVE),
    ("open", "1", "Open", None),
    ("20", None, "Done there", None),
    ("21", None, "Old there", Problem.INACTIVE),
]


@pytest.mark.parametrize(("status", "board", "name", "problem"), PROBLEMS)
def test_what_stands_in_its_way(status: str, board: str | None, name: str | None, problem: Problem | None) -> None:
    assert resolve({}, {}, "rt", board, status) == Target(status, name, Source.ASKED, problem)


def test_a_target_with_a_problem_does_not_give_way_to_the_next() -> None:
    target = resolve(mapped(board="11", connection="10"), {"resolution": "10"}, "connectwise", "1")
    assert (target.source, target.problem) == (Source.BOARD, Problem.INACTIVE)


@pytest.mark.parametrize(
    ("status", "named"), [("11", "“Old” is inactive"), ("20", "“Done there” belongs"), ("99", "no status “99”")]
)
def test_a_problem_names_the_status(status: str, named: str) -> None:
    assert named in (resolve({}, {}, "rt", "1", status).sentence or "")


def test_a_target_without_a_problem_has_no_sentence() -> None:
    assert resolve({}, {}, "rt", "1", "10").sentence is None
    assert "stays as it is" in (NOTHING.sentence or "")
