"""What stands beside a message, in the query that reads it: its files, and what its turn used of a language model."""

from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from resolvent.ai.models import ModelUsage
from resolvent.attachments.models import Attachment
from resolvent.attachments.schemas import AttachmentOut
from resolvent.chat.models import Message, TurnRow
from resolvent.chat.schemas import TurnOut, TurnUsageOut


def members(model: type, names: list[str]) -> list[Any]:
    """For json_build_object."""
    return [part for name in names for part in (name, getattr(model, name))]


def select_attached() -> ScalarSelect[Any]:
    """A JSON list, in the order of upload; null for none."""
    one = func.json_build_object(*members(Attachment, list(AttachmentOut.model_fields)))
    return (
        select(func.json_agg(aggregate_order_by(one, Attachment.id)))
        .where(
            Attachment.account_id == Message.account_id,
            Attachment.session_id == Message.session_id,
            Attachment.message_id == Message.id,
        )
        .correlate(Message)
        .scalar_subquery()
    )


def select_used() -> ScalarSelect[Any]:
    """A JSON object of sums over the requests of a turn; null when it asked no model."""
    sums = [part for name in TurnUsageOut.model_fields for part in (name, func.sum(getattr(ModelUsage, name)))]
    return (
        select(func.json_build_object(*sums))
        .where(ModelUsage.account_id == TurnRow.account_id, ModelUsage.turn_id == TurnRow.id)
        .having(func.count() > 0)
        .correlate(TurnRow)
        .scalar_subquery()
    )


def turn_out(turn: TurnRow, used: dict[str, Any] | None) -> TurnOut:
    return TurnOut(
        id=turn.id,
        status=turn.status,
        error=turn.error,
        error_detail=turn.error_detail,
        notice=turn.notice,
        unnonced_blocks=turn.unnonced_blocks,
        malformed_blocks=turn.malformed_blocks,
        ignored_blocks=turn.ignored_blocks,
        usage=None if used is None else TurnUsageOut.model_validate(used),
    )
