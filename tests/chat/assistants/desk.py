"""A desk that keeps what a session keeps, through the real marker parser: talk to the assistant and look at what it did."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from resolvent.chat.assistant import KnownCheck, KnownFact, KnownFix, Said, Turn
from resolvent.chat.assistants.playbook import PlaybookAssistant
from resolvent.chat.blocks import Effects, FixOutcome, SuggestFix, effective
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
        return self.effects.checks[-1].title if self.effects.checks else None

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

    async def say(self, text: str) -> Answer:
        self.turn = replace(self.turn, messages=(*self.turn.messages, Said("user", text)))
        parser = MarkerParser(NONCE)
        shown = ""
        async for chunk in self.assistant.answer(self.turn):
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
            fixes.append(KnownFix(answer.fix.title, "proposed", True, False, None, None))
        known = {check.title for check in self.turn.checks}
        self.turn = replace(
            self.turn,
            messages=(*self.turn.messages, Said("assistant", answer.text)),
            facts=(*self.turn.facts, *(KnownFact(text, False) for text in answer.facts)),
            checks=(
                *self.turn.checks,
                *(
                    KnownCheck(one.title, one.command, "todo", None)
                    for one in answer.effects.checks
                    if one.title not in known
                ),
            ),
            fixes=tuple(fixes),
        )

    def log(self, title: str, result: str) -> None:
        """The engineer logs a check in the lane."""
        self._change(title, lambda check: replace(check, status="done", result=result))

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
