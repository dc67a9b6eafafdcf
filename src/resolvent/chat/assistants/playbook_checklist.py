"""For a problem without a playbook: what to find out before anyone can help. It records literally and never guesses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from resolvent.chat.assistant import DeskTemplate, Turn
from resolvent.chat.assistants.playbook_draft import Draft, one_line
from resolvent.chat.assistants.playbook_intents import read_wish
from resolvent.chat.assistants.playbook_near import NEAREST, answers_near, name_near, picks_later
from resolvent.chat.assistants.playbook_offers import write_offer
from resolvent.chat.assistants.playbook_own import read_own_fix
from resolvent.chat.assistants.playbook_parts import Part, divide, join
from resolvent.chat.assistants.playbook_questions import (
    ERROR,
    ERROR_LINE,
    ERROR_WORDS,
    NO_ERROR,
    QUESTIONS,
    SHAPES,
    Question,
    may_answer,
)
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.telling import states_something
from resolvent.knowledge.wishes import without_wishes
from resolvent.knowledge.words import cap, read_reply, split_written
from resolvent.secret_shapes import mask_secrets

NO_PLAYBOOK_BUT = "No playbook of mine fits this problem, but a template of your own desk may."
MANY = 6
"""Lines from which on a message is a log rather than words."""
UNREADABLE = "I could not read that message."
NO_ERROR_LINE = "I found no line in it that tells of an error."
COMPLETE = "That is the checklist:"


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
        elif check.status == "skipped":
            done.skipped.add(check.title)
    pending: Question | None = None
    asked = offered = ""
    for said in turn.messages:
        if said.role == "assistant":
            pending = next((one for one in QUESTIONS if f"**{one.title}**" in said.text), None)
            asked = said.text
            offered = asked if NEAREST in asked else offered
            continue
        done.new, done.extra, done.unread, done.corrected = [], "", "", {}
        if not answers_near(asked, said.text) and not picks_later(offered, said.text):
            done.passed_over, done.left_open = "", False
            take_message(done, cap(said.text), pending)
    return done


def take_message(done: Checklist, text: str, pending: Question | None) -> None:
    wish = read_wish(text)
    if wish.intents - {"next"} or (wish.outcome == "applied_success" and read_own_fix(text)):
        return
    if not is_readable(text):
        done.unread = UNREADABLE
        return
    before, ticket = dict(done.answers), set(done.from_ticket)
    is_log = len([line for line in text.splitlines() if line.strip()]) >= MANY
    parts = divide(text, CUED, whole=is_log)
    left: Sequence[Part] = take_cues(done, parts)
    reply = read_reply(split_written(text).prose.strip())
    if pending is not None and pending.title not in done.answers:
        if reply and reply[0] in ("unknown", "cannot"):
            done.skipped.add(pending.title)
            done.passed_over = pending.title if reply[0] == "cannot" else ""
            done.left_open = reply[0] == "unknown"
        elif left and not wish.intents:
            left = take_answer(done, pending, text if is_log else "", parts, left)
    done.new = [
        (one, done.answers[one.title]) for one in QUESTIONS if done.answers.get(one.title) != before.get(one.title)
    ]
    done.corrected = {one.title: before[one.title] for one, _ in done.new if one.title in before.keys() - ticket}
    rest = join(left)
    if rest and not reply_only(rest) and states_something(rest) and not rest.endswith("?"):
        done.extra = one_line(mask_secrets(rest))


def reply_only(rest: str) -> bool:
    """ "No idea" and "skip it" state nothing; "no, the other one" and "none, works in the other port" do."""
    reply = read_reply(rest)
    return reply is not None and (reply[0] in ("unknown", "cannot") or len(rest.split()) < MANY // 2)


def take_answer(
    done: Checklist, pending: Question, log: str, parts: Sequence[Part], left: Sequence[Part]
) -> Sequence[Part]:
    """What was asked is answered first: by the words before any that answer something else. They are the answer if they can be
    one; if not, the question is passed over. Returned is what answers nothing."""
    lead = list(left) if log else parts[: next((at for at, one in enumerate(parts) if one not in left), len(parts))]
    if not lead:
        return left
    first = lead[:1]
    if not log and pending.label in SHAPES:
        lead = list(takewhile(lambda one: may_answer(pending, one.text), lead))
    told: str | None = join(lead) or None
    if pending.label == ERROR and NO_ERROR.match(first[0].text):
        told, lead = first[0].text, first
    elif pending.label == ERROR:
        told = find_error(log, join(lead))
    if told is not None:
        done.answers[pending.title] = one_line(told)
        return [one for one in left if one not in lead]
    if len(left) == len(parts):
        done.skipped.add(pending.title)
    if log and pending.label == ERROR:
        done.unread = NO_ERROR_LINE
        return []
    return left


def find_error(log: str, told: str) -> str | None:
    """Of a log the first line that tells of an error; of words all, if they tell of one."""
    if log:
        return next((line for line in log.splitlines() if ERROR_LINE.search(line)), None)
    return told if ERROR_LINE.search(told) or ERROR_WORDS.search(told) else None


def take_cues(done: Checklist, parts: Sequence[Part]) -> list[Part]:
    """Parts that answer questions by their words, perhaps several at once; what is left is returned."""
    left = []
    for part in parts:
        told = [
            one
            for one in part.questions
            if part.corrects or one.title not in done.answers or one.title in done.from_ticket
        ]
        done.from_ticket -= {one.title for one in told}
        for question in told:
            done.answers[question.title] = one_line(part.text)
        if not told:
            left.append(part)
    return left


def is_readable(text: str) -> bool:
    """Words rather than keyboard noise; any script counts."""
    words = re.findall(r"[^\W\d_]{2,}", text[:2_000])
    real = [one for one in words if not one.isascii() or re.search(r"[aeiouy]", one, re.IGNORECASE) or one.isupper()]
    noise = [
        one for one in real if one.isascii() and re.search(r"[bcdfghjklmnpqrstvwxz]{5,}|(.)\1{3,}", one, re.IGNORECASE)
    ]
    return len(real) > 2 * len(noise)


def write_checklist(
    draft: Draft, turn: Turn, *, first: bool, offer: DeskTemplate | None = None, near: Sequence[Playbook] = ()
) -> None:
    """`offer`: a template of the desk's own, which goes before the questions; `near`: playbooks that may be meant."""
    done = fill(turn)
    begun = any(check.title == question.title for check in turn.checks for question in QUESTIONS)
    first = first or not begun
    if offer is not None:
        write_offer(draft, offer, NO_PLAYBOOK_BUT)
    elif first:
        draft.say(
            "No playbook of mine fits this problem, so I will not guess at its cause. I work as a checklist instead:"
            " what is known at the end makes a good handoff, and may show the way."
        )
        name_near(draft, near)
        for one in done.open:
            draft.propose_check(one.title, None, one.why)  # told in words: no note may say that its command was run
    if first:
        done.new = [(one, done.answers[one.title]) for one in QUESTIONS[1:] if one.title in done.answers]
    write_answers(draft, turn, done, first=first)
    if done.extra and done.extra not in one_line(turn.problem, len(turn.problem) + 1):
        draft.state(f"Reported: {done.extra}", "assistant")
        draft.say("Noted as a fact." if not done.new else "The rest is noted as a fact.")
    if done.unread and not first:
        draft.say(done.unread)
    if done.left_open or done.passed_over:
        draft.say("Then that stays open." if done.left_open else "All right, we skip that.")
    if offer is not None:
        return
    if done.open:
        ask(draft, done.open[0], len(done.open))
    else:
        close(draft, turn, done)


def write_answers(draft: Draft, turn: Turn, done: Checklist, *, first: bool) -> None:
    """What was just answered, or passed over, into the session."""
    waiting = {check.title for check in turn.checks if check.status == "todo" or check.reported}
    for one, said in done.new:
        old = f"{one.label}: {done.corrected[one.title]}" if one.title in done.corrected else None
        replaced = old if any(fact.text == old and not fact.confirmed for fact in turn.facts) else None
        draft.state(f"{one.label}: {said}", "ticket" if first else "assistant", replaced)
        if one.title in waiting:
            draft.report_check(one.title, said)
    if done.passed_over in waiting:
        draft.skip_check(done.passed_over)
    if done.new:
        begin = "Corrected: " if done.corrected.keys() >= {one.title for one, _ in done.new} else "Noted: "
        draft.say(begin + ", ".join(one.label.lower() for one, _ in done.new) + ".")


def ask(draft: Draft, question: Question, left: int) -> None:
    draft.say(f"**{question.title}**")
    if question.command:
        draft.say(f"On Windows this tells: `{question.command}`")
    more = f" {left - 1} more after this one; answer several at once if you like." if left > 1 else ""
    draft.say(f"{question.why}{more} If nobody knows, write *skip*.")


def close(draft: Draft, turn: Turn, done: Checklist) -> None:
    """The whole list once; to what is told after it, in a later round as well, only what can be done."""
    if any(said.role == "assistant" and COMPLETE in said.text for said in turn.messages):
        draft.say(
            "Nothing on the checklist is open, and I know no cause. **Escalate** hands over the facts that you confirmed;"
            " if you know the cause, add it as a fact and resolve the session."
        )
        return
    known = [f"- {one.label}: {'not known' if one.title in done.skipped else 'noted'}" for one in QUESTIONS]
    draft.say(f"{COMPLETE}\n\n" + "\n".join(known))
    draft.say(
        "I have not found the cause and will not invent one. Confirm the facts that are right; then **Escalate** hands"
        " them over in a note. If you find the cause yourself, add it as a fact and resolve the session."
    )
