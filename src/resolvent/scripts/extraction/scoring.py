"""Candidates of a script: values with their score and every place they stand in, and the choice among them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from resolvent.scripts.extraction.features import THRESHOLD, Subject, explain, score
from resolvent.scripts.extraction.literals import Literal, Reading, Role
from resolvent.scripts.extraction.occurrences import find_spans, is_quoted, region_at, token_pattern
from resolvent.scripts.extraction.pieces import all_literals
from resolvent.scripts.extraction.platform import PUBLIC_ADDRESS, find_constant
from resolvent.scripts.extraction.shapes import find_shape, is_name_like, is_plain_word

Span = tuple[int, int]
Call = tuple[str, str, int]
"""Command, option and position of an operand."""
MAX_CANDIDATES = 400
"""Values of one script that are looked at; more belong to data, not to settings."""
MAX_PLACES = 200
"""A value that stands in more is data too."""


@dataclass(frozen=True, slots=True)
class Script:
    """What weighing one value needs to know of the others."""

    source: bytes
    reading: Reading
    evidence: tuple[str, ...]
    """In lower case."""
    public: tuple[str, ...]
    """Addresses of public services in it."""
    calls: Counter[Call]


def read_context(source: bytes, reading: Reading, evidence: Sequence[str]) -> Script:
    return Script(
        source,
        reading,
        tuple(text.lower() for text in evidence),
        tuple(literal.value for literal in reading.literals if find_constant(literal) == PUBLIC_ADDRESS),
        Counter(call_of(literal) for literal in reading.literals),
    )


def call_of(literal: Literal) -> Call:
    return literal.command, literal.label, literal.position


@dataclass(frozen=True, slots=True)
class Candidate:
    value: str
    literal: Literal
    """The one that says most about the value."""
    spans: tuple[Span, ...]
    code: tuple[Span, ...]
    """Those of the spans where the value does something; the others, in messages and comments, only tell of it."""
    score: float
    reasons: tuple[str, ...]


def find_candidates(source: bytes, reading: Reading, evidence: Sequence[str] = ()) -> list[Candidate]:
    """All of them in the order of the script, chosen or not."""
    script = read_context(source, reading, evidence)
    groups: dict[tuple[str, str], list[Literal]] = defaultdict(list)
    for literal in all_literals(reading.literals):
        if literal.value.lower() in reading.members and not literal.head:
            continue
        groups[group_key(literal)].append(literal)
    found = []
    for group in list(groups.values())[:MAX_CANDIDATES]:
        candidate = weigh_group(script, group)
        if candidate is not None:
            found.append(candidate)
    return sorted(found, key=lambda candidate: candidate.spans[0])


def group_key(literal: Literal) -> tuple[str, str]:
    """Numbers are one value only where they mean the same; text is one value wherever it stands."""
    if literal.number:
        return f"number:{literal.role}:{literal.label.lower()}:{literal.command}", literal.value
    return "text", literal.value


def weigh_group(script: Script, group: list[Literal]) -> Candidate | None:
    group = [literal for literal in group if literal.whole]
    if not group:
        return None
    first = group[0]
    reading = script.reading
    spans = find_spans(script.source, reading.regions, first, group)
    if len(spans) > MAX_PLACES:
        return None
    told, told_quoted, places = place_spans(script.source, reading, spans)
    evident = is_evident(first, script.evidence)
    public = is_public_name(script, first)
    subjects = [
        Subject(
            literal=literal,
            shape="" if literal.number else find_shape(literal.value),
            places=places - 1,
            told=told and (is_name_like(literal.value) or " " in literal.value),
            told_quoted=told_quoted and (not is_plain_word(literal.value) or len(literal.value) > 3),
            evident=evident,
            own_call=is_own_call(script, literal),
            many_calls=is_own_function(script, literal) and script.calls[call_of(literal)] > 1,
            changed=literal.role in {Role.ASSIGNED, Role.DEFAULT} and literal.label.lower() in reading.changed,
            public=public,
        )
        for literal in group
    ]
    best = max(subjects, key=score)
    code = tuple(span for span in spans if is_code(reading, span))
    return Candidate(first.value, best.literal, tuple(spans), code, score(best), tuple(explain(best)))


def is_code(reading: Reading, span: Span) -> bool:
    region = region_at(reading.regions, span[0])
    return region is None or not (region.message or region.comment)


def place_spans(source: bytes, reading: Reading, spans: Sequence[Span]) -> tuple[bool, bool, int]:
    """Whether a message holds the value, whether between quotes, and how many other stretches of text do."""
    told = told_quoted = False
    places = set()
    for start, end in spans:
        region = region_at(reading.regions, start)
        if region is not None and region.comment:
            continue
        if region is not None and region.message:
            told = True
            told_quoted = told_quoted or (is_quoted(source, start, end) and (start, end) != (region.start, region.end))
        else:
            places.add(region or start)
    return told, told_quoted, len(places)


def is_evident(literal: Literal, evidence: Sequence[str]) -> bool:
    value = literal.value
    if literal.number or len(value) < 3 or (value.isalpha() and value.islower() and len(value) < 6):
        return False
    return any(value.lower() in text for text in evidence)


def is_public_name(script: Script, literal: Literal) -> bool:
    """The address of a public service holds it: it names a product, not something of the customer's."""
    if literal.role in {Role.PAIR, Role.KEY, Role.EMBEDDED} or literal.number:
        return False
    token = token_pattern(literal.value)
    return any(
        literal.value in address and address != literal.value and token.search(address) for address in script.public
    )


def is_own_call(script: Script, literal: Literal) -> bool:
    """An operand that only one call of a function of the script gives as a literal."""
    return is_own_function(script, literal) and not literal.nested and script.calls[call_of(literal)] == 1


def is_own_function(script: Script, literal: Literal) -> bool:
    return literal.role in {Role.NAMED, Role.POSITIONAL} and literal.command in script.reading.functions


def choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that reach the threshold, without the ones that another explains better."""
    chosen = [candidate for candidate in candidates if candidate.score >= THRESHOLD]
    pieces = [candidate for candidate in chosen if is_piece(candidate)]
    holders = {id(c) for c in chosen for piece in pieces if c is not piece and is_explained(c, piece)}
    chosen = [candidate for candidate in chosen if id(candidate) not in holders]
    return [candidate for candidate in chosen if not is_swallowed(candidate, chosen)]


def is_piece(candidate: Candidate) -> bool:
    return candidate.literal.role in {Role.PAIR, Role.KEY, Role.EMBEDDED}


def is_explained(holder: Candidate, piece: Candidate) -> bool:
    """A pair explains its literal; another piece must stand in more places than what holds it."""
    inside = all(any(s <= ps and pe <= e for ps, pe in piece.spans) for s, e in holder.spans)
    if not inside or is_piece(holder):
        return False
    return piece.literal.role in {Role.PAIR, Role.KEY} or len(piece.spans) > len(holder.spans)


def is_swallowed(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Every place of it lies within places of longer ones."""
    longer = [
        span
        for other in chosen
        if other is not candidate and len(other.value) > len(candidate.value)
        for span in other.spans
    ]
    return all(any(s <= start and end <= e for s, e in longer) for start, end in candidate.spans)
