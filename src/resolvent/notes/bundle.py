"""Builds the evidence of a session from its rows, and from nothing else."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.login import get_account
from resolvent.attachments.reading import AttachmentRow, list_attachments
from resolvent.checks.ledger import list_checks
from resolvent.checks.models import Check
from resolvent.facts.ledger import list_facts
from resolvent.facts.models import Fact
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.suggest import list_fixes
from resolvent.fixes.transitions import FixStatus
from resolvent.masking import MASK, mask_deep
from resolvent.scripts.generations import list_generations
from resolvent.scripts.schemas import GenerationOut
from resolvent.sessions.evidence import CheckItem, Evidence, FactItem, FileItem, FixItem, GenerationItem, TicketItem
from resolvent.sessions.models import AISession
from resolvent.sessions.secrets import read_secrets


async def gather_evidence(db: AsyncSession, actor: Actor, session: AISession) -> Evidence:
    account = await get_account(db, actor.account_id)
    facts = [fact for fact in await list_facts(db, actor, session.id) if fact.status == "confirmed"]
    checks = [check for check in await list_checks(db, actor, session.id) if check.status != "todo"]
    fixes = await list_fixes(db, actor, session.id)
    labels = {fix.id: f"X{number}" for number, fix in enumerate(fixes, 1)}
    made = await list_generations(db, actor, session.id)
    files = await list_attachments(db, actor.account_id, session.id)
    evidence = Evidence(
        ticket=ticket_item(session),
        facts=tuple(fact_item(number, fact) for number, fact in enumerate(facts, 1)),
        checks=tuple(check_item(number, check) for number, check in enumerate(checks, 1)),
        fixes=tuple(fix_item(number, fix) for number, fix in enumerate(fixes, 1)),
        generations=tuple(generation_item(number, one, labels) for number, one in enumerate(made, 1)),
        open_questions=(),
        attachments=(),
        time_zone=account.time_zone,
        files=tuple(file_item(number, one) for number, one in enumerate(files, 1)),
    )
    # What was written down before a script was given it.
    return mask_deep(evidence, await read_secrets(db, actor.account_id, session.id))


def ticket_item(session: AISession) -> TicketItem:
    ticket = session.ticket
    if ticket is None:
        return TicketItem("T", None, session.title, session.problem, None, None, None)
    return TicketItem(
        label="T",
        number=ticket.get("number"),
        summary=ticket.get("summary") or session.title,
        description="\n\n".join(part for part in (ticket.get("description"), session.problem) if part),
        company=ticket.get("company"),
        contact=ticket.get("contact"),
        status=(ticket.get("status") or {}).get("name"),
    )


def fact_item(number: int, fact: Fact) -> FactItem:
    return FactItem(f"F{number}", fact.text, fact.important, fact.internal, fact.source, fact.created_at)


def check_item(number: int, check: Check) -> CheckItem:
    status: Literal["done", "skipped"] = "done" if check.status == "done" else "skipped"
    return CheckItem(f"C{number}", check.title, check.command, status, check.result, check.created_at)


def file_item(number: int, row: AttachmentRow) -> FileItem:
    return FileItem(f"A{number}", row.name, row.size, row.created_at)


def generation_item(number: int, made: GenerationOut, labels: Mapping[UUID, str]) -> GenerationItem:
    """Of the sensitive parameters only that they were given; of the script nothing."""
    shown = {name: tell_value(value) for name, value in made.parameters.items()}
    shown |= dict.fromkeys(made.sensitive, MASK)
    return GenerationItem(
        label=f"G{number}",
        template_title=made.template_title,
        parameters=tuple(sorted(shown.items())),
        created_at=made.created_at,
        fix=labels.get(made.fix_id) if made.fix_id else None,
    )


def tell_value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def fix_item(number: int, fix: SuggestedFix) -> FixItem:
    return FixItem(
        label=f"X{number}",
        title=fix.title,
        rationale=fix.rationale,
        confidence=fix.confidence,
        status=FixStatus(fix.status).value,
        active=fix.superseded_at is None,
        decision=fix.decision,
        applied_at=fix.applied_at,
        verified_at=fix.verified_at,
        partial_notes=fix.partial_notes,
        failure_reason=fix.failure_reason,
        outcome_notes=fix.outcome_notes,
        created_at=fix.created_at,
    )
