"""A model's answer as a note: read leniently in form, strictly in content. And the composer's in place of what fails. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from resolvent.ai.answers import find_json
from resolvent.notes.grounding import Finding, split_sentences
from resolvent.notes.structure import LISTED, TITLES, Claim, Kind, Note, Section
from resolvent.schemas import make_storable

MOST_CLAIMS = 40
LONGEST_CLAIM = 1_500


def read_note(answer: str, kind: Kind) -> Note | None:
    """The first JSON object in it that has sections; None: there is none. Unknown sections are dropped, empty ones too."""
    body = find_json(answer, "{", lambda value: "sections" in value)
    if body is None or not isinstance(body["sections"], list):
        return None
    given: dict[str, tuple[Claim, ...]] = {}
    for section in body["sections"]:
        if isinstance(section, dict) and isinstance(section.get("title"), str):
            given.setdefault(fold(section["title"]), read_claims(section.get("claims")))
    sections = [Section(title, given.get(fold(title), ())) for title in TITLES[kind]]
    kept = tuple(section for section in sections if section.claims)
    return Note(kind, kept) if kept else None


def fold(title: str) -> str:
    return " ".join(title.casefold().replace("’", "'").strip(" #:").split())


def read_claims(given: Any) -> tuple[Claim, ...]:
    if not isinstance(given, list):
        return ()
    return tuple(claim for claim in map(read_claim, given[:MOST_CLAIMS]) if claim is not None)


def read_claim(given: Any) -> Claim | None:
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        return None
    text = " ".join(make_storable(given["text"]).split()).lstrip("#-*> ")
    labels = given.get("evidence")
    if not text or len(text) > LONGEST_CLAIM:
        return None
    named = (
        [make_storable(one).strip(" []") for one in labels if isinstance(one, str)] if isinstance(labels, list) else []
    )
    return Claim(text, tuple(dict.fromkeys(named)))


def mend(note: Note, composed: Note, findings: Collection[Finding]) -> Note:
    """Claims without a finding stay; each other one gives way to the composer's of its section on the same evidence.

    Where a section lacks something required, the composer's whole section stands instead.
    """
    wrong = {(one.section, one.sentence) for one in findings if one.sentence}
    lacking = {one.section for one in findings if not one.sentence}
    sections = []
    for title in TITLES[note.kind]:
        written, own = claims_of(note, title), claims_of(composed, title)
        if title in lacking or not written:
            sections.append(Section(title, own))
        else:
            sections.append(Section(title, tuple(replace_claims(title, written, own, wrong))))
    return Note(note.kind, tuple(section for section in sections if section.claims))


def claims_of(note: Note, title: str) -> tuple[Claim, ...]:
    return next((section.claims for section in note.sections if section.title == title), ())


def replace_claims(
    title: str, written: tuple[Claim, ...], own: tuple[Claim, ...], wrong: set[tuple[str, str]]
) -> Iterable[Claim]:
    good = [claim for claim in written if not is_wrong(title, claim, wrong)]
    told = {label for claim in good for label in claim.evidence}
    used: set[Claim] = set()
    for claim in written:
        if claim in good:
            yield claim
            continue
        for other in own:
            same = set(other.evidence) & set(claim.evidence) and not set(other.evidence) <= told
            if same and other not in used:
                used.add(other)
                yield other
    if not good and not used:
        yield from own


def is_wrong(title: str, claim: Claim, wrong: set[tuple[str, str]]) -> bool:
    return any((title, sentence) in wrong for sentence in (claim.text, *split_sentences(claim.text)))


def quiet(note: Note) -> Note:
    """A list item needs no trailing blank, a paragraph ends its sentences."""
    return Note(
        note.kind,
        tuple(
            Section(
                section.title,
                tuple(
                    replace(claim, text=claim.text if section.title in LISTED else end_sentence(claim.text))
                    for claim in section.claims
                ),
            )
            for section in note.sections
        ),
    )


def end_sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”", "`")) else f"{text}."
