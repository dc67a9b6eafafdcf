"""The faults by name. Each wraps the call: it decides whether, when and how often `act` commits, and what is answered."""

import re
from collections.abc import Callable
from email.utils import formatdate

from tests.emulators.connectwise.deliveries import CALLBACK_FAULTS
from tests.emulators.connectwise.exchange import Answer, Call, Refusal, Row
from tests.emulators.connectwise.shapes import DISCUSSION, INTERNAL, RESOLUTION
from tests.emulators.connectwise.world import World

Act = Callable[[], Answer]
Fault = Callable[[World, Call, Act], Answer]
HTML = "<html><body><h1>Attention Required!</h1></body></html>"
HUGE = 32 * 1024 * 1024
"""Bytes of the huge body."""
TECHNICIAN = "JSmith"


def _ticket(call: Call) -> int:
    match = re.search(r"/tickets/(\d+)", call.path)
    if match is None:
        raise AssertionError(f"this fault is about a ticket, not {call.path}")
    return int(match[1])


def _refused(status: int, text: str, headers: dict[str, str] | None = None) -> Fault:
    return lambda world, call, act: Answer(status, text=text, headers=headers or {})


def _answered(status: int, text: str, headers: dict[str, str] | None = None) -> Fault:
    def fault(world: World, call: Call, act: Act) -> Answer:
        act()
        return Answer(status, text=text, headers=headers or {})

    return fault


def _then(effect: Callable[[World, Call, Answer], None]) -> Fault:
    def fault(world: World, call: Call, act: Act) -> Answer:
        answer = act()
        effect(world, call, answer)
        return answer

    return fault


def _first(effect: Callable[[World, Call], None]) -> Fault:
    def fault(world: World, call: Call, act: Act) -> Answer:
        effect(world, call)
        return act()

    return fault


def _cut(world: World, call: Call, act: Act) -> Answer:
    answer = act()
    answer.cut = True
    return answer


def _cut_before(world: World, call: Call, act: Act) -> Answer:
    return Answer(cut=True)


def _late(world: World, call: Call, act: Act) -> Answer:
    def commit() -> None:
        try:
            act()
        except Refusal:
            return

    world.later(20, commit)
    return Answer(cut=True)


def _unchanged(world: World, call: Call, act: Act) -> Answer:
    """200 with the ticket as it was."""
    row = world.rows("tickets")[_ticket(call)]
    before = dict(row)
    answer = act()
    claimed = answer.body
    row.clear()
    row.update(before)
    claimed["status"]["id"] = before["status"]
    claimed["status"]["name"] = world.rows("statuses")[before["status"]]["name"]
    return answer


def _echo(world: World, call: Call, act: Act) -> Answer:
    """200 with the new status, of which a GET shows nothing."""
    row = world.rows("tickets")[_ticket(call)]
    before = dict(row)
    answer = act()
    row.clear()
    row.update(before)
    return answer


def _flips(*after: float) -> Fault:
    """A workflow rule sets the old status back after so many seconds, and so on by turns."""

    def fault(world: World, call: Call, act: Act) -> Answer:
        number = _ticket(call)
        old = world.rows("tickets")[number]["status"]
        answer = act()
        new = world.rows("tickets")[number]["status"]
        for turn, seconds in enumerate(after):
            to = new if turn % 2 else old
            world.later(seconds, lambda to=to: world.set_status(number, to, "Workflow"))  # type: ignore[misc]  # a default binds the turn
        return answer

    return fault


def _moves_board(world: World, call: Call, answer: Answer) -> None:
    number = _ticket(call)
    boards = [board for board in world.rows("boards") if board != world.rows("tickets")[number]["board"]]
    world.move(number, boards[0], "Workflow")


def _note(change: Callable[[Row], None]) -> Fault:
    """The note is stored otherwise than it was sent; the reply still shows what was sent."""
    return _then(lambda world, call, answer: change(world.rows("notes")[answer.body["id"]]))


def _twice(world: World, call: Call, act: Act) -> Answer:
    act()
    return act()


def _quoted(world: World, call: Call, answer: Answer) -> None:
    note = world.rows("notes")[answer.body["id"]]
    quote = "\n".join(f"> {line}" for line in note["text"].splitlines())
    world.add(
        "notes", {key: value for key, value in note.items() if key != "id"} | {"text": quote, "createdBy": TECHNICIAN}
    )


def _only_as_time(world: World, call: Call, answer: Answer) -> None:
    note = world.rows("notes").pop(answer.body["id"])
    world.add(
        "entries",
        {
            "chargeToId": note["ticketId"],
            "chargeToType": "ServiceTicket",
            "timeStart": world.stamp(),
            "notes": note["text"],
            "addToDetailDescriptionFlag": bool(note.get(DISCUSSION)),
            "addToInternalAnalysisFlag": bool(note.get(INTERNAL)),
            "addToResolutionFlag": bool(note.get(RESOLUTION)),
            "enteredBy": note["createdBy"],
            "dateEntered": world.stamp(),
        },
    )


def _by_technician(world: World, call: Call) -> None:
    number = _ticket(call)
    board = world.rows("tickets")[number]["board"]
    other = [s for s in world.rows("statuses").values() if s["board"] == board and s["name"] == "Waiting Customer"]
    world.set_status(number, other[0]["id"], TECHNICIAN)


def _closed(world: World, call: Call) -> None:
    number = _ticket(call)
    board = world.rows("tickets")[number]["board"]
    closing = [s for s in world.rows("statuses").values() if s["board"] == board and s["closedStatus"]]
    world.set_status(number, closing[0]["id"], TECHNICIAN)


def _deleted(world: World, call: Call) -> None:
    world.delete_ticket(_ticket(call), TECHNICIAN)


def _reopens(world: World, call: Call, answer: Answer) -> None:
    number = _ticket(call)
    world.set_status(number, world.default_status(world.rows("tickets")[number]["board"]), "Customer")


def _outage(world: World, call: Call, answer: Answer) -> None:
    """From the next call on the ticket can't be written for as long as the plan stands."""
    world.plan.add("refused_503", "PATCH", r".*/tickets/\d+", nth=None)


def _revoked(world: World, call: Call, answer: Answer) -> None:
    world.revoked = True


def _arms(name: str) -> Fault:
    """The next callback meets the fault: the one that this call causes, if it causes any."""
    return _first(lambda world, call: world.armed.append(name))


def _dated(world: World, call: Call, act: Act) -> Answer:
    return Answer(429, text="", headers={"Retry-After": formatdate(world.clock.now() + 30, usegmt=True)})


FAULTS: dict[str, Fault] = {
    "refused_500": _refused(500, '{"code":"Error","message":"An error occurred.","errors":null}'),
    "refused_503": _refused(503, HTML),
    "rate_limited_seconds": _refused(429, "", {"Retry-After": "2"}),
    "rate_limited_date": _dated,
    "rate_limited_missing": _refused(429, ""),
    "rate_limited_absurd": _refused(429, "", {"Retry-After": "31536000"}),
    "rate_limited_html": _refused(429, HTML, {"Retry-After": "2", "Content-Type": "text/html"}),
    "redirected_elsewhere": _refused(
        302, "", {"Location": "http://other.invalid/v4_6_release/apis/3.0/service/tickets"}
    ),
    "cut_before_commit": _cut_before,
    "committed_then_cut": _cut,
    "committed_then_500": _answered(500, '{"code":"Error","message":"Execution Timeout Expired.","errors":null}'),
    "committed_html": _answered(200, HTML, {"Content-Type": "text/html"}),
    "committed_empty_object": _answered(200, "{}"),
    "committed_empty_body": _answered(200, ""),
    "huge_body": lambda world, call, act: Answer(act().status, text='"' + "x" * HUGE + '"'),
    "late_commit": _late,
    "key_revoked": _then(_revoked),
    "outage_after": _then(_outage),
    "status_unchanged": _unchanged,
    "status_echoed_only": _echo,
    "workflow_flips_at_once": _flips(0),
    "workflow_flips_after_2": _flips(2),
    "workflow_flips_after_20": _flips(20),
    "workflow_flips_after_300": _flips(300),
    "workflow_oscillates": _flips(1, 2, 3, 4),
    "workflow_moves_board": _then(_moves_board),
    "note_made_visible": _note(lambda note: note.update({DISCUSSION: True})),
    "note_trimmed": _note(lambda note: note.update(text=note["text"][: len(note["text"]) // 2])),
    "note_recoded": _note(lambda note: note.update(text=note["text"].replace("&", "&amp;").replace("\n", "\r\n"))),
    "note_last_line_lost": _note(lambda note: note.update(text=note["text"].rpartition("\n")[0])),
    "note_doubled": _twice,
    "note_quoted": _then(_quoted),
    "note_only_as_time": _then(_only_as_time),
    "ticket_changed_first": _first(_by_technician),
    "ticket_closed_first": _first(_closed),
    "ticket_deleted_first": _first(_deleted),
    "customer_reopens": _then(_reopens),
    **{name: _arms(name) for name in CALLBACK_FAULTS},
}
