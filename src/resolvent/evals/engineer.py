"""The engineer of a case: answers what is asked with what they know, and tells how each fix went. Pure, no dice.

The assistant's text is read as an engineer skims it: only what asks for something counts, that is questions, commands and
sentences that begin with a request.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from resolvent.cases.asking import asked_part
from resolvent.cases.case import Case, FixRule, Question

AT_ONCE = 2
"""Answers that an engineer gives in one message."""

ASKED: dict[Question, tuple[str, ...]] = {
    "scope": ("exactly does not work", "what exactly", "what happens when", "should happen instead", "describe the problem"),
    "error": ("error text", "error message", "exact error", "error code", "exact message", "exact wording"),
    "since": ("since when", "when did", "how long", "when was the first", "first happen", "start happening"),
    "changed": ("what changed", "changed shortly before", "changed recently", "any changes", "recent change", "anything change"),
    "others": ("who else", "anyone else", "anybody else", "other users", "only this user", "other people", "others affected"),
    "device": ("which device", "operating system", "what device", "os version", "version of windows", "make and model"),
}  # fmt: skip


def holds(text: str, phrases: Sequence[str]) -> bool:
    """Whether a phrase stands in the text, from a word's beginning on."""
    flat = " ".join(text.casefold().split())
    return any(re.search(rf"(?<!\w){re.escape(' '.join(phrase.casefold().split()))}", flat) for phrase in phrases)


@dataclass
class Engineer:
    case: Case
    said: set[int] = field(default_factory=set)
    objected: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    """Rules for fixes that came to pass."""
    knowledge: list[tuple[tuple[str, ...], str]] = field(init=False)

    def __post_init__(self) -> None:
        own = [(tuple(one.asked), one.says) for one in self.case.knows]
        self.knowledge = own + [(ASKED[question], text) for question, text in self.case.basics.items()]

    def reply(self, answer: str, checks: Sequence[str]) -> str | None:
        """What to say to an answer and to the checks that it put into the lane; None when it asks nothing."""
        for at, one in enumerate(self.case.objects):
            if at not in self.objected and holds(answer, one.asked):
                self.objected.add(at)
                return one.says
        asked = asked_part(answer)
        if not asked and not checks:
            return None
        # Checks in the lane stand beside a question that the text asks; they are answered when it asks none.
        subjects = [asked] if asked else checks
        told = next(filter(None, map(self._answers, subjects)), None)
        return told or next(filter(None, map(self._again, subjects)), None) or self.case.otherwise

    def _answers(self, asked: str) -> str | None:
        fitting = [
            at for at, (phrases, _) in enumerate(self.knowledge) if at not in self.said and holds(asked, phrases)
        ]
        chosen = fitting[:AT_ONCE]
        self.said.update(chosen)
        return "\n\n".join(self.knowledge[at][1].strip() for at in chosen) or None

    def _again(self, asked: str) -> str | None:
        for at, (phrases, text) in enumerate(self.knowledge):
            if at in self.said - self.repeated and holds(asked, phrases):
                self.repeated.add(at)
                return text.strip()
        return None

    def try_fix(self, about: str) -> FixRule:
        """`about`: the fix's title, template and script. A fix that no rule is about fails."""
        for at, rule in enumerate(self.case.fixes):
            if at not in self.used and holds(about, rule.about):
                self.used.add(at)
                return rule
        return FixRule(about=["any"], outcome="applied_failed", notes=self.case.other_fix)

    @property
    def expects_more(self) -> bool:
        """Whether a rule still waits for its fix."""
        return len(self.used) < len(self.case.fixes)

    def believes(self, fact: str) -> bool:
        """Whether they confirm a proposed fact."""
        return not holds(fact, [*self.case.denies, *(one.text for one in self.case.never)] or ["\0\0"])


def told_outcome(rule: FixRule) -> str:
    """What is said after a fix whose outcome was recorded on the page."""
    if rule.then_says:
        return rule.then_says
    if rule.outcome == "dismissed":
        return "We won't do that one. What else?"
    if rule.outcome == "applied_partial":
        return f"That helped only in part: {rule.notes} What next?"
    return f"That did not help: {rule.notes or 'no change.'} What next?"
