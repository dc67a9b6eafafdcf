"""The customer-visible note. Pure."""

from resolvent.notes.composer_findings import tell_findings
from resolvent.notes.composer_parts import (
    NO_CAUSE,
    NO_FIX,
    NOTHING_CONFIRMED,
    as_cause,
    done_checks,
    for_customer,
    is_repeated,
    tell_attempts,
    tell_problem,
)
from resolvent.notes.composer_phrases import as_sentence, cause_of, first_sentences, quote, reason_of
from resolvent.notes.grounding_words import claims_cause, claims_success, is_cause, is_success, last_outcome
from resolvent.notes.structure import CAUSE, CONFIRMED, PROBLEM, RESOLUTION, Claim, Section
from resolvent.sessions.evidence import Evidence

ENDINGS = {
    "applied_partial": "The problem is not fully resolved yet, and we are looking into what is left.",
    "applied_failed": "The problem is not resolved yet, and we are looking for another cause.",
    "proposed": "The problem is not confirmed as resolved yet.",
}


def compose_resolution(everything: Evidence) -> tuple[Section, ...]:
    evidence = for_customer(everything)
    return (
        Section(PROBLEM, (tell_problem(evidence),)),
        Section(CONFIRMED, tell_confirmed(evidence)),
        Section(CAUSE, tell_cause(evidence)),
        Section(RESOLUTION, tell_resolution(evidence)),
    )


def tell_confirmed(evidence: Evidence) -> tuple[Claim, ...]:
    success = is_success(evidence)
    facts = list(evidence.facts)
    checks = [check for check in done_checks(evidence) if not is_repeated(check, evidence)]
    if success and (checks or not all(is_cause(fact) for fact in facts)):
        facts = [fact for fact in facts if not is_cause(fact)]  # told as the root cause
    told = tell_findings(evidence, facts, for_handoff=False)
    return tuple(told) or (Claim(NOTHING_CONFIRMED, ()),)


def tell_cause(evidence: Evidence) -> tuple[Claim, ...]:
    causes = [fact for fact in evidence.facts if is_cause(fact)]
    last = last_outcome(evidence)
    if is_success(evidence):
        if causes:
            return tuple(Claim(as_sentence(fact.text, success=True), (fact.label,)) for fact in causes)
        named = cause_of(last.rationale) if last else ""
        reason = first_sentences(named or reason_of(last.rationale), 200) if last else ""
        if last and reason and not claims_cause(reason) and not claims_success(reason):
            lead = "The likeliest cause was this" if named else "Most likely"
            return (Claim(f"{lead}: {quote(reason)}. This was not proven separately.", (last.label,)),)
        return (Claim(NO_CAUSE, ()),)
    if causes:
        return tuple(
            Claim(f"Most likely: {quote(as_cause(fact))}. This has not been proven yet.", (fact.label,))
            for fact in causes
        )
    return (Claim(NO_CAUSE, ()),)


def tell_resolution(evidence: Evidence) -> tuple[Claim, ...]:
    last = last_outcome(evidence)
    if last is None:
        return (Claim(NO_FIX, ()),)
    ending = "The problem is resolved." if is_success(evidence) else ENDINGS[last.status]
    return (*tell_attempts(evidence), Claim(ending, (last.label,)))
