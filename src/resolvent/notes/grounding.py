"""Does a note say only what its evidence carries? Deterministic: no model is asked. Pure.

Every claim cites labels that exist and that its section allows; every hard token stands in what it cites; words such as
"resolved" are earned by an outcome; a customer reads nothing internal, no secret and no script; nothing required is missing.
The engineer's own edit carries no labels: its sentences are held against all evidence that its reader may see.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from resolvent.notes.composer_phrases import SENTENCE_END
from resolvent.notes.grounding_ground import Ground
from resolvent.notes.grounding_required import Passage, find_missing
from resolvent.notes.grounding_rules import judge
from resolvent.notes.structure import TITLES, Kind, Note
from resolvent.sessions.evidence import Evidence

HEADING = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*#*\s*$")
BULLET = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Finding:
    """`id` is the same for the same sentence, section and code, so that an acknowledgement finds it again."""

    id: str
    code: str
    sentence: str
    reason: str
    section: str


def make_finding(code: str, sentence: str, reason: str, section: str) -> Finding:
    digest = hashlib.sha256(f"{code}\n{section}\n{sentence}\n{reason}".encode()).hexdigest()
    return Finding(digest[:16], code, sentence, reason, section)


def check(note: Note, evidence: Evidence) -> list[Finding]:
    """What of a note is not carried by the labels that it cites."""
    ground = Ground(evidence, note.kind)
    found: list[Finding] = []
    for section in note.sections:
        for claim in section.claims:
            for code, reason in ground.judge_labels(section.title, claim):
                found.append(make_finding(code, claim.text, reason, section.title))
            scope = ground.scope(claim.evidence)
            for sentence in split_sentences(claim.text):
                found += [
                    make_finding(code, sentence, reason, section.title)
                    for code, reason in judge(sentence, section.title, scope, ground)
                ]
    passages = [
        Passage(section.title, claim.text, claim.evidence) for section in note.sections for claim in section.claims
    ]
    found += [make_finding(code, "", reason, section) for code, reason, section in find_missing(passages, ground)]
    return unique(found)


def check_markdown(markdown: str, evidence: Evidence, kind: Kind) -> list[Finding]:
    """What of an engineer's edit is not carried by any evidence that the reader of this kind may see."""
    ground = Ground(evidence, kind)
    scope = ground.scope(ground.readable)
    found: list[Finding] = []
    sentences = list(read_sentences(markdown, kind))
    for section, sentence in sentences:
        found += [
            make_finding(code, sentence, reason, section) for code, reason in judge(sentence, section, scope, ground)
        ]
    passages = [Passage(section, sentence) for section, sentence in sentences]
    found += [make_finding(code, "", reason, section) for code, reason, section in find_missing(passages, ground)]
    return unique(found)


def unique(findings: list[Finding]) -> list[Finding]:
    return list({finding.id: finding for finding in findings}.values())


def read_sentences(markdown: str, kind: Kind) -> Iterator[tuple[str, str]]:
    """Each sentence with its section; a code block is one sentence with its fence."""
    section = TITLES[kind][0]
    paragraph: list[str] = []
    fence: list[str] = []
    for line in [*markdown.splitlines(), ""]:
        bare = line.strip()
        if fence or bare.startswith(("```", "~~~")):
            fence.append(line)
            if len(fence) > 1 and bare.startswith(fence[0].strip()[:3]):
                yield section, "\n".join(fence)
                fence = []
            continue
        heading, bullet = HEADING.match(bare), BULLET.match(line)
        if not bare or heading or bullet:
            yield from ((section, one) for one in split_sentences(" ".join(paragraph)))
            paragraph = []
        if heading:
            titles = {title.casefold().replace("’", "'"): title for title in TITLES[kind]}
            found = titles.get(heading["title"].casefold().replace("’", "'"))
            section = found or section
            if not found:
                paragraph.append(heading["title"])
        elif bare:
            paragraph.append((line[bullet.end() :] if bullet else line).strip().lstrip("> "))
    if fence:
        yield section, "\n".join(fence)


def split_sentences(text: str) -> list[str]:
    """A quotation or a code span is never cut."""
    parts: list[str] = []
    for piece in SENTENCE_END.split(text):
        opened = parts and (parts[-1].count("“") > parts[-1].count("”") or parts[-1].count("`") % 2)
        if opened:
            parts[-1] += " " + piece
        elif piece.strip():
            parts.append(piece.strip())
    return parts
