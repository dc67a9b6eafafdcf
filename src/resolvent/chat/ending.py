"""How a turn ends: its text, what its blocks bring, its state and the event that tells of it, in one transaction."""

from dataclasses import dataclass

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.blocks import effective
from resolvent.chat.effects import take_effect
from resolvent.chat.models import TurnRow, TurnStatus
from resolvent.chat.saving import Running
from resolvent.errors import AppError, NotFound
from resolvent.events import utf16_length
from resolvent.masking import mask_deep, mask_values
from resolvent.sessions.access import add_event, change_session, lock_session, next_event
from resolvent.sessions.secrets import read_secrets

FINISH = text(
    f"""WITH ended AS (
        UPDATE turns
        SET status = CAST(:status AS text), error = CAST(:error AS text), error_detail = CAST(:detail AS text),
            assistant = CAST(:assistant AS text), notice = CAST(:notice AS text), finished_at = clock_timestamp(),
            malformed_blocks = CAST(:malformed AS integer), unnonced_blocks = CAST(:unnonced AS integer),
            ignored_blocks = CAST(:ignored AS integer)
        WHERE account_id = CAST(:account AS uuid) AND id = CAST(:turn AS uuid) AND status = '{TurnStatus.RUNNING}'
        RETURNING id
    ), answered AS (
        UPDATE messages SET content = CAST(:content AS text), author = CAST(:assistant AS text)
        WHERE account_id = CAST(:account AS uuid) AND id = CAST(:answer AS uuid) AND EXISTS (SELECT FROM ended)
    ), {next_event("EXISTS (SELECT FROM ended)")}"""  # noqa: S608 (constants)
)
"""The turn, if it still runs; its answer and the event that tells of its end, if so."""

log = structlog.get_logger()


class TurnIsOver(Exception):
    """It was swept meanwhile, and stays as it was."""


@dataclass(frozen=True, slots=True)
class Ending:
    status: TurnStatus
    error: str | None = None
    detail: str | None = None


def describe_failure(turn: TurnRow, failure: BaseException) -> Ending:
    """Whatever an assistant raises ends its turn in words, never the server."""
    if isinstance(failure, AppError):
        log.warning("chat.turn_failed", turn=str(turn.id), error=failure.code)
        return Ending(TurnStatus.FAILED, failure.code, failure.detail)
    log.error("chat.turn_failed", turn=str(turn.id), error=type(failure).__name__, exc_info=failure)
    return Ending(TurnStatus.FAILED, "assistant_failed")


async def end_turn(db: AsyncSession, running: Running, turn: TurnRow, ending: Ending) -> None:
    """Save the answer and, for a complete one, what its blocks bring. Raises TurnIsOver; nothing of it stands then."""
    actor = running.actor
    session = await lock_session(db, actor, running.session_id)
    parser = running.parser
    # Read again: a script may have been given one while the answer was written.
    secrets = await read_secrets(db, actor.account_id, session.id)
    running.settle(mask_values(running.text, secrets))
    changed: list[str] = []
    ignored = 0
    if ending.status is TurnStatus.COMPLETE:
        effects = mask_deep(effective(parser.blocks), secrets)
        changed, ignored = await take_effect(db, actor, session, effects, turn.fix_id)
    if changed:
        await change_session(db, actor, session.id, changed)
    notice = running.instead.notice if running.instead else None
    given = {
        "turn": turn.id,
        "answer": turn.answer_id,
        "status": ending.status.value,
        "error": ending.error,
        "detail": ending.detail,
        "assistant": running.instead.assistant if running.instead else running.assistant.name,
        "notice": notice,
        "malformed": parser.malformed,
        "unnonced": parser.unnonced,
        "ignored": ignored,
        "content": running.text,
    }
    told = {
        "turn_id": str(turn.id),
        "message_id": str(turn.answer_id),
        "status": ending.status.value,
        "error": ending.error,
        "detail": ending.detail,
        "notice": notice,
        "length": utf16_length(running.text),
        "unnonced_blocks": parser.unnonced,
    }
    try:
        await add_event(db, session, "turn.finished", told, along=FINISH, given=given)
    except NotFound:
        raise TurnIsOver from None
