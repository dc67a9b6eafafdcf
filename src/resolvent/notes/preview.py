"""Previews: written once per key, whoever asks and however often.

The key holds everything that shapes the text, so a stored text never gets old: either its key is asked for, or nobody ever
asks for it again. First level: an LRU in the process; second: `note_previews`, shared by replicas and restarts. A claim row
with a lease makes one writer of many askers; those who wait hold no connection.
"""

import asyncio
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple, Self
from uuid import UUID

from cachetools import LRUCache
from sqlalchemy import exists, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.ai.fences import code_for
from resolvent.db import Database
from resolvent.errors import NotFound, Unavailable
from resolvent.notes.bundle import Bundle, read_bundle
from resolvent.notes.marker import marker_of
from resolvent.notes.models import NotePreview
from resolvent.notes.present import Origin, present
from resolvent.notes.schemas import PreviewOut
from resolvent.notes.structure import Kind
from resolvent.notes.writer import COMPOSED, About, Writer, Writers
from resolvent.sessions.access import GONE, get_session

CACHE_SIZE = 5_000
LEASE = timedelta(seconds=60)
MAKESHIFT = timedelta(seconds=60)
WAIT_FIRST, WAIT_MOST = 0.02, 0.5
WAIT_TOTAL = 90.0
ROUNDS = 3
VERSION = "(SELECT state_version FROM ai_sessions WHERE account_id = :account AND id = :session)"
CLAIM = text(
    """INSERT INTO note_previews AS kept (account_id, key, session_id, lease_until)
    VALUES (:account, :key, :session, CAST(:now AS timestamptz) + :lease)
    ON CONFLICT (account_id, key) DO UPDATE SET lease_until = excluded.lease_until, body = NULL
    WHERE (kept.lease_until < :now OR kept.lease_until IS NULL) AND (kept.body IS NULL OR :rewrite)
    RETURNING key"""
)
STORED = text(f"SELECT body, {VERSION} FROM note_previews WHERE account_id = :account AND key = :key")  # noqa: S608 (constants)
STORE = text(
    f"""UPDATE note_previews SET body = CAST(:body AS jsonb), lease_until = NULL
    WHERE account_id = :account AND key = :key RETURNING {VERSION}"""  # noqa: S608 (constants)
)


@dataclass(frozen=True)
class Subject:
    """One state of one session, as a preview sees it."""

    kind: Kind
    session_id: UUID
    round: int
    state_version: int
    ticket_version: str | None
    bundle: Bundle
    writer: Writer

    @cached_property
    def key(self) -> str:
        parts = [
            self.kind.value,
            str(self.session_id),
            self.round,
            self.state_version,
            self.ticket_version,
            self.bundle.fingerprint,
            self.writer.identity,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class Kept(NamedTuple):
    """A note as it is handed out: nobody reads it here, and thousands of notes as objects would be looked through at every
    garbage collection."""

    body: bytes
    """A `PreviewOut` as JSON."""
    until: datetime | None
    """The model was out of order when this was written; from then on it is asked again."""

    @classmethod
    def of(cls, note: PreviewOut, until: datetime | None = None) -> Self:
        return cls(note.model_dump_json().encode(), until)

    def open(self) -> PreviewOut:
        return PreviewOut.model_validate_json(self.body)


class Claim(NamedTuple):
    """Not `mine`, and no `stored`: another one writes it; wait."""

    mine: bool
    stored: dict[str, Any] | None = None
    state_version: int = 0
    """Of the session, when the stored one was found."""


class Previews:
    """One per process."""

    def __init__(self, database: Database, writers: Writers, secret: str, *, makeshift: timedelta = MAKESHIFT) -> None:
        """`makeshift`: how long a note is good whose model was out of order."""
        self._database = database
        self._writers = writers
        self._secret = secret
        self._makeshift = makeshift
        self._memory: LRUCache[tuple[UUID, str], Kept] = LRUCache(CACHE_SIZE)

    async def preview(self, actor: Actor, session_id: UUID, kind: Kind, *, refresh: bool = False) -> Kept:
        """A text of the session's newest state. `stale` when the session kept moving while it was written."""
        found: PreviewOut | None = None
        for _ in range(ROUNDS):
            async with self._database.transaction(actor.account_id) as db:
                subject = await self._read(db, actor, session_id, kind)
                kept = None if refresh else self._memory.get((actor.account_id, subject.key))
                if kept is not None and not is_over(kept.until):
                    return kept
                claim = await claim_note(db, actor, subject, rewrite=refresh)
            found, state_version = await self._find_or_write(actor, subject, claim)
            if state_version == subject.state_version:
                return Kept.of(found)
        assert found is not None
        return Kept.of(found.model_copy(update={"stale": True}))

    async def _read(self, db: AsyncSession, actor: Actor, session_id: UUID, kind: Kind) -> Subject:
        session = await get_session(db, actor, session_id)
        return Subject(
            kind=kind,
            session_id=session.id,
            round=session.round,
            state_version=session.state_version,
            ticket_version=(session.ticket or {}).get("version"),
            bundle=await read_bundle(db, actor, session),
            writer=await self._writers.choose(db, actor.account_id),
        )

    async def _find_or_write(self, actor: Actor, subject: Subject, claim: Claim) -> tuple[PreviewOut, int]:
        """The note, and the session's version now that it is there."""
        waited, pause = 0.0, WAIT_FIRST
        while not claim.mine:
            found = None if claim.stored is None else PreviewOut.model_validate(claim.stored)
            if found is None:
                # Another one is writing it now: that text is as new as one of our own would be.
                if waited >= WAIT_TOTAL:
                    raise Unavailable(
                        "The note is still being written by another process. Try again.", code="preview_busy"
                    )
                await asyncio.sleep(pause)
                waited += pause
                pause = min(pause * 2, WAIT_MOST)
            elif not is_over(self._good_until(found)):
                return self._remember(actor, subject, found), claim.state_version
            async with self._database.transaction(actor.account_id) as db:
                claim = await claim_note(db, actor, subject, rewrite=found is not None)
        return await self._write(actor, subject)

    async def _write(self, actor: Actor, subject: Subject) -> tuple[PreviewOut, int]:
        try:
            evidence = subject.bundle.evidence
            made = await subject.writer.write(evidence, subject.kind, self._about(actor, subject))
            origin = Origin(
                marker=marker_of(self._secret, subject.session_id, subject.kind, subject.round),
                state_version=subject.state_version,
                ticket_version=subject.ticket_version,
                engine=COMPOSED if made.notice else subject.writer.identity,
            )
            written = present(made, evidence, origin)
            async with self._database.transaction(actor.account_id) as db:
                stored = {"body": written.model_dump_json(), **whose(actor, subject)}
                state_version: int | None = await db.scalar(STORE, stored)
        except BaseException:
            async with self._database.transaction(actor.account_id) as db:
                await give_up(db, actor, subject.key)
            raise
        if state_version is None:
            raise NotFound(GONE)
        self._remember(actor, subject, written)
        return written, state_version

    def _remember(self, actor: Actor, subject: Subject, note: PreviewOut) -> PreviewOut:
        """As it is found from now on."""
        found = note.model_copy(update={"from_cache": True})
        self._memory[actor.account_id, subject.key] = Kept.of(found, self._good_until(found))
        return found

    def _good_until(self, note: PreviewOut) -> datetime | None:
        """None: for ever."""
        return None if note.notice is None else note.written_at + self._makeshift

    def _about(self, actor: Actor, subject: Subject) -> About:
        return About(actor.account_id, subject.session_id, code_for(subject.session_id, self._secret))


def is_over(until: datetime | None) -> bool:
    return until is not None and datetime.now(UTC) > until


async def claim_note(db: AsyncSession, actor: Actor, subject: Subject, *, rewrite: bool) -> Claim:
    given = whose(actor, subject)
    claimed = {"now": datetime.now(UTC), "lease": LEASE, "rewrite": rewrite, **given}
    if await db.scalar(CLAIM, claimed) is not None:
        return Claim(mine=True)
    found = (await db.execute(STORED, given)).one_or_none()
    return Claim(False, *found) if found else Claim(False)


def whose(actor: Actor, subject: Subject) -> dict[str, Any]:
    """For the statements above."""
    return {"account": actor.account_id, "session": subject.session_id, "key": subject.key}


async def was_seen(db: AsyncSession, actor: Actor, session_id: UUID, state_version: int, evidence_hash: str) -> bool:
    """Whether a preview of that version rests on this evidence. Of one version there are several: of both kinds, of one writer and another."""
    seen = exists().where(
        NotePreview.account_id == actor.account_id,
        NotePreview.session_id == session_id,
        NotePreview.body["state_version"].as_integer() == state_version,
        NotePreview.body["evidence_hash"].astext == evidence_hash,
    )
    return bool(await db.scalar(select(seen)))


async def give_up(db: AsyncSession, actor: Actor, key: str) -> None:
    await db.execute(
        update(NotePreview)
        .where(NotePreview.account_id == actor.account_id, NotePreview.key == key, NotePreview.body.is_(None))
        .values(lease_until=datetime.now(UTC))
    )
