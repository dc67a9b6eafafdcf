"""For a problem without a playbook: what to find out before anyone can help. It records literally and never guesses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from resolvent.chat.assistant import DeskTemplate, Turn
from resolvent.chat.assistants.playbook_draft import Draft, one_line
from resolvent.chat.assistants.playbook_intents import read_wish
from resolvent.chat.assistants.playbook_near import answers_near, name_near
from resolvent.chat.assistants.playbook_offers import write_offer
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.telling import states_something
from resolvent.knowledge.words import cap, read_reply, split_written
from resolvent.secret_shapes import mask_secrets

NO_PLAYBOOK_BUT = "No playbook of mine fits this problem, but a template of your own desk may."
MANY = 6
"""Lines from which on a message is a log rather than words."""
UNREADABLE = "I could not read that message."
NO_ERROR = "I found no line in it that tells of an error."
COMMAND = "Get-ComputerInfo -Property CsName, OsName, OsVersion, OsLastBootUpTime | Format-List"


ERROR = "Error text"
_ERROR_LINE = re.compile(
    r"\b(?:errors?|exception|fail\w*|denied|refused|cannot|can['’]t|could not|couldn['’]t|unable|invalid|expired|time[d -]*out"
    r"|not (?:found|responding|available|supported|allowed)|unexpected|critical|fatal|warning|panic|crash\w*)\b",
    re.IGNORECASE,
)
_ERROR_WORDS = re.compile(r"\b(?:code|message|says|0x[0-9a-f]+|[a-z]+[_-]?\d{2,}|\d{3,})\b|[\"“”]", re.IGNORECASE)
"""Of an error as somebody tells it, beside those."""


@dataclass(frozen=True, slots=True)
class Question:
    title: str
    label: str
    why: str
    cue: re.Pattern[str] | None = None
    command: str | None = None


QUESTIONS = (
    Question(
        "What exactly does not work, and what should happen instead?",
        "What does not work",
        "Everything else depends on the exact scope.",
    ),
    Question(
        "What is the exact error text or code, and where is it shown?",
        ERROR,
        "The literal text finds known problems; a paraphrase does not.",
        re.compile(
            r"\b0x[0-9a-f]{4,8}\b|\berror(?: code| message| text)?\s*[:#]|\b(?:it|message|screen) (?:says"
            r"|reads)\b|no error\b|[\"“][^\"”]{10,}[\"”]",
            re.IGNORECASE,
        ),
    ),
    Question(
        "Since when does it happen, and is it always or now and then?",
        "Since when",
        "A time can be compared with updates, changes and logs.",
        re.compile(
            r"\b(?:since (?=(?:then|about|around|early|late|the|an?|this|that|last|my|our|his|her|their|i|we|he|she|they|it"
            r"|yesterday|today|noon|midnight|\d{1,4}(?:[ap]m|h)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may"
            r"|june|july|august|september|october|november|december|(?:up(?:dat|grad)|install|chang|mov|migrat)\w*)\b)|yesterday|today|tonight"
            r"|this (?:morning|afternoon|week|month)|last (?:week|month|night|monday|tuesday|wednesday|thursday|friday)"
            r"|(?:\d+|a few|two|three|several) (?:hours?|days?|weeks?|months?) ago|started (?:on|at"
            r"|after|when)|every (?:day|morning|time|hour)|intermittent(?:ly)?|now and then"
            r"|from time to time)\b",
            re.IGNORECASE,
        ),
    ),
    Question(
        "What changed shortly before: updates, hardware, password, network, move?",
        "What changed before",
        "Most new faults follow a change.",
        re.compile(
            r"\b(?:after (?:the|an?|we|i|he|she|they|installing|updating|moving|changing)\b|(?:was|were|got"
            r"|been) (?:updated|upgraded|installed|replaced|moved|changed|migrated)|new (?:laptop|pc|router"
            r"|switch|phone|password|version|update|dock)|nothing (?:has )?changed|no changes?"
            r"|nothing (?:that )?(?:i|we|he|she|they) (?:know|knows|can think) of)\b",
            re.IGNORECASE,
        ),
    ),
    Question(
        "Who else has it: only this user or device, or others too?",
        "Who is affected",
        "It tells a fault of one device or account from one of a shared service.",
        re.compile(
            r"\b(?:only (?:me|him|hers?|his|my|their|this|\w+['’]s)|just (?:me|him|her|this)"
            r"|(?:only|just) one(?= (?:user|person|employee|device|pc|laptop|computer|machine|account|mailbox|of)\b|\s*(?:[,.;]|$))|everyone|everybody"
            r"|all (?:users|of us|staff|employees)|whole (?:office|team|floor|company|department)"
            r"|(?:\w+ )?other (?:users|people|employees|staff)|(?:several|multiple) (?:users|people|employees)"
            r"|nobody else|no one else"
            r"|others? (?:too|also|as well|have|are)|colleagues?)\b",
            re.IGNORECASE,
        ),
    ),
    Question(
        "Which device, operating system and network is it on?",
        "Device and network",
        "It says where to look and which tools exist there.",
        re.compile(
            r"\b(?:(?:on|from|runs?|running|with) (?:an? |the |my |his |her |their )?(?:windows (?:\d+|server)|macos|mac ?book"
            r"|ubuntu|linux|iphone|ipad|android|surface|thinkpad|latitude|elitebook)"
            r"|\w+['’]s (?:laptop|pc|desktop|computer|macbook)|OsName)\b",
            re.IGNORECASE,
        ),
        COMMAND,
    ),
)


@dataclass
class Checklist:
    answers: dict[str, str] = field(default_factory=dict)
    """question title → what was said, literally"""
    skipped: set[str] = field(default_factory=set)
    passed_over: str = ""
    """The title of the question that the newest message skips."""
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
    take_cues(done, cap(turn.problem))
    if turn.problem.strip() and is_readable(turn.problem):
        done.answers.setdefault(QUESTIONS[0].title, one_line(turn.problem, 300))
    for check in turn.checks:
        if check.status == "done" and check.result and not check.reported:
            done.answers[check.title] = one_line(check.result)
        elif check.status == "skipped":
            done.skipped.add(check.title)
    pending: Question | None = None
    asked = ""
    for said in turn.messages:
        if said.role == "assistant":
            pending = next((one for one in QUESTIONS if f"**{one.title}**" in said.text), None)
            asked = said.text
        elif answers_near(asked, said.text):
            done.new, done.extra, done.unread = [], "", ""
        else:
            done.new, done.extra, done.unread, done.passed_over = [], "", "", ""
            take_message(done, cap(said.text), pending)
    return done


def take_message(done: Checklist, text: str, pending: Question | None) -> None:
    if read_wish(text).intents - {"next"}:
        return
    if not is_readable(text):
        done.unread = UNREADABLE
        return
    before = dict(done.answers)
    rest = take_cues(done, text)
    prose = split_written(text).prose.strip()
    reply = read_reply(prose)
    if pending is not None and pending.title not in done.answers:
        if reply and reply[0] in ("unknown", "cannot"):
            done.skipped.add(pending.title)
            done.passed_over = pending.title if reply[0] == "cannot" else ""
        elif pending.label == ERROR and rest and not read_wish(text).intents:
            take_error(done, pending, text, rest)
            rest = ""
        elif rest and not read_wish(text).intents:
            done.answers[pending.title] = one_line(rest)
            rest = ""
    done.new = [(one, done.answers[one.title]) for one in QUESTIONS if one.title in done.answers.keys() - before.keys()]
    if rest and not done.extra and not reply and states_something(rest) and not rest.endswith("?"):
        done.extra = one_line(mask_secrets(rest))


def take_error(done: Checklist, question: Question, text: str, rest: str) -> None:
    """Of a log the first line that tells of an error. What tells of none is a fact like any other, and the question is passed over."""
    lines = [line for line in text.splitlines() if line.strip()]
    is_log = len(lines) >= MANY
    told = next(filter(_ERROR_LINE.search, lines if is_log else [rest]), None)
    if told is None and not is_log and _ERROR_WORDS.search(rest):
        told = rest
    if told is not None:
        done.answers[question.title] = one_line(told)
        return
    done.skipped.add(question.title)
    done.unread = NO_ERROR if is_log else ""
    done.extra = "" if is_log else one_line(rest)


def take_cues(done: Checklist, text: str) -> str:
    """Sentences that answer questions by their words, perhaps several at once; what is left is returned."""
    left = []
    for sentence in split_written(text).sentences:
        told = [one for one in QUESTIONS if one.cue and one.title not in done.answers and one.cue.search(sentence.text)]
        for question in told:
            done.answers[question.title] = one_line(sentence.text)
        if not told:
            left.append(sentence.text)
    return " ".join(left)


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
            draft.propose_check(one.title, one.command, one.why)
    if first:
        done.new = [(one, done.answers[one.title]) for one in QUESTIONS[1:] if one.title in done.answers]
    write_answers(draft, turn, done, first=first)
    if done.extra and done.extra not in one_line(turn.problem, len(turn.problem) + 1):
        draft.state(f"Reported: {done.extra}", "assistant")
        draft.say("Noted as a fact." if not done.new else "The rest is noted as a fact.")
    if done.unread and not first:
        draft.say(done.unread)
    if offer is not None:
        return
    if done.open:
        ask(draft, done.open[0], len(done.open))
    else:
        close(draft, done)


def write_answers(draft: Draft, turn: Turn, done: Checklist, *, first: bool) -> None:
    """What was just answered, or passed over, into the session."""
    waiting = {check.title for check in turn.checks if check.status == "todo" or check.reported}
    for one, said in done.new:
        draft.state(f"{one.label}: {said}", "ticket" if first else "assistant")
        if one.title in waiting:
            draft.report_check(one.title, said)
    if done.passed_over in waiting:
        draft.skip_check(done.passed_over)
    if done.new:
        draft.say("Noted: " + ", ".join(one.label.lower() for one, _ in done.new) + ".")


def ask(draft: Draft, question: Question, left: int) -> None:
    draft.say(f"**{question.title}**")
    if question.command:
        draft.say(f"On Windows this tells: `{question.command}`")
    more = f" {left - 1} more after this one; answer several at once if you like." if left > 1 else ""
    draft.say(f"{question.why}{more} If nobody knows, write *skip*.")


def close(draft: Draft, done: Checklist) -> None:
    known = [f"- {one.label}: {'not known' if one.title in done.skipped else 'noted'}" for one in QUESTIONS]
    draft.say("That is the checklist:\n\n" + "\n".join(known))
    draft.say(
        "I have not found the cause and will not invent one. Confirm the facts that are right; then **Escalate** hands"
        " them over in a note. If you find the cause yourself, add it as a fact and resolve the session."
    )
