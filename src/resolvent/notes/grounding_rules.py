"""The rules for one sentence, as a list of pure functions: each yields a code and a reason for the engineer."""

import re
from collections.abc import Iterator

from resolvent.notes.grounding_backing import (
    bare,
    content,
    is_negated,
    is_unbacked,
    own_words,
    unbacked_actions,
    without_commands,
)
from resolvent.notes.grounding_contradiction import ABOUT_EFFECTS, ABOUT_OUTCOMES, contradicts
from resolvent.notes.grounding_ground import STOCK, Ground, Scope
from resolvent.notes.grounding_leaks import has_script, shows_secret
from resolvent.notes.grounding_order import fix_of, wrong_order
from resolvent.notes.grounding_outcome import unearned_effects
from resolvent.notes.grounding_polarity import clauses_of, state
from resolvent.notes.grounding_tokens import invented, is_verbatim
from resolvent.notes.grounding_words import CLOSING, HEDGED, WORKING, claims_cause, claims_of, states_cause
from resolvent.notes.markdown import flatten, plain
from resolvent.notes.structure import (
    CAUSE,
    CONFIRMED,
    CONFIRMED_SO_FAR,
    HYPOTHESIS,
    NEXT_STEPS,
    PROBLEM,
    RESOLUTION,
    TRIED,
    Kind,
)

Verdict = tuple[str, str]

NO_HELP = re.compile(
    r"\b(?:did(?: not|n['’]t) (?:help|work|solve|fix|resolve)|made no difference|(?:had|with) no effect|was unsuccessful|brought no)\b",
    re.IGNORECASE,
)
IN_PART = re.compile(r"\b(?:in part|partly|partially)\b", re.IGNORECASE)
STILL_OPEN = re.compile(
    r"\b(?:problem|issue|error|fault)s? (?:still )?(?:persists?|remains?)\b|\b(?:is|are) (?:still )?(?:not (?:yet )?(?:solved|resolved|fixed)|unresolved|unsolved)\b",
    re.IGNORECASE,
)
NOTHING_DONE = re.compile(
    r"\b(?:no fix|nothing|no (?:changes?|action|remediation)) (?:has been|have been|was|were) (?:applied|tried|attempted|made|taken|done|changed)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:will|shall|should|could|may|might|would|recommend(?:ed)?|suggest(?:ed)?|plan(?:ned)?|next|please|try|we are|consider)\b|^(?:[A-Z][a-z-]+) (?:the|a|an|whether|if|for|with|that|into|out|all|any|on)\b",
    re.IGNORECASE,
)


def judge(sentence: str, section: str, scope: Scope, ground: Ground) -> Iterator[Verdict]:
    """Everything that is wrong with a sentence of a section, given what it may rest on."""
    yield from judge_leaks(sentence, ground)
    if sentence in STOCK and not (ground.tried and NOTHING_DONE.search(sentence)):
        return
    yield from judge_earned_words(own_words(sentence, scope.pool), section, scope, ground)
    yield from judge_outcome(sentence, section, scope, ground)
    missing = invented(sentence, scope.pool)
    if missing:
        yield "invented", f"The evidence does not have: {', '.join(missing)}."
    yield from judge_backing(sentence, section, scope, ground)


def judge_leaks(sentence: str, ground: Ground) -> Iterator[Verdict]:
    if shows_secret(sentence):
        yield "secret", "This looks like a password, key or token."
    if ground.kind is not Kind.RESOLUTION:
        return
    if has_script(sentence):
        yield "script", "This looks like a script; the customer's note carries none."
    words = set(content(sentence)) if ground.internal else set()
    for fact in ground.internal:
        inside = set(content(fact.text))
        told = {word for word in inside & words if word not in ground.readable_pool.stems}
        if told and len(inside & words) >= 0.6 * len(inside):
            yield "internal", f"This repeats {fact.label}, which is internal."


def judge_earned_words(said: str, section: str, scope: Scope, ground: Ground) -> Iterator[Verdict]:
    if not scope.earned and claims_success_of(said, section, scope, ground):
        yield "unearned_success", "No fix was recorded as a success, so nothing may be called solved."
    elif scope.earned and credits_wrong_fix(said, ground):
        yield "unearned_success", "This fix was not recorded as a success."
    about_cause = section in {CAUSE, HYPOTHESIS}
    if states_cause(said) if about_cause else claims_cause(said):
        if not ground.success:
            yield "unearned_cause", "A cause counts as confirmed only with a successful fix; say “most likely”."
        elif not (ground.evidence.facts or any(check.status == "done" for check in ground.evidence.checks)):
            yield "unearned_cause", "No confirmed fact or check carries this cause; say “most likely”."
    if (
        section == HYPOTHESIS
        and not ground.success
        and re.search(r"\b(?:certain|definitely|proven)\b", said)
        and not is_negated(said)
    ):
        yield "unearned_cause", "A hypothesis is not certain."


def credits_wrong_fix(said: str, ground: Ground) -> bool:
    """One clause names a fix that did not help, and calls the problem solved."""
    clauses = [clause for clause in clauses_of(plain(said)) if claims_of(clause, CLOSING)]
    # "The fix that helped" does not name a fix called "Did not help".
    named = [fix_of(clause, ground.tried, ABOUT_OUTCOMES) for clause in clauses]
    return any(fix.status != "applied_success" for fix in named if fix)


def claims_success_of(said: str, section: str, scope: Scope, ground: Ground) -> bool:
    """By a word of success, by one that no fact says of its thing, or in the account of the fixes by something that works."""
    if claims_of(said, CLOSING):
        return True
    working = (clause for clause in clauses_of(plain(said)) if claims_of(clause, WORKING))
    if not all(scope.effects.carry(state(clause)) for clause in working):
        return True
    return section in {RESOLUTION, TRIED} and unearned_effects(plain(said), ground.titles, scope.effects)


def judge_outcome(sentence: str, section: str, scope: Scope, ground: Ground) -> Iterator[Verdict]:
    said = bare(sentence)
    states = scope.outcomes or {fix.status for fix in ground.tried}
    if (
        section in {RESOLUTION, TRIED}
        and NO_HELP.search(said)
        and not states & {"applied_failed", "applied_partial"}
        and not in_evidence(NO_HELP, said, scope)
    ):
        yield "contradicted", "No fix was recorded as failed."
    if IN_PART.search(said) and "applied_partial" not in states and not in_evidence(IN_PART, said, scope):
        yield "contradicted", "No fix was recorded as a partial success."
    if scope.earned and STILL_OPEN.search(said) and not in_evidence(STILL_OPEN, said, scope):
        yield "contradicted", "The last fix was recorded as a success."
    if NOTHING_DONE.search(said) and ground.tried:
        yield "contradicted", "A fix was applied."
    if wrong := wrong_order(plain(said), ground.tried):
        yield "contradicted", f"“{flatten(wrong[0].title)}” came after “{flatten(wrong[1].title)}”."


def in_evidence(words: re.Pattern[str], said: str, scope: Scope) -> bool:
    return any(match.casefold() in scope.pool.text for match in words.findall(said))


def judge_backing(sentence: str, section: str, scope: Scope, ground: Ground) -> Iterator[Verdict]:
    if is_verbatim(sentence, scope.pool):
        return
    account = section in {RESOLUTION, TRIED}
    told = section in {NEXT_STEPS, PROBLEM} or AHEAD.search(bare(sentence))
    actions = [] if told else unbacked_actions(sentence, scope.done, account=account)
    # How it went is told in the words of the problem and of what was confirmed.
    pool = (
        ground.readable_pool
        if account
        else scope.pool
        if section in {CONFIRMED, CONFIRMED_SO_FAR}
        else scope.with_problem
    )
    about = (ABOUT_EFFECTS, ground.titles) if account else ()
    if actions:
        yield "unbacked_action", f"No applied fix, check or fact says so: {', '.join(actions)}."
    elif is_unbacked(sentence, pool) and section != NEXT_STEPS:
        yield "unbacked", "Nothing in the evidence carries this."
    elif is_judged(sentence, section) and contradicts(
        without_commands(sentence, scope.commands), scope.statements, *about
    ):
        yield "contradicted", "The evidence says the opposite."


def is_judged(sentence: str, section: str) -> bool:
    """Whether it states anything: a guess at the cause does not, nor does a script."""
    return not (has_script(sentence) or (section in {CAUSE, HYPOTHESIS} and HEDGED.search(sentence)))
