"""Builds the evidence of a session from its rows, and from nothing else."""

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.login import get_account
from resolvent.checks.ledger import list_checks
from resolvent.checks.models import Check
from resolvent.facts.ledger import list_facts
from resolvent.facts.models import Fact
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.suggest import list_fixes
from resolvent.fixes.transitions import FixStatus
from resolvent.sessions.evidence import CheckItem, Evidence, FactItem, FixItem, TicketItem
from resolvent.sessions.models import AISession


async def gather_evidence(db: AsyncSession, actor: Actor, session: AISession) -> Evidence:
    account = await get_account(db, actor.account_id)
    facts = [fact for fact in await list_facts(db, actor, session.id) if fact.status == "confirmed"]
    checks = [check for check in await list_checks(db, actor, session.id) if check.status != "todo"]
    fixes = await list_fixes(db, actor, session.id)
    return Evidence(
        ticket=ticket_item(session),
        facts=tuple(fact_item(number, fact) for number, fact in enumerate(facts, 1)),
        checks=tuple(check_item(number, check) for number, check in enumerate(checks, 1)),
        fixes=tuple(fix_item(number, fix) for number, fix in enumerate(fixes, 1)),
        generations=(),
        open_questions=(),
        attachments=(),
        time_zone=account.time_zone,
    )


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
