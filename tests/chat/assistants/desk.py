"""A desk that keeps what a session keeps, through the real marker parser: talk to the assistant and look at what it did."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field, replace

from resolvent.chat.assistant import KnownCheck, KnownFact, KnownFix, Said, Turn
from resolvent.chat.assistants.playbook import PlaybookAssistant
from resolvent.chat.blocks import Effects, FixOutcome, SuggestFix, effective
from resolvent.chat.effects import is_new
from resolvent.chat.markers import MarkerParser
from resolvent.sessions.evidence import FixStatus

NONCE = "5f0c9a1b22d34e77"
OUTCOMES: dict[str, FixStatus] = {
    "applied_success": "applied_success",
    "applied_failed": "applied_failed",
    "applied_partial": "applied_partial",
}


@dataclass
class Answer:
    text: str
    effects: Effects

    @property
    def asked(self) -> str | None:
        return next((one.title for one in reversed(self.effects.checks) if is_new(one)), None)

    @property
    def results(self) -> dict[str, str]:
        """Of checks that the answer reports as done."""
        return {one.title: one.result for one in self.effects.checks if one.result is not None}

    @property
    def skipped(self) -> list[str]:
        """Checks that the answer passes over."""
        return [one.title for one in self.effects.checks if one.skipped]

    @property
    def fix(self) -> SuggestFix | None:
        return self.effects.fix

    @property
    def outcome(self) -> FixOutcome | None:
        return self.effects.outcome

    @property
    def facts(self) -> list[str]:
        return [fact.text for fact in self.effects.facts]


@dataclass
class Desk:
    title: str
    problem: str = ""
    turn: Turn = field(init=False)
    assistant: PlaybookAssistant = field(default_factory=PlaybookAssistant)

    def __post_init__(self) -> None:
        self.turn = Turn(NONCE, self.title, self.problem, (), (), (), ())

    def answer(self) -> AsyncGenerator[str, None]:
        """To the conversation as it is."""
        stored = asyncio.Event()
        stored.set()
        return self.assistant.answer(self.turn, stored)

    async def say(self, text: str) -> Answer:
        self.turn = replace(self.turn, messages=(*self.turn.messages, Said("user", text)))
        parser = MarkerParser(NONCE)
        shown = ""
        async for chunk in self.answer():
            shown += parser.feed(chunk)
        shown += parser.close()
        assert (parser.malformed, parser.unnonced) == (0, 0)
        assert NONCE not in shown
        answer = Answer(shown, effective(parser.blocks))
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        fixes = list(self.turn.fixes)
        if answer.outcome and fixes:
            fixes[-1] = replace(fixes[-1], status=OUTCOMES[answer.outcome.outcome])
        if answer.fix:
            fixes = [replace(fix, active=False) for fix in fixes]
            fixes.append(KnownFix(answer.fix.title, "proposed", True, False, None, None, answer.fix.template))
        known = {check.title for check in self.turn.checks}
        checks = [
            replace(one, status="done", result=answer.results[one.title], reported=True)
            if one.title in answer.results
            else replace(one, status="skipped", reported=True)
            if one.title in answer.skipped
            else one
            for one in self.turn.checks
        ]
        replaced = {fact.replaces for fact in answer.effects.facts}
        self.turn = replace(
            self.turn,
            messages=(*self.turn.messages, Said("assistant", answer.text)),
            facts=(
                *(fact for fact in self.turn.facts if fact.confirmed or fact.text not in replaced),
                *(KnownFact(text, False) for text in answer.facts),
            ),
            checks=(
                *checks,
                *(
                    KnownCheck(one.title, one.command, "todo", None)
                    for one in answer.effects.checks
                    if one.title not in known and is_new(one)
                ),
            ),
            fixes=tuple(fixes),
        )

    def confirm(self, text: str) -> None:
        self.turn = replace(
            self.turn,
            facts=tuple(replace(fact, confirmed=True) if fact.text == text else fact for fact in self.turn.facts),
        )

    def log(self, title: str, result: str) -> None:
        """The engineer logs a check in the lane."""
        self._change(title, lambda check: replace(check, status="done", result=result, reported=False))

    def take_back(self, title: str) -> None:
        """The engineer undoes the result that the assistant reported."""
        self._change(title, lambda check: replace(check, status="todo", result=None, reported=False, withdrawn=True))

    def skip(self, title: str) -> None:
        self._change(title, lambda check: replace(check, status="skipped"))

    def _change(self, title: str, change: Callable[[KnownCheck], KnownCheck]) -> None:
        self.turn = replace(
            self.turn, checks=tuple(change(one) if one.title == title else one for one in self.turn.checks)
        )

    def record(self, status: FixStatus) -> None:
        """The engineer records the outcome on the card."""
        *before, last = self.turn.fixes
        self.turn = replace(self.turn, fixes=(*before, replace(last, status=status, active=status != "dismissed")))
