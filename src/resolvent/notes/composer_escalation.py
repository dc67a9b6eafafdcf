"""The internal handoff: everything the next engineer needs. Pure."""

from itertools import combinations

from resolvent.knowledge.telling import HELPED_IN_PART, TRIED_IN_VAIN
from resolvent.notes.composer_findings import tell_findings
from resolvent.notes.composer_parts import NOTHING_CONFIRMED, as_cause, tell_attempts, tell_facts, tell_problem
from resolvent.notes.composer_phrases import as_name, as_sentence, is_parameter, quote, reason_of, tell_time
from resolvent.notes.grounding_leaks import REMOVED, hide_value
from resolvent.notes.grounding_words import is_cause, is_success, last_outcome
from resolvent.notes.markdown import flatten
from resolvent.notes.structure import CONFIRMED_SO_FAR, HYPOTHESIS, NEXT_STEPS, PROBLEM, TRIED, Claim, Section
from resolvent.sessions.evidence import Evidence, FixItem

NOTHING_TRIED = "No fix has been tried yet."
NO_HYPOTHESIS = "There is no working hypothesis yet."
BASICS = {"Since when": "since when it happens", "What changed": "what changed before", "Who ": "who else is affected"}
"""How facts and checks begin that answer the general questions, and what is to be found out without them."""
SEEK_CAUSE = "Look for the cause: since when it happens, what changed before and who else is affected is told above."
START_OVER = "Find out since when it happens, what changed before, and who else is affected."
FIND_OUT = {
    one: START_OVER if len(one) == len(BASICS) else f"Find out {' and '.join(BASICS[opening] for opening in one)}."
    for number in range(1, len(BASICS) + 1)
    for one in combinations(BASICS, number)
}
"""For what nobody has told of them yet."""
LOOK_ELSEWHERE = "Look for another cause: what was tried did not help."
WATCH = "Watch whether the problem comes back."


def compose_escalation(evidence: Evidence) -> tuple[Section, ...]:
    return (
        Section(PROBLEM, tell_case(evidence)),
        Section(CONFIRMED_SO_FAR, tell_known(evidence)),
        Section(TRIED, tell_tried(evidence)),
        Section(HYPOTHESIS, tell_hypothesis(evidence)),
        Section(NEXT_STEPS, tell_next_steps(evidence)),
    )


def tell_case(evidence: Evidence) -> tuple[Claim, ...]:
    ticket = evidence.ticket
    told = [tell_problem(evidence)]
    if ticket.number:
        status = f", status {quote(ticket.status or '')}" if flatten(ticket.status or "") else ""
        told.append(Claim(f"Ticket {as_name(ticket.number)}{status}.", (ticket.label,)))
    if evidence.attachments:
        names = ", ".join(quote(name) for name in evidence.attachments)
        told.append(Claim(f"Attached: {names}.", (ticket.label,)))
    return tuple(told)


def tell_known(evidence: Evidence) -> tuple[Claim, ...]:
    known = [fact for fact in evidence.facts if not fact.text.startswith((TRIED_IN_VAIN, HELPED_IN_PART))]
    told = tell_findings(evidence, known, for_handoff=True)
    return tuple(told) or (Claim(NOTHING_CONFIRMED, ()),)


def tell_tried(evidence: Evidence) -> tuple[Claim, ...]:
    besides = [fact for fact in evidence.facts if fact.text.startswith((TRIED_IN_VAIN, HELPED_IN_PART))]
    told = [*tell_facts(evidence, besides), *tell_attempts(evidence)] or [Claim(NOTHING_TRIED, ())]
    for one in evidence.generations:
        values = ", ".join(
            f"`{name}` = {quote(hide_value(name, value))}" for name, value in one.parameters if is_parameter(name)
        )
        made = f"A script was generated from the template {quote(one.template_title)} on "
        made += tell_time(one.created_at, evidence.time_zone)
        given = ". It was given " if REMOVED in made else " with "
        told.append(Claim(f"{made}{f'{given}{values}' if values else ''}.", (one.label,)))
    return tuple(told)


def open_suggestion(evidence: Evidence) -> FixItem | None:
    """The active fix that nobody applied yet: a hypothesis, never something done."""
    fix = evidence.active_fix
    return fix if fix and fix.status == "proposed" and fix.applied_at is None else None


def tell_hypothesis(evidence: Evidence) -> tuple[Claim, ...]:
    causes = [fact for fact in evidence.facts if is_cause(fact)]
    if is_success(evidence) and causes:
        return tuple(Claim(as_sentence(fact.text, success=True), (fact.label,)) for fact in causes)
    told = [Claim(f"Most likely: {quote(as_cause(fact))}.", (fact.label,)) for fact in causes]
    suggested, last = open_suggestion(evidence), last_outcome(evidence)
    if suggested and flatten(suggested.rationale):
        sure = f"with {suggested.confidence} % confidence"
        told.append(
            Claim(
                f"The suggested fix rests on this ({sure}): {quote(reason_of(suggested.rationale))}.",
                (suggested.label,),
            )
        )
    elif not told and last and flatten(last.rationale):
        standing = {
            "applied_success": "The fix that helped rested on this",
            "applied_partial": "The fix that helped in part rested on this",
            "applied_failed": "The last fix rested on this, and its failure speaks against it",
            "proposed": "The fix that was applied rests on this, and it is not known whether it helped",
        }[last.status]
        told.append(Claim(f"{standing}: {quote(reason_of(last.rationale))}.", (last.label,)))
    return tuple(told) or (Claim(NO_HYPOTHESIS, ()),)


def tell_next_steps(evidence: Evidence) -> tuple[Claim, ...]:
    told = [Claim(WATCH, ())] if is_success(evidence) else []
    suggested, last = open_suggestion(evidence), last_outcome(evidence)
    if suggested:
        told.append(
            Claim(f"Try the suggested fix, which has not been applied: {quote(suggested.title)}.", (suggested.label,))
        )
    if last and last.status == "proposed":
        told.append(Claim(f"Find out whether this helped, and record the outcome: {quote(last.title)}.", (last.label,)))
    if last and last.status == "applied_partial" and flatten(last.partial_notes or ""):
        told.append(Claim(f"Look into what is left: {quote(last.partial_notes or '')}.", (last.label,)))
    if last and last.status == "applied_failed" and not suggested:
        told.append(Claim(LOOK_ELSEWHERE, (last.label,)))
    told += [
        Claim(f"Answer the open question: {quote(question)}.", (evidence.ticket.label,))
        for question in evidence.open_questions
        if flatten(question)
    ]
    told += [
        Claim(f"Do the check that was skipped: {quote(check.title)}.", (check.label,))
        for check in evidence.checks
        if check.status == "skipped" and not is_success(evidence)
    ]
    return tuple(told) or (Claim(FIND_OUT.get(unknown_basics(evidence), SEEK_CAUSE), ()),)


def unknown_basics(evidence: Evidence) -> tuple[str, ...]:
    """Which of since when, what changed and who else nobody has told: for the others nobody is sent to ask again."""
    known = [fact.text for fact in evidence.facts]
    known += [check.title for check in evidence.checks if check.status == "done" and check.result]
    return tuple(opening for opening in BASICS if not any(text.startswith(opening) for text in known))
