"""Facts and checks of a note, each finding told once: what a check found often stands among the facts as well."""

from resolvent.knowledge.telling import says_literally, tells_the_same
from resolvent.notes.composer_parts import done_checks, is_repeated, tell_check, tell_facts
from resolvent.notes.grounding_words import is_success
from resolvent.notes.structure import Claim
from resolvent.sessions.evidence import CheckItem, Evidence, FactItem


def tell_findings(evidence: Evidence, facts: list[FactItem], *, for_handoff: bool) -> list[Claim]:
    """Of a fact and a check that tell the same, a handoff tells the check, with how it was made, unless the fact has its very
    words (`Since when: on Monday`), and any other note the fact; what the engineer marked as important is told as it is written. What is told cites both."""
    success = is_success(evidence)
    checks = done_checks(evidence)
    both = pair_up(facts, checks)
    by_check = {
        fact.label: check.label
        for check, fact in both
        if for_handoff and not fact.important and not says_literally(check.result or "", fact.text)
    }
    by_fact = {check.label: fact.label for check, fact in both if fact.label not in by_check}
    told = tell_facts(evidence, [fact for fact in facts if fact.label not in by_check])
    told += [
        tell_check(check, with_command=for_handoff, success=success)
        for check in checks
        if check.label not in by_fact and (for_handoff or not is_repeated(check, evidence))
    ]
    other = [*by_check.items(), *by_fact.items()]
    return [
        Claim(claim.text, (*claim.evidence, *(label for label, teller in other if teller in claim.evidence)))
        for claim in told
    ]


def pair_up(facts: list[FactItem], checks: list[CheckItem]) -> list[tuple[CheckItem, FactItem]]:
    """Each check with the fact that tells the same. One sentence may answer several questions: then each takes a fact of its own."""
    pairs: list[tuple[CheckItem, FactItem]] = []
    for check in checks:
        same = [fact for fact in facts if tells_the_same(check.title, check.result or "", fact.text)]
        taken = {fact.label for _, fact in pairs}
        if same:
            pairs.append((check, next((fact for fact in same if fact.label not in taken), same[0])))
    return pairs
