"""What a note may not leave out: the outcome, why a fix failed, what is left after a partial one, important facts. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resolvent.notes.composer_phrases import SENTENCE_END, cut
from resolvent.notes.grounding_ground import Ground
from resolvent.notes.grounding_leaks import has_script, hide_secrets
from resolvent.notes.grounding_outcome import FAILURE, IN_PART, admits, gives_reason, says_outcome
from resolvent.notes.grounding_polarity import keys_of
from resolvent.notes.grounding_tokens import normalise, normalise_raw, numbers_of
from resolvent.notes.markdown import flatten, plain
from resolvent.notes.structure import (
    CONFIRMED,
    CONFIRMED_SO_FAR,
    HYPOTHESIS,
    NEXT_STEPS,
    RESOLUTION,
    TRIED,
    Kind,
)
from resolvent.sessions.evidence import FactItem, FixItem

ENOUGH = 0.5
"""The share of an item's words that counts as saying it."""
NEARLY_ALL = 0.75
"""The same where the sentence does not cite the item."""
ABOUT_FIXES = frozenset({RESOLUTION, TRIED, NEXT_STEPS, HYPOTHESIS})


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim with what it cites; of an engineer's edit a sentence, with `labels` None: any."""

    section: str
    text: str
    labels: tuple[str, ...] | None = None

    def cites(self, label: str) -> bool:
        return self.labels is None or label in self.labels


def find_missing(passages: Sequence[Passage], ground: Ground) -> Iterator[tuple[str, str, str]]:
    """Code, reason and section."""
    customer = ground.kind is Kind.RESOLUTION
    home = RESOLUTION if customer else TRIED
    last = ground.last
    if last is not None and not says_outcome(last, account_of(last, passages, ground), ground.titles):
        yield "missing_outcome", f"The outcome of “{flatten(last.title)}” is missing.", home
    for fix in ground.tried if not customer else [fix for fix in ground.tried if fix is last]:
        name, account = flatten(fix.title), account_of(fix, passages, ground)
        story = account_of(fix, [one for one in passages if one.section == home], ground)
        rest = account_of(fix, [one for one in passages if one.section in {home, NEXT_STEPS}], ground)
        why, left = flatten(fix.failure_reason or ""), flatten(fix.partial_notes or "")
        if (
            fix.status == "applied_failed"
            and why
            and not (gives_reason(story, FAILURE) or says(why, account, fix.title))
        ):
            yield "missing_reason", f"Why “{name}” failed is missing: {cut(why, 120)}", home
        if (
            fix.status == "applied_partial"
            and left
            and not (gives_reason(rest, IN_PART) or says(left, account, fix.title))
        ):
            yield "missing_reason", f"What is left after “{name}” is missing: {cut(left, 120)}", home
    for fact in ground.evidence.facts:
        if fact.important and fact.label not in ground.hidden and not is_told(fact, passages):
            yield (
                "missing_fact",
                f"An important fact is missing: {cut(flatten(fact.text), 120)}",
                CONFIRMED if customer else CONFIRMED_SO_FAR,
            )


def account_of(fix: FixItem, passages: Sequence[Passage], ground: Ground) -> str:
    """All that the note says of a fix, a line for each sentence; in an edit from where it is named to where the next one is."""
    said = [
        Passage(one.section, sentence, one.labels)
        for one in passages
        if one.section in ABOUT_FIXES and one.cites(fix.label)
        for sentence in SENTENCE_END.split(plain(one.text))
    ]
    if any(one.labels is None for one in said) and len(ground.tried) > 1:
        said = between(fix, said, ground)
    return "\n".join(one.text for one in said)


def between(fix: FixItem, said: list[Passage], ground: Ground) -> list[Passage]:
    named = [named_in(one.text, ground) for one in said]
    first = next((place for place, label in enumerate(named) if label == fix.label), None)
    if first is None:
        return said
    if fix is ground.last:
        return said[first:]
    others = (
        place
        for place, label in enumerate(named)
        if place > first and label not in (None, fix.label) and not admits(said[place].text)
    )
    return said[first : next(others, len(said))]


def named_in(text: str, ground: Ground) -> str | None:
    words = keys_of(text)
    shares = {fix.label: len(words & title) / len(title) for fix in ground.tried if (title := keys_of(fix.title))}
    best = max(shares, key=lambda label: shares[label], default=None)
    return best if best and shares[best] >= ENOUGH else None


def is_told(fact: FactItem, passages: Sequence[Passage]) -> bool:
    """By a claim that cites it and shares a word or number with it; without a label by two sentences at most."""
    words = keys_of(flatten(hide_secrets(fact.text)))
    for one in passages:
        if one.labels is not None and fact.label in one.labels and (not words or words & keys_of(plain(one.text))):
            return True
    cited = " | ".join(normalise(one.text) for one in passages if one.labels is not None)
    loose = [one.text for one in passages if one.labels is None]
    return (
        has_script(fact.text)
        or normalise_raw(flatten(hide_secrets(fact.text))) in cited
        or any(says(fact.text, text, share=NEARLY_ALL) for text in [*loose, *map(" ".join, pairwise(loose))])
    )


def says(item: str, text: str, title: str = "", share: float = ENOUGH) -> bool:
    """`text` repeats the item, whole or in most of its words (but for those of the title) and all its numbers. A script need not be repeated."""
    if has_script(item):
        return True
    shown = cut(flatten(hide_secrets(item))).removesuffix("…")
    normal, said = normalise_raw(shown), normalise(text)
    if not normal or normal in said:
        return True
    needed = keys_of(shown)
    needed = needed - keys_of(title) or needed
    numbers = {number for number, _ in numbers_of(normal)} - {number for number, _ in numbers_of(said)}
    return len(needed & keys_of(plain(text))) >= share * len(needed) and not numbers
