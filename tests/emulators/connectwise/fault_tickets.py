"""Faults of tickets: a 200 that means nothing, rules that act later, people who were there first."""

from collections.abc import Callable

from tests.emulators.connectwise.exchange import Answer, Call, Row
from tests.emulators.connectwise.fault_kinds import Act, Fault, first, then, ticket_of
from tests.emulators.connectwise.people import (
    TECHNICIAN,
    WORKFLOW,
    close,
    make_project,
    merge,
    note,
    reply,
)
from tests.emulators.connectwise.shapes import ticket_shape
from tests.emulators.connectwise.world import World

REPLY = "It happens again."


def _undone(claims: Callable[[World, Call, Answer, Row], Answer]) -> Fault:
    """Nothing of the call stays; `claims` gets its answer and the ticket as it is."""

    def fault(world: World, call: Call, act: Act) -> Answer:
        row = world.rows("tickets")[ticket_of(call)]
        before, audit, events = dict(row), list(world.audit), list(world.events)
        answer = act()
        row.clear()
        row.update(before)
        world.audit, world.events, world.took = audit, events, False
        return claims(world, call, answer, row)

    return fault


def _flips(*after: float) -> Fault:
    """A workflow rule sets the old status back after so many seconds, and so on by turns."""

    def fault(world: World, call: Call, act: Act) -> Answer:
        number = ticket_of(call)
        old = world.rows("tickets")[number]["status"]
        answer = act()
        new = world.rows("tickets")[number]["status"]
        for turn, seconds in enumerate(after):
            _set_later(world, number, new if turn % 2 else old, seconds)
        return answer

    return fault


def _set_later(world: World, number: int, status: int, seconds: float) -> None:
    def act() -> None:
        if number in world.rows("tickets"):
            world.set_status(number, status, WORKFLOW)

    world.later(seconds, act)


def _other_board(world: World, number: int) -> int:
    return next(board for board in world.rows("boards") if board != world.rows("tickets")[number]["board"])


def _moves_board(world: World, call: Call, answer: Answer) -> None:
    world.move(ticket_of(call), _other_board(world, ticket_of(call)), WORKFLOW)


def _moved(world: World, call: Call) -> None:
    world.move(ticket_of(call), _other_board(world, ticket_of(call)), TECHNICIAN)


def _changed(world: World, call: Call) -> None:
    """To a status that is neither the default nor a closing one, and not the one that stands."""
    ticket = world.rows("tickets")[ticket_of(call)]
    rows = [row for row in world.rows("statuses").values() if row["board"] == ticket["board"]]
    other = [
        row["id"] for row in rows if not (row["defaultFlag"] or row["closedStatus"] or row["id"] == ticket["status"])
    ]
    world.set_status(ticket["id"], other[0], TECHNICIAN)


def _noted(world: World, call: Call) -> None:
    note(world, ticket_of(call), "I am on it.", internal=True)


def _merged(world: World, call: Call) -> None:
    ticket = world.rows("tickets")[ticket_of(call)]
    same = [number for number, row in world.rows("tickets").items() if row["recordType"] == ticket["recordType"]]
    merge(world, ticket["id"], next(number for number in same if number != ticket["id"]))


def _reopens_later(world: World, call: Call, answer: Answer) -> None:
    number = ticket_of(call)
    world.later(5, lambda: reply(world, number, REPLY))


STATUS_FAULTS: dict[str, Fault] = {
    "status_unchanged": _undone(lambda world, call, answer, row: Answer(body=ticket_shape(world, row, call.base))),
    "status_echoed_only": _undone(lambda world, call, answer, row: answer),
    "workflow_flips_at_once": _flips(0),
    "workflow_flips_after_2": _flips(2),
    "workflow_flips_after_20": _flips(20),
    "workflow_flips_after_300": _flips(300),
    "workflow_oscillates": _flips(1, 2, 3, 4, 5),
    "workflow_moves_board": then(_moves_board),
    "customer_reopens": then(lambda world, call, answer: reply(world, ticket_of(call), REPLY)),
    "customer_reopens_after_5": then(_reopens_later),
}
TICKET_FAULTS: dict[str, Fault] = {
    "ticket_changed_first": first(_changed),
    "ticket_noted_first": first(_noted),
    "ticket_replied_first": first(lambda world, call: reply(world, ticket_of(call), REPLY, reopens=False)),
    "ticket_closed_first": first(lambda world, call: close(world, ticket_of(call))),
    "ticket_moved_first": first(_moved),
    "ticket_merged_first": first(_merged),
    "ticket_made_project_first": first(lambda world, call: make_project(world, ticket_of(call))),
    "ticket_deleted_first": first(lambda world, call: world.delete_ticket(ticket_of(call), TECHNICIAN)),
}
