"""What an answer's blocks bring into the session, in the transaction that ends the turn.

Blocks are proposals with the rights of the engineer whose turn it is, under the same rules as the API. One that breaks a
rule is ignored and counted; the rest stands.
"""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.chat.blocks import Check, Effects, Fact, FixOutcome
from resolvent.checks.ledger import propose_checks, report_checks
from resolvent.errors import AppError
from resolvent.facts.ledger import propose_facts
from resolvent.fixes.outcomes import report_outcome
from resolvent.fixes.suggest import Suggestion, get_fix, suggest_fix
from resolvent.fixes.transitions import FixStatus
from resolvent.sessions.models import AISession

log = structlog.get_logger()


async def take_effect(
    db: AsyncSession, actor: Actor, session: AISession, effects: Effects, fix_at_start: UUID | None
) -> tuple[list[str], int]:
    """What changed (for the `state` event), and how many blocks were ignored. The caller holds the session's lock."""
    changed: list[str] = []
    ignored = 0
    if effects.outcome is not None:
        if await report(db, actor, session, effects.outcome, fix_at_start):
            changed.append("fix")
        else:
            ignored += 1
    facts = [(fact.text, whose(fact), fact.replaces) for fact in effects.facts]
    if await propose_facts(db, actor, session, facts):
        changed.append("facts")
    proposals = [(check.title, check.command, check.why) for check in effects.checks if is_new(check)]
    reports = [(check.title, check.result) for check in effects.checks if not is_new(check)]
    added = await propose_checks(db, session, proposals)
    reported, refused = await report_checks(db, actor, session, reports)
    ignored += refused
    if added or reported:
        changed.append("checks")
    if effects.fix is not None:
        fix = effects.fix
        await suggest_fix(
            db,
            session,
            Suggestion(
                title=fix.title,
                rationale=fix.rationale,
                confidence=fix.confidence,
                template_slug=fix.template,
                parameters=fix.parameters,
                script=fix.script,
                language=fix.language,
            ),
        )
        if "fix" not in changed:
            changed.append("fix")
    return changed, ignored


def is_new(check: Check) -> bool:
    """Neither the result of one that the session has, nor passed over."""
    return check.result is None and not check.skipped


def whose(fact: Fact) -> str:
    """An assistant does not speak as the engineer, whose facts are never overruled by it."""
    return fact.source if fact.source and fact.source != "engineer" else "assistant"


async def report(
    db: AsyncSession, actor: Actor, session: AISession, block: FixOutcome, fix_at_start: UUID | None
) -> bool:
    """It speaks of the fix that was active when the turn began; with none, or against a rule, it is ignored and logged."""
    if fix_at_start is None:
        log.info("chat.outcome_ignored", session=str(session.id), reason="no_active_fix")
        return False
    try:
        fix = await get_fix(db, actor, session.id, fix_at_start)
        outcome = FixStatus(block.outcome)
        before = report_outcome(fix, outcome, notes=block.notes, failure_reason=block.failure_reason)
    except (AppError, ValueError) as error:
        log.info("chat.outcome_ignored", session=str(session.id), reason=getattr(error, "code", "unknown_outcome"))
        return False
    trail.record(
        db,
        actor,
        "fix.outcome",
        fix.id,
        before={"status": before.value},
        after={"status": outcome.value, "reported_by": "assistant"},
    )
    await db.flush()
    return True
