"""The evidence prepared for looking things up: pools by label, what the reader may see, what a section may cite. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from resolvent.notes.composer_escalation import FIND_OUT, NO_HYPOTHESIS, NOTHING_TRIED, SEEK_CAUSE, WATCH
from resolvent.notes.composer_parts import NO_CAUSE, NO_FIX, NOT_DESCRIBED, NOTHING_CONFIRMED, command_of
from resolvent.notes.composer_phrases import capitalise
from resolvent.notes.grounding_contradiction import Statements
from resolvent.notes.grounding_leaks import has_script
from resolvent.notes.grounding_polarity import keys_of
from resolvent.notes.grounding_tokens import Pool, join_pools, pools_of
from resolvent.notes.grounding_words import is_success, last_outcome, tried_fixes
from resolvent.notes.structure import (
    CAUSE,
    CONFIRMED,
    CONFIRMED_SO_FAR,
    HYPOTHESIS,
    NEXT_STEPS,
    PROBLEM,
    RESOLUTION,
    TRIED,
    Claim,
    Kind,
)
from resolvent.sessions.evidence import CheckItem, Evidence, FactItem, FixItem

STOCK = frozenset(
    {NOT_DESCRIBED, NOTHING_CONFIRMED, NO_FIX, NO_CAUSE, NOTHING_TRIED, NO_HYPOTHESIS, SEEK_CAUSE, WATCH}
    | set(FIND_OUT.values())
)
"""Sentences that rest on nothing being there."""

ALLOWED = {
    PROBLEM: "TFC",
    CONFIRMED: "FCX",
    CONFIRMED_SO_FAR: "FCX",
    CAUSE: "FCXT",
    RESOLUTION: "FCXG",
    TRIED: "FCXG",
    HYPOTHESIS: "FCXT",
    NEXT_STEPS: "FCXGT",
}
"""The kinds of label that each section may cite."""


@dataclass(frozen=True)
class Scope:
    """The evidence that one sentence may rest on."""

    pool: Pool
    done: Pool
    """Without fixes that nobody applied: what may be said to have been done."""
    problem: Pool
    """What the ticket says."""
    statements: Statements
    effects: Statements
    """Of what fixes left, of facts and of checks: by what is said to work while nothing counts as solved."""
    commands: frozenset[str]
    """Of the checks, as a note shows them."""
    outcomes: frozenset[str]
    """Of the fixes that are cited and were applied."""
    earned: bool
    """Whether the fix that solved the problem is among what is cited, or no fix at all."""

    @cached_property
    def with_problem(self) -> Pool:
        return join_pools([self.pool, self.problem])


def tell_result(check: CheckItem) -> list[str]:
    """A question with its answer states something; so does a step with a result of a few words."""
    title, result = check.title.strip(), (check.result or "").strip()
    told = [title, result]
    if title.endswith("?"):
        told.append(f"{title} {capitalise(result)}")
    elif len(result.split()) <= 3:
        told.append(f"{title} {result}")
    return told


def left_by(fix: FixItem) -> list[str]:
    """What is told of how it went."""
    return [text for text in (fix.partial_notes, fix.failure_reason, fix.outcome_notes) if text]


class Ground:
    def __init__(self, evidence: Evidence, kind: Kind) -> None:
        self.evidence = evidence
        self.kind = kind
        self.success = is_success(evidence)
        self.last = last_outcome(evidence)
        self.tried = tried_fixes(evidence)
        self._scopes: dict[tuple[str, ...], Scope] = {}

    @cached_property
    def pools(self) -> dict[str, Pool]:
        return pools_of(self.evidence)

    @cached_property
    def internal(self) -> tuple[FactItem, ...]:
        return tuple(fact for fact in self.evidence.facts if fact.internal)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Labels that the reader of this kind of note may not see."""
        if self.kind is Kind.ESCALATION:
            return frozenset()
        return frozenset(fact.label for fact in self.evidence.facts if fact.internal or has_script(fact.text))

    @cached_property
    def readable(self) -> tuple[str, ...]:
        return tuple(label for label in self.pools if label not in self.hidden)

    @cached_property
    def readable_pool(self) -> Pool:
        return join_pools([self.pools[label] for label in self.readable])

    @cached_property
    def never_applied(self) -> frozenset[str]:
        return frozenset(fix.label for fix in self.evidence.fixes if fix not in self.tried)

    @cached_property
    def fixes(self) -> dict[str, FixItem]:
        return {fix.label: fix for fix in self.evidence.fixes}

    @cached_property
    def titles(self) -> frozenset[str]:
        """The words by which the fixes are named."""
        return frozenset().union(*(keys_of(fix.title) for fix in self.evidence.fixes))

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        evidence = self.evidence
        told = {evidence.ticket.label: [evidence.ticket.summary, evidence.ticket.description]}
        told |= {fact.label: [fact.text] for fact in evidence.facts}
        told |= {check.label: tell_result(check) for check in evidence.checks}
        told |= {fix.label: [fix.title, *left_by(fix)] for fix in evidence.fixes}
        return told

    def scope(self, labels: tuple[str, ...]) -> Scope:
        if labels not in self._scopes:
            known = [label for label in labels if label in self.pools]
            done = [self.pools[label] for label in known if label not in self.never_applied]
            fixes = [self.fixes[label].status for label in known if label in self.fixes]
            self._scopes[labels] = Scope(
                pool=join_pools([self.pools[label] for label in known]),
                done=join_pools(done),
                problem=self.pools[self.evidence.ticket.label],
                statements=Statements(text for label in known for text in self.texts.get(label, [])),
                effects=Statements(
                    text
                    for label in known
                    if label != self.evidence.ticket.label
                    for text in (left_by(self.fixes[label]) if label in self.fixes else self.texts.get(label, []))
                ),
                commands=frozenset(command_of(check) for check in self.evidence.checks if check.label in known),
                outcomes=frozenset(fix.status for fix in self.tried if fix.label in known),
                earned=self.success and (not fixes or "applied_success" in fixes),
            )
        return self._scopes[labels]

    def judge_labels(self, section: str, claim: Claim) -> Iterator[tuple[str, str]]:
        """Codes and reasons for what a claim cites."""
        if not claim.evidence and claim.text not in STOCK:
            yield "no_evidence", "This cites no evidence."
        for label in claim.evidence:
            if label not in self.pools:
                yield "unknown_label", f"There is no evidence {label}."
            elif label in self.hidden:
                yield "internal", f"{label} is internal, and this note is read by the customer."
            elif label[0] not in ALLOWED.get(section, ""):
                yield "label_not_allowed", f"“{section}” can't rest on {label}."
            elif section in {TRIED, RESOLUTION} and label in self.never_applied:
                yield "not_applied", f"{label} was never applied."
