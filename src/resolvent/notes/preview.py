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
from typing import Any
from uuid import UUID

from cachetools import LRUCache
from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.ai.fences import code_for
from resolvent.db import Database
from resolvent.errors import Unavailable
from resolvent.notes.bundle import gather_evidence
from resolvent.notes.grounding import check
from resolvent.notes.grounding_nothing import warn_of_nothing
from resolvent.notes.marker import marker_of
from resolvent.notes.models import NotePreview
from resolvent.notes.schemas import (
    ClaimOut,
    EvidenceItemOut,
    FindingOut,
    GroundingOut,
    PreviewOut,
    SectionOut,
)
from resolvent.notes.structure import Kind, render
from resolvent.notes.writer import COMPOSED, About, Writer, Writers, Written
from resolvent.sessions.access import get_session
from resolvent.sessions.evidence import Evidence

CACHE_SIZE = 5_000
LEASE = timedelta(seconds=60)
MAKESHIFT = timedelta(seconds=60)
WAIT_FIRST, WAIT_MOST = 0.02, 0.5
WAIT_TOTAL = 90.0
ROUNDS = 3


@dataclass(frozen=True)
class Subject:
    """One state of one session, as a preview sees it."""

    kind: Kind
    session_id: UUID
    round: int
    state_version: int
    ticket_version: str | None
    evidence: Evidence
    writer: Writer

    @cached_property
    def evidence_hash(self) -> str:
        return self.evidence.digest()

    def key(self) -> str:
        parts = [
            self.kind.value,
            str(self.session_id),
            self.round,
            self.state_version,
            self.ticket_version,
            self.evidence_hash,
            self.writer.identity,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class Previews:
    """One per process."""

    def __init__(self, database: Database, writers: Writers, secret: str) -> None:
        self._database = database
        self._writers = writers
        self._secret = secret
        # As JSON: thousands of notes as objects would be looked through at every garbage collection.
        self._memory: LRUCache[tuple[UUID, str], str] = LRUCache(CACHE_SIZE)

    async def preview(self, actor: Actor, session_id: UUID, kind: Kind, *, refresh: bool = False) -> PreviewOut:
        """A text of the session's newest state. `stale` when the session kept moving while it was written."""
        found: PreviewOut | None = None
        for _ in range(ROUNDS):
            subject = await self._read(actor, session_id, kind)
            found, at_once = await self._find_or_write(actor, subject, refresh=refresh)
            if at_once or await self._is_current(actor, found, session_id):
                return found
        assert found is not None
        return found.model_copy(update={"stale": True})

    async def _read(self, actor: Actor, session_id: UUID, kind: Kind) -> Subject:
        async with self._database.transaction(actor.account_id) as db:
            session = await get_session(db, actor, session_id)
            return Subject(
                kind=kind,
                session_id=session.id,
                round=session.round,
                state_version=session.state_version,
                ticket_version=(session.ticket or {}).get("version"),
                evidence=await gather_evidence(db, actor, session),
                writer=await self._writers.choose(db, actor.account_id),
            )

    async def _is_current(self, actor: Actor, preview: PreviewOut, session_id: UUID) -> bool:
        async with self._database.transaction(actor.account_id) as db:
            return (await get_session(db, actor, session_id)).state_version == preview.state_version

    async def _find_or_write(self, actor: Actor, subject: Subject, *, refresh: bool) -> tuple[PreviewOut, bool]:
        """True: it was remembered, so that the session had no time to move."""
        key = subject.key()
        kept = None if refresh else self._memory.get((actor.account_id, key))
        if kept is not None and not is_makeshift(remembered := PreviewOut.model_validate_json(kept)):
            return remembered, True
        waited, pause = 0.0, WAIT_FIRST
        while waited < WAIT_TOTAL:
            async with self._database.transaction(actor.account_id) as db:
                claimed, stored = await claim(db, actor, subject, key, rewrite=refresh)
            if stored is not None:
                found = PreviewOut.model_validate(stored).model_copy(update={"from_cache": True})
                if is_makeshift(found):
                    refresh = True
                    continue
                self._memory[actor.account_id, key] = found.model_dump_json()
                return found, False
            if claimed:
                return await self._write(actor, subject, key), False
            # Another one is writing it now: that text is as new as one of our own would be.
            refresh = False
            await asyncio.sleep(pause)
            waited += pause
            pause = min(pause * 2, WAIT_MOST)
        raise Unavailable("The note is still being written by another process. Try again.", code="preview_busy")

    async def _write(self, actor: Actor, subject: Subject, key: str) -> PreviewOut:
        try:
            made = await subject.writer.write(subject.evidence, subject.kind, self._about(actor, subject))
            marker = marker_of(self._secret, subject.session_id, subject.kind, subject.round)
            written = present(made, subject, marker)
            async with self._database.transaction(actor.account_id) as db:
                await db.execute(
                    update(NotePreview)
                    .where(NotePreview.account_id == actor.account_id, NotePreview.key == key)
                    .values(body=written.model_dump(mode="json"), lease_until=None)
                )
        except BaseException:
            async with self._database.transaction(actor.account_id) as db:
                await give_up(db, actor, key)
            raise
        self._memory[actor.account_id, key] = written.model_copy(update={"from_cache": True}).model_dump_json()
        return written

    def _about(self, actor: Actor, subject: Subject) -> About:
        return About(actor.account_id, subject.session_id, code_for(subject.session_id, self._secret))


def is_makeshift(preview: PreviewOut) -> bool:
    """The model was out of order when this was written; a while later it is asked again."""
    return preview.notice is not None and datetime.now(UTC) - preview.written_at > MAKESHIFT


async def claim(
    db: AsyncSession, actor: Actor, subject: Subject, key: str, *, rewrite: bool
) -> tuple[bool, dict[str, Any] | None]:
    """(True, None): write it. (False, body): it is there. (False, None): another one writes it; wait."""
    now = datetime.now(UTC)
    free = or_(NotePreview.lease_until < now, NotePreview.lease_until.is_(None))
    may_take = free if rewrite else free & NotePreview.body.is_(None)
    taken = await db.scalar(
        insert(NotePreview)
        .values(account_id=actor.account_id, key=key, session_id=subject.session_id, lease_until=now + LEASE)
        .on_conflict_do_update(
            index_elements=["account_id", "key"], set_={"lease_until": now + LEASE, "body": None}, where=may_take
        )
        .returning(NotePreview.key)
    )
    if taken is not None:
        return True, None
    body = await db.scalar(
        select(NotePreview.body).where(NotePreview.account_id == actor.account_id, NotePreview.key == key)
    )
    return False, body


async def find_evidence_hash(db: AsyncSession, actor: Actor, session_id: UUID, state_version: int) -> str | None:
    """Of a preview written at that version; None: nobody saw one."""
    found: str | None = await db.scalar(
        select(NotePreview.body["evidence_hash"].astext)
        .where(
            NotePreview.account_id == actor.account_id,
            NotePreview.session_id == session_id,
            NotePreview.body["state_version"].as_integer() == state_version,
        )
        .limit(1)
    )
    return found


async def give_up(db: AsyncSession, actor: Actor, key: str) -> None:
    await db.execute(
        update(NotePreview)
        .where(NotePreview.account_id == actor.account_id, NotePreview.key == key, NotePreview.body.is_(None))
        .values(lease_until=datetime.now(UTC))
    )


def present(made: Written, subject: Subject, marker: str) -> PreviewOut:
    note, markdown = made.note, render(made.note)
    found = [*warn_of_nothing(markdown, note.kind), *check(note, subject.evidence)]
    findings = [FindingOut(id=one.id, code=one.code, sentence=one.sentence, reason=one.reason) for one in found]
    return PreviewOut(
        kind=subject.kind.value,
        markdown=markdown,
        marker=marker,
        sections=[
            SectionOut(
                title=section.title,
                claims=[ClaimOut(text=claim.text, evidence=list(claim.evidence)) for claim in section.claims],
            )
            for section in note.sections
        ],
        evidence=describe(subject.evidence),
        from_cache=False,
        stale=False,
        state_version=subject.state_version,
        evidence_hash=subject.evidence_hash,
        engine=COMPOSED if made.notice else subject.writer.identity,
        notice=made.notice,
        grounding=GroundingOut(ok=not findings, findings=findings),
        ticket_version=subject.ticket_version,
        written_at=datetime.now(UTC),
    )


def describe(evidence: Evidence) -> list[EvidenceItemOut]:
    """Each label with a short text, for the page to show beside a sentence."""
    items = [EvidenceItemOut(label=evidence.ticket.label, text=evidence.ticket.summary)]
    items += [EvidenceItemOut(label=fact.label, text=fact.text) for fact in evidence.facts]
    items += [
        EvidenceItemOut(label=one.label, text=f"{one.title}: {one.result or one.status}") for one in evidence.checks
    ]
    items += [EvidenceItemOut(label=fix.label, text=f"{fix.title} ({fix.status})") for fix in evidence.fixes]
    items += [EvidenceItemOut(label=one.label, text=one.template_title) for one in evidence.generations]
    items += [EvidenceItemOut(label=file.label, text=file.name) for file in evidence.files]
    return items
