"""What a write-back's row means for whoever asked for it. Pure."""

from typing import Literal

from resolvent.errors import VendorFailed
from resolvent.posting.schemas import PostOut, StatusProof, TargetOut
from resolvent.posting.ticket_look import TicketLook
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.schemas import StatusOut
from resolvent.ticketing.status_targets import Target, problem_of
from resolvent.ticketing.steps import DONE, STOPPED, Step

Outcome = Literal["resolved", "escalated", "resolved_local", "escalated_local", "posting"]
OUTCOMES: dict[tuple[str, bool], Outcome] = {
    ("resolution", False): "resolved",
    ("resolution", True): "resolved_local",
    ("escalation", False): "escalated",
    ("escalation", True): "escalated_local",
}
NO_TICKET = TargetOut(
    status_id=None,
    status_name=None,
    source=None,
    problem="no_ticket",
    sentence="No ticket is linked: the note is kept in Resolvent.",
    statuses=[],
)
UNREACHABLE = frozenset({"psa_unavailable", "psa_rate_limited"})


def answer_of(writeback: Writeback) -> PostOut:
    step = Step(writeback.step)
    return PostOut(
        outcome=OUTCOMES[writeback.kind, step is Step.LOCAL] if step in DONE else "posting",
        external_id=writeback.note_id,
        status=StatusProof(
            wanted=writeback.status_name, actual=writeback.actual_status, verified=step is Step.VERIFIED
        ),
        status_transition_skipped_reason=writeback.skipped_reason,
        writeback_id=writeback.id,
        step=step.value,
    )


def was_stopped_by_change(writeback: Writeback) -> bool:
    """Others changed the ticket between the confirmation and the first byte: nothing was posted."""
    code = (writeback.error or {}).get("code")
    return writeback.step == Step.PLANNED and writeback.finished_at is not None and code == "ticket_changed"


def raise_stopped(writeback: Writeback) -> None:
    """502 when it stopped short of its end: what is wanted, what is, and that the session stays open."""
    step = Step(writeback.step)
    if step in DONE or writeback.finished_at is None:
        return
    error = writeback.error or {}
    code = str(error.get("code", "psa_failed"))
    detail = str(error.get("detail", "The ticketing system failed."))
    if step is Step.PLANNED:
        detail = f"Not posted yet: {detail} The note is kept here and the session is still open."
    elif step is Step.NOTE_SENDING:
        detail = f"It is not known whether the note was posted: {detail} Retry looks for it before it posts it again."
    elif step not in STOPPED:
        detail = f"The note is posted; its status was not set. {detail}"
    raise VendorFailed(
        detail,
        code="psa_unreachable" if code in UNREACHABLE else code,
        extra={
            "wanted": writeback.status_name,
            "actual": writeback.actual_status,
            "note_id": writeback.note_id,
            "writeback_id": str(writeback.id),
            "step": step.value,
            "vendor_request_id": error.get("request_id"),
        },
    )


def target_out(target: Target, look: TicketLook) -> TargetOut:
    board = look.ticket.board_id
    usable = [one for one in look.statuses if problem_of(one, board) is None]
    return TargetOut(
        status_id=target.status_id,
        status_name=target.status_name,
        source=target.source.value if target.source else None,
        problem=target.problem.value if target.problem else None,
        sentence=target.sentence,
        statuses=[StatusOut(id=one.id, name=one.name, closed=one.closed) for one in usable],
    )
