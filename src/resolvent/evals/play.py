"""Plays one case over HTTP, as its engineer would on the page."""

import time
from dataclasses import dataclass, field
from typing import Any

from resolvent.cases.case import Case, FixRule
from resolvent.evals.engineer import Engineer, told_outcome
from resolvent.evals.talk import Answer, CallFailed, Talk

PATHS = {"resolution": "resolution-note", "escalation": "escalation-package"}
APPLIED = ("applied_success", "applied_failed", "applied_partial")


@dataclass
class Suggestion:
    turn: int
    fix_id: str
    title: str
    template: str | None
    repeats_active: bool
    outcome: str | None = None
    """As it was recorded in the end."""
    heard: str | None = None
    """What the assistant recorded of an outcome that was told in words; None when it was told on the page."""


@dataclass
class Played:
    case: Case
    said: list[str] = field(default_factory=list)
    """The engineer's messages."""
    answers: list[Answer] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    """Applied fixes' outcomes, in the order in which they were recorded."""
    wanted_heard: list[tuple[str, str | None]] = field(default_factory=list)
    """Outcomes told in words: what was meant, what was recorded."""
    session: dict[str, Any] = field(default_factory=dict)
    note: dict[str, Any] = field(default_factory=dict)
    """The preview; empty when the case broke off before."""
    time_zone: str = "UTC"
    failure: str | None = None
    seconds: float = 0.0


def play(talk: Talk, desk: str, time_zone: str, case: Case) -> Played:
    """`desk`: the connection of the local desk, on which the case's ticket is opened."""
    played = Played(case, time_zone=time_zone)
    began = time.monotonic()
    try:
        Game(talk, played, open_session(talk, desk, case)).run()
    except CallFailed as error:
        played.failure = str(error)
    played.seconds = time.monotonic() - began
    return played


def open_session(talk: Talk, desk: str, case: Case) -> str:
    ticket = talk.ask("POST", "/desk/tickets", case.ticket.model_dump(exclude_none=True))
    opened = talk.ask("POST", "/ai-sessions", {"ticket": {"connection_id": desk, "ticket_id": ticket["id"]}})
    session: str = opened["id"]
    return session


class Game:
    def __init__(self, talk: Talk, played: Played, session_id: str) -> None:
        self._talk, self._played, self._case = talk, played, played.case
        self._path = f"/ai-sessions/{session_id}"
        self._id = session_id
        self._engineer = Engineer(played.case)
        self._lane: set[str] = set()
        self._waiting: tuple[Suggestion, FixRule] | None = None
        """A fix whose outcome was told in the message just sent."""

    def run(self) -> None:
        say = self._case.opens
        seen = 0
        for turn in range(1, self._case.turns + 1):
            whole, answer = self._talk.tell(self._id, say, seen)
            seen = whole["event_number"]
            self._played.said.append(say)
            self._played.answers.append(answer)
            if self._waiting and self._hear(whole):
                break
            reply = self._go_on(turn, whole, answer)
            if reply is None:
                break
            say = reply
        if self._waiting:
            self._record(*self._waiting)
        self._close()

    def _go_on(self, turn: int, whole: dict[str, Any], answer: Answer) -> str | None:
        """What to say next; None when the talk is over."""
        fresh = [check for check in whole["checks"] if check["id"] not in self._lane and check["status"] == "todo"]
        self._lane |= {check["id"] for check in whole["checks"]}
        suggestion = self._see_fix(turn, whole)
        if suggestion is None:
            return self._engineer.reply(answer.text, [f"{one['title']} {one['command'] or ''}" for one in fresh])
        fix = whole["active_fix"]
        rule = self._engineer.try_fix(f"{fix['title']} {fix['template_slug'] or ''} {fix['ai_drafted_script'] or ''}")
        if rule.by == "words":
            self._talk.ask("POST", f"{self._path}/suggested-fixes/{suggestion.fix_id}/apply")
            self._waiting = (suggestion, rule)
            return rule.then_says
        self._record(suggestion, rule)
        return None if self._is_over(rule.outcome) else told_outcome(rule)

    def _see_fix(self, turn: int, whole: dict[str, Any]) -> Suggestion | None:
        """The active fix when it is new."""
        seen = {one.fix_id for one in self._played.suggestions}
        new = [fix for fix in whole["fixes"] if fix["id"] not in seen]
        previous = self._played.suggestions[-1] if self._played.suggestions else None
        for fix in sorted(new, key=lambda fix: fix["id"]):
            slug = fix["template_slug"]
            same = previous is not None and (
                fix["title"].casefold() == previous.title.casefold() or (slug is not None and slug == previous.template)
            )
            previous = Suggestion(turn, fix["id"], fix["title"], slug, bool(same))
            self._played.suggestions.append(previous)
        active = whole["active_fix"]
        if active is None or active["id"] in seen or active["status"] != "proposed":
            return None
        return previous

    def _hear(self, whole: dict[str, Any]) -> bool:
        """What the assistant made of the outcome just told; the engineer puts it right. True: the talk is over."""
        assert self._waiting is not None
        suggestion, rule = self._waiting
        fix = next(one for one in whole["fixes"] if one["id"] == suggestion.fix_id)
        suggestion.heard = fix["status"]
        self._played.wanted_heard.append((rule.outcome, fix["status"]))
        self._waiting = None
        if fix["status"] == rule.outcome:
            suggestion.outcome = rule.outcome
            self._played.outcomes.append(rule.outcome)
        else:
            self._record(suggestion, rule)
        return self._is_over(rule.outcome)

    def _record(self, suggestion: Suggestion, rule: FixRule) -> None:
        self._waiting = None
        path = f"{self._path}/suggested-fixes/{suggestion.fix_id}"
        reason = rule.notes or rule.then_says
        body: dict[str, str] = {"outcome": rule.outcome}
        if reason:
            body["failure_reason" if rule.outcome == "applied_failed" else "notes"] = reason
        if rule.outcome in APPLIED:
            self._talk.ask("POST", f"{path}/apply")
            self._played.outcomes.append(rule.outcome)
        self._talk.ask("PATCH", f"{path}/outcome", body)
        suggestion.outcome = rule.outcome

    def _is_over(self, outcome: str) -> bool:
        return outcome == "applied_success" or (outcome == "applied_partial" and not self._engineer.expects_more)

    def _close(self) -> None:
        """Confirm what is right, and have the note written."""
        for fact in self._talk.ask("GET", f"{self._path}/facts")["items"]:
            if fact["status"] == "proposed" and self._engineer.believes(fact["text"]):
                self._talk.ask("PATCH", f"{self._path}/facts/{fact['id']}", {"status": "confirmed"})
        self._played.note = self._talk.ask("POST", f"{self._path}/{PATHS[self._kind_of_note()]}/preview")
        self._played.session = self._talk.ask("GET", self._path)

    def _kind_of_note(self) -> str:
        promised = {rule.outcome for rule in self._case.fixes} & {"applied_success", "applied_partial"}
        cured = set(self._played.outcomes[-1:]) & {"applied_success", "applied_partial"}
        return "escalation" if promised and not cured else self._case.note
