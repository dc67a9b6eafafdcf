"""Tickets about sign-in, mail and the domain, in users' words, find their own playbook and not a neighbour's."""

from pathlib import Path

import pytest
import yaml

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.matching import match_playbook

SHIPPED = load_shipped()
TICKETS: list[tuple[str, str, str]] = yaml.safe_load((Path(__file__).parent / "tickets.yaml").read_text())
"""Playbook, title, text."""


@pytest.mark.parametrize(("wanted", "title", "text"), TICKETS)
def test_a_ticket_finds_its_playbook(wanted: str, title: str, text: str) -> None:
    match = match_playbook(SHIPPED, title, text)
    assert match.playbook is not None
    assert match.playbook.id == wanted
    assert match.level in ("certain", "likely")
