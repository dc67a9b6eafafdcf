"""What a message says about a playbook's checks. Where words and output differ, the output counts, and it is told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from resolvent.knowledge.corrections import after_marker, amended, corrected, cut_at_marker, is_weak, names_the_other
from resolvent.knowledge.denials import denies_something_else
from resolvent.knowledge.german import as_written, lines_in_english
from resolvent.knowledge.numbers import in_unit, read_number
from resolvent.knowledge.patterns import compiled
from resolvent.knowledge.phrases import compile_phrase
from resolvent.knowledge.playbook import Answer, Check, Playbook
from resolvent.knowledge.shares import read_share, turn_round
from resolvent.knowledge.spelling import correct
from resolvent.knowledge.stems import GENERIC, telling_words
from resolvent.knowledge.words import (
    NO_ANSWER,
    Reply,
    Sentence,
    Written,
    find_phrase,
    passes,
    read_reply,
    split_written,
)

DENIED = 0.8
HEDGED = 0.75
_HOW_MANY = re.compile(r"\W*(?:none|nothing)\b", re.IGNORECASE)
_LABELLED = re.compile(
    r"^(?P<label>[^\W\d][^:\n]{5,60}):[ \t]*(?P<n>\d{1,9}(?:[.,]\d{1,3})?)[ \t]*(?P<u>[A-Za-z%]{0,5})[ \t]*$",
    re.MULTILINE,
)
_OF_WHOM = re.compile(r"\b(?:only|just|nobody|no one|noone|none|every\w*|all|both|some)\b", re.IGNORECASE)
_IT = re.compile(r"^(?:it|they) (?=\w)")
_NAME = re.compile(r"\b(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{2,}(?:-[A-Z0-9]{2,})+\b")
"""Of a machine or a job: `WEEKLY-FULL` does not say that anything is full."""


@dataclass(frozen=True, slots=True)
class Reading:
    check: Check
    answer: Answer
    source: Literal["output", "words"]
    certainty: float
    quote: str
    """The line or sentence that says so, as written."""
    by_denial: bool = False
    """Nobody said this answer; the only other one was denied."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The words said one thing and the output another; the output counts."""

    check: Check
    said: Answer
    shown: Answer
    quote: str


@dataclass(frozen=True, slots=True)
class Heard:
    readings: tuple[Reading, ...]
    contradictions: tuple[Contradiction, ...]
    reply: Reply | None
    """A plain answer to the pending question, also where it says nothing about it ("don't know", "can't run that")."""
    suspected: frozenset[str]
    """Causes that the engineer named."""


def read_message(
    playbook: Playbook,
    text: str,
    pending: Check | None = None,
    *,
    aside: frozenset[str] = frozenset(),
    aside_asked: bool = False,
    numbers: Sequence[str] = (),
    earlier: Sequence[tuple[Check, Answer]] = (),
) -> Heard:
    """`aside`: sentences that answer something else that was asked, so that their yes is none to the pending check.
    `aside_asked`: something else was asked, so that "none" and "nothing" need not mean no.
    `numbers`: where the number of a measured check may stand, the likelier first; else anywhere.
    `earlier`: what was answered before, the latest first; words such as "sorry, I meant" may take it back."""
    written = split_written(text)
    sentences = [
        replace(one, text=part, corrected=correct(_NAME.sub("NAME", part), playbook.vocabulary))
        for one in written.sentences
        for part in cut_at_marker(one.text)
    ]
    written = replace(written, sentences=tuple(sentences))
    shown = {
        one.check.id: replace(one, quote=as_written(one.quote, written.whole))
        for one in read_output(playbook, lines_in_english(written.whole))
    }
    said = {one.check.id: one for one in read_words(playbook, written.sentences)}
    back = read_corrections(earlier, pending, written.sentences)
    said = said | {one.check.id: one for one in back}
    reply = None if back else read_reply(written.prose)
    if pending is not None and pending.id not in shown and (labelled := read_labelled(pending, written.whole)):
        shown[pending.id] = labelled
    if pending is not None and (exact := read_exact(pending, written)):
        said = {pending.id: exact}
    elif pending is not None and pending.id not in said:
        elsewhere = aside | {one.quote for one in said.values()}
        plain_reply = None if reply and aside_asked and _HOW_MANY.match(written.prose) else reply
        answer = read_pending(pending, written, plain_reply, elsewhere, numbers)
        if answer and not any(measures_alike(one, answer) for one in said.values()):
            said[pending.id] = answer
    if pending is not None and (answer := said.get(pending.id)):
        # "no, she never updated it there" tells of what was asked, not that something else was not updated.
        said = {
            key: one for key, one in said.items() if one is answer or not one.by_denial or one.quote != answer.quote
        }
    contradictions = tuple(
        Contradiction(shown[check].check, said[check].answer, shown[check].answer, said[check].quote)
        for check in shown.keys() & said.keys()
        if said[check].answer.id != shown[check].answer.id
    )
    told = {one.quote for one in said.values()}  # an answer to a check is no suspicion besides
    suspected = frozenset(
        cause.id
        for cause in playbook.causes
        for phrase in cause.says
        for sentence in written.sentences
        if sentence.text not in told and says(phrase, sentence)
    )
    return Heard(tuple((said | shown).values()), contradictions, reply[0] if reply else None, suspected)


def is_specific(phrase: str, sentence: Sentence) -> bool:
    """Whether what is found tells what it is about, or of whom: "it is ok", told unasked, may be said of anything."""
    found = compile_phrase(phrase).search(sentence.corrected)
    told = found.group() if found else ""
    return _OF_WHOM.search(told) is not None or not GENERIC.issuperset(telling_words(told))


def says(phrase: str, sentence: Sentence) -> bool:
    found = find_phrase(phrase, sentence.corrected)
    return found is not None and found[0] == "said"


def read_exact(check: Check, written: Written) -> Reading | None:
    """The answer in the very words in which it was offered; what follows a comma tells more."""
    said = {plain(written.prose), plain(written.prose.split(",", 1)[0])}
    answer = next((one for one in check.answers if said & {plain(one.label), plain(one.fact)}), None)
    quote = written.sentences[0].text if len(written.sentences) > 1 else written.prose.strip()
    return Reading(check, answer, "words", 1.0, quote) if answer else None


def plain(text: str) -> str:
    return _IT.sub("", " ".join(text.casefold().split()).strip(" .!*"))


def read_output(playbook: Playbook, text: str) -> Iterator[Reading]:
    for check in playbook.checks:
        if check.measure and (reading := read_measured(check, text)):
            yield reading
            continue
        for answer in check.answers:
            found = next((m for pattern in answer.output if (m := compiled(pattern).search(text))), None)
            if found:
                start, end = text.rfind("\n", 0, found.start()) + 1, f"{text}\n".find("\n", found.end())
                yield Reading(check, answer, "output", 1.0, text[start:end].strip())
                break


def read_measured(check: Check, text: str) -> Reading | None:
    if check.measure is None:
        return None
    for pattern in check.measure.patterns:
        if found := compiled(pattern).search(text):
            value = in_unit(found["n"], found.groupdict().get("u"), check.measure.unit)
            if value is not None and (answer := answer_for(check, value)):
                return Reading(check, answer, "output", 1.0, found.group().strip())
    return None


def read_labelled(check: Check, text: str) -> Reading | None:
    """A measured check as somebody's own tool prints it: `Programs that start with Windows: 23`, in words of the question."""
    if check.measure is None:
        return None
    for found in _LABELLED.finditer(text):
        value = in_unit(found["n"], found["u"], check.measure.unit)
        alike = set(telling_words(found["label"])) & set(telling_words(check.title))
        if len(alike) > 1 and value is not None and (answer := answer_for(check, value)):
            return Reading(check, answer, "output", 1.0, found.group().strip())
    return None


def answer_for(check: Check, value: float) -> Answer | None:
    """The answer in whose range the number lies."""
    for answer in check.answers:
        ranged = answer.below is not None or answer.at_least is not None
        above = answer.at_least is None or value >= answer.at_least
        if ranged and above and (answer.below is None or value < answer.below):
            return answer
    return None


def read_words(playbook: Playbook, sentences: tuple[Sentence, ...]) -> Iterator[Reading]:
    """Answers volunteered in prose. Of two for one check, the later sentence counts."""
    for check in playbook.checks:
        for sentence in reversed(sentences):
            if reading := read_sentence(check, sentence, short=False):
                yield reading
                break


def read_sentence(check: Check, sentence: Sentence, *, short: bool) -> Reading | None:
    """Of several answers whose phrases are found, the one with the longest: "none of them has run out" is no "none"."""
    certainty = HEDGED if sentence.hedged else 1.0
    denied: Answer | None = None
    said: tuple[int, Answer] | None = None
    for answer in check.answers:
        for phrase in [*answer.says, *(answer.short if short else ())]:
            match find_phrase(phrase, sentence.corrected):
                case "said", length if (said is None or length > said[0]) and (short or is_specific(phrase, sentence)):
                    said = length, answer
                case "denied", _:
                    denied = answer
    if said is not None:
        share = read_share(check, sentence.corrected)
        measured = None if share is None else answer_for(check, share)
        return Reading(check, measured or said[1], "words", certainty, sentence.text)
    if denied is not None and len(check.answers) == 2:
        opposite = next(answer for answer in check.answers if answer is not denied)
        return Reading(check, opposite, "words", certainty * DENIED, sentence.text, by_denial=True)
    return None


def read_corrections(
    earlier: Sequence[tuple[Check, Answer]], pending: Check | None, sentences: Sequence[Sentence]
) -> list[Reading]:
    """For each sentence that takes something back: the latest answer that it changes, if it speaks of one."""
    found: list[Reading] = []
    if earlier and len(earlier[0][0].answers) == 2:
        check, before = earlier[0]
        other = next(one for one in check.answers if one.id != before.id)
        found += [Reading(check, other, "words", 1.0, one.text) for one in sentences if names_the_other(one.text)]
    for place, told in corrected([one.text for one in sentences]):
        sentence = replace(sentences[place], corrected=after_marker(sentences[place].corrected) or told)
        if pending is not None and is_weak(sentence.text) and read_sentence(pending, sentence, short=True):
            continue
        for check, before in earlier:
            one = read_sentence(check, sentence, short=True) or read_stated_number(check, sentence)
            if one is not None and not one.by_denial and check is not pending:
                found += [one] if one.answer.id != before.id else []
                break
    return found


def read_stated_number(check: Check, sentence: Sentence) -> Reading | None:
    """With its unit: a bare number may be anything."""
    if check.measure is None or check.measure.unit == "count":
        return None
    value = read_number(turn_round(check, sentence.corrected), check.measure.unit)
    answer = None if value is None else answer_for(check, value)
    return Reading(check, answer, "words", 0.95, sentence.text) if answer else None


def read_pending(
    check: Check,
    written: Written,
    reply: tuple[Reply, float] | None,
    elsewhere: frozenset[str],
    numbers: Sequence[str] = (),
) -> Reading | None:
    """The message as an answer to the question just asked; "can't tell, skip that one" answers nothing, "all of them. skip it" does.

    Sentences in `elsewhere` answer another check ("yes, webmail works"), so their yes is none to this one.
    """
    passed = reply is not None and reply[0] in NO_ANSWER
    for sentence in written.sentences:
        if passed and passes(sentence.text):
            return None
        if reading := read_sentence(check, sentence, short=sentence.text not in elsewhere):
            return reading
    if passed:
        return None
    unclaimed = not written.sentences or written.sentences[0].text not in elsewhere
    if (
        check.measure
        and (unclaimed or check.measure.unit != "count")
        and (value := read_amended(check, check.measure.unit, numbers or [written.prose])) is not None
        and (answer := answer_for(check, value))
    ):
        holds = (one.text for one in written.sentences if read_amended(check, check.measure.unit, [one.text]) == value)
        return Reading(check, answer, "words", 0.95, next(holds, written.prose.strip()[:300]))
    if reply is None or not unclaimed or denies_something_else(check, written.prose):
        return None
    answer = next((one for one in check.answers if one.means == reply[0]), None)
    quote = written.sentences[0].text if written.sentences else written.prose.strip()[:300]
    return Reading(check, answer, "words", reply[1], quote) if answer else None


def measures_alike(one: Reading, other: Reading) -> bool:
    """The same sentence, for two checks in one unit: "the processor is at 20 %" has one number, and it is the first's."""
    first, second = one.check.measure, other.check.measure
    return bool(first and second and first.unit == second.unit) and one.quote == other.quote


def read_amended(check: Check, unit: str, places: Sequence[str]) -> float | None:
    """Of "300 MB, no sorry 30 GB" the second."""
    texts = [text for place in places for prose in [turn_round(check, place)] for text in (amended(prose), prose)]
    return next((value for text in texts if (value := read_number(text, unit)) is not None), None)
