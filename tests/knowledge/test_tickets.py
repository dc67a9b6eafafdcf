"""Tickets in users' words find their playbook, and neighbouring ones (`foreign`) do not. Cases: `tickets/<playbook>.yaml`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.matching import match_playbook

SHIPPED = load_shipped()
FILES = sorted((Path(__file__).parent / "tickets").glob("*.yaml"))
CASES = {file.stem: yaml.safe_load(file.read_text()) for file in FILES}


def cases(kind: str) -> list[Any]:
    """Pairs of title and text, below `fits` or `foreign`."""
    rows = [(playbook, *row) for playbook, file in CASES.items() for row in file.get(kind, ())]
    return [pytest.param(*row, id=f"{row[0]}: {row[1]}") for row in rows]


@pytest.mark.parametrize(("playbook", "title", "text"), cases("fits"))
def test_a_ticket_finds_its_playbook(playbook: str, title: str, text: str) -> None:
    match = match_playbook(SHIPPED, title, text)
    assert match.playbook is not None
    assert match.playbook.id == playbook
    assert match.level in ("certain", "likely")


@pytest.mark.parametrize(("playbook", "title", "text"), cases("foreign"))
def test_a_neighbouring_ticket_does_not(playbook: str, title: str, text: str) -> None:
    match = match_playbook(SHIPPED, title, text)
    assert match.playbook is None or match.playbook.id != playbook


def test_each_playbook_has_tickets() -> None:
    assert CASES.keys() == {playbook.id for playbook in SHIPPED}
    assert [playbook for playbook, file in CASES.items() if len(file["fits"]) < 2] == []


def test_those_with_neighbours_have_tickets_of_both_kinds() -> None:
    paired = [file for file in CASES.values() if "foreign" in file]
    assert len(paired) >= 6
    assert all(len(file["fits"]) >= 5 and len(file["foreign"]) >= 3 for file in paired)
