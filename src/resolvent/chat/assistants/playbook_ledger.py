"""What the assistant writes into the session of what it read: a fact, and the result of the check in the lane. The engineer's
own words stand beside what they mean, and what no check reads is proposed as it was written: no statement is lost."""

import re
from collections.abc import Sequence
from typing import Literal

from resolvent.chat.assistant import KnownFact, Turn
from resolvent.chat.assistants.playbook_answers import fill, is_readable
from resolvent.chat.assistants.playbook_draft import Draft, one_line
from resolvent.chat.assistants.playbook_headed import state_headed
from resolvent.chat.assistants.playbook_intents import read_outcome, read_wish, tells_change
from resolvent.chat.assistants.playbook_quotes import quote_of, with_words
from resolvent.chat.assistants.playbook_state import State
from resolvent.knowledge.corrections import without_opening
from resolvent.knowledge.reading import Reading
from resolvent.knowledge.telling import is_stated, states_something
from resolvent.knowledge.words import cap, read_reply, split_written
from resolvent.secret_shapes import mask_secrets

MOST = 5
"""Sentences of one message that are noted."""
_COMMAS = re.compile(r"\s*[,;][\s,;]*")
_MARKER = re.compile(r"\[/?[A-Z_]{3,}[:\]]")
"""What looks like a block of the assistant's is no statement."""
_LOG_LINE = re.compile(r".{0,24}\b\d{1,2}:\d\d:\d\d\b")
"""Nobody writes seconds where a sentence begins; logs do."""


def write_down(draft: Draft, turn: Turn, state: State, news: Sequence[Reading]) -> None:
    open_titles = {one.title.casefold() for one in turn.checks if one.status == "todo" or one.reported}
    quoted: set[str] = set()
    for one in news:
        words = quote_of(one)
        state_answer(draft, turn, state, one, "" if words in quoted else words)
        quoted.add(words)
        if one.check.title.casefold() in open_titles:
            draft.report_check(one.check.title, result_of(one))
    if state.passed_over and state.passed_over.title.casefold() in open_titles:
        draft.skip_check(state.passed_over.title)
    for check in state.logged:
        logged = state.observed[check]
        for fact in turn.facts:
            if not fact.confirmed and is_overruled(fact.text, logged, state):
                draft.state(logged.answer.fact, "check", fact.text)


def state_answer(draft: Draft, turn: Turn, state: State, one: Reading, words: str) -> None:
    """In place of what it overrules, and of the same told with other words; what is confirmed stays."""
    overruled = [fact for fact in turn.facts if is_overruled(fact.text, one, state)]
    same = [fact for fact in turn.facts if is_stated(one.answer.fact, fact.text)]
    own = [fact.text for fact in (*overruled, *same) if not fact.confirmed]
    text = with_words(one.answer.fact, words)
    for old in own:
        if old != text:
            draft.state(text, "check", old)
    if not own and not same:
        draft.state(text, "check")
    for fact in overruled:
        if fact.confirmed:
            tell_conflict(draft, fact)


def tell_conflict(draft: Draft, fact: KnownFact) -> None:
    draft.say(
        f"That contradicts the confirmed fact “{fact.text}” I leave it as it is: correct or remove it in the"
        " lane if it no longer holds."
    )


def is_overruled(text: str, one: Reading, state: State) -> bool:
    """What the check's other answers would have stated, and the ticket's report of one, if it tells nothing else."""
    reports = [reported(told) for told in state.told]
    return any(is_stated(answer.fact, text) for answer in one.check.answers if answer.id != one.answer.id) or any(
        text == reported(told) and reports.count(text) == 1
        for told in state.told
        if told.check.id == one.check.id and told.answer.id != one.answer.id
    )


def reported(told: Reading) -> str:
    return f"Reported: {one_line(told.quote, 300)}"


def result_of(one: Reading) -> str:
    """Short, for the lane and the note: `stopped (from the output)`, `less than 10 GB free (“FreeGB : 3.2”, from the output)`."""
    words = f"“{one_line(mask_secrets(one.quote), 80)}”" if one.check.measure is not None else ""
    if not words and (quoted := quote_of(one)):
        words = f"“{quoted}”"
    how = "from the output" if one.source == "output" else ""
    unsure = "not quite certain" if one.certainty < 0.9 and not words and not how else ""
    behind = ", ".join(part for part in (words, how, unsure) if part)
    return f"{one.answer.label} ({behind})" if behind else one.answer.label


def write_rest(draft: Draft, turn: Turn, state: State, outcome: str) -> Literal["answer", "report"] | None:
    """What the newest message states beyond the playbook's checks: under its heading where one of the general questions
    is answered, else as it was written. `outcome`: the sentence that tells how a fix went."""
    heard, text = state.heard, cap(turn.messages[-1].text)
    if heard is None or not is_readable(text):
        return None
    done = fill(turn)
    read = [one.quote for one in heard.readings if one in state.new or not quote_of(one)]
    read += [one.quote for one in heard.contradictions]
    read += [outcome] if outcome else []
    kinds: list[Literal["answer", "report"]] = []
    for sentence in split_written(text).sentences:
        said = mask_secrets(one_line(without_opening(sentence.text)))
        flat = one_line(sentence.text)
        headed = [(question, part) for question, part in done.new if part in flat]
        told = any(quoted in sentence.text or sentence.text in quoted for quoted in read)
        divided = bool(headed) and all(part != flat for _, part in headed)
        if told and not divided:
            continue
        if _MARKER.search(said) or len(kinds) == MOST or any(said in fact.text for fact in turn.facts):
            continue
        for question, part in headed:
            state_headed(draft, turn, done, question, part)
            kinds.append("answer")
        rest = without_skip(without(flat, [part for _, part in headed]))
        if not told and is_statement(rest, outcome) and draft.note(mask_secrets(rest)):
            kinds.append("report")
    return min(kinds, default=None)


def write_aside(draft: Draft, text: str) -> None:
    """What a message states beside what it wants: "the job has one thread. Escalate"."""
    for sentence in split_written(text).sentences[:MOST]:
        if (
            is_statement(sentence.text, "")
            and not read_wish(sentence.text).intents
            and not _MARKER.search(sentence.text)
        ):
            draft.note(mask_secrets(one_line(sentence.text)))


def without(sentence: str, parts: Sequence[str]) -> str:
    """What is left of it, its commas included."""
    for part in parts:
        sentence = sentence.replace(part, ",", 1)
    return _COMMAS.sub(", ", sentence).strip(" ,;.") if parts else sentence


def without_skip(sentence: str) -> str:
    """ "Can we skip that, it hangs only there" tells something behind its comma."""
    parts = _COMMAS.split(sentence)
    told = [part for part in parts if (reply := read_reply(part)) is None or reply[0] in ("yes", "no")]
    return ", ".join(told) if len(told) < len(parts) else sentence


def is_statement(sentence: str, outcome: str) -> bool:
    """Not a bare yes, a "don't know", a line of a log, or a word on how the fix went. `outcome`: the sentence that tells that, if any does."""
    reply = read_reply(sentence)
    return (
        states_something(sentence)
        and _LOG_LINE.match(sentence) is None
        and (reply is None or reply[0] in ("yes", "no"))
        and (read_outcome(sentence)[0] is None or (not outcome and not tells_change(sentence)))
    )
