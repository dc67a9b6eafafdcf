"""The flags of notes and time entries, and what the customer sees of them."""

from tests.emulators.connectwise.exchange import Row

INTERNAL, DISCUSSION, RESOLUTION = "internalAnalysisFlag", "detailDescriptionFlag", "resolutionFlag"
FLAGS = (DISCUSSION, INTERNAL, RESOLUTION)
ENTRY_FLAGS = ("addToDetailDescriptionFlag", "addToInternalAnalysisFlag", "addToResolutionFlag")
"""In the order of FLAGS."""


def visible_to_customer(row: Row) -> bool:
    """Internal beside discussion or resolution is still visible."""
    return bool(row.get(DISCUSSION) or row.get(RESOLUTION))


def entry_visible(row: Row) -> bool:
    return bool(row.get("addToDetailDescriptionFlag") or row.get("addToResolutionFlag"))
