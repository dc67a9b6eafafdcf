"""What a note may not leave out: the outcome, why a fix failed, what is left after a partial one, important facts. Pure."""

from collections.abc import Iterator

from resolvent.notes.composer_phrases import cut
from resolvent.notes.grounding_backing import content
from resolvent.notes.grounding_ground import Ground
from resolvent.notes.grounding_leaks import has_script, hide_secrets
from resolvent.notes.grounding_tokens import normalise, normalise_raw, numbers_of
from resolvent.notes.markdown import flatten
from resolvent.notes.structure import CONFIRMED, CONFIRMED_SO_FAR, RESOLUTION, TRIED, Kind
from resolvent.sessions.evidence import FixItem

ENOUGH = 0.5
"""The share of an item's meaning words that counts as saying it."""

UNSOLVED = ("not ", "n't ", "still ", "unresolved", "failed", "no ")


def find_missing(markdown: str, ground: Ground) -> Iterator[tuple[str, str, str]]:
    """Code, reason and section."""
    text = normalise(markdown)
    words = frozenset(content(markdown))
    customer = ground.kind is Kind.RESOLUTION
    home = RESOLUTION if customer else TRIED
    last = ground.last
    if last is not None and not says_outcome(last, text, words):
        yield "missing_outcome", f"The outcome of “{flatten(last.title)}” is missing.", home
    for fix in ground.tried if not customer else [fix for fix in ground.tried if fix is last]:
        if fix.status == "applied_failed" and fix.failure_reason and not says(fix.failure_reason, text, words):
            yield (
                "missing_reason",
                f"Why “{flatten(fix.title)}” failed is missing: {cut(flatten(fix.failure_reason), 120)}",
                home,
            )
        if fix.status == "applied_partial" and fix.partial_notes and not says(fix.partial_notes, text, words):
            yield (
                "missing_reason",
                f"What is left after “{flatten(fix.title)}” is missing: {cut(flatten(fix.partial_notes), 120)}",
                home,
            )
    for fact in ground.evidence.facts:
        if fact.important and fact.label not in ground.hidden and not says(fact.text, text, words):
            yield (
                "missing_fact",
                f"An important fact is missing: {cut(flatten(fact.text), 120)}",
                CONFIRMED if customer else CONFIRMED_SO_FAR,
            )


def says_outcome(fix: FixItem, text: str, words: frozenset[str]) -> bool:
    padded = f" {text} "
    match fix.status:
        case "applied_success":
            return any(
                word in padded for word in ("solved", "resolved", "fixed", "success", "works", "working", "helped")
            )
        case "applied_failed":
            return any(word in padded for word in UNSOLVED)
        case "applied_partial":
            return any(word in padded for word in ("part", "some", "still")) or says(
                fix.partial_notes or "", text, words
            )
        case _:
            return any(word in padded for word in ("not ", "yet", "unconfirmed", "open", "waiting", "whether"))


def says(item: str, text: str, words: frozenset[str]) -> bool:
    """The note repeats the item, whole or in its meaning words and numbers. A script need not be repeated."""
    if has_script(item):
        return True
    shown = cut(flatten(hide_secrets(item))).removesuffix("…")
    normal = normalise_raw(shown)
    if not normal or normal in text:
        return True
    needed = set(content(shown))
    numbers = {number for number, _ in numbers_of(normal)} - {number for number, _ in numbers_of(text)}
    return len(needed & words) >= ENOUGH * len(needed) and not numbers and bool(needed or not numbers)
