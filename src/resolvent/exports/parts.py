"""Rows as parts of the record. Pure."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from resolvent.checks.models import Check
from resolvent.exports.record import (
    CheckPart,
    EscalationPart,
    FactPart,
    FixPart,
    HandoverPart,
    NotePart,
    ScriptPart,
    TicketChangePart,
    TicketPart,
    WarningPart,
)
from resolvent.facts.models import Fact
from resolvent.fixes.models import SuggestedFix
from resolvent.handoffs.models import Handoff
from resolvent.scripts.schemas import GenerationOut
from resolvent.sessions.models import TicketNews
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.steps import NOTE_IS_OUT, Step

AS_THEY_ARE: Final = ("title", "rationale", "proposed_by", "confidence", "status", "decision", "dismiss_reason", "template_version",
    "language", "edited_script", "reported_by", "partial_notes", "failure_reason", "outcome_notes", "applied_at",
    "verified_at", "superseded_at",
)  # fmt: skip


def ticket_part(ticket: Mapping[str, Any]) -> TicketPart:
    """Of a snapshot as JSON."""
    told = {name: ticket.get(name) for name in ("number", "summary", "description", "company", "contact")}
    return TicketPart(
        **{name: None if value is None else str(value) for name, value in told.items()},
        devices=[str(one) for one in ticket.get("devices") or ()],
        status=(ticket.get("status") or {}).get("name"),
    )


def fact_part(label: str, fact: Fact) -> FactPart:
    names = ("text", "status", "source", "added_by", "important", "internal")
    return FactPart(label=label, at=fact.created_at, **{name: getattr(fact, name) for name in names})


def check_part(label: str, check: Check) -> CheckPart:
    names = ("title", "command", "why", "status", "result", "proposed_by")
    return CheckPart(label=label, at=check.created_at, **{name: getattr(check, name) for name in names})


def fix_part(label: str, fix: SuggestedFix) -> FixPart:
    return FixPart(
        label=label,
        at=fix.created_at,
        template=fix.template_slug,
        drafted_script=fix.ai_drafted_script,
        drafted_parameters=fix.ai_drafted_parameters,
        **{name: getattr(fix, name) for name in AS_THEY_ARE},
    )


def script_part(label: str, made: GenerationOut, labels: Mapping[UUID, str]) -> ScriptPart:
    return ScriptPart(
        label=label,
        template=made.template_title,
        template_version=made.template_version,
        language=made.language.value,
        fix=labels.get(made.fix_id) if made.fix_id else None,
        parameters=made.parameters,
        sensitive=made.sensitive,
        script=made.redacted_script,
        warnings=[
            WarningPart(
                severity=str(one.severity),
                line=one.line,
                message=one.message,
                acknowledged=one.rule in made.acknowledged,
            )
            for one in made.findings
        ],
        by=made.created_by,
        at=made.created_at,
    )


def note_part(label: str, row: Writeback) -> NotePart:
    step = Step(row.step)
    return NotePart(
        label=label,
        kind="resolution" if row.kind == "resolution" else "escalation",
        round=row.round,
        text=row.text,
        posted=stands(step, row.note_id),
        status_verified=step is Step.VERIFIED,
        step=step.value,
        note_id=row.note_id,
        wanted_status=row.status_name,
        actual_status=row.actual_status,
        skipped_reason=row.skipped_reason,
        error=(row.error or {}).get("detail"),
        later_status=(row.late_change or {}).get("status"),
        by=row.confirmed_by_name,
        at=row.created_at,
        ended_at=row.finished_at,
    )


def stands(step: Step, note_id: str | None) -> bool:
    """On the ticket, or kept here. What stopped may have been that the note is gone."""
    return step is Step.LOCAL or (step in NOTE_IS_OUT and not (step is Step.NEEDS_HUMAN and note_id is None))


def escalation_part(note: str, row: Writeback, people: Mapping[UUID, str]) -> EscalationPart:
    return EscalationPart(
        note=note,
        round=row.round,
        by=row.confirmed_by_name,
        to_person=people.get(row.to_user_id) if row.to_user_id else None,
        to_queue=row.to_queue,
        question=row.question,
        at=row.finished_at or row.created_at,
    )


def handover_part(row: Handoff) -> HandoverPart:
    verb = "pickup" if row.verb == "pickup" else "return"
    return HandoverPart(verb=verb, round=row.round, by=row.by_name, questions=row.questions, at=row.created_at)


def ticket_change_part(row: TicketNews) -> TicketChangePart:
    changes = [f"{one['field']}: {one['before']} → {one['after']}" for one in row.changes]
    return TicketChangePart(
        kind={"changed": "changed", "note": "note"}.get(row.kind, "gone"),
        author=row.author,
        text=row.text,
        changes=changes,
        at=row.happened_at,
    )
