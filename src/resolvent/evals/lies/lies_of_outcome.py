"""How it went, why, in which order, and what has to be said: told wrong or left out. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from resolvent.evals.lies.cases import (
    DEEDS,
    Case,
    add_claim,
    changed_claims,
    claims_of,
    section_of,
    with_fix,
    with_section,
)
from resolvent.evals.lies.lie import Lie
from resolvent.evals.lies.truths import Tried, Truth
from resolvent.evals.lies.writing import Chosen, Pen, begin, words_of
from resolvent.notes.composer_escalation import NO_HYPOTHESIS, START_OVER
from resolvent.notes.structure import CAUSE, HYPOTHESIS, NEXT_STEPS, RESOLUTION, Claim, Kind, Note

PRAISE = (
    "The problem is resolved.",
    "Everything is working again.",
    "This fixed it.",
    "{Works}.",
    "The issue no longer occurs.",
    "The user is happy with the result, so the ticket can be closed.",
    "That did the trick.",
    "The fix was successful.",
    "All is back to normal.",
    "It has been stable ever since.",
    "The error is gone.",
    "Service was restored.",
    "With this, the matter is solved for good.",
    "Users can work normally again.",
)
PRAISED = (
    "{When} we {did}, which solved the problem.",
    "We {did} {when}, and since then {works}.",
    "{Done} {when}. The user confirmed that it helped.",
    "{When} we {did}, with success.",
    "{Done} {when}; the problem has not come back.",
)
UNEARNED = {
    "unearned cause, earned words": (
        "The root cause was {cause}.",
        "We confirmed {cause} as the cause.",
        "It is confirmed that {cause} led to this.",
        "{Cause} was confirmed to be the root cause.",
        "Root cause: {cause}.",
    ),
    "unearned cause, other words": (
        "The problem was caused by {cause}.",
        "We traced this to {cause}.",
        "{Cause} was identified as the culprit.",
        "The reason for all this was {cause}.",
        "Without doubt, {cause} is behind this.",
        "It has been established that {cause} is to blame.",
    ),
}
STATED = {
    "unearned cause, earned words": (
        "The root cause was that {reason}.",
        "It was confirmed that all this happened because {reason}.",
        "The confirmed cause: {reason}.",
    ),
    "unearned cause, other words": (
        "The problem was caused by this: {reason}.",
        "It failed because {reason}.",
        "The reason for all this was that {reason}.",
        "We found out why: {reason}.",
    ),
}
"""The same of a fact that an engineer stated as the cause, while nothing has helped yet."""
ORDERED = (
    "First we {first}, then we {second}.",
    "We {first} before we {second}.",
    "{First_done} first; after that, {second_done}.",
    "Once {first_done}, we {second}.",
)
NAMES = {"applied_failed": "failed", "applied_partial": "partial", "proposed": "unknown"}


def words_for(case: Case, fix: Tried, dice: Random) -> dict[str, str]:
    """With every value spelled as in the evidence, so that nothing is odd but the lie."""
    said = words_of(case.truth, fix, Pen(f"{case.name}/{dice.randrange(10**6)}", plain=True))
    return said | {"cause": fix.cause, "Cause": begin("", fix.cause)}


def lie_about_outcome(case: Case, dice: Random) -> Iterator[Lie]:
    """The whole account, the attempt alone, or a sentence of praise alone."""
    last = last_fix(case.truth)
    if last is None or last.status == "dismissed":
        return
    title = DEEDS[case.kind]
    if last.status == "applied_success":
        false = replace(last, status="applied_failed", notes=None)
        note = case.write(with_fix(case.truth, false))
        yield Lie("outcome: success told as failed", case, keep_but(case, note, title), last.label)
        return
    kind = f"outcome: {NAMES[last.status]} told as success"
    words = words_for(case, last, dice)
    if last.applied_at:
        good = case.write(with_fix(case.truth, replace(last, status="applied_success")))
        yield Lie(kind, case, keep_but(case, good, title), f"{last.label}: whole account")
        praised = Claim(dice.choice(PRAISED).format_map(words), (last.label,))
        yield Lie(kind, case, with_attempt(case, last, praised), f"{last.label}: attempt")
    praise = Claim(dice.choice(PRAISE).format_map(words), (last.label,))
    yield Lie(kind, case, with_ending(case, last, praise), f"{last.label}: {praise.text}")


def last_fix(truth: Truth) -> Tried | None:
    return truth.tried[-1] if truth.tried else truth.fixes[-1] if truth.fixes else None


def keep_but(case: Case, false: Note, title: str) -> Note:
    """The true note with one section of the false one."""
    return with_section(case.note, title, section_of(false, title))


def with_attempt(case: Case, fix: Tried, claim: Claim) -> Note:
    title = DEEDS[case.kind]
    claims = section_of(case.note, title)
    place = next((place for place, one in enumerate(claims) if fix.label in one.evidence), None)
    if place is None:
        return add_claim(case.note, title, claim)
    return with_section(case.note, title, (*claims[:place], claim, *claims[place + 1 :]))


def with_ending(case: Case, fix: Tried, claim: Claim) -> Note:
    """In a resolution note the last sentence says how it stands; a handoff has none, it is added."""
    title = DEEDS[case.kind]
    claims = section_of(case.note, title)
    if case.kind is Kind.RESOLUTION and len([one for one in claims if fix.label in one.evidence]) > 1:
        return with_section(case.note, title, (*claims[:-1], claim))
    return add_claim(case.note, title, claim)


def lie_about_cause(case: Case, dice: Random) -> Iterator[Lie]:
    """Certainty that nothing has earned: no success, or nothing confirmed."""
    truth, fix = case.truth, last_fix(case.truth)
    if fix is None or (truth.success and truth.outcome != "bare"):
        return
    title = CAUSE if case.kind is Kind.RESOLUTION else HYPOTHESIS
    words = words_for(case, fix, dice)
    reason = next((fact for fact in truth.facts if fact.cause), None)
    wordings, label = UNEARNED, fix.label
    if reason and dice.random() < 0.5:
        words["reason"] = reason.say[0].format_map(reason.values)
        wordings, label = STATED, reason.label
    for kind, options in wordings.items():
        claim = Claim(dice.choice(options).format_map(words), (label,))
        yield Lie(kind, case, with_section(case.note, title, (claim,)), claim.text)


def lie_about_order(case: Case, dice: Random) -> Iterator[Lie]:
    if len(case.truth.tried) < 2:
        return
    first, second = case.truth.tried[:2]
    swapped = with_fix(
        with_fix(case.truth, replace(first, applied_at=second.applied_at, verified_at=second.verified_at)),
        replace(second, applied_at=first.applied_at, verified_at=first.verified_at),
    )
    note = keep_but(case, case.write(swapped), DEEDS[case.kind])
    if changed_claims(case.note, note):
        yield Lie("swapped order, by times", case, note, f"{second.label} before {first.label}")
    claim = order_claim(second, first, words_for(case, second, dice), words_for(case, first, dice), dice)
    yield Lie("swapped order, in words", case, add_claim(case.note, DEEDS[case.kind], claim), claim.text)


def order_claim(first: Tried, second: Tried, one: Chosen, two: Chosen, dice: Random) -> Claim:
    text = dice.choice(ORDERED).format(
        first=one["did"], second=two["did"], first_done=one["done"], First_done=one["Done"], second_done=two["done"]
    )
    return Claim(text, tuple(sorted((first.label, second.label))))


def leave_out(case: Case, dice: Random) -> Iterator[Lie]:
    yield from leave_out_facts(case)
    if not case.truth.tried:
        return
    last = case.truth.tried[-1]
    bare = Claim("{When} we {did}.".format_map(words_for(case, last, dice)), (last.label,))
    title = DEEDS[case.kind]
    others = [claim for claim in section_of(case.note, title) if last.label not in claim.evidence]
    note = with_section(case.note, title, (*others, bare))
    if case.kind is Kind.ESCALATION:
        note = with_section(note, NEXT_STEPS, (Claim(START_OVER, ()),))
        note = with_section(note, HYPOTHESIS, (Claim(NO_HYPOTHESIS, ()),))
    if last.status != "proposed":
        yield Lie("left out: the outcome", case, note, last.label)
    if last.failed or last.left:
        kind = "left out: the failure reason" if last.failed else "left out: the partial notes"
        yield Lie(kind, case, case.write(with_fix(case.truth, replace(last, told_reason=False))), last.label)


def leave_out_facts(case: Case) -> Iterator[Lie]:
    for fact in case.truth.facts:
        bearing = [(title, claim) for title, claim in claims_of(case.note) if fact.label in claim.evidence]
        if not fact.important or len(bearing) != 1 or bearing[0][1].evidence != (fact.label,):
            continue
        title, claim = bearing[0]
        rest = tuple(one for one in section_of(case.note, title) if one != claim)
        if rest and title != RESOLUTION:
            yield Lie("left out: an important fact", case, with_section(case.note, title, rest), fact.label)
