"""Rebuilds, from the turn alone, what was asked, answered and tried. Nothing is kept between turns."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from resolvent.chat.assistant import KnownFix, Turn
from resolvent.chat.assistants.playbook_acts import tells_act
from resolvent.chat.assistants.playbook_basics import answer_besides, number_places
from resolvent.chat.assistants.playbook_near import NEAREST, picks_later, read_pick
from resolvent.chat.assistants.playbook_own import read_told, tells_cure
from resolvent.chat.assistants.playbook_questions import LEAD
from resolvent.chat.assistants.playbook_topic import turns_down
from resolvent.knowledge.corrections import without_opening
from resolvent.knowledge.diagnosis import Findings, Observed
from resolvent.knowledge.matching import NOTHING, Match, match_playbook
from resolvent.knowledge.playbook import Check, Playbook
from resolvent.knowledge.reading import Contradiction, Heard, Reading, read_message
from resolvent.knowledge.wishes import without_wishes
from resolvent.knowledge.words import NO_ANSWER, cap

REPORTED = 0.85
"""How far a user's words in a ticket are trusted, compared with what the engineer saw."""
LOOK_AGAIN = "Please look at one check again before you escalate"
PATIENCE = 2
"""After so many messages that do not answer a question, it is passed over."""


@dataclass
class State:
    match: Match = NOTHING
    playbook: Playbook | None = None
    switched: bool = False
    """The playbook was chosen or changed by the newest message."""
    rejected: set[str] = field(default_factory=set)
    turned_down: bool = False
    """By the newest message."""
    observed: dict[str, Reading] = field(default_factory=dict)
    logged: set[str] = field(default_factory=set)
    """Checks whose result the engineer logged in the lane; what stands there counts, whatever is said in the chat."""
    told: tuple[Reading, ...] = ()
    """What the ticket says."""
    from_ticket: dict[str, Reading] = field(default_factory=dict)
    """Of that, what nothing newer has replaced."""
    skipped: set[str] = field(default_factory=set)
    suspected: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    """Checks whose result the engineer took back in the lane: what was said before does not answer them."""
    again: set[str] = field(default_factory=set)
    """Checks that the assistant asked to look at once more."""
    pending: Check | None = None
    asked: str = ""
    """The answer of the assistant that asks it, perhaps with general questions besides."""
    offered: str = ""
    """The last answer that named the nearest playbooks."""
    unread: int = 0
    """How many messages in a row said nothing about the pending check."""
    new: tuple[Reading, ...] = ()
    """What the newest message told."""
    contradictions: tuple[Contradiction, ...] = ()
    disputed: tuple[Reading, ...] = ()
    """What the newest message says against the lane."""
    heard: Heard | None = None
    passed_over: Check | None = None
    """The pending check, when the newest message says to skip it or that it cannot be done; what nobody knows yet stays open."""

    def answers_with(self, sentence: str) -> bool:
        """Whether the newest message answers the pending check with this sentence, which then tells nothing else."""
        readings = self.heard.readings if self.heard and self.pending else ()
        return any(one.check is self.pending and sentence in one.quote for one in readings)

    def findings(self, fixes: Sequence[KnownFix], *, outcome_now: str | None = None) -> Findings:
        """`outcome_now`: the active fix's outcome as the newest message tells it."""
        ids = {fix.title.casefold(): fix.id for fix in self.playbook.fixes} if self.playbook else {}
        failed, excluded = [], set()
        for fix in fixes:
            fix_id = ids.get(fix.title.casefold())
            status = outcome_now if outcome_now and fix.active and outcome_now != "applied_success" else fix.status
            if fix_id and status in ("applied_failed", "applied_partial"):
                failed.append(fix_id)
            elif fix_id and status in ("dismissed", "applied_success"):
                excluded.add(fix_id)
        certain = {
            check: Observed(one.answer.id, one.certainty * (REPORTED if check in self.from_ticket else 1))
            for check, one in self.observed.items()
        }
        return Findings(
            certain,
            frozenset(self.skipped),
            tuple(dict.fromkeys(failed)),
            frozenset(excluded),
            frozenset(self.suspected),
            frozenset(self.again | self.logged),
        )


def replay(turn: Turn, playbooks: Sequence[Playbook]) -> State:
    state = State()
    told = cap(turn.problem)
    newest = len(turn.messages) - 1
    state.playbook = choose(state, playbooks, turn.title, told)
    read_ticket(state, turn.title, told)
    read_lane(state, turn)
    for place, said in enumerate(turn.messages):
        if said.role == "assistant":
            asked = find_pending(state.playbook, said.text)
            state.unread = state.unread if asked is state.pending else 0
            state.pending, state.asked = asked, said.text
            state.offered = said.text if NEAREST in said.text else state.offered
            if asked is not None and LOOK_AGAIN in said.text:
                state.again.add(asked.id)
            continue
        text = cap(said.text)
        if place == newest:
            state.withdrawn.clear()
        state.new, state.contradictions, state.disputed = (), (), ()
        state.heard, state.switched, state.passed_over = None, False, None
        wish = read_told(turn, place)
        state.turned_down, other = False, None
        if (
            state.playbook is not None
            and turns_down(state.playbook, text, wish, state.pending)
            and answered(turn, place)
        ):
            state.rejected.add(state.playbook.id)
            other = state.match.runner_up
            forget(state)
            state.playbook, state.turned_down = None, True
        if state.playbook is None:
            offer = state.offered if picks_later(state.offered, text) else state.asked
            picked = read_pick(offer, text, playbooks)
            state.playbook = (
                pick(state, picked)
                if picked
                else choose(state, playbooks, turn.title, f"{told}\n{text}" if place == 0 else text)
            )
            if (
                state.match.by_words and place and told.strip()
            ):  # of a problem that is told already, a likeness is too little
                state.match, state.playbook = replace(NOTHING, near=(state.playbook,) if state.playbook else ()), None
            if other is not None and state.playbook is None and other.id not in state.rejected:
                state.match = replace(
                    state.match, near=(other, *(one for one in state.match.near if one is not other))[:3]
                )
            state.switched = state.playbook is not None
            if state.playbook is not None:
                read_ticket(state, turn.title, told)
                read_lane(state, turn)
        if state.playbook is not None and not tells_cure(turn, place, wish):
            listen(state, state.playbook, text, wishes=bool(wish.intents) or wish.outcome is not None)
    state.switched = state.switched or not answered(turn, newest)
    return state


def answered(turn: Turn, place: int) -> bool:
    return any(said.role == "assistant" for said in turn.messages[: max(place, 0)])


def choose(state: State, playbooks: Sequence[Playbook], title: str, text: str) -> Playbook | None:
    state.match = match_playbook(playbooks, title, text, frozenset(state.rejected))
    return state.match.playbook


def pick(state: State, playbook: Playbook) -> Playbook:
    """By the engineer, which is as sure as it gets."""
    state.rejected.discard(playbook.id)
    state.match = Match(playbook, 1.0, "certain", picked=True)
    return playbook


def forget(state: State) -> None:
    state.pending, state.asked, state.match, state.unread = None, "", NOTHING, 0
    for kept in (state.observed, state.from_ticket):
        kept.clear()
    state.logged.clear()
    state.withdrawn.clear()
    state.skipped.clear()
    state.suspected.clear()
    state.again.clear()


def read_ticket(state: State, title: str, text: str) -> None:
    if state.playbook is None:
        return
    heard = read_message(state.playbook, without_wishes(f"{title}.\n{text}"))
    state.told = heard.readings
    state.from_ticket = {one.check.id: one for one in heard.readings}
    state.observed.update(state.from_ticket)
    state.suspected |= heard.suspected


def read_lane(state: State, turn: Turn) -> None:
    """What the engineer logged, skipped or took back in the lane."""
    if state.playbook is None:
        return
    by_title = {check.title.casefold(): check for check in state.playbook.checks}
    for known in turn.checks:
        check = by_title.get(known.title.casefold())
        if check is None:
            continue
        if known.withdrawn:
            state.withdrawn.add(check.id)
            state.observed.pop(check.id, None)
        elif known.status == "skipped":
            state.skipped.add(check.id)
        elif known.status == "done" and known.result and not known.reported:
            readings = read_message(state.playbook, cap(known.result), check).readings
            keep(state, readings)
            for one in readings:
                if one.check.id == check.id:
                    state.observed[check.id] = one
                    state.from_ticket.pop(check.id, None)
                    state.logged.add(check.id)
            if check.id not in state.observed:
                state.skipped.add(check.id)


def find_pending(playbook: Playbook | None, text: str) -> Check | None:
    """The last check whose title the assistant's visible text asks, in bold."""
    if playbook is None:
        return None
    places = [(text.rfind(f"**{check.title}**"), check) for check in playbook.checks]
    place, check = max(places, key=lambda pair: pair[0])
    return check if place >= 0 else None


def listen(state: State, playbook: Playbook, text: str, *, wishes: bool) -> None:
    """`wishes`: the message asks or tells something else, so that it need not answer the pending check."""
    if tells_act(text):  # "ok, updated the driver" says of nothing that it is ok
        text = without_opening(text)
    aside = answer_besides(state.asked, text)
    earlier = [(one.check, one.answer) for one in reversed(state.observed.values()) if one.check.id not in state.logged]
    numbers = number_places(state.asked, text, playbook, state.pending) if state.pending else ()
    heard = read_message(
        playbook, text, state.pending, aside=aside, aside_asked=LEAD in state.asked, numbers=numbers, earlier=earlier
    )
    state.heard = heard
    if LOOK_AGAIN in state.asked and any(one.check is state.pending for one in heard.readings):
        look_again(state)
    state.disputed = tuple(one for one in heard.readings if disputes(state, one))
    differ = (*heard.contradictions, *later_contradictions(state, heard))
    state.contradictions = tuple(one for one in differ if one.check.id not in state.logged)
    before = dict(state.observed)
    keep(state, heard.readings)
    state.new = tuple(one for one in state.observed.values() if before.get(one.check.id) is not one)
    state.suspected |= heard.suspected
    pending = state.pending
    if pending is None:
        return
    if pending.id in state.observed:
        state.unread = 0
    elif heard.reply in NO_ANSWER:
        state.skipped.add(pending.id)
        state.passed_over = pending if heard.reply == "cannot" else None
        state.unread = 0
    elif not state.new and not heard.suspected and not wishes:
        state.unread += 1
        if state.unread >= PATIENCE:
            state.skipped.add(pending.id)


def look_again(state: State) -> None:
    """Whatever the first answer was read from, the second look counts; but nothing beats what was logged in the lane."""
    if state.pending and state.pending.id not in state.logged:
        state.observed.pop(state.pending.id, None)


def later_contradictions(state: State, heard: Heard) -> tuple[Contradiction, ...]:
    """Output now against words before, or words now against output before."""
    found = []
    for one in heard.readings:
        before = state.observed.get(one.check.id)
        if before is None or before.answer.id == one.answer.id or before.source == one.source:
            continue
        said, shown = (before, one) if one.source == "output" else (one, before)
        found.append(Contradiction(one.check, said.answer, shown.answer, said.quote))
    return tuple(found)


def disputes(state: State, one: Reading) -> bool:
    return one.check.id in state.logged and state.observed[one.check.id].answer.id != one.answer.id


def keep(state: State, readings: Sequence[Reading]) -> None:
    """Newer beats older, but words do not beat output, and nothing beats what the engineer logged in the lane."""
    for one in readings:
        before = state.observed.get(one.check.id)
        if one.check.id in state.logged | state.withdrawn:
            continue
        if before is not None and (
            (before.source == "output" and one.source == "words")
            or (before.answer.id == one.answer.id and before.source == one.source)
        ):
            continue
        # At the end: the last is what was read last.
        state.observed.pop(one.check.id, None)
        state.observed[one.check.id] = one
        state.from_ticket.pop(one.check.id, None)
        state.skipped.discard(one.check.id)
