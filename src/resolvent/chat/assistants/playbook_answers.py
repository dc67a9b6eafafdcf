"""What an engineer answered of the checklist's questions, asked or unasked, from ticket, lane and conversation. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from resolvent.chat.assistant import Turn
from resolvent.chat.assistants.playbook_acts import tells_act
from resolvent.chat.assistants.playbook_draft import one_line
from resolvent.chat.assistants.playbook_intents import BESIDES, Wish, read_wish
from resolvent.chat.assistants.playbook_near import NEAREST, answers_near, picks_later
from resolvent.chat.assistants.playbook_offers import HOW_IT_WENT
from resolvent.chat.assistants.playbook_own import read_told
from resolvent.chat.assistants.playbook_parts import Part, divide, give_in_turn, join, without_reply
from resolvent.chat.assistants.playbook_questions import (
    CHANGED,
    DEVICE,
    ERROR,
    ERROR_LINE,
    ERROR_WORDS,
    NO_ERROR,
    QUESTIONS,
    SHAPES,
    Question,
    asked_besides,
    changed_then,
    goes_along,
    is_thing,
    may_answer,
    says_anew,
    without_speech,
)
from resolvent.knowledge.german import in_english
from resolvent.knowledge.telling import states_something
from resolvent.knowledge.wishes import without_wishes
from resolvent.knowledge.words import NO_ANSWER, cap, passes, read_reply, split_written
from resolvent.secret_shapes import mask_secrets

_NOTHING = re.compile(r"\W*(?:no(?:thing|ne)?|not that)\b", re.IGNORECASE)
MANY = 6
"""Lines from which on a message is a log rather than words."""
UNREADABLE = "I could not read that message."
NO_ERROR_LINE = "I found no line in it that tells of an error."


CUED = tuple(one for one in QUESTIONS if one.cue)


@dataclass
class Checklist:
    answers: dict[str, str] = field(default_factory=dict)
    """question title → what was said, literally"""
    from_ticket: set[str] = field(default_factory=set)
    """Titles of those that the ticket answers; the engineer's own words may answer them once more."""
    skipped: set[str] = field(default_factory=set)
    passed_over: str = ""
    """The title of the question that the newest message skips."""
    left_open: bool = False
    """The newest message says that nobody knows the answer."""
    corrected: dict[str, str] = field(default_factory=dict)
    """question title → what the newest message takes back"""
    new: list[tuple[Question, str]] = field(default_factory=list)
    extra: str = ""
    """What the newest message told beyond the questions."""
    unread: str = ""
    """Why nothing was taken from the newest message."""

    @property
    def open(self) -> list[Question]:
        return [one for one in QUESTIONS if one.title not in self.answers and one.title not in self.skipped]


def fill(turn: Turn) -> Checklist:
    """The checklist as it stands, from ticket, lane and conversation."""
    done = Checklist()
    take_cues(done, divide(without_wishes(cap(turn.problem)), CUED, whole=True))
    done.from_ticket = set(done.answers)
    if turn.problem.strip() and is_readable(turn.problem):
        done.answers.setdefault(QUESTIONS[0].title, one_line(turn.problem, 300))
    for check in turn.checks:
        if check.status == "done" and check.result and not check.reported:
            done.answers[check.title] = one_line(check.result)
        elif check.status == "skipped" and not check.reported:
            done.skipped.add(check.title)
    pending: Question | None = None
    asked = offered = ""
    for place, said in enumerate(turn.messages):
        if said.role == "assistant":
            pending = next((one for one in QUESTIONS if f"**{one.title}**" in said.text), None)
            asked = said.text
            offered = asked if NEAREST in asked else offered
            continue
        done.new, done.extra, done.unread, done.corrected = [], "", "", {}
        if not answers_near(asked, said.text) and not picks_later(offered, said.text):
            done.passed_over, done.left_open = "", False
            wish = read_told(turn, place)
            take_message(done, cap(said.text), pending, asked_besides(asked), wish, of_fix=HOW_IT_WENT in asked)
    return done


def take_message(
    done: Checklist, text: str, pending: Question | None, besides: Sequence[Question], wish: Wish, *, of_fix: bool
) -> None:
    """`besides`: what was asked along with a check. `of_fix`: it was asked how a fix went; what tells that is no change from before."""
    if wish.intents - BESIDES or (wish.outcome == "applied_success" and tells_act(text)):
        return
    if not is_readable(text):
        done.unread = UNREADABLE
        return
    before, ticket = dict(done.answers), set(done.from_ticket)
    lines = [line for line in text.splitlines() if line.strip()]
    is_log = len(lines) >= MANY or (len(lines) > 1 and not split_written(text).prose.strip())
    parts = give_in_turn(divide(text, CUED, whole=is_log), besides)
    if of_fix and wish.outcome:
        parts = [without_change(one) if one.text in wish.quote else one for one in parts]
    elif wish.outcome and tells_act(text):
        parts = [one for one in parts if not tells_attempt(one, wish.quote)]
    left: Sequence[Part] = take_cues(done, parts, pending, anew=not is_log)
    reply = read_reply(split_written(text).prose.strip())
    if pending is not None and pending.title not in done.answers:
        if reply and reply[0] in NO_ANSWER and (not left or left[0] is not parts[0] or passes(parts[0].text)):
            done.skipped.add(pending.title)
            done.passed_over = pending.title if reply[0] == "cannot" else ""
            done.left_open = reply[0] == "unknown"
        elif left and not wish.intents - {"meaning", "fix"}:
            corrects = any(done.answers[title] != said for title, said in before.items() if title not in ticket)
            parts, left = (
                [one for one in some if is_log or not (passes(one.text) or (corrects and is_bare(one.text)))]
                for some in (parts, left)
            )
            left = take_answer(done, pending, text if is_log else "", parts, left)
    done.new = [
        (one, done.answers[one.title]) for one in QUESTIONS if done.answers.get(one.title) != before.get(one.title)
    ]
    done.corrected = {one.title: before[one.title] for one, _ in done.new if one.title in before.keys() - ticket}
    rest = join([one for one in left if not read_wish(one.text).intents])
    if rest and not reply_only(rest) and states_something(rest) and not rest.endswith("?"):
        done.extra = one_line(mask_secrets(without_reply(rest)))


def without_change(part: Part) -> Part:
    return replace(part, questions=tuple(one for one in part.questions if one.label != CHANGED))


def tells_attempt(part: Part, outcome: str) -> bool:
    """ "Rebooted the server, no difference" tells what was tried, not what had changed before."""
    return (
        {one.label for one in part.questions} <= {CHANGED}
        and not changed_then(part.text)
        and (part.text in outcome or tells_act(part.text))
    )


def is_bare(text: str) -> bool:
    """A yes or a no alone, before a correction: "no, since Tuesday"."""
    return len(text.split()) == 1 and read_reply(text) is not None


def reply_only(rest: str) -> bool:
    """ "No idea" and "skip it" state nothing; "no, the other one" and "none, works in the other port" do."""
    reply = read_reply(rest)
    return reply is not None and (reply[0] in NO_ANSWER or len(rest.split()) < MANY // 2)


def take_answer(
    done: Checklist, pending: Question, log: str, parts: Sequence[Part], left: Sequence[Part]
) -> Sequence[Part]:
    """What was asked is answered first: by the words before any that answer something else. They are the answer if they can be
    one; if not, the question is passed over. Returned is what answers nothing."""
    lead = list(left) if log else parts[: next((at for at, one in enumerate(parts) if one not in left), len(parts))]
    if not lead:
        return left
    first = lead[:1]
    if not log:
        lead = list(takewhile(lambda one: may_answer(pending, one.text) and not tells_event(pending, one.text), lead))
    told: str | None = join(lead) or None
    if pending.label == ERROR and NO_ERROR.match(first[0].text):
        told, lead = first[0].text, first
    elif pending.label == ERROR:
        told = find_error(log, join(lead))
    if told is not None:
        done.answers[pending.title] = without_reply(one_line(told))
        return take_along(done, [pending], lead[-1], parts, [one for one in left if one not in lead], pending)
    if len(left) == len(parts) and (meant := find_meant(done, pending, first[0].text)):
        done.answers[meant.title] = one_line(first[0].text)
        return take_along(done, [meant], first[0], parts, left[1:], meant)
    if len(left) == len(parts):
        done.skipped.add(pending.title)
    if log and pending.label == ERROR:
        done.unread = NO_ERROR_LINE
        return []
    return left


def tells_event(pending: Question, text: str) -> bool:
    """ "Updated the driver of the Wi-Fi" names no device."""
    return pending.label == DEVICE and tells_act(text)


def find_meant(done: Checklist, pending: Question, text: str) -> Question | None:
    """The only open question that a few words can answer, when what was asked is not that one: "azure, two nodes"."""
    if may_answer(pending, text) or not is_thing(text):
        return None
    may = [one for one in done.open if one.label in SHAPES and may_answer(one, text)]
    return may[0] if len(may) == 1 else None


def take_along(
    done: Checklist,
    told: Iterable[Question],
    last: Part,
    parts: Sequence[Part],
    left: Sequence[Part],
    pending: Question | None,
) -> list[Part]:
    """What follows an answer in its sentence and goes on with it; the rest of `left` is returned."""
    along: list[Part] = []
    place = next((at for at, one in enumerate(parts) if one is last), len(parts))
    for question in told:
        for one in parts[place + 1 :]:
            fits = (
                one.sentence == last.sentence
                and one in left
                and set(one.questions) <= {question}
                and not passes(one.text)
            )
            if not fits or not (one.questions or goes_along(question, one.text, asked=question is pending)):
                break
            done.answers[question.title] = one_line(join([replace(last, text=done.answers[question.title]), one]))
            along.append(one)
    return [one for one in left if one not in along]


def find_error(log: str, told: str) -> str | None:
    """Of a log the first line that tells of an error; of words all, if they tell of one."""
    if log:
        return next((line for line in log.splitlines() if ERROR_LINE.search(in_english(line))), None)
    return told if ERROR_LINE.search(told) or ERROR_WORDS.search(without_speech(told)) else None


def take_cues(
    done: Checklist, parts: Sequence[Part], pending: Question | None = None, *, anew: bool = False
) -> list[Part]:
    """Parts that answer questions by their words, perhaps several at once; what is left is returned. `anew`: an answer of an
    earlier message gives way to one that says it anew."""
    left: list[Part] = list(parts)
    before = dict(done.answers)
    for part in parts:
        told = [
            one
            for one in part.questions
            if part.corrects
            or one.title not in done.answers
            or one.title in done.from_ticket
            or (
                anew
                and done.answers[one.title] == before.get(one.title)
                and (says_anew(one, part.text) or says_something(one, part.text, before[one.title]))
            )
        ]
        done.from_ticket -= {one.title for one in told}
        for question in told:
            done.answers[question.title] = without_reply(one_line(part.text))
        if told:
            left = take_along(done, told, part, parts, [one for one in left if one is not part], pending)
    return left


def says_something(question: Question, text: str, before: str) -> bool:
    """A change, told after "nothing changed"."""
    return question.label == CHANGED and _NOTHING.match(before) is not None and _NOTHING.match(text) is None


def is_readable(text: str) -> bool:
    """Words rather than keyboard noise; any script counts."""
    words = re.findall(r"[^\W\d_]{2,}", text[:2_000])
    real = [one for one in words if not one.isascii() or re.search(r"[aeiouy]", one, re.IGNORECASE) or one.isupper()]
    noise = [
        one for one in real if one.isascii() and re.search(r"[bcdfghjklmnpqrstvwxz]{5,}|(.)\1{3,}", one, re.IGNORECASE)
    ]
    return len(real) > 2 * len(noise)
