"""Tickets in users' words find their playbook, and neighbouring ones do not. Cases: `tickets/<playbook>.yaml`."""

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
    rows = [(playbook, *row) for playbook, file in CASES.items() for row in file[kind]]
    return [pytest.param(*row, id=f"{row[0]}: {row[1]}") for row in rows]


@pytest.mark.parametrize(("playbook", "title", "text"), cases("fits"))
def test_a_ticket_finds_its_playbook(playbook: str, title: str, text: str) -> None:
    match = match_playbook(SHIPPED, title, text)
    assert match.playbook is not None
    assert match.playbook.id == playbook


@pytest.mark.parametrize(("playbook", "title", "text"), cases("foreign"))
def test_a_neighbouring_ticket_does_not(playbook: str, title: str, text: str) -> None:
    match = match_playbook(SHIPPED, title, text)
    assert match.playbook is None or match.playbook.id != playbook


@pytest.mark.parametrize("playbook", CASES)
def test_each_has_tickets_of_both_kinds(playbook: str) -> None:
    assert len(CASES[playbook]["fits"]) >= 5
    assert len(CASES[playbook]["foreign"]) >= 3
