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
)
from resolvent.notes.grounding_contradiction import contradicts
from resolvent.notes.grounding_ground import STOCK, Ground, Scope
from resolvent.notes.grounding_leaks import has_script, has_secret
from resolvent.notes.grounding_tokens import invented, is_verbatim
from resolvent.notes.grounding_words import claims_cause, claims_success
from resolvent.notes.structure import HYPOTHESIS, NEXT_STEPS, Kind

Verdict = tuple[str, str]

NO_HELP = re.compile(
    r"\b(?:did(?: not|n['’]t) (?:help|work|solve|fix|resolve)|made no difference|(?:had|with) no effect|was unsuccessful|brought no)\b",
    re.IGNORECASE,
)
IN_PART = re.compile(r"\b(?:in part|partly|partially)\b", re.IGNORECASE)
NOTHING_DONE = re.compile(
    r"\b(?:no fix|nothing|no (?:changes?|action|remediation)) (?:has been |have been |was |were )?(?:applied|tried|attempted|made|taken|done|changed)\b",
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
    yield from judge_earned_words(own_words(sentence, scope.pool), section, ground)
    yield from judge_outcome(sentence, scope, ground)
    missing = invented(sentence, scope.pool)
    if missing:
        yield "invented", f"The evidence does not have: {', '.join(missing)}."
    yield from judge_backing(sentence, section, scope)


def judge_leaks(sentence: str, ground: Ground) -> Iterator[Verdict]:
    if has_secret(sentence):
        yield "secret", "This looks like a password, key or token."
    if ground.kind is not Kind.RESOLUTION:
        return
    if has_script(sentence):
        yield "script", "This looks like a script; the customer's note carries none."
    internal = [fact for fact in ground.evidence.facts if fact.internal]
    words = set(content(sentence)) if internal else set()
    for fact in internal:
        inside = set(content(fact.text))
        told = {word for word in inside & words if word not in ground.readable_pool.stems}
        if told and len(inside & words) >= 0.6 * len(inside):
            yield "internal", f"This repeats {fact.label}, which is internal."


def judge_earned_words(said: str, section: str, ground: Ground) -> Iterator[Verdict]:
    if not ground.success and claims_success(said):
        yield "unearned_success", "No fix was recorded as a success, so nothing may be called solved."
    if claims_cause(said):
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


def judge_outcome(sentence: str, scope: Scope, ground: Ground) -> Iterator[Verdict]:
    said = bare(sentence)
    states = {fix.status for fix in ground.tried}
    if (
        NO_HELP.search(said)
        and not states & {"applied_failed", "applied_partial"}
        and not in_evidence(NO_HELP, said, scope)
    ):
        yield "contradicted", "No fix was recorded as failed."
    if IN_PART.search(said) and "applied_partial" not in states and not in_evidence(IN_PART, said, scope):
        yield "contradicted", "No fix was recorded as a partial success."
    if NOTHING_DONE.search(said) and ground.tried:
        yield "contradicted", "A fix was applied."


def in_evidence(words: re.Pattern[str], said: str, scope: Scope) -> bool:
    return any(match.casefold() in scope.pool.text for match in words.findall(said))


def judge_backing(sentence: str, section: str, scope: Scope) -> Iterator[Verdict]:
    if is_verbatim(sentence, scope.pool):
        return
    actions = [] if section == NEXT_STEPS or AHEAD.search(bare(sentence)) else unbacked_actions(sentence, scope.done)
    if actions:
        yield "unbacked_action", f"No applied fix, check or fact says so: {', '.join(actions)}."
    elif is_unbacked(sentence, scope.pool) and section != NEXT_STEPS:
        yield "unbacked", "Nothing in the evidence carries this."
    elif contradicts(sentence, scope.statements):
        yield "contradicted", "The evidence says the opposite."
