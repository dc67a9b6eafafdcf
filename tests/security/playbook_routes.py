"""The access matrix's rows of playbooks."""

from typing import Final
from uuid import uuid4

from resolvent.accounts.models import Role
from tests.playbooks.sample import LABELS
from tests.security.conftest import World
from tests.security.matrix_row import ENGINEER, V1, Ids, Row, nothing

ONE: Final = V1 + "/playbooks/{playbook_id}"


async def made(world: World) -> Ids:
    """Each call's has a name of its own."""
    name = f"label-printer-{uuid4().hex}"
    playbook = await world.make("/playbooks", {"text": LABELS.replace("id: label-printer", f"id: {name}", 1)})
    return {"playbook_id": playbook["key"], "key": playbook["key"]}


TRIED: Final = {"title": "Labels", "problem": "Blank labels"}
PLAYBOOK_ROWS: Final = (
    Row("GET", V1 + "/playbooks", ENGINEER, 200, nothing),
    Row("POST", V1 + "/playbooks", ENGINEER, 201, nothing, {"text": "not yet a playbook"}),
    Row("POST", V1 + "/playbooks/check", ENGINEER, 200, nothing, {"text": LABELS}),
    Row("POST", V1 + "/playbooks/try", ENGINEER, 200, nothing, TRIED),
    Row("GET", V1 + "/playbooks/{key}", ENGINEER, 200, made),
    Row("PUT", ONE, ENGINEER, 200, made, {"text": "half done", "version": 1}),
    Row("POST", ONE + "/publish", Role.LEAD, 200, made, {"version": 1}),
    Row("DELETE", ONE, Role.LEAD, 200, made),
    Row("POST", ONE + "/restore", Role.LEAD, 200, made),
    Row("GET", ONE + "/versions", ENGINEER, 200, made),
)
