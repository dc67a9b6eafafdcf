"""Builds the evidence of a session from its rows, and from nothing else.

The rows are read by one statement and stay the text that the database made of them: whether anything changed since a note was
written is told by that text, and only who writes one has items made of it.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent import __version__
from resolvent.accounts.actor import Actor
from resolvent.masking import MASK, mask_deep
from resolvent.sessions.evidence import (
    CheckItem,
    Evidence,
    FactItem,
    FileItem,
    FixItem,
    GenerationItem,
    TicketItem,
    names_of,
)
from resolvent.sessions.models import AISession
from resolvent.sessions.secrets import open_secrets

Item = TypeVar("Item", FactItem, CheckItem, FixItem, FileItem)
OWN: Final = "account_id = :account AND session_id = :session"
# Each list in the order of its ledger; a row as an array, in the order of its item's fields.
READ = text(
    f"""SELECT CAST(json_build_array(
        (SELECT time_zone FROM accounts WHERE id = :account),
        (SELECT json_agg(json_build_array(text, important, internal, source, created_at) ORDER BY created_at, id)
         FROM facts WHERE {OWN} AND retracted_at IS NULL AND status = 'confirmed'),
        (SELECT json_agg(json_build_array(title, command, status, result, created_at) ORDER BY created_at, id)
         FROM checks WHERE {OWN} AND retracted_at IS NULL AND status <> 'todo'),
        (SELECT json_agg(json_build_array(id, title, rationale, confidence, status, superseded_at IS NULL, decision, applied_at,
                                          verified_at, partial_notes, failure_reason, outcome_notes, created_at)
                         ORDER BY created_at, id)
         FROM suggested_fixes WHERE {OWN}),
        (SELECT json_agg(json_build_array(fix_id, title, parameters, sensitive, made.created_at) ORDER BY made.created_at, made.id)
         FROM script_generations made JOIN script_template_versions rendered
             ON rendered.account_id = made.account_id AND rendered.template_id = made.template_id
                 AND rendered.version = made.template_version
         WHERE made.account_id = :account AND session_id = :session),
        (SELECT json_agg(json_build_array(name, size, created_at) ORDER BY id) FROM attachments WHERE {OWN})
    ) AS text),
    (SELECT sealed FROM session_secrets WHERE {OWN})"""  # noqa: S608 (constants)
)


@dataclass(frozen=True)
class Bundle:
    """What a session's evidence is made of, as it was read."""

    ticket: TicketItem
    rows: str
    """A JSON array of lists."""
    sealed: bytes | None
    secrets: tuple[str, ...]

    @cached_property
    def fingerprint(self) -> str:
        """Another one whenever the evidence would be another: its rows, or what is masked in them, or how a release makes it. The same
        evidence can have two: once its secrets are sealed anew."""
        # Without the key that they were sealed with, none are known.
        made = json.dumps([__version__, len(self.secrets), astuple(self.ticket)])
        return hashlib.sha256(b"\0".join((made.encode(), self.rows.encode(), self.sealed or b""))).hexdigest()

    @cached_property
    def evidence(self) -> Evidence:
        # A list without rows is null.
        time_zone, *lists = json.loads(self.rows)
        facts, checks, fixes, made, files = (found or [] for found in lists)
        labels = {id_: f"X{number}" for number, (id_, *_) in enumerate(fixes, 1)}
        evidence = Evidence(
            ticket=self.ticket,
            facts=items_of(FactItem, "F", facts),
            checks=items_of(CheckItem, "C", checks),
            fixes=items_of(FixItem, "X", [fix for _, *fix in fixes]),
            generations=tuple(
                generation_item(number, labels.get(fix_id), *one) for number, (fix_id, *one) in enumerate(made, 1)
            ),
            open_questions=(),
            attachments=(),
            time_zone=time_zone,
            files=items_of(FileItem, "A", files),
        )
        # What was written down before a script was given it.
        return mask_deep(evidence, self.secrets)


async def read_bundle(db: AsyncSession, actor: Actor, session: AISession) -> Bundle:
    rows, sealed = (await db.execute(READ, {"account": actor.account_id, "session": session.id})).one()
    secrets = open_secrets(db, session.id, sealed) if sealed is not None else ()
    return Bundle(ticket_item(session), rows, sealed, secrets)


async def gather_evidence(db: AsyncSession, actor: Actor, session: AISession) -> Evidence:
    return (await read_bundle(db, actor, session)).evidence


def ticket_item(session: AISession) -> TicketItem:
    ticket = session.ticket
    if ticket is None:
        return TicketItem("T", None, session.title, session.problem, None, None, None)
    return TicketItem(
        label="T",
        number=ticket.get("number"),
        summary=ticket.get("summary") or session.title,
        description="\n\n".join(part for part in (ticket.get("description"), session.problem) if part),
        company=ticket.get("company"),
        contact=ticket.get("contact"),
        status=(ticket.get("status") or {}).get("name"),
    )


def items_of(kind: Callable[..., Item], letter: str, rows: Sequence[Sequence[Any]]) -> tuple[Item, ...]:
    """Each row holds what the item has behind its label, in that order; moments as text."""
    _, *names = names_of(kind)
    return tuple(
        kind(
            f"{letter}{number}",
            *(read_moment(one) if name.endswith("_at") else one for name, one in zip(names, row, strict=True)),
        )
        for number, row in enumerate(rows, 1)
    )


def read_moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)


def generation_item(
    number: int,
    fix: str | None,
    template_title: str,
    parameters: Mapping[str, Any],
    sensitive: Sequence[str],
    created_at: str,
) -> GenerationItem:
    """Of the sensitive parameters only that they were given; of the script nothing."""
    shown = {name: tell_value(value) for name, value in parameters.items()}
    shown |= dict.fromkeys(sensitive, MASK)
    moment = datetime.fromisoformat(created_at)
    return GenerationItem(f"G{number}", template_title, tuple(sorted(shown.items())), moment, fix)


def tell_value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
