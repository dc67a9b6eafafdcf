"""What a session is about, for figures: the playbook that fits its problem as told."""

from typing import Any

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.matching import match_playbook


def find_category(title: str, problem: str, ticket: dict[str, Any] | None) -> str | None:
    """The playbook's id; None: none fits. `ticket`: its snapshot."""
    told = ticket or {}
    text = "\n\n".join(part for part in (told.get("summary"), told.get("description"), problem) if part)
    playbook = match_playbook(load_shipped(), title, text).playbook
    return playbook.id if playbook else None
