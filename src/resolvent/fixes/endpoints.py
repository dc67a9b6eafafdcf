from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, responses
from resolvent.fixes.decide import apply_fix, decide_fix, undo_dismissal
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.outcomes import record_outcome, undo_outcome
from resolvent.fixes.propose import propose_fix
from resolvent.fixes.schemas import (
    DecisionMade,
    DecisionOut,
    FixChanged,
    FixesOut,
    FixOut,
    FixPropose,
    OutcomeRecord,
)
from resolvent.fixes.suggest import Suggestion, get_active_fix, list_fixes
from resolvent.idempotency import Once
from resolvent.sessions.access import Seen, get_session
from resolvent.sessions.models import AISession
from resolvent.sessions.secrets import mask_body, mask_for_session

router = APIRouter(prefix="/ai-sessions/{session_id}/suggested-fixes", tags=["fixes"])
CHANGE_ERRORS = responses(BadRequest, NotFound, Conflict, StaleState, Invalid)


def changed(result: tuple[SuggestedFix, AISession]) -> FixChanged:
    fix, session = result
    return FixChanged(fix=FixOut.model_validate(fix), state_version=session.state_version)


@router.get("", operation_id="listFixes", responses=responses(NotFound))
async def get_fixes(session_id: UUID, db: Db, actor: CurrentActor) -> FixesOut:
    session = await get_session(db, actor, session_id)
    fixes = await list_fixes(db, actor, session_id)
    return FixesOut(items=[FixOut.model_validate(f) for f in fixes], state_version=session.state_version)


@router.get("/active", operation_id="getActiveFix", responses=responses(NotFound))
async def get_active(session_id: UUID, db: Db, actor: CurrentActor) -> FixChanged:
    session = await get_session(db, actor, session_id)
    return changed((await get_active_fix(db, actor, session_id), session))


@router.post("", status_code=201, operation_id="proposeFix", responses=CHANGE_ERRORS)
async def post_fix(session_id: UUID, body: FixPropose, db: Db, actor: CurrentActor, seen: Seen) -> FixChanged:
    """For programs: what the assistant suggests in the chat, with the name of whose token was used."""
    body = await mask_body(db, actor.account_id, session_id, body)
    suggestion = Suggestion(
        title=body.title,
        rationale=body.rationale,
        confidence=body.confidence,
        template_slug=body.template,
        parameters=body.parameters,
        script=body.script,
        language=body.language,
    )
    return changed(await propose_fix(db, actor, session_id, suggestion, seen=seen))


@router.post("/{fix_id}/apply", operation_id="applyFix", responses=CHANGE_ERRORS)
async def post_apply(session_id: UUID, fix_id: UUID, db: Db, actor: CurrentActor, seen: Seen) -> FixChanged:
    return changed(await apply_fix(db, actor, session_id, fix_id, seen=seen))


@router.post("/{fix_id}/decision", operation_id="decideFix", responses=CHANGE_ERRORS)
async def post_decision(
    session_id: UUID, fix_id: UUID, body: DecisionMade, db: Db, actor: CurrentActor, seen: Seen, once: Once
) -> DecisionOut:
    if stored := await once.replay(db, actor, DecisionOut):
        return stored
    decided = await decide_fix(
        db,
        actor,
        session_id,
        fix_id,
        body.decision,
        edited_script=body.edited_script,
        reason=(await mask_body(db, actor.account_id, session_id, body)).reason,
        seen=seen,
    )
    answer = DecisionOut(
        fix=FixOut.model_validate(decided.fix),
        rendered_script=decided.script,
        draft_template_id=decided.draft_id,
        redirect_path=decided.redirect,
        state_version=decided.session.state_version,
    )
    # Verbatim to who decided, this once; whoever asks again is told it masked.
    masked = decided.script and await mask_for_session(db, actor.account_id, session_id, decided.script)
    kept = answer.model_copy(update={"rendered_script": masked})
    await once.store(db, actor, kept, session_id=session_id)
    return answer


@router.post("/{fix_id}/decision/undo", operation_id="undoDismissal", responses=CHANGE_ERRORS)
async def post_decision_undo(session_id: UUID, fix_id: UUID, db: Db, actor: CurrentActor, seen: Seen) -> FixChanged:
    return changed(await undo_dismissal(db, actor, session_id, fix_id, seen=seen))


@router.patch("/{fix_id}/outcome", operation_id="recordOutcome", responses=CHANGE_ERRORS)
async def patch_outcome(
    session_id: UUID, fix_id: UUID, body: OutcomeRecord, db: Db, actor: CurrentActor, seen: Seen
) -> FixChanged:
    body = await mask_body(db, actor.account_id, session_id, body)
    return changed(
        await record_outcome(
            db,
            actor,
            session_id,
            fix_id,
            body.outcome,
            notes=body.notes,
            failure_reason=body.failure_reason,
            seen=seen,
        )
    )


@router.post("/{fix_id}/outcome/undo", operation_id="undoOutcome", responses=CHANGE_ERRORS)
async def post_outcome_undo(session_id: UUID, fix_id: UUID, db: Db, actor: CurrentActor, seen: Seen) -> FixChanged:
    return changed(await undo_outcome(db, actor, session_id, fix_id, seen=seen))
