"""When a status counts as proven: two equal readings, far enough apart."""

import pytest

from resolvent.ticketing.verify import APART, READ_AFTER, Reading, Verdict, judge


def readings(*seen: tuple[float, str]) -> list[Reading]:
    return [Reading(at, status, status, None) for at, status in seen]


@pytest.mark.parametrize(
    ("seen", "claimed", "verdict"),
    [
        ([], True, None),
        ([(0.5, "resolved")], True, None),
        ([(0.5, "resolved"), (1.0, "resolved")], True, None),
        ([(0.5, "resolved"), (1.0, "resolved"), (3.0, "resolved")], True, Verdict.VERIFIED),
        ([(0.5, "resolved"), (1.0, "resolved"), (3.0, "resolved")], False, Verdict.VERIFIED),
        ([(0.5, "new"), (3.0, "new")], False, Verdict.REJECTED),
        ([(0.5, "new"), (3.0, "new")], True, Verdict.OVERRIDDEN),
        ([(0.5, "waiting"), (3.0, "waiting")], False, Verdict.OVERRIDDEN),
        ([(0.5, "resolved"), (3.0, "waiting")], True, None),
        ([(0.5, "resolved"), (3.0, "waiting"), (10.0, "waiting")], True, Verdict.OVERRIDDEN),
        ([(0.5, "waiting"), (3.0, "resolved"), (10.0, "waiting"), (30.0, "resolved")], True, None),
    ],
)
def test_verdicts(seen: list[tuple[float, str]], claimed: bool, verdict: Verdict | None) -> None:
    assert judge(readings(*seen), wanted="resolved", before="new", claimed=claimed) is verdict


def test_the_schedule_can_decide_in_about_three_seconds() -> None:
    quick = [(at, "new") for at in READ_AFTER if at <= 3]
    assert quick[-1][0] - quick[0][0] >= APART
    assert judge(readings(*quick), wanted="resolved", before="new", claimed=False) is Verdict.REJECTED
