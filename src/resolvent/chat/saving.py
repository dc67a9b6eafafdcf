"""What running turns have so far: kept in memory, saved together.

Many turns of an account in one transaction: with many at once, a transaction for each costs more than the answers do.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.chat.assistant import Answered, Assistant
from resolvent.chat.markers import MarkerParser
from resolvent.chat.models import TurnStatus
from resolvent.chat.turn import LEASE
from resolvent.db import Database
from resolvent.events import utf16_length
from resolvent.masking import StreamMask, mask_values
from resolvent.sessions.access import lock_sessions_of
from resolvent.sessions.secrets import open_secrets

SHARE, SHARES = 50, 4
"""Turns of an account that are saved together, and how often at most: with very many, larger shares, so that each lease is renewed in time."""
RENEW = text(
    f"""WITH renewed AS (
        UPDATE turns SET lease_until = :lease_until
        WHERE account_id = :account AND id = ANY(:turns) AND status = '{TurnStatus.RUNNING}'
        RETURNING id, answer_id, session_id
    )
    SELECT id, answer_id, sealed FROM renewed
    LEFT JOIN session_secrets ON session_secrets.account_id = :account AND session_secrets.session_id = renewed.session_id"""  # noqa: S608 (constants)
)
"""Those that are still running, with what their sessions keep secret."""
WRITE = text(
    """UPDATE messages SET content = saved.content
    FROM unnest(CAST(:answers AS uuid[]), CAST(:contents AS text[])) AS saved (id, content)
    WHERE messages.account_id = :account AND messages.id = saved.id"""
)


@dataclass
class Running:
    """A turn of this process: the text the reader has, and what comes next."""

    turn_id: UUID
    session_id: UUID
    actor: Actor
    assistant: Assistant
    instead: Answered | None = None
    sent: list[str] = field(default_factory=list)
    sent_units: int = 0
    """UTF-16 code units."""
    unsent: str = ""
    length: int = 0
    """Characters of the text."""
    flushed: float = 0.0
    flushing: asyncio.TimerHandle | None = None
    parser: MarkerParser = field(default_factory=lambda: MarkerParser(None))
    mask: StreamMask = field(default_factory=lambda: StreamMask(()))
    """Of the session's secrets, should the assistant repeat one."""
    stored: asyncio.Event = field(default_factory=asyncio.Event)
    """The turn is: its commit is through."""
    streaming: asyncio.Task[None] | None = None
    """The part that Stop cancels; what ends the turn is never cancelled."""
    ending: bool = False
    """Its last text is about to be saved."""
    task: asyncio.Task[None] | None = None
    waiting: asyncio.Task[None] | None = None
    """Saves it once its session is free, and lets the others go on."""

    @property
    def shown(self) -> str:
        return "".join(self.sent)

    @property
    def text(self) -> str:
        return self.shown + self.unsent

    def write(self, piece: str) -> None:
        self.unsent += piece
        self.length += len(piece)

    def send(self) -> str:
        """What was not sent yet, which now is."""
        piece, self.unsent = self.unsent, ""
        self.sent.append(piece)
        self.sent_units += utf16_length(piece)
        return piece

    def settle(self, text: str) -> None:
        """As it ends: whoever comes now is told this."""
        self.sent, self.unsent = [text], ""


def share_out(turns: Iterable[Running]) -> list[list[Running]]:
    """All of them, in shares of one account each."""
    accounts: dict[UUID, list[Running]] = defaultdict(list)
    for one in turns:
        accounts[one.actor.account_id].append(one)
    shares = []
    for own in accounts.values():
        size = max(SHARE, ceil(len(own) / SHARES))
        shares += [own[start : start + size] for start in range(0, len(own), size)]
    return shares


@dataclass(frozen=True, slots=True)
class Progress:
    lost: set[UUID]
    """Turns that are no longer ours to write."""
    held: list[Running]
    """Not saved: somebody holds their sessions."""


async def save_progress(
    database: Database, account_id: UUID, writing: Sequence[Running], *, wait: bool = False
) -> Progress:
    """Save those whose sessions nobody holds; with `wait`, all: of a session that is gone the turn is lost.

    The session's lock before the turn's: a secret that is being learnt is waited for, and nothing is written in clear after it.
    """
    async with database.transaction(account_id) as db:
        sessions = await lock_sessions_of(db, account_id, [one.session_id for one in writing], wait=wait)
        reached = [one for one in writing if wait or one.session_id in sessions]
        ours = await _save(db, account_id, reached)
    return Progress(
        lost={one.turn_id for one in reached} - ours,
        held=[] if wait else [one for one in writing if one.session_id not in sessions],
    )


async def _save(db: AsyncSession, account_id: UUID, writing: Sequence[Running]) -> set[UUID]:
    """The turns that were still running. The caller holds their sessions' locks."""
    if not writing:
        return set()
    given = {
        "account": account_id,
        "turns": [one.turn_id for one in writing],
        "lease_until": datetime.now(UTC) + LEASE,
    }
    ours = {turn_id: (answer_id, sealed) for turn_id, answer_id, sealed in await db.execute(RENEW, given)}
    contents: dict[UUID, str] = {}
    for one in writing:
        if one.turn_id in ours:
            answer_id, sealed = ours[one.turn_id]
            known = open_secrets(db, one.session_id, sealed) if sealed is not None else ()
            one.mask.learn(known)
            contents[answer_id] = mask_values(one.shown, known)
    if contents:
        saved = {"account": account_id, "answers": [*contents], "contents": [*contents.values()]}
        await db.execute(WRITE, saved)
    return set(ours)
