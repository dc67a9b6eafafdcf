"""True sentences in other words, each in the place of what the composer says, or beside it. Pure.

Synonyms, active and passive, joined and split sentences, another order inside the sentence, and other spellings of dates,
times, numbers and sizes that a careful reader takes for the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from resolvent.evals.lies.cases import DEEDS, Case, add_claim, claims_of, with_claim, with_section
from resolvent.evals.lies.lies_of_outcome import order_claim
from resolvent.evals.lies.truths import Known
from resolvent.evals.lies.values import Value
from resolvent.evals.lies.writing import (
    ATTEMPTS,
    ENDINGS,
    LIKELY,
    NEXT,
    PROVEN,
    REPORTS,
    Pen,
    join,
    tellable,
    words_of,
)
from resolvent.notes.structure import (
    CAUSE,
    CONFIRMED,
    CONFIRMED_SO_FAR,
    HYPOTHESIS,
    NEXT_STEPS,
    PROBLEM,
    Claim,
    Kind,
    Note,
)

MOST = 240
"""Sentences of one kind that are kept, drawn evenly from all."""


@dataclass(frozen=True, slots=True)
class Paraphrase:
    kind: str
    case: Case
    claim: Claim
    note: Note


def make_paraphrases(cases: list[Case], most: int = MOST) -> list[Paraphrase]:
    made: dict[str, list[Paraphrase]] = {}
    for case in cases:
        if case.writer == "composer":
            for one in paraphrase(case):
                made.setdefault(one.kind, []).append(one)
    return [one for kind in made for one in Random(kind).sample(made[kind], min(most, len(made[kind])))]


def paraphrase(case: Case) -> Iterator[Paraphrase]:
    pen = Pen(f"{case.name}/paraphrase")
    yield from reword_known(case, pen)
    yield from join_known(case, pen)
    yield from tell_deeds(case, pen)
    yield from tell_reason(case, pen)
    yield from tell_problem(case, pen)


def known_section(case: Case) -> str:
    return CONFIRMED if case.kind is Kind.RESOLUTION else CONFIRMED_SO_FAR


def put(case: Case, title: str, claim: Claim) -> Note:
    """In the place of the claim of the same labels, else at the end of the section."""
    for where, old in claims_of(case.note):
        if where == title and old.evidence == claim.evidence:
            return with_claim(case.note, old, claim)
    return add_claim(case.note, title, claim)


def reword_known(case: Case, pen: Pen) -> Iterator[Paraphrase]:
    for one in tellable(case.truth, case.kind):
        for number, say in enumerate(one.say):
            text = pen.sentence(say, one.values, f"{one.label}/{number}")
            claim = Claim(text, (one.label,))
            spelled = any(form in text for value in used(one) for form in value.forms[1:] if form not in one.written)
            kind = "reworded, other spelling of a value" if spelled else "reworded"
            yield Paraphrase(kind, case, claim, put(case, known_section(case), claim))


def used(one: Known) -> list[Value]:
    return [value for slot, value in one.values.items() if f"{{{slot}}}" in one.text]


def join_known(case: Case, pen: Pen) -> Iterator[Paraphrase]:
    """Two of the composer's claims make room for one."""
    title = known_section(case)
    for one, two in pairwise(tellable(case.truth, case.kind)):
        texts = [
            pen.sentence(pen.pick(it.say, f"{it.label}/joined"), it.values, f"{it.label}/joined") for it in (one, two)
        ]
        claim = Claim(join(texts[0], texts[1], pen, f"{one.label}/joined"), (one.label, two.label))
        rest = [
            old
            for where, old in claims_of(case.note)
            if where == title and old.evidence not in [(one.label,), (two.label,)]
        ]
        yield Paraphrase("two joined", case, claim, with_section(case.note, title, (*rest, claim)))


def tell_deeds(case: Case, pen: Pen) -> Iterator[Paraphrase]:
    """What was done and how it ended, in every wording."""
    title, tried = DEEDS[case.kind], case.truth.tried
    for fix in tried:
        for number, template in enumerate(ATTEMPTS[fix.status]):
            words = words_of(case.truth, fix, Pen(f"{pen.key}/{number}"))
            claim = Claim(template.format_map(words), (fix.label,))
            yield Paraphrase("what was done", case, claim, put(case, title, claim))
    if len(tried) == 2:
        claim = order_claim(
            tried[0],
            tried[1],
            words_of(case.truth, tried[0], pen),
            words_of(case.truth, tried[1], pen),
            Random(pen.key),
        )
        yield Paraphrase("the order", case, claim, add_claim(case.note, title, claim))
    if not tried:
        return
    last = tried[-1]
    words = words_of(case.truth, last, pen)
    where, wordings = (title, ENDINGS) if case.kind is Kind.RESOLUTION else (NEXT_STEPS, NEXT)
    for template in wordings[last.status]:
        claim = Claim(template.format_map(words), (last.label,))
        yield Paraphrase("how it stands", case, claim, add_claim(case.note, where, claim))


def tell_reason(case: Case, pen: Pen) -> Iterator[Paraphrase]:
    title = CAUSE if case.kind is Kind.RESOLUTION else HYPOTHESIS
    for fact in case.truth.facts:
        if fact.cause:
            said = pen.clause(fact.say[0], fact.values, fact.label)
            for template in PROVEN if case.truth.success else LIKELY:
                claim = Claim(template.format(reason=said), (fact.label,))
                yield Paraphrase("the cause", case, claim, with_section(case.note, title, (claim,)))


def tell_problem(case: Case, pen: Pen) -> Iterator[Paraphrase]:
    for number, say in enumerate(case.truth.situation.problem.say):
        said = pen.clause(say, case.truth.values, f"T/{number}")
        lead = pen.pick(REPORTS, f"T/{number}/report")
        claim = Claim(lead.format(contact=case.truth.contact, company=case.truth.company, say=said), ("T",))
        yield Paraphrase("the problem", case, claim, put(case, PROBLEM, claim))
