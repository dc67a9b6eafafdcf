"""What a session is about, for figures: the playbook that fits its problem as told."""

from typing import Any

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.matching import match_playbook


def tell_problem(problem: str, ticket: dict[str, Any] | None) -> str:
    """As told; with a ticket (its snapshot), its summary and description before it."""
    told = ticket or {}
    return "\n\n".join(part for part in (told.get("summary"), told.get("description"), problem) if part)


def find_category(title: str, problem: str, ticket: dict[str, Any] | None) -> str | None:
    """The playbook's id; None: none fits."""
    playbook = match_playbook(load_shipped(), title, tell_problem(problem, ticket)).playbook
    return playbook.id if playbook else None
