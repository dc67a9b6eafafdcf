"""The access matrix's rows of the escalation queue."""

from typing import Final

from tests.security.conftest import World
from tests.security.matrix_row import ENGINEER, V1, Ids, Row, nothing

SESSION: Final = V1 + "/ai-sessions/{session_id}"


async def post_locally(world: World, session_id: str, kind: str) -> Ids:
    """Without a ticket: the note is kept here, and the session closed."""
    path = f"/ai-sessions/{session_id}/{kind}"
    preview = await world.make(f"{path}/preview")
    body = {
        "state_version": preview["state_version"],
        "acknowledge": [one["id"] for one in preview["grounding"]["findings"]],
    }
    posted = await world.make(f"{path}/post", body)
    return {"session_id": session_id, "writeback_id": posted["writeback_id"]}


async def escalated(world: World) -> Ids:
    return await post_locally(world, await world.new_session(), "escalation-package")


HANDOFF_ROWS: Final = (
    Row("GET", V1 + "/escalations", ENGINEER, 200, nothing),
    Row("GET", V1 + "/escalations/times", ENGINEER, 200, nothing),
    Row("GET", V1 + "/escalations/events", ENGINEER, 200, nothing),
    Row("GET", SESSION + "/escalation", ENGINEER, 200, escalated),
    Row("POST", SESSION + "/pickup", ENGINEER, 200, escalated),
    Row("POST", SESSION + "/return", ENGINEER, 200, escalated, {"questions": "Which driver?"}),
)
