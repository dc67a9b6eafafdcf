"""What happened when, told from the record by labels: a text stands once in a file, where its label does. Pure."""

from collections.abc import Iterator

from resolvent.exports.record import FixPart, MomentPart, NotePart, SessionRecord

OUTCOMES = {
    "applied_success": "was told to have worked",
    "applied_failed": "was told to have failed",
    "applied_partial": "was told to have helped in part",
}


def with_timeline(record: SessionRecord) -> SessionRecord:
    return record.model_copy(update={"timeline": sorted(list_moments(record), key=lambda one: one.at)})


def list_moments(record: SessionRecord) -> Iterator[MomentPart]:
    session = record.session
    yield MomentPart(at=session.opened_at, label=None, what=f"{session.opened_by or 'Somebody'} opened the session")
    for fact in record.facts:
        who = fact.added_by or "The assistant"
        through = " through MCP" if fact.source == "mcp" else ""
        yield MomentPart(at=fact.at, label=fact.label, what=f"{who} added fact {fact.label}{through}")
    for check in record.checks:
        yield MomentPart(at=check.at, label=check.label, what=f"Check {check.label} was added")
    for fix in record.fixes:
        yield from moments_of_fix(fix)
    for script in record.scripts:
        yield MomentPart(at=script.at, label=script.label, what=f"{script.by} generated script {script.label}")
    for file in record.attachments:
        yield MomentPart(at=file.at, label=file.label, what=f"{file.by} added file {file.label}")
    for note in record.notes:
        yield from moments_of_note(note)
    for one in record.handovers:
        verb = "picked the session up" if one.verb == "pickup" else "gave the session back with questions"
        yield MomentPart(at=one.at, label=None, what=f"{one.by} {verb}")
    for change in record.ticket_changes:
        kinds = {"changed": "changed the ticket", "note": "wrote a note on the ticket", "gone": "removed the ticket"}
        yield MomentPart(at=change.at, label=None, what=f"{change.author or 'Somebody'} {kinds[change.kind]}")
    if session.closed_at:
        yield MomentPart(at=session.closed_at, label=None, what=f"The session was {session.status}")


def moments_of_fix(fix: FixPart) -> Iterator[MomentPart]:
    def moment(at: object, what: str) -> Iterator[MomentPart]:
        if at is not None:
            yield MomentPart.model_validate({"at": at, "label": fix.label, "what": f"Fix {fix.label} {what}"})

    yield from moment(fix.at, f"was proposed by {fix.proposed_by} through MCP" if fix.proposed_by else "was suggested")
    yield from moment(fix.applied_at, "was applied")
    yield from moment(fix.verified_at, OUTCOMES.get(fix.status, "was looked at"))
    ended = "was dismissed" if fix.status == "dismissed" else "was replaced by a newer one"
    yield from moment(fix.superseded_at, ended)


def moments_of_note(note: NotePart) -> Iterator[MomentPart]:
    yield MomentPart(at=note.at, label=note.label, what=f"{note.by} confirmed {note.kind} note {note.label}")
    if note.ended_at:
        yield MomentPart(at=note.ended_at, label=note.label, what=f"Note {note.label}: {tell_proof(note)}")


PROOF = {
    "VERIFIED": "posted, and the ticket was read again: it has the wanted status",
    "SKIPPED": "posted; the ticket's status was not changed",
    "LOCAL": "kept in Resolvent; no ticket is linked",
    "REJECTED": "posted, but the ticketing system refused the status",
    "OVERRIDDEN": "posted, but the ticket has another status than was set",
    "NEEDS_HUMAN": "stopped; somebody has to look at the ticket",
}


def tell_proof(note: NotePart) -> str:
    """In words; a note that is still on its way says so."""
    return PROOF.get(note.step, "posted; its status is not proven yet" if note.posted else "not posted yet")
