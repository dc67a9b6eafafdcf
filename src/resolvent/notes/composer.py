"""Writes a note from the evidence alone, without a model: plain, past tense, and no more certain than the outcome. Pure."""

from resolvent.notes.composer_escalation import compose_escalation
from resolvent.notes.composer_resolution import compose_resolution
from resolvent.notes.structure import Kind, Note
from resolvent.sessions.evidence import Evidence

COMPOSER_VERSION = "5"
"""Part of every preview's key: changes with any change of the wording."""


def compose(evidence: Evidence, kind: Kind) -> Note:
    sections = compose_resolution(evidence) if kind is Kind.RESOLUTION else compose_escalation(evidence)
    return Note(kind, sections)
