"""What is missing is told from the evidence, a sentence each; nothing is told of what is there."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from resolvent.handoffs.completeness import Handover, find_missing
from resolvent.handoffs.reasons import LONGEST, Fix, tell_reason
from resolvent.sessions.evidence import CheckItem, Evidence, FactItem, FixItem, TicketItem

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def a_fix(status: str, title: str = "Restart the spooler", **more: Any) -> Fix:
    return Fix(title, status, **{"applied_at": None, "failure_reason": None, "partial_notes": None, **more})


def evidence(
    *, facts: int = 1, checks: int = 1, fixes: tuple[Any, ...] = (), contact: str | None = "Maria"
) -> Evidence:
    """Only what the rules read is filled in."""
    return Evidence(
        ticket=TicketItem("T", "4711", "Nobody can print", "", "Northwind", contact, None),
        facts=tuple(SimpleNamespace(label=f"F{n}") for n in range(facts)),  # type: ignore[misc]  # counted only
        checks=tuple(SimpleNamespace(label=f"C{n}") for n in range(checks)),  # type: ignore[misc]  # counted only
        fixes=fixes,
        generations=(),
        open_questions=(),
        attachments=(),
        time_zone="UTC",
    )


FAILED = a_fix("applied_failed", failure_reason="The service stopped again.")


def test_a_whole_handover_misses_nothing() -> None:
    assert find_missing(Handover(evidence(fixes=(FAILED,)), [], "Is the driver signed?")) == []


@pytest.mark.parametrize(
    ("handed", "said"),
    [
        (Handover(evidence(facts=0, fixes=(FAILED,)), [], "Why?"), ["No fact is confirmed."]),
        (Handover(evidence(checks=0, fixes=(FAILED,)), [], "Why?"), ["No check has a result."]),
        (
            Handover(evidence(fixes=(FAILED,)), ["Is it on?", "Is it plugged in.", "c", "d", "e"], "Why?"),
            ["Asked and not answered: “Is it on?”, “Is it plugged in”, “c” and 2 more."],
        ),
        (Handover(evidence(), [], "Why?"), ["No fix was tried."]),
        (Handover(evidence(fixes=(a_fix("proposed"),)), [], "Why?"), ["No fix was tried."]),
        (Handover(evidence(fixes=(a_fix("dismissed"),)), [], "Why?"), ["No fix was tried."]),
        (
            Handover(evidence(fixes=(a_fix("proposed", applied_at=NOW),)), [], "Why?"),
            ["“Restart the spooler” was applied; nobody said how it went."],
        ),
        (
            Handover(evidence(fixes=(a_fix("applied_failed", failure_reason=" "),)), [], "Why?"),
            ["“Restart the spooler” failed; nobody said why."],
        ),
        (Handover(evidence(fixes=(FAILED,), contact=None), [], "Why?"), ["The ticket names nobody to call."]),
        (Handover(evidence(fixes=(FAILED,)), [], "  "), ["No question is asked of the next engineer."]),
    ],
)
def test_what_is_missing_is_said(handed: Handover, said: list[str]) -> None:
    assert find_missing(handed) == said


@pytest.mark.parametrize(
    ("fixes", "said"),
    [
        ([], "No fix was tried."),
        ([a_fix("proposed")], "No fix was tried."),
        ([FAILED], "“Restart the spooler” did not help: The service stopped again."),
        ([a_fix("applied_failed")], "“Restart the spooler” did not help."),
        ([a_fix("applied_partial", partial_notes="two of\nthree PCs")], "“Restart the spooler” helped in part: two of three PCs."),
        ([a_fix("proposed", applied_at=NOW)], "“Restart the spooler” was applied; nobody said how it went."),
        ([a_fix("applied_success")], "“Restart the spooler” worked, and the session was escalated all the same."),
        ([FAILED, a_fix("dismissed", "Buy a printer")], "“Restart the spooler” did not help: The service stopped again."),
        ([FAILED, a_fix("applied_failed", "New driver")], "“New driver” did not help."),
    ],
)  # fmt: skip
def test_the_last_fix_that_was_tried_gives_the_reason(fixes: list[Fix], said: str) -> None:
    assert tell_reason(fixes) == said


def test_a_long_reason_is_cut() -> None:
    told = tell_reason([a_fix("applied_failed", failure_reason="word " * 200)])
    assert told.endswith("…")
    assert len(told) < LONGEST + 60


def test_the_items_have_what_the_rules_read() -> None:
    """The samples above stand for these."""
    assert {"title", "status", "applied_at", "failure_reason"} <= set(FixItem.__slots__)
    assert "label" in FactItem.__slots__
    assert "label" in CheckItem.__slots__
