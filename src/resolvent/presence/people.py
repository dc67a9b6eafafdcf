"""How people are shown to each other: by name and initials, never by e-mail address."""

import re
from uuid import UUID

_BETWEEN = re.compile(r"[\s.@_-]+")


def initials_of(name: str) -> str:
    """`Dana Kim` → `DK`; as the page makes them."""
    return "".join(part[0].upper() for part in [one for one in _BETWEEN.split(name) if one][:2])


def person(user_id: UUID | None, name: str) -> dict[str, object]:
    return {"id": user_id, "name": name, "initials": initials_of(name)}
