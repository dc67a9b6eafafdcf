"""What may happen to a fix, as tables. Pure: no database, no clock, no HTTP."""

from datetime import datetime
from enum import StrEnum

from resolvent.errors import BadRequest, Conflict


class FixStatus(StrEnum):
    PROPOSED = "proposed"
    SUCCESS = "applied_success"
    FAILED = "applied_failed"
    PARTIAL = "applied_partial"
    DISMISSED = "dismissed"


class Decision(StrEnum):
    ONE_OFF = "one_off"
    DRAFT_TEMPLATE = "draft_template"
    BUILD_TEMPLATE = "build_template"
    DISMISSED = "dismissed"


NEXT: dict[FixStatus, frozenset[FixStatus]] = {
    FixStatus.PROPOSED: frozenset({FixStatus.SUCCESS, FixStatus.FAILED, FixStatus.PARTIAL, FixStatus.DISMISSED}),
    FixStatus.PARTIAL: frozenset({FixStatus.SUCCESS, FixStatus.FAILED, FixStatus.PARTIAL}),
    FixStatus.SUCCESS: frozenset(),
    FixStatus.FAILED: frozenset(),
    FixStatus.DISMISSED: frozenset(),
}

SETS_APPLIED = frozenset({FixStatus.SUCCESS, FixStatus.FAILED, FixStatus.PARTIAL})
SETS_VERIFIED = frozenset({FixStatus.SUCCESS, FixStatus.FAILED})


def was_tried(status: str, applied_at: datetime | None) -> bool:
    """Really applied, whatever came of it; a dismissed fix never was."""
    return status in SETS_APPLIED or (status == FixStatus.PROPOSED and applied_at is not None)


WORDS = {
    FixStatus.PROPOSED: "not yet tried",
    FixStatus.SUCCESS: "recorded as a success",
    FixStatus.FAILED: "recorded as failed",
    FixStatus.PARTIAL: "recorded as a partial success",
    FixStatus.DISMISSED: "dismissed",
}


def check_outcome(current: FixStatus, wanted: FixStatus, *, replaces_assistant: bool) -> None:
    """`replaces_assistant`: an engineer speaks over what the assistant reported, and no note was posted yet."""
    allowed = NEXT[FixStatus.PROPOSED] if replaces_assistant else NEXT[current]
    if wanted not in allowed:
        hint = "" if current is FixStatus.PARTIAL else " Undo that outcome first if it was a mistake."
        raise Conflict(
            f"This fix is {WORDS[current]}; it can't become {wanted}.{hint}",
            code="outcome_is_final",
            extra={"fix_status": current, "wanted": wanted},
        )


def check_decision(
    decision: Decision, status: FixStatus, *, superseded: bool, has_template: bool, has_script: bool
) -> None:
    """`has_template`: one that can be used; a fix whose template was archived or is gone counts as one without."""
    if status is FixStatus.DISMISSED:
        raise Conflict("This fix was dismissed.", code="fix_dismissed")
    if superseded:
        raise Conflict("A newer suggestion replaced this fix.", code="fix_superseded")
    if decision is Decision.DISMISSED:
        return
    if has_template:
        raise BadRequest("This fix has a template: generate its script from the template's form.", code="use_generate")
    if not has_script:
        raise BadRequest("This fix has no drafted script to run or save.", code="no_drafted_script")


def check_apply(status: FixStatus) -> None:
    if status is FixStatus.DISMISSED:
        raise Conflict("This fix was dismissed; undo that before applying it.", code="fix_dismissed")
