"""The fault matrix: every fault of the emulator at every call of a write-back, both kinds of note, in virtual time."""

from collections.abc import Iterator

import pytest

from resolvent.ticketing.steps import Step
from tests.matrix.fault_cases import KINDS, STRUCK, Ending, end_of, fault_cases

ENDS_WITHIN = 150.0
"""Virtual seconds; the longest wait is the ambiguity window of 60."""
LOST = ("committed_then_cut", "committed_then_reset", "committed_then_held", "committed_then_500", "slow_drip")
GARBLED = ("committed_html", "committed_empty_object", "committed_empty_body", "huge_body")
IN_DOUBT = (
    "refused_500",
    "refused_503",
    "redirected_elsewhere",
    "cut_before_commit",
    "reset_before_commit",
    "held_before_commit",
    "late_commit",
)
REFUSED = ("refused_permission", "refused_conflict", "rate_limited_seconds", "rate_limited_date", "rate_limited_absurd")
NOT_SET = {
    "refused_by_rule": Step.REJECTED,
    "status_unchanged": Step.REJECTED,
    "status_echoed_only": Step.OVERRIDDEN,
    "workflow_flips_at_once": Step.OVERRIDDEN,
    "workflow_flips_after_2": Step.OVERRIDDEN,
    "workflow_oscillates": Step.OVERRIDDEN,
    "workflow_moves_board": Step.OVERRIDDEN,
    "customer_reopens": Step.OVERRIDDEN,
}
"""Refused: the vendor never claimed the change. Overridden: it did, and something took it back."""
ALTERED = ("note_trimmed", "note_last_line_lost")


def both(fault: str, call: str) -> Iterator[Ending]:
    for kind in KINDS:
        yield end_of(fault, call, kind)


@pytest.mark.parametrize(("fault", "call"), fault_cases())
def test_no_fault_breaks_a_promise(fault: str, call: str) -> None:
    for end in both(fault, call):
        assert end.violations == ()
        assert end.seconds < ENDS_WITHIN
        assert end.done or end.told


@pytest.mark.parametrize("call", ["find codebase", "read ticket", "add note", "read note", "set status"])
@pytest.mark.parametrize("fault", LOST)
def test_a_reply_that_is_lost_changes_nothing(fault: str, call: str) -> None:
    assert [(end.outcome, end.notes) for end in both(fault, call)] == [(Step.VERIFIED, 1)] * 2


@pytest.mark.parametrize("call", ["add note", "set status"])
@pytest.mark.parametrize("fault", GARBLED)
def test_a_reply_that_means_nothing_is_read_up_on(fault: str, call: str) -> None:
    assert [(end.outcome, end.notes) for end in both(fault, call)] == [(Step.VERIFIED, 1)] * 2


@pytest.mark.parametrize("fault", IN_DOUBT)
def test_a_note_in_doubt_stands_once_in_the_end(fault: str) -> None:
    assert [(end.outcome, end.notes) for end in both(fault, "add note")] == [(Step.VERIFIED, 1)] * 2


@pytest.mark.parametrize("fault", REFUSED)
def test_a_note_that_is_refused_was_not_posted_and_waits_for_the_engineer(fault: str) -> None:
    assert [(end.outcome.split()[0], end.notes) for end in both(fault, "add note")] == [(Step.PLANNED, 0)] * 2


@pytest.mark.parametrize(("fault", "step"), NOT_SET.items())
def test_a_status_that_does_not_stand_is_never_called_done(fault: str, step: Step) -> None:
    ends = [(end.outcome, end.notes) for end in both(fault, "set status")]
    assert ends == [(f"{step} psa_status_unverified", 1)] * 2


@pytest.mark.parametrize("fault", ALTERED)
def test_a_text_that_was_cut_needs_a_person(fault: str) -> None:
    assert [(end.outcome, end.notes) for end in both(fault, "add note")] == [("NEEDS_HUMAN note_altered", 1)] * 2


def test_an_internal_note_that_the_vendor_shows_is_taken_back_and_alarmed() -> None:
    end = end_of("note_made_visible", "add note", "escalation")
    assert (end.outcome, end.notes) == ("NEEDS_HUMAN psa_visibility", 0)
    assert "taken back" in end.told


def test_every_fault_that_can_strike_a_write_back_is_here() -> None:
    groups = {*LOST, *GARBLED, *IN_DOUBT, *REFUSED, *NOT_SET, *ALTERED}
    assert groups <= {fault for fault, _ in fault_cases()}
    assert {call for _, call in fault_cases()} <= {call for calls in STRUCK.values() for call in calls}
