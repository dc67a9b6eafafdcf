"""Writes a note with a language model, held to the evidence: what is not carried by it is the composer's instead.

One repair round: what grounding finds goes back to the model once, with the reasons; what it finds again is replaced,
claim by claim. A model that fails costs nothing but its words: the composer's note stands, with a word on why.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.settings import read_preferences_of
from resolvent.ai.errors import ModelFailed
from resolvent.ai.llm import Door
from resolvent.ai.models import Use
from resolvent.ai.prompt import Caller, Endpoint, Part, Prompt
from resolvent.ai.pseudonyms import Policy, Pseudonyms
from resolvent.ai.redaction import Gate
from resolvent.ai.routing import AccountRouter
from resolvent.db import Database
from resolvent.notes.composer import COMPOSER_VERSION, compose
from resolvent.notes.grounding import Finding, check, make_finding
from resolvent.notes.structure import TITLES, Kind, Note
from resolvent.notes.writer_answer import mend, quiet, read_note
from resolvent.notes.writer_evidence import write_evidence
from resolvent.sessions.evidence import Evidence
from resolvent.sessions.pseudonyms import keep_names, read_names
from resolvent.sessions.secrets import read_secrets

MAX_NOTE_TOKENS = 4_000
LONGEST = 50.0
"""Seconds for both rounds: less than a preview's lease, or a second process would write it too."""
UNREADABLE = "Your answer was not the JSON object that was asked for. Answer with that object and nothing else."
COMPOSED = f"composer-{COMPOSER_VERSION}"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Written:
    note: Note
    notice: str | None = None
    """Why the account's model did not write it."""


@dataclass(frozen=True, slots=True)
class About:
    """Whose session a note is of."""

    account_id: UUID
    session_id: UUID
    fence: str


class Writer(Protocol):
    """Whoever writes a note from evidence; `identity` is part of the cache key."""

    @property
    def identity(self) -> str: ...

    async def write(self, evidence: Evidence, kind: Kind, about: About) -> Written: ...


class Writers(Protocol):
    async def choose(self, db: AsyncSession, account_id: UUID) -> Writer: ...


class ComposingWriter:
    """The embedded default: no model."""

    identity = COMPOSED

    async def write(self, evidence: Evidence, kind: Kind, about: About) -> Written:  # noqa: ARG002 (the protocol's)
        return Written(compose(evidence, kind))


class ModelWriter:
    def __init__(self, door: Door, database: Database, model: str, policy: Policy) -> None:
        self.identity = f"{model}-{prompts_hash()}-{policy}-{COMPOSED}"
        self._door = door
        self._database = database
        self._policy = policy

    async def write(self, evidence: Evidence, kind: Kind, about: About) -> Written:
        composed = compose(evidence, kind)
        async with self._database.transaction(about.account_id) as db:
            secrets = await read_secrets(db, about.account_id, about.session_id)
            kept = await read_names(db, about.account_id, about.session_id)
        names = [name for name in (evidence.ticket.contact,) if name]
        companies = [name for name in (evidence.ticket.company,) if name]
        pseudonyms = Pseudonyms(self._policy, kept, people=names, companies=companies)
        ask = Asking(self._door, about, Gate(secrets, pseudonyms), kind, write_evidence(evidence, kind, about.fence))
        try:
            async with asyncio.timeout(LONGEST):
                note, findings = await self._write_twice(ask, evidence, kind, pseudonyms)
        except ModelFailed as failed:
            return Written(composed, f"{failed.detail} The note was put together without a language model.")
        except TimeoutError:
            return Written(composed, "The model took too long. The note was put together without it.")
        finally:
            if dict(pseudonyms.kept) != kept:
                await keep_names(self._database, about.account_id, about.session_id, pseudonyms.kept)
        if note is None:
            return Written(composed, "The model's answer could not be read. The note was put together without it.")
        if findings:
            log.info("note.mended", kind=kind.value, findings=sorted({one.code for one in findings}))
            note = mend(note, composed, findings)
            if judge(note, evidence, pseudonyms):
                return Written(
                    composed,
                    "The model's note said more than the evidence does; this one was put together"
                    " from the evidence alone.",
                )
        return Written(quiet(note))

    async def _write_twice(
        self, ask: "Asking", evidence: Evidence, kind: Kind, pseudonyms: Pseudonyms
    ) -> tuple[Note | None, list[Finding]]:
        answer = await ask.once()
        note = read_note(answer, kind)
        findings = judge(note, evidence, pseudonyms) if note else []
        if note is not None and not findings:
            return note, []
        again = await ask.once(answer, describe_findings(findings) if note else UNREADABLE)
        second = read_note(again, kind)
        if second is None:
            return note, findings
        return second, judge(second, evidence, pseudonyms)


@dataclass(frozen=True, slots=True)
class Asking:
    """The same question, and once more with what was wrong."""

    door: Door
    about: About
    gate: Gate
    kind: Kind
    evidence: str

    async def once(self, answer: str | None = None, objection: str | None = None) -> str:
        parts = [Part("user", self.evidence)]
        if answer is not None and objection is not None:
            parts += [Part("assistant", answer[:20_000] or "(nothing)"), Part("user", objection)]

        def write(_: Endpoint) -> Prompt:
            return Prompt(read_instructions(self.kind), tuple(parts), MAX_NOTE_TOKENS)

        caller = Caller(self.about.account_id, Use.NOTES, self.about.session_id)
        return await self.door.complete(caller, write, self.gate)


def judge(note: Note, evidence: Evidence, pseudonyms: Pseudonyms) -> list[Finding]:
    """What grounding finds, and names that stand for nobody."""
    findings = check(note, evidence)
    for section in note.sections:
        for claim in section.claims:
            if left := pseudonyms.leftovers(claim.text):
                reason = f"{', '.join(left)} is nobody's name."
                findings.append(make_finding("pseudonym", claim.text, reason, section.title))
    return findings


def describe_findings(findings: Sequence[Finding]) -> str:
    lines = [
        f'- In "{one.section}": {one.reason} ({one.sentence})'
        if one.sentence
        else f'- In "{one.section}": {one.reason}'
        for one in findings[:30]
    ]
    return "These claims are not carried by the evidence. Write the whole object again without them:\n" + "\n".join(
        lines
    )


@lru_cache(maxsize=2)
def read_instructions(kind: Kind) -> str:
    return (files("resolvent.notes") / f"{kind.value}.md").read_text()


@lru_cache(maxsize=1)
def prompts_hash() -> str:
    text = "".join(read_instructions(kind) + "".join(TITLES[kind]) for kind in Kind)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class AccountWriters:
    """A language model where the account, or the installation, has one for notes; else the composer."""

    def __init__(self, router: AccountRouter, door: Door, database: Database) -> None:
        self._router = router
        self._door = door
        self._database = database

    async def choose(self, db: AsyncSession, account_id: UUID) -> Writer:
        named = await self._router.names(db, account_id, Use.NOTES)
        if not named:
            return ComposingWriter()
        policy = Policy((await read_preferences_of(db, account_id)).pseudonyms)
        return ModelWriter(self._door, self._database, "+".join(model for _, model in named), policy)
