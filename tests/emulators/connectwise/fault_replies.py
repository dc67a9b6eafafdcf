"""Faults of replies: refused, lost, late, garbled. What they commit stands in their names."""

from contextlib import suppress
from email.utils import formatdate

from tests.emulators.connectwise.exchange import Answer, Call, Refusal
from tests.emulators.connectwise.fault_kinds import Act, Fault, first, then
from tests.emulators.connectwise.world import World

HTML = "<html><body><h1>Attention Required!</h1></body></html>"
HUGE = 32 * 1024 * 1024
"""Bytes of the huge body."""
HELD = 3600.0
"""Seconds that no client waits."""
DRIP = 2.0
"""Seconds between the pieces of a slow body."""
LATE = 20.0
"""Seconds after which a late commit lands."""
SKEW = -600.0
"""Seconds by which a wrong clock is behind."""
TIMED_OUT = '{"code":"Error","message":"Execution Timeout Expired.","errors":null}'
ERROR = '{"code":"Error","message":"An error occurred.","errors":null}'
SECURITY = '{"code":"Security","message":"You do not have security permission to perform this action.","errors":null}'
IN_USE = '{"code":"Conflict","message":"The record is in use.","errors":null}'
RULE = (
    '{"code":"InvalidObject","message":"ticket object is invalid","errors":[{"code":"MissingRequiredField",'
    '"message":"The type field is required to close the ticket.","resource":"ticket","field":"type"}]}'
)
ELSEWHERE = "http://other.invalid/v4_6_release/apis/3.0/service/tickets"


def _refused(status: int, text: str, headers: dict[str, str] | None = None) -> Fault:
    return lambda world, call, act: Answer(status, text=text, headers=headers or {})


def _answered(status: int, text: str, headers: dict[str, str] | None = None) -> Fault:
    def fault(world: World, call: Call, act: Act) -> Answer:
        act()
        return Answer(status, text=text, headers=headers or {})

    return fault


def _lost(*, cut: bool = False, reset: bool = False, delay: float = 0.0, pause: float = 0.0) -> Fault:
    """What the call does stays; how its reply travels changes."""

    def fault(world: World, call: Call, act: Act) -> Answer:
        answer = act()
        answer.cut, answer.reset, answer.delay, answer.pause = cut, reset, delay, pause
        return answer

    return fault


def _late(world: World, call: Call, act: Act) -> Answer:
    def commit() -> None:
        world.took = False
        with suppress(Refusal):
            act()
            world.record(call, None, "late_commit", world.took)

    world.later(LATE, commit)
    return Answer(cut=True)


def _dated(world: World, call: Call, act: Act) -> Answer:
    return Answer(429, text="", headers={"Retry-After": formatdate(world.clock.now() + 30, usegmt=True)})


def _outage(world: World, call: Call, answer: Answer) -> None:
    """From the next call on the ticket can't be written for as long as the plan stands."""
    world.plan.add("refused_503", "PATCH", r".*/tickets/\d+", nth=None)


def _revoked(world: World, call: Call, answer: Answer) -> None:
    world.revoked = True


def _skewed(world: World, call: Call) -> None:
    """From now on the vendor's times are wrong."""
    world.skew = SKEW


REPLY_FAULTS: dict[str, Fault] = {
    "refused_500": _refused(500, ERROR),
    "refused_503": _refused(503, HTML),
    "refused_permission": _refused(403, SECURITY),
    "refused_conflict": _refused(409, IN_USE),
    "rate_limited_seconds": _refused(429, "", {"Retry-After": "2"}),
    "rate_limited_date": _dated,
    "rate_limited_missing": _refused(429, ""),
    "rate_limited_absurd": _refused(429, "", {"Retry-After": "31536000"}),
    "rate_limited_html": _refused(429, HTML, {"Retry-After": "2", "Content-Type": "text/html"}),
    "redirected_elsewhere": _refused(302, "", {"Location": ELSEWHERE}),
    "cut_before_commit": lambda world, call, act: Answer(cut=True),
    "reset_before_commit": lambda world, call, act: Answer(reset=True),
    "held_before_commit": lambda world, call, act: Answer(503, text=HTML, delay=HELD),
    "committed_then_cut": _lost(cut=True),
    "committed_then_reset": _lost(reset=True),
    "committed_then_held": _lost(delay=HELD),
    "committed_then_500": _answered(500, TIMED_OUT),
    "committed_html": _answered(200, HTML, {"Content-Type": "text/html"}),
    "committed_empty_object": _answered(200, "{}"),
    "committed_empty_body": _answered(200, ""),
    "slow_drip": _lost(pause=DRIP),
    "huge_body": lambda world, call, act: Answer(act().status, text='"' + "x" * HUGE + '"'),
    "late_commit": _late,
    "key_revoked": then(_revoked),
    "clock_skewed": first(_skewed),
}
STATUS_REPLY_FAULTS: dict[str, Fault] = {"refused_by_rule": _refused(400, RULE)}
NOTE_REPLY_FAULTS: dict[str, Fault] = {"outage_after": then(_outage)}
