"""Which failures of a run are looked at a second time (docs/decisions/0014)."""

import json
from collections.abc import Sequence
from pathlib import Path

NOTES = ".pytest_cache/v/cache/lastfailed"
PAGES = "tests/e2e/"
MOST = 2


def forget_failed(root: Path) -> None:
    """Before a whole run: what failed in an earlier one, and is not there any more, stands in the notes for good."""
    (root / NOTES).unlink(missing_ok=True)


def read_failed(root: Path) -> list[str]:
    """Of the run that has just ended, by pytest's own notes."""
    notes = root / NOTES
    return sorted(json.loads(notes.read_text())) if notes.exists() else []


def may_look_again(failed: Sequence[str]) -> bool:
    """Very few, and all of them of pages in a browser; a file that could not be collected is none."""
    return 0 < len(failed) <= MOST and all(name.startswith(PAGES) and "::" in name for name in failed)
