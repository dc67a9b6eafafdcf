"""The labelled, citable items of a session. Pure: rows go in elsewhere, notes come out elsewhere.

Labels: `T` the ticket (or the problem as told), `F1…` confirmed facts, `C1…` done and skipped checks, `X1…` fixes in the
order of their suggestion, `G1…` script generations, `A1…` files that were added to the session.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

FixStatus = Literal["proposed", "applied_success", "applied_failed", "applied_partial", "dismissed"]


@dataclass(frozen=True, slots=True)
class TicketItem:
    """The linked ticket as last read; without one, the problem as the engineer told it (`number` is None)."""

    label: str
    number: str | None
    summary: str
    description: str
    company: str | None
    contact: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class FactItem:
    label: str
    text: str
    important: bool
    internal: bool
    source: str
    """Who said it: `engineer`, `assistant`, `ticket`, `check`."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CheckItem:
    label: str
    title: str
    command: str | None
    status: Literal["done", "skipped"]
    result: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FixItem:
    """One suggested fix. `active`: not superseded. A superseded one that was applied belongs to "what we tried"."""

    label: str
    title: str
    rationale: str
    confidence: int
    status: FixStatus
    active: bool
    decision: str | None
    applied_at: datetime | None
    verified_at: datetime | None
    partial_notes: str | None
    failure_reason: str | None
    outcome_notes: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class GenerationItem:
    """A rendering of a template, its parameters already redacted."""

    label: str
    template_title: str
    parameters: tuple[tuple[str, str], ...]
    created_at: datetime
    fix: str | None = None
    """The label of the fix that it was generated for."""


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file of the session: that it is there, not what it holds."""

    label: str
    name: str
    size: int
    """Bytes."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a note may rest on, frozen. `time_zone` is an IANA name, in which a note writes times."""

    ticket: TicketItem
    facts: tuple[FactItem, ...]
    checks: tuple[CheckItem, ...]
    fixes: tuple[FixItem, ...]
    generations: tuple[GenerationItem, ...]
    open_questions: tuple[str, ...]
    attachments: tuple[str, ...]
    """Names of what is attached to the ticket, as its system tells."""
    time_zone: str
    files: tuple[FileItem, ...] = ()

    def labels(self) -> Iterator[str]:
        yield self.ticket.label
        for items in (self.facts, self.checks, self.fixes, self.generations, self.files):
            for item in items:
                yield item.label

    @property
    def active_fix(self) -> FixItem | None:
        return next((fix for fix in self.fixes if fix.active), None)

    def canonical(self) -> str:
        """One spelling for one content: sorted keys, no spaces, ISO times."""
        return json.dumps(self, sort_keys=True, separators=(",", ":"), default=spell, ensure_ascii=False)

    def digest(self) -> str:
        return hashlib.sha256(self.canonical().encode()).hexdigest()


def spell(value: object) -> object:
    """What JSON has no spelling for: an item by its fields, a moment or an id as text."""
    if is_dataclass(value):
        return {name: getattr(value, name) for name in names_of(value.__class__)}
    return str(value)


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass, in their order."""
    return tuple(field.name for field in fields(kind))
