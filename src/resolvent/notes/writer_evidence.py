"""Evidence as a model reads it: labelled lines in a fence. Pure."""

from collections.abc import Iterator

from resolvent.ai.fences import clear_and_cut, fence
from resolvent.notes.outputs import was_run
from resolvent.notes.structure import Kind
from resolvent.sessions.evidence import Evidence, FixItem

LONGEST = 4_000
STATUS = {
    "proposed": "only suggested, not tried",
    "applied_success": "applied, success",
    "applied_failed": "applied, failed",
    "applied_partial": "applied, worked in part",
    "dismissed": "dismissed, not tried",
}


def write_evidence(evidence: Evidence, kind: Kind, code: str) -> str:
    """Internal facts are not shown at all where the customer reads the note."""
    lines = "\n".join(cut(line) for line in describe(evidence, kind))
    return fence("evidence", lines, code)


def cut(line: str) -> str:
    flat = " ".join(line.split())
    return clear_and_cut(flat, LONGEST)


def describe(evidence: Evidence, kind: Kind) -> Iterator[str]:
    ticket = evidence.ticket
    yield f"[{ticket.label}] Ticket: {ticket.summary}. {ticket.description}"
    for fact in evidence.facts:
        if kind is Kind.RESOLUTION and fact.internal:
            continue
        yield f"[{fact.label}] Confirmed{' (important)' if fact.important else ''}: {fact.text}"
    for one in evidence.checks:
        command = f" ({one.command})" if one.command and kind is Kind.ESCALATION and was_run(one) else ""
        yield f"[{one.label}] Check{command}: {one.title}: {one.result if one.status == 'done' else 'skipped'}"
    for fix in evidence.fixes:
        yield f"[{fix.label}] Fix: {fix.title}: {describe_fix(fix)}"
    for made in evidence.generations:
        values = ", ".join(f"{name} {value}" for name, value in made.parameters)
        yield f"[{made.label}] Script made from the template {made.template_title}{f' with {values}' if values else ''}"
    for file in evidence.files:
        yield f"[{file.label}] File kept with the session: {file.name}"


def describe_fix(fix: FixItem) -> str:
    said = STATUS[fix.status]
    if fix.status == "proposed" and fix.applied_at is not None:
        said = "applied, outcome not recorded"
    for name, text in (
        ("why", fix.failure_reason),
        ("what works and what does not", fix.partial_notes),
        ("notes", fix.outcome_notes),
    ):
        if text:
            said += f"; {name}: {text}"
    return said
