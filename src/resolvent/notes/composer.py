"""TEMPORARY stand-in so that the application imports; the real composer replaces this file."""
from resolvent.notes.structure import Claim, Kind, Note, Section
from resolvent.sessions.evidence import Evidence

COMPOSER_VERSION = "0"
def compose(evidence: Evidence, kind: Kind) -> Note:
    return Note(kind, (Section("Problem", (Claim(evidence.ticket.summary, ("T",)),)),))
