"""Fixes told in another order than they were applied in: `first … then`, `before`, `after`. Pure."""

import re
from collections.abc import Iterator, Sequence

from resolvent.notes.grounding_polarity import keys_of
from resolvent.sessions.evidence import FixItem

FORWARD = re.compile(
    r"(?:[,;.]|\band)?\s*\b(?:before(?! that\b| this\b)|and then|then|afterwards|after (?:that|this|which)|followed by|next|subsequently|later|finally|lastly)\b",
    re.IGNORECASE,
)
"""Between the earlier and the later."""
BACKWARD = re.compile(
    r"(?:[,;.]|\band)?\s*\b(?:after(?! (?:that|this|which)\b)|once|before (?:that|this)|previously|earlier|having (?:first|already)|but first)\b",
    re.IGNORECASE,
)
"""Between the later and the earlier."""
LEADING = {
    "before": re.compile(r"\s*before\b(?! that| this)(?P<one>[^,]+),(?P<two>.+)", re.IGNORECASE | re.DOTALL),
    "after": re.compile(
        r"\s*(?:after|once|when|as soon as|having)\b(?! that| this)(?P<one>[^,]+),(?P<two>.+)",
        re.IGNORECASE | re.DOTALL,
    ),
}
CLEAR = 0.5
"""The share of a title's words, or of the part's, by which a part of a sentence speaks of that fix."""


def told_pairs(sentence: str) -> Iterator[tuple[str, str]]:
    """The parts of a sentence of which it says that the one was before the other."""
    for word, pattern in LEADING.items():
        if found := pattern.match(sentence):
            yield (found["two"], found["one"]) if word == "before" else (found["one"], found["two"])
            return
    for match in FORWARD.finditer(sentence):
        yield sentence[: match.start()], sentence[match.end() :]
    for match in BACKWARD.finditer(sentence):
        yield sentence[match.end() :], sentence[: match.start()]


def fix_of(part: str, fixes: Sequence[FixItem], aside: frozenset[str] = frozenset()) -> FixItem | None:
    """The one fix that a part of a sentence speaks of. `aside`: words that name none."""
    words = keys_of(part) - aside
    shares = sorted(((share_of(words, keys_of(fix.title)), place) for place, fix in enumerate(fixes)), reverse=True)
    if not shares or shares[0][0] < CLEAR or (len(shares) > 1 and shares[1][0] >= shares[0][0]):
        return None
    return fixes[shares[0][1]]


def share_of(words: frozenset[str], title: frozenset[str]) -> float:
    return len(words & title) / len(title) if title else 0.0


def wrong_order(sentence: str, fixes: Sequence[FixItem]) -> tuple[FixItem, FixItem] | None:
    """A pair that the sentence tells the wrong way round; `fixes` in the order of application."""
    if len(fixes) < 2:
        return None
    for one, two in told_pairs(sentence):
        earlier, later = fix_of(one, fixes), fix_of(two, fixes)
        if earlier and later and earlier.applied_at and later.applied_at and earlier.applied_at > later.applied_at:
            return earlier, later
    return None
