"""UUIDv7: ids that sort by the time of their making (Python 3.11 has none of its own)."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()
