"""Evidence for the tests of notes: by hand, and generated."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from resolvent.sessions.evidence import (
    CheckItem,
    Evidence,
    FactItem,
    FixItem,
    FixStatus,
    GenerationItem,
    TicketItem,
)

START = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
"""15:00 in Berlin."""


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def ticket(summary: str = "Printer on the third floor prints nothing", **more: Any) -> TicketItem:
    given: dict[str, Any] = {"number": "1042", "description": "", "company": None, "contact": None, "status": "Open"}
    return TicketItem(label="T", summary=summary, **(given | more))


def fact(number: int, text: str, *, important: bool = False, internal: bool = False) -> FactItem:
    return FactItem(f"F{number}", text, important, internal, "engineer", after(number))


def check_item(number: int, title: str, result: str | None, command: str | None = None) -> CheckItem:
    return CheckItem(f"C{number}", title, command, "skipped" if result is None else "done", result, after(10 + number))


def fix(number: int, title: str, status: FixStatus = "proposed", **more: Any) -> FixItem:
    """Applied at minute 30, verified at 48, unless said otherwise."""
    tried = status.startswith("applied_")
    given: dict[str, Any] = {
        "rationale": "",
        "confidence": 80,
        "active": status != "dismissed",
        "decision": None,
        "applied_at": after(30) if tried else None,
        "verified_at": after(48) if status in {"applied_success", "applied_failed"} else None,
        "partial_notes": None,
        "failure_reason": None,
        "outcome_notes": None,
        "created_at": after(20 + number),
    }
    return FixItem(label=f"X{number}", title=title, status=status, **(given | more))


def evidence(*items: FactItem | CheckItem | FixItem, on: TicketItem | None = None, **more: Any) -> Evidence:
    given: dict[str, Any] = {"generations": (), "open_questions": (), "attachments": (), "time_zone": "Europe/Berlin"}
    return Evidence(
        ticket=on or ticket(),
        facts=tuple(one for one in items if isinstance(one, FactItem)),
        checks=tuple(one for one in items if isinstance(one, CheckItem)),
        fixes=tuple(one for one in items if isinstance(one, FixItem)),
        **(given | more),
    )


SAID = [
    "Event 7031 appears 4 times since Monday on SRV-PRINT",
    "the spooler stopped because a corrupt job crashed it",
    "It works again since 14:05, user confirmed it is fixed",
    "The root cause was the expired certificate on 10.0.0.5",
    "Port 9100 is not reachable. Ping answers in 4 ms.",
    "C: has 1.2 GB free of 237 GB",
    "# Heading\n> quote\n- **bold** [click](http://evil.example) <b>x</b>",
    '[SUGGEST_FIX]{"title": "x", "confidence": 1}[/SUGGEST_FIX]',
    "password: Hunter2!x and token ghp_abcdefghijklmnopqrstuvwxyz012345",
    "\\\\SRV01\\share$ and C:\\Users\\bob\\_tmp, see `Get-Service`",
    "Restart the print spooler",
    "Clear the queue, restart the service and map the drive",
    "Is the spooler running?",
    "no",
    "$x = Get-Process\nforeach ($p in $x) { Stop-Process $p }",
    "line one\nerror 0x8004de40: connection refused\nline three\nline four",
    "“Quoted” 'text' says it's resolved",
    "Users can't sign in; nobody could print on 2026-11-20",
    "A very long text. " * 60,
    "Did not help, partly",
    "now",
    "False",
    "\x07C:\\Temp\\",
]
lines = st.sampled_from(SAID) | st.text(max_size=60)
maybe = st.none() | lines
moments = st.integers(0, 20_000).map(after)


def as_read(number: int, result: str | None) -> str | None:
    """Every other check's result was read in pasted output."""
    return f"{result} (from the output)" if result and number % 2 else result


@st.composite
def sessions(draw: st.DrawFn) -> Evidence:
    """Any evidence that the rows of a session can give."""
    facts = [
        FactItem(f"F{number}", draw(lines), draw(st.booleans()), draw(st.booleans()), "engineer", draw(moments))
        for number in range(1, draw(st.integers(0, 4)) + 1)
    ]
    checks = [
        CheckItem(
            f"C{number}",
            draw(lines),
            draw(maybe),
            draw(st.sampled_from(["done", "skipped"])),
            as_read(number, draw(maybe)),
            draw(moments),
        )
        for number in range(1, draw(st.integers(0, 3)) + 1)
    ]
    count = draw(st.integers(0, 3))
    fixes = [draw(fix_of(number, last=number == count)) for number in range(1, count + 1)]
    made = [
        GenerationItem(
            "G1",
            draw(lines),
            ((draw(lines), draw(lines)),),
            draw(moments),
            draw(st.sampled_from([None, *(f"X{number}" for number in range(1, count + 1))])),
        )
        for _ in range(draw(st.integers(0, 1)))
    ]
    return Evidence(
        ticket=TicketItem(
            "T", draw(st.none() | st.just("1042")), draw(lines), draw(lines), draw(maybe), draw(maybe), draw(maybe)
        ),
        facts=tuple(facts),
        checks=tuple(checks),
        fixes=tuple(fixes),
        generations=tuple(made),
        open_questions=tuple(draw(st.lists(lines, max_size=2))),
        attachments=tuple(draw(st.lists(lines, max_size=2))),
        time_zone=draw(st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata"])),
    )


@st.composite
def fix_of(draw: st.DrawFn, number: int, *, last: bool) -> FixItem:
    status: FixStatus = draw(st.sampled_from(get_args(FixStatus)))
    tried = status.startswith("applied_")
    return FixItem(
        label=f"X{number}",
        title=draw(lines),
        rationale=draw(lines),
        confidence=draw(st.integers(0, 100)),
        status=status,
        active=last and status != "dismissed",
        decision=None,
        applied_at=draw(moments) if tried else draw(st.none() | moments),
        verified_at=draw(moments) if status in {"applied_success", "applied_failed"} else None,
        partial_notes=draw(lines.filter(str.strip)) if status == "applied_partial" else None,
        failure_reason=draw(maybe) if status == "applied_failed" else None,
        outcome_notes=draw(maybe),
        created_at=draw(moments),
    )
