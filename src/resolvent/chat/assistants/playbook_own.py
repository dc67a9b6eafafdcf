"""What the engineer did without a fix of the assistant's: put on a card, so that the note can tell it. Pure."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from resolvent.chat.assistant import KnownFix, Turn
from resolvent.chat.assistants.playbook_acts import (
    begin_words,
    find_reason,
    is_about_it,
    name_act,
    read_act_on_it,
    read_other_fix,
    read_own_fix,
    tells_act,
    tells_end,
    title_act,
)
from resolvent.chat.assistants.playbook_draft import Draft, one_line, quote
from resolvent.chat.assistants.playbook_intents import (
    Wish,
    read_ability,
    read_outcome,
    read_wish,
    tells_change,
)
from resolvent.chat.assistants.playbook_offers import HOW_IT_WENT, is_open
from resolvent.chat.assistants.playbook_questions import CHANGED, QUESTIONS, answers, is_thing
from resolvent.knowledge.stems import telling_words
from resolvent.knowledge.telling import HELPED_IN_PART, TRIED_IN_VAIN, states_something
from resolvent.knowledge.words import cap, split_written

CONFIDENCE: Final = 90
"""Percent: somebody who was there says so, and nobody else has looked."""
WHAT_CURED: Final = "What did you do? Write it in a sentence, such as “I restarted the switch”"
EARLIER: Final = 2
"""Messages before the one that tells the cure in which the act may stand."""

_PEOPLE: Final = re.compile(r"\b(?:s?he|they|all|every\w+|users?|customers?|people|him|her|them|us)\b", re.IGNORECASE)


def read_cure(turn: Turn) -> tuple[str, str]:
    """What was done and the words that tell it, by the newest message; where it does so of "it", by those before as well."""
    said = [cap(one.text) for one in turn.messages if one.role == "user"]
    did, act = read_own_fix(said[-1]), read_act_on_it(said[-1])
    if did and not (act and is_about_it(did)):
        return did, said[-1]
    if act is None:
        return find_own_fix(turn)
    before = [said[-1].partition(act.group())[0], *reversed(said[-1 - EARLIER : -1])]
    for place, text in enumerate(before):
        if named := name_act(act, text):
            return named, f"{text}\n{said[-1]}" if place else said[-1]
    return did or "", said[-1]


def complete_act(turn: Turn) -> str | None:
    """`Rebooted the printer`, of "the printer" after "rebooted it, works now"."""
    said = [cap(one.text) for one in turn.messages if one.role == "user"][-2:]
    act = read_act_on_it(said[0]) if len(said) > 1 else None
    return title_act(act, said[1].strip(" .!")) if act and is_thing(said[1]) else None


def read_told(turn: Turn, place: int) -> Wish:
    """What the engineer wants with the message at this place. Once something was done, "they can log in" tells how it went."""
    text = cap(turn.messages[place].text)
    wish = read_wish(text)
    able = None if wish.outcome or wish.intents else read_ability(text)
    if able and follows_act(turn, place) and (not is_open(turn.fixes) or tells_end_of(able, turn)):
        return replace(wish, outcome="applied_success", quote=able)
    return wish


def tells_end_of(able: str, turn: Turn) -> bool:
    """Whether it is about somebody, or about what the ticket names: "the router is up" does not tell that a fix of the mail worked."""
    named = set(telling_words(f"{turn.title} {turn.problem}"))
    return _PEOPLE.search(able) is not None or not named.isdisjoint(telling_words(able))


def tells_cure(turn: Turn, place: int, wish: Wish) -> bool:
    """Whoever tells a cure answers no check by it: "freed 40 GB" says nothing of what had filled them."""
    if wish.outcome != "applied_success":
        return False
    text = turn.messages[place].text
    return tells_act(text) or (
        (tells_change(wish.quote) or read_ability(text) is not None) and follows_act(turn, place)
    )


def follows_act(turn: Turn, place: int) -> bool:
    text = turn.messages[place].text
    return tells_act(text) or bool(find_own_fix(replace(turn, messages=turn.messages[: place + 1]))[0])


def find_own_fix(turn: Turn) -> tuple[str, str]:
    """What was done and the message that tells it, from the last messages before the newest: a cure may be told when it has proven itself. What
    answers the question for changes was no cure."""
    changed = next(one for one in QUESTIONS if one.label == CHANGED)
    known = {fix.title.casefold() for fix in turn.fixes}
    places = [place for place, one in enumerate(turn.messages) if one.role == "user"][-1 - EARLIER : -1]
    for place in reversed(places):
        text, asked = turn.messages[place].text, turn.messages[place - 1].text if place else ""
        answer = f"**{changed.title}**" in asked or (changed.title in asked and answers(changed, text))
        did = None if answer else read_own_fix(text)
        if did and did.casefold() not in known and read_outcome(split_written(text).prose)[0] != "applied_failed":
            return did, text
    return "", ""


def find_other_cure(turn: Turn, suggested: KnownFix) -> tuple[str, str]:
    """What cured it in place of the suggested fix, and the words that tell it."""
    newest = cap(turn.messages[-1].text)
    did = read_other_fix(newest, suggested.title)
    return (did, newest) if did else find_other_fix(turn, suggested)


def find_other_fix(turn: Turn, suggested: KnownFix) -> tuple[str, str]:
    """What was done, and told, while the suggested fix waited, and is not that fix in other words; nobody said that the fix was."""
    did, told = find_own_fix(turn) if suggested.status == "proposed" else ("", "")
    asked = [one.text for one, after in pairwise(turn.messages) if after.role == "user" and after.text == told]
    waited = bool(asked) and HOW_IT_WENT in asked[-1]
    if not waited or tells_act(turn.messages[-1].text) or begin_words(did) & begin_words(suggested.title):
        return "", ""
    return did, told


def read_attempt(turn: Turn) -> str:
    """The words that tell what was tried: the newest message, or the one before."""
    said = [cap(one.text) for one in turn.messages if one.role == "user"][-2:]
    return next((one for one in reversed(said) if tells_act(one)), "")


def asked_what_cured(turn: Turn) -> bool:
    """Whether the assistant's last words asked for it."""
    said = [one for one in turn.messages if one.role == "assistant"]
    return bool(said) and WHAT_CURED in said[-1].text


def write_own_fix(draft: Draft, title: str, told: str) -> None:
    """`told`: the message that tells it; what was wrong, as it says before, is the reason."""
    reason, others = find_reason(told, title)
    for one in others:
        draft.note(one)
    title = title[:1].upper() + title[1:] if title.split(" ", 1)[0].isalpha() else title
    draft.suggest(title, reason, CONFIDENCE, None)
    draft.say(
        f"Good. I put what you did on a card in the lane: {quote(title)}. Press **Success** on it if that was the cure, confirm"
        " the facts that are right, then **Resolve**: the note tells both."
    )


def write_unnamed_cure(draft: Draft, told: str, newest: str) -> None:
    if act := read_act_on_it(newest):
        words = act.string[act.start("verb") : act.end()]
        draft.say(
            f"Good. {quote(words)} leaves open what that was. {WHAT_CURED}: it goes on a card, and into the note."
        )
        return
    noted = states_something(told) and not tells_end(told) and draft.note(one_line(told, 300))
    draft.say(f"Good{'; I noted that as a fact' if noted else ''}. {WHAT_CURED}: it goes on a card, and into the note.")


def write_own_failure(draft: Draft, outcome: str, newest: str, *, in_part: bool = False) -> None:
    """Something was tried of which no card tells."""
    act = next((one.text for one in split_written(newest).sentences if tells_act(one.text)), outcome)
    told = outcome if tells_act(outcome) else f"{act.rstrip(' ,;')}{'' if act.endswith(('.', '!')) else ';'} {outcome}"
    draft.state((HELPED_IN_PART if in_part else TRIED_IN_VAIN) + one_line(told, 300), "assistant")
    draft.say(f"I noted as {'a help in part' if in_part else 'tried without success'}: {quote(told)}.")
