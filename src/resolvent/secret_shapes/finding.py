"""All rules over one text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import re2

from resolvent.remembered import by_digest
from resolvent.secret_shapes.blocks import find_codes, find_columns, find_cookies, find_keys
from resolvent.secret_shapes.commands import COMMANDS, DEVICES, HEADERS
from resolvent.secret_shapes.material import MATERIAL
from resolvent.secret_shapes.names import strength_of
from resolvent.secret_shapes.pairs import find_pairs
from resolvent.secret_shapes.prose import find_prose, is_mixed
from resolvent.secret_shapes.rules import Rule, Span, compiled, find_by
from resolvent.secret_shapes.tokens import TOKENS
from resolvent.secret_shapes.values import can_be_secret

MASK = "********"
RULES = (*TOKENS, *MATERIAL, *COMMANDS, *DEVICES, *HEADERS)
SHORT = 2_000
"""Characters: sentences, lines of a log."""
READERS = (find_keys, find_cookies, find_codes, find_columns, find_pairs, find_prose)
SURROGATES = re.compile(r"[\ud800-\udfff]")
SHORTEST = 6
"""Characters of a text that can name a secret and hold it."""
PASSES = 4
REMEMBERED = 10_000
"""Texts: a session's are looked at again with each of its messages."""
TELLING, REPEATED = 8, 100
"""Characters of a secret that is looked for everywhere in its text, and how many of them are."""


def find_secrets(text: str) -> list[Span]:
    """Where secrets stand, by their shape or by what stands before them: sorted, disjoint, offsets in code points."""
    if len(text) < SHORTEST:
        return []
    # RE2 reads UTF-8, which has no half characters.
    clean = SURROGATES.sub("�", text)
    spans = merge(trim_masked(clean, found(clean)))
    return merge([*spans, *repeats(clean, spans)]) if spans else spans


@by_digest(REMEMBERED)
def find_again(text: str) -> tuple[Span, ...]:
    return tuple(find_secrets(text))


def repeats(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Where a secret stands once more with nothing before it that says so. Only what no word of a language looks like."""
    for value in sorted(telling_values(text, spans), key=text.find)[:REPEATED]:
        at = text.find(value)
        while at >= 0:
            yield at, at + len(value)
            at = text.find(value, at + len(value))


def telling_values(text: str, spans: Iterable[Span]) -> set[str]:
    return {value for start, end in spans if len(value := text[start:end]) >= TELLING and is_mixed(value)}


def found(text: str) -> Iterator[Span]:
    lowered = text.lower()
    for rule in rules_for(text):
        yield from find_by(rule, text, lowered)
    for reader in READERS:
        yield from reader(text)


def rules_for(text: str) -> Sequence[Rule]:
    """Of a short text those that match, told by one look for all; of a long one all, each behind its hints."""
    if len(text) > SHORT:
        return RULES
    return [RULES[number] for number in sorted(every_pattern().Match(text) or ())]


@lru_cache(maxsize=1)
def every_pattern() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = 32 << 20
    patterns = re2.Set.SearchSet(options)
    for rule in RULES:
        patterns.Add(rule.pattern)
    patterns.Compile()
    return patterns


def compile_patterns() -> None:
    """All of them at once, instead of each when a text first needs it."""
    every_pattern().Match("a first look")
    for rule in RULES:
        compiled(rule.pattern)


def trim_masked(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """What was masked before is no secret."""
    for start, end in spans:
        if text[start:end].strip("*"):
            yield start, end


def merge(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def mask_secrets(text: str) -> str:
    """`text` with each secret masked. Masking twice changes nothing more: it goes on until nothing is left."""
    for _ in range(PASSES):
        spans = find_again(text)
        if not spans:
            break
        parts, at = [], 0
        for start, end in spans:
            parts += [text[at:start], MASK]
            at = end
        text = "".join([*parts, text[at:]])
    return text


def mask_together(texts: Sequence[str]) -> list[str]:
    """Each as `mask_secrets` does; what one of them shows to be a secret is masked in the others as well."""
    values = {value for text in texts for value in telling_values(text, find_again(text))}
    longest_first = sorted(values, key=lambda value: (-len(value), value))[:REPEATED]
    hidden = list(texts)
    for value in longest_first:
        hidden = [text.replace(value, MASK) for text in hidden]
    return [mask_secrets(text) for text in hidden]


def is_secret_pair(name: str, value: str) -> bool:
    """Whether `value`, under this name, is a secret as a whole."""
    strength = strength_of(name)
    return bool(strength) and can_be_secret(value, strength, quoted=True)
