"""The access matrix's rows of who is at a session, and of who edits its notes and the script drafts."""

from typing import Final

from tests.security.conftest import World
from tests.security.matrix_row import ENGINEER, V1, Build, Ids, Row

SESSION: Final = V1 + "/ai-sessions/{session_id}"
DRAFT: Final = V1 + "/scripts/drafts/{draft_id}"
TAB: Final = "01a20e53-0000-7000-8000-000000000009"
"""Of nobody: an id that the page makes, or a person who holds nothing."""


async def session(world: World) -> Ids:
    return {"session_id": await world.new_session()}


async def note_kind(world: World) -> Ids:
    return {**await session(world), "kind": "resolution"}


def presence_rows(draft: Build) -> tuple[Row, ...]:
    """`draft` makes a script draft."""
    return (
        Row("PUT", SESSION + "/presence", ENGINEER, 204, session, {"tab": TAB}),
        Row("PUT", SESSION + "/note-leases/{kind}", ENGINEER, 200, note_kind),
        Row("DELETE", SESSION + "/note-leases/{kind}", ENGINEER, 204, note_kind),
        Row("POST", SESSION + "/note-leases/{kind}/take-over", ENGINEER, 200, note_kind, {"holder_id": TAB}),
        Row("PUT", DRAFT + "/lease", ENGINEER, 200, draft),
        Row("DELETE", DRAFT + "/lease", ENGINEER, 204, draft),
        Row("POST", DRAFT + "/lease/ask", ENGINEER, 200, draft),
        Row("POST", DRAFT + "/lease/answer", ENGINEER, 409, draft, {"asker_id": TAB, "hand_over": True}),
        Row("POST", DRAFT + "/lease/take-over", ENGINEER, 200, draft, {"holder_id": TAB}),
        Row("GET", DRAFT + "/events", ENGINEER, 200, draft),
    )
