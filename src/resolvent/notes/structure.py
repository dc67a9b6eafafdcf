"""A note before it is text: sections of claims, each claim with the labels of the evidence that carries it. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    RESOLUTION = "resolution"
    """Customer-visible."""
    ESCALATION = "escalation"
    """Internal."""


@dataclass(frozen=True, slots=True)
class Claim:
    """`text`: one or more whole sentences of inline Markdown. `evidence`: labels; empty only for a stock sentence."""

    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Note:
    kind: Kind
    sections: tuple[Section, ...]


PROBLEM = "Problem"
CONFIRMED = "What we confirmed"
CAUSE = "Root cause"
RESOLUTION = "Resolution"
CONFIRMED_SO_FAR = "What we've confirmed"
TRIED = "What we've tried"
HYPOTHESIS = "Current hypothesis"
NEXT_STEPS = "Suggested next steps"

TITLES: dict[Kind, tuple[str, ...]] = {
    Kind.RESOLUTION: (PROBLEM, CONFIRMED, CAUSE, RESOLUTION),
    Kind.ESCALATION: (PROBLEM, CONFIRMED_SO_FAR, TRIED, HYPOTHESIS, NEXT_STEPS),
}

LISTED = {CONFIRMED: "- ", CONFIRMED_SO_FAR: "- ", TRIED: "- ", NEXT_STEPS: "- "}
"""Sections whose claims are list items, when there are several; the others are one paragraph."""


def render(note: Note) -> str:
    """The note as Markdown: no labels, no citations."""
    return "\n\n".join(f"## {section.title}\n\n{render_claims(section)}" for section in note.sections) + "\n"


def render_claims(section: Section) -> str:
    bullet = LISTED.get(section.title)
    texts = [claim.text for claim in section.claims]
    if bullet is None or len(texts) < 2:
        return " ".join(texts)
    return "\n".join(bullet + text for text in texts)
