"""The embedded assistant: works from written playbooks, without a language model, a key or a network.

It matches the problem with a playbook, asks the check that tells most, reads answers and pasted output, and suggests
the fix when the evidence carries it. What it knows of the conversation it reads from the turn, every time.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

from resolvent.ai.fences import cut_middle
from resolvent.chat.assistant import KnownFix, Said, Turn
from resolvent.chat.assistants.playbook_acts import LONGEST, read_own_fix
from resolvent.chat.assistants.playbook_checklist import hand_over, write_checklist
from resolvent.chat.assistants.playbook_draft import Draft, one_line, quote
from resolvent.chat.assistants.playbook_intents import Outcome, Wish, read_wish, tells_change
from resolvent.chat.assistants.playbook_ledger import write_aside
from resolvent.chat.assistants.playbook_news import write_news, write_unseen
from resolvent.chat.assistants.playbook_offers import is_open, pick_offer
from resolvent.chat.assistants.playbook_own import (
    asked_what_cured,
    complete_act,
    find_other_cure,
    find_other_fix,
    follows_act,
    read_attempt,
    read_cure,
    read_told,
    write_own_failure,
    write_own_fix,
    write_unnamed_cure,
)
from resolvent.chat.assistants.playbook_state import State, answered, replay
from resolvent.chat.assistants.playbook_words import (
    NOT_WRITTEN,
    READ,
    WHAT_I_AM,
    introduce,
    say_again,
    say_closing,
    say_grounds,
    say_heard,
    say_no_fix_yet,
    say_step,
    say_why,
    still_stands,
)
from resolvent.chat.shelf import FixedShelf, Shelf
from resolvent.knowledge.diagnosis import Ask, GiveUp, Try, infer, learn, next_step
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.words import asks_something, cap
from resolvent.secret_shapes import mask_together

LONGEST_FILE = 20_000
"""Characters of one that are read."""
OPEN = ("proposed", "applied_partial")
TOLD: dict[Outcome, str] = {"applied_success": "success", "applied_failed": "failed", "applied_partial": "partial"}


class PlaybookAssistant:
    name = "Playbook assistant"

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf or FixedShelf()

    async def answer(self, turn: Turn, stored: asyncio.Event) -> AsyncGenerator[str, None]:
        # Reading a long conversation takes its time: whoever stores the message does not wait for that.
        await stored.wait()
        read = without_secrets(replace(turn, messages=tuple(with_files(one) for one in turn.messages)))
        opened = await self._shelf.open(turn.place)
        state = replay(read, opened.playbooks)
        if state.playbook is not None:
            await self._shelf.keep(turn.place, opened)
        for chunk in compose(read, state).stream():
            yield chunk


def without_secrets(turn: Turn) -> Turn:
    """Nothing below sees one: of a text that is divided into sentences each part alone would not look like one any more."""
    said, news = [cap(one.text) for one in turn.messages], [one.text for one in turn.news]
    title, problem, *rest = mask_together([turn.title, cap(turn.problem), *said, *news])
    return replace(
        turn,
        title=title,
        problem=problem,
        messages=tuple(replace(one, text=text) for one, text in zip(turn.messages, rest, strict=False)),
        news=tuple(replace(one, text=text) for one, text in zip(turn.news, rest[len(said) :], strict=True)),
    )


def with_files(said: Said) -> Said:
    """A log that came as a file is read as if it had been pasted."""
    texts = [cut_middle(one.text, LONGEST_FILE) for one in said.attached if one.text]
    return replace(said, text="\n\n".join([said.text, *texts])) if texts else said


def compose(turn: Turn, state: State) -> Draft:
    noted = (one.text for one in turn.facts if not one.confirmed and one.text.startswith("Reported: "))
    draft = Draft(turn.nonce, (*(one.title for one in turn.checks), *(one.title for one in turn.fixes)), tuple(noted))
    newest = cap(turn.messages[-1].text) if turn.messages else ""
    wish = read_told(turn, len(turn.messages) - 1) if turn.messages else read_wish("")
    if wish.outcome is not None and (state.answers_with(wish.quote) or (state.pending and no_cure(turn, wish))):
        wish = replace(wish, outcome=None, quote="")
    first = not answered(turn, len(turn.messages))
    if first or "who" in wish.intents:
        draft.say(WHAT_I_AM)
    write_news(draft, turn)
    write_unseen(draft, turn)
    active = find_active(turn.fixes)
    if (
        find_curing(turn.fixes) is None
        and asked_what_cured(turn)
        and not wish.intents
        and not newest.rstrip().endswith("?")
    ):
        done = read_own_fix(newest) or complete_act(turn)
        # "It came back", perhaps rounds later, is no cure.
        if done or wish.outcome != "applied_failed":
            write_own_fix(draft, done or one_line(newest, LONGEST), newest)
            return draft
    if not first and wish.outcome is not None and write_outcome(draft, turn, wish, wish.outcome, active):
        return draft
    if "escalate" in wish.intents and not first:
        write_aside(draft, newest)
        draft.say(
            "Then press **Escalate**: the note carries the confirmed facts, the logged checks and what was tried."
            " Confirm the proposed facts that are right before."
        )
        return draft
    if not first and not (wish.intents or wish.outcome or state.new or state.switched) and asks_something(newest):
        draft.say(NOT_WRITTEN)
    if state.playbook is not None:
        write_playbook(draft, turn, state.playbook, state, wish, active)
        return draft
    turned_down = state.turned_down
    if turned_down:
        draft.say("Understood: that playbook does not fit.")
    offer = None if is_open(turn.fixes) and wish.outcome in (None, "applied_success") else pick_offer(turn)
    write_checklist(draft, turn, first=first or turned_down, offer=offer, near=state.match.near, intents=wish.intents)
    return draft


def no_cure(turn: Turn, wish: Wish) -> bool:
    """ "Word prints fine", told while a check is open and nothing was tried, tells how it is, not that it became so."""
    tried = find_curing(turn.fixes) is not None or follows_act(turn, len(turn.messages) - 1)
    return not tried and not tells_change(wish.quote)


def find_active(fixes: Sequence[KnownFix]) -> KnownFix | None:
    return next((fix for fix in reversed(fixes) if fix.active), None)


def find_curing(fixes: Sequence[KnownFix]) -> KnownFix | None:
    """The active fix, unless it was recorded to have failed: what works after that was cured by something else."""
    active = find_active(fixes)
    return None if active and active.status == "applied_failed" else active


def write_outcome(draft: Draft, turn: Turn, wish: Wish, outcome: Outcome, active: KnownFix | None) -> bool:
    """How the fix went, as just told; True when nothing is left to say."""
    newest = cap(turn.messages[-1].text)
    worked = outcome == "applied_success"
    if worked:
        active = find_curing(turn.fixes)
    if active is None:
        cure, told = read_cure(turn) if worked else ("", "")
        if cure:
            write_own_fix(draft, cure, told)
        elif worked:
            write_unnamed_cure(draft, wish.quote, newest)
        elif outcome == "applied_failed" and (tried := read_attempt(turn)):
            write_own_failure(draft, wish.quote, tried)
    elif worked and active.status in OPEN and (other := find_other_cure(turn, active))[0]:
        write_own_fix(draft, *other)
        return True
    elif not worked and (tried := find_other_fix(turn, active)[1]):
        write_own_failure(draft, wish.quote, tried, in_part=outcome == "applied_partial")
    elif active.status in OPEN:
        draft.report(outcome, wish.quote)
        draft.say(
            f"I recorded **{active.title}** as *{TOLD[outcome]}*, from your words {quote(wish.quote.removesuffix('.'))}."
        )
    elif active.status == "applied_success" and not worked:
        draft.say(f"**{active.title}** was recorded as a success, but it did not last. I look further.")
    elif active.status == outcome == "applied_failed":
        draft.say(f"**{active.title}** did not help; I count that in.")
    if worked and active is not None:
        say_closing(draft, active)
    return worked


def write_playbook(
    draft: Draft, turn: Turn, playbook: Playbook, state: State, wish: Wish, active: KnownFix | None
) -> None:
    findings = state.findings(turn.fixes, outcome_now=wish.outcome if active and active.status in OPEN else None)
    belief = infer(playbook, findings, learn(playbook, turn.worked))
    if state.switched:
        introduce(draft, turn, playbook, state, belief)
    say_heard(draft, turn, playbook, state, belief, wish)
    hand_over(draft, turn, begun=state.switched)
    if active and active.status == "applied_success" and wish.outcome is None and not state.new:
        say_closing(draft, active)
        return
    if "why" in wish.intents:
        say_why(draft, playbook, belief, findings)
    waiting = active if active and active.status == "proposed" and wish.outcome is None else None
    step = next_step(playbook, belief, findings)
    partly = wish.outcome == "applied_partial" or any(fix.status == "applied_partial" for fix in turn.fixes)
    guess = isinstance(step, Try) and not step.sure and state.match.by_words
    if guess or (isinstance(step, Ask) and step.again and partly):  # what helped in part was no mistake
        step = GiveUp()
    stands = waiting is not None and still_stands(playbook, step, belief, waiting)
    if "fix" in wish.intents and isinstance(step, Ask) and not stands:
        say_no_fix_yet(draft, playbook, belief, findings)
    if "meaning" in wish.intents and stands and waiting is not None:
        say_again(draft, playbook, waiting)
    if "wrong" in wish.intents and not state.new and (stands or READ in state.asked):
        say_grounds(draft, state)
        if not stands:
            return
    say_step(draft, turn, playbook, state, step, belief, waiting)
