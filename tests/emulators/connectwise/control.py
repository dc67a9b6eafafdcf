"""Control routes: the judge, the plan, and acting as somebody else. They need the control token."""

import secrets

from tests.emulators.connectwise.deliveries import CALLBACK_FAULTS
from tests.emulators.connectwise.exchange import Answer, Call, Row
from tests.emulators.connectwise.faults import FAULTS
from tests.emulators.connectwise.judge import Judge
from tests.emulators.connectwise.people import ACTS
from tests.emulators.connectwise.world import World

ADMIN = "/_admin/"


def controlled(world: World, call: Call) -> Answer:
    if not secrets.compare_digest(call.headers.get("x-control", "").encode(), world.control.encode()):
        return Answer(403, text="The control token is missing.")
    body: Row = call.body if isinstance(call.body, dict) else {}
    try:
        return _done(world, call, body)
    except KeyError as missing:
        return Answer(400, text=f"There is no {missing}.")


def _done(world: World, call: Call, body: Row) -> Answer:
    name = call.path.removeprefix(ADMIN)
    if (call.method, call.path) == ("GET", "/_judge"):
        return Answer(body=Judge(world).report())
    if (call.method, call.path) == ("POST", "/_plan"):
        _plan(world, body)
    elif call.method == "POST" and call.path.startswith(ADMIN) and name in ACTS:
        ACTS[name](world, body)
    else:
        return Answer(404, text="There is no such control.")
    return Answer(204)


def _plan(world: World, body: Row) -> None:
    """Without method and path a fault of callbacks meets the next one."""
    if body["fault"] in CALLBACK_FAULTS and "method" not in body:
        world.armed.append(body["fault"])
        return
    if body["fault"] not in FAULTS:
        raise KeyError(body["fault"])
    world.plan.add(body["fault"], body["method"], body["path"], body.get("nth", 1))
