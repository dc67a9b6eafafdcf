"""The order of a record for readers: sections of items, each a line, pairs and texts. Pure; what it is written as comes later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from resolvent.exports.record import FactPart, FixPart, MessagePart, SessionRecord
from resolvent.exports.timeline import tell_proof

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Of others, and of any length; `name` empty: the item's own. `as_typed`: scripts, commands, what they printed, and
    messages, in which all of these may stand: their columns mean something."""

    name: str
    text: str
    as_typed: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    line: str = ""
    pairs: Pairs = ()
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    anchor: str
    title: str
    items: tuple[Item, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    pairs: Pairs
    sections: tuple[Section, ...]


def lay_out(record: SessionRecord) -> Page:
    when = Clock(record.time_zone)
    session, ticket = record.session, record.ticket
    told = {
        "Status": session.status,
        "Round": session.round,
        "Ticket": ticket and ticket.number,
        "Customer": ticket and ticket.company,
        "Opened": f"{when(session.opened_at)} by {session.opened_by or 'somebody'}",
        "Owner": session.assignee,
        "Closed": session.closed_at and when(session.closed_at),
        "Exported": f"{when(record.exported_at)} by {record.exported_by}",
    }
    return Page(session.title, pairs_of(told), tuple(list_sections(record, when)))


class Clock:
    def __init__(self, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)

    def __call__(self, moment: datetime) -> str:
        """`2026-11-28 14:02 CET`."""
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M %Z}"


def pairs_of(told: dict[str, Any]) -> Pairs:
    """Without those that there are none of."""
    return tuple((name, tell(value)) for name, value in told.items() if value not in (None, "", [], False))


def tell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(tell, value)) if isinstance(value, list) else str(value)


AS_TYPED: Final = frozenset(
    {"Command", "Result", "Drafted script", "Values in the drafted script", "Script as edited", "Values", "Script"}
)


def texts_of(told: dict[str, str | None]) -> tuple[Text, ...]:
    return tuple(Text(name, text, name in AS_TYPED) for name, text in told.items() if text)


def list_sections(record: SessionRecord, when: Clock) -> Iterator[Section]:
    yield Section("problem", "Problem", tuple(list_problem(record)), "No problem was told.")
    facts = [
        Item(
            one.label,
            pairs=pairs_of(
                {"Status": one.status, "Source": tell_source(one), "Important": one.important,
                 "Internal": one.internal, "Added": when(one.at)}
            ),
            texts=(Text("", one.text),),
        )
        for one in record.facts
    ]  # fmt: skip
    yield Section("facts", "What we know", tuple(facts), "Nothing was written down.")
    checks = [
        Item(
            one.label,
            one.title,
            pairs_of({"Status": one.status, "Added": when(one.at), "Proposed through MCP by": one.proposed_by}),
            texts_of({"Why": one.why, "Command": one.command, "Result": one.result}),
        )
        for one in record.checks
    ]
    yield Section("checks", "Diagnostic checks", tuple(checks), "There were no checks.")
    yield Section("fixes", "Suggested fixes", tuple(fix_item(one, when) for one in record.fixes), "None was suggested.")
    yield Section("scripts", "Generated scripts", tuple(list_scripts(record, when)), "None was generated.")
    yield Section("notes", "Notes", tuple(list_notes(record, when)), "No note was posted.")
    yield Section("escalations", "Escalations", tuple(list_escalations(record, when)), "It was never escalated.")
    files = [
        Item(
            one.label,
            one.name,
            pairs_of({"Type": one.media_type, "Bytes": f"{one.size:,}", "SHA-256": one.sha256,
                      "Added": f"{when(one.at)} by {one.by}"}),
        )
        for one in record.attachments
    ]  # fmt: skip
    yield Section("attachments", "Attachments", tuple(files), "There are none.")
    changes = [
        Item("", pairs=pairs_of({"By": one.author, "When": when(one.at), "Changed": one.changes}), texts=texts_of({"": one.text}))
        for one in record.ticket_changes
    ]  # fmt: skip
    yield Section("ticket-changes", "What others did at the ticket", tuple(changes), "Nothing that was seen.")
    moments = tuple((when(one.at), one.what) for one in record.timeline)
    yield Section("timeline", "Timeline", (Item("", pairs=moments),) if moments else (), "Nothing happened.")
    yield Section("conversation", "Conversation", tuple(list_talk(record, when)), "Nobody wrote anything.")


def tell_source(fact: FactPart) -> str:
    return f"{fact.added_by} through MCP" if fact.source == "mcp" else fact.added_by or fact.source


def list_problem(record: SessionRecord) -> Iterator[Item]:
    if record.session.problem:
        yield Item("", "As the engineer told it", texts=(Text("", record.session.problem),))
    if ticket := record.ticket:
        pairs = pairs_of({"Contact": ticket.contact, "Devices": ticket.devices, "Status": ticket.status})
        yield Item("", ticket.summary or "The ticket", pairs, texts_of({"": ticket.description}))


def fix_item(fix: FixPart, when: Clock) -> Item:
    drafted = [f"{name} = {tell(value)}" for name, value in fix.drafted_parameters.items()]
    return Item(
        fix.label,
        fix.title,
        pairs_of(
            {
                "Outcome": fix.status.replace("applied_", "applied, "),
                "Told by": fix.reported_by,
                "Confidence": f"{fix.confidence} %",
                "Decision": fix.decision and fix.decision.replace("_", " "),
                "Template": fix.template and f"{fix.template}, version {fix.template_version or 'unknown'}",
                "Suggested": when(fix.at),
                "Proposed through MCP by": fix.proposed_by,
                "Applied": fix.applied_at and when(fix.applied_at),
                "Verified": fix.verified_at and when(fix.verified_at),
                "Superseded": fix.superseded_at and when(fix.superseded_at),
            }
        ),
        texts_of(
            {
                "Why": fix.rationale,
                "Why it was dismissed": fix.dismiss_reason,
                "What it did in part": fix.partial_notes,
                "Why it failed": fix.failure_reason,
                "Notes on the outcome": fix.outcome_notes,
                "Drafted script": fix.drafted_script,
                "Values in the drafted script": "\n".join(drafted),
                "Script as edited": fix.edited_script,
            }
        ),
    )


def list_scripts(record: SessionRecord, when: Clock) -> Iterator[Item]:
    for one in record.scripts:
        values = [f"{name} = {tell(value)}" for name, value in one.parameters.items()]
        warnings = [
            f"{warning.severity}, line {warning.line}: {warning.message}{' (acknowledged)' * warning.acknowledged}"
            for warning in one.warnings
        ]
        yield Item(
            one.label,
            f"{one.template}, version {one.template_version}",
            pairs_of({"Language": one.language, "For fix": one.fix, "Not kept": one.sensitive,
                      "Generated": f"{when(one.at)} by {one.by}"}),
            texts_of({"Values": "\n".join(values), "Warnings": "\n".join(warnings), "Script": one.script}),
        )  # fmt: skip


def list_notes(record: SessionRecord, when: Clock) -> Iterator[Item]:
    for one in record.notes:
        pairs = {
            "Result": tell_proof(one),
            "Confirmed": f"{when(one.at)} by {one.by}",
            "Ended": one.ended_at and when(one.ended_at),
            "Note on the ticket": one.note_id,
            "Status wanted": one.wanted_status,
            "Status found": one.actual_status,
            "Status not set because": one.skipped_reason,
            "Stopped by": one.error,
            "Status found later": one.later_status,
        }
        yield Item(one.label, f"{one.kind.capitalize()}, round {one.round}", pairs_of(pairs), (Text("", one.text),))


def list_escalations(record: SessionRecord, when: Clock) -> Iterator[Item]:
    for one in record.escalations:
        to = one.to_person or one.to_queue or "whoever comes"
        pairs = pairs_of({"Round": one.round, "To": to, "Note": one.note, "Escalated": f"{when(one.at)} by {one.by}"})
        yield Item("", "Escalated", pairs, texts_of({"Question": one.question}))
    for handover in record.handovers:
        line = "Picked up" if handover.verb == "pickup" else "Given back"
        pairs = pairs_of({"Round": handover.round, "By": handover.by, "When": when(handover.at)})
        yield Item("", line, pairs, texts_of({"Questions": handover.questions}))


def list_talk(record: SessionRecord, when: Clock) -> Iterator[Item]:
    if record.older_messages_left_out:
        yield Item("", f"{record.older_messages_left_out:,} older messages are not in this file.")
    for one in record.conversation:
        yield message_item(one, when)


def message_item(one: MessagePart, when: Clock) -> Item:
    told = {
        "By": "assistant" if one.role == "assistant" else one.author,
        "When": when(one.at),
        "With": one.files,
        "Instead of": one.retry_of,
        "Characters left out at its end": one.left_out and f"{one.left_out:,}",
    }
    return Item(one.label, pairs=pairs_of(told), texts=(Text("", one.text, as_typed=True),) if one.text else ())
