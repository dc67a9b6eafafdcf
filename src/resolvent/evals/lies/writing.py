"""True notes as a good model would write them: other words than the composer's, the same content, right citations. Pure.

Every choice of words hangs on the truth's name, the label and the seed alone, so that a falsified truth is told in the
same words as the true one.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from random import Random

from resolvent.evals.lies.truths import Known, Tried, Truth, Values
from resolvent.evals.lies.values import WORDS, Value, date_forms, time_forms
from resolvent.notes.composer_escalation import NO_HYPOTHESIS, NOTHING_TRIED, START_OVER
from resolvent.notes.composer_parts import NO_CAUSE, NO_FIX, NOTHING_CONFIRMED
from resolvent.notes.composer_phrases import zone_of
from resolvent.notes.structure import (
    CAUSE,
    CONFIRMED,
    CONFIRMED_SO_FAR,
    HYPOTHESIS,
    NEXT_STEPS,
    PROBLEM,
    RESOLUTION,
    TRIED,
    Claim,
    Kind,
    Note,
    Section,
)

REPORTS = (
    "{contact} of {company} reported that {say}.",
    "{contact} ({company}) reported that {say}.",
    "According to {contact} from {company}, {say}.",
    "{company} told us that {say}.",
)
WHENS = ("on {date} at {time}", "at {time} on {date}")
ATTEMPTS = {
    "applied_success": (
        "{When} we {did}, and this solved the problem.",
        "We {did} {when}; since then {works}.",
        "{Done} {when}. We verified {seen} that {works}.",
        "After we {did}, {works}. This was verified {seen}.",
        "We {did} {when}, which fixed it.",
    ),
    "applied_failed": (
        "{When} we {did}, but it made no difference: {failed}.",
        "{Done} {when}, without success: {failed}.",
        "We {did} {when}. This did not help, as {failed}.",
        "We tried the following {when}: {done}. It failed: {failed}.",
    ),
    "applied_partial": (
        "{When} we {did}, which helped in part: {left}.",
        "{Done} {when}. This brought only a partial improvement: {left}.",
        "We {did} {when}; the problem is only partly gone, as {left}.",
    ),
    "proposed": (
        "{When} we {did}. We do not know yet whether it helped.",
        "{Done} {when}; the outcome is still open.",
    ),
}
ENDINGS = {
    "applied_success": ("The problem is resolved.", "This issue is now resolved.", "{Works}."),
    "applied_failed": (
        "The problem is not solved yet; we are looking for another cause.",
        "The problem persists, and we keep looking for its cause.",
    ),
    "applied_partial": (
        "The problem is only partly solved; we are looking into what is left.",
        "So this is not fully resolved, and we will deal with the rest.",
    ),
    "proposed": ("It is not known yet whether the problem is resolved.", "We have not heard yet whether this helped."),
}
PROVEN = (
    "The root cause was that {reason}.",
    "The cause was found: {reason}.",
    "It was confirmed that {reason}, which caused the problem.",
)
LIKELY = ("Most likely, {reason}; this has not been proven yet.", "Our best guess is that {reason}.")
GUESSED = (
    "Most likely the problem came from {cause}. This was not proven separately.",
    "A likely cause is {cause}, although the root cause was not determined.",
)
SUSPECTED = ("The working hypothesis is {cause}.", "We suspect {cause}.", "The suggestion assumes {cause}.")
NEXT = {
    "applied_failed": (
        "Look for another cause, since the last fix did not help.",
        "As the last fix failed, look further.",
    ),
    "applied_partial": ("Look into what is left: {left}.", "There is something left to do: {left}."),
    "proposed": ("Find out whether the last fix helped and record the outcome.", "Ask the user whether it helped."),
    "applied_success": ("Keep an eye on it for a few days.", "Ask again in a few days."),
}
SMALL = {"The", "There", "On", "At", "Since", "For", "In", "According", "Other", "No", "When", "An", "A", "It", "From"}
Chosen = dict[str, str]


@dataclass(frozen=True, slots=True)
class Pen:
    """Chooses words: by `key` and what is asked for, by nothing else. A `plain` one spells every value as evidence does."""

    key: str
    plain: bool = False

    def pick(self, options: tuple[str, ...], about: str) -> str:
        return Random(f"{self.key}/{about}").choice(options)

    def often(self, share: float, about: str) -> bool:
        return Random(f"{self.key}/{about}").random() < share

    def spell(self, value: Value, about: str) -> str:
        """A path in code, where its backslashes are safe."""
        dice = Random(f"{self.key}/{about}/spelling")
        other = value.kind == "path" or (not self.plain and dice.random() < 0.5)
        forms = value.forms[1:] if other else value.forms[:1]
        return forms[dice.randrange(12) % len(forms)] if forms else str(value)

    def clause(self, template: str, values: Values, about: str) -> str:
        return template.format_map({name: self.spell(value, f"{about}/{name}") for name, value in values.items()})

    def sentence(self, template: str, values: Values, about: str) -> str:
        return begin(template, self.clause(template, values, about))


def begin(template: str, text: str) -> str:
    """With a capital letter, unless a name stands first: of a slot, or one such as `macOS`."""
    first = text.partition(" ")[0]
    named = (template.startswith("{") and first not in {"the", *WORDS}) or not first.islower()
    return text if named else text[:1].upper() + text[1:]


def lower_start(imperative: str) -> str:
    return imperative[:1].lower() + imperative[1:]


def write_plainly(truth: Truth, kind: Kind) -> Note:
    return write_note(truth, kind, plain=True)


def write_note(truth: Truth, kind: Kind, *, plain: bool = False) -> Note:
    pen = Pen(f"{truth.name}/{kind}", plain)
    if kind is Kind.RESOLUTION:
        customer = (
            Section(PROBLEM, (tell_problem(truth, pen),)),
            Section(CONFIRMED, tell_known(truth, kind, pen)),
            Section(CAUSE, tell_cause(truth, pen)),
            Section(RESOLUTION, tell_resolution(truth, pen)),
        )
        return Note(kind, customer)
    tried = tuple(tell_attempt(truth, fix, pen) for fix in truth.tried)
    internal = (
        Section(PROBLEM, (tell_problem(truth, pen), Claim(f"This is ticket {truth.number}.", ("T",)))),
        Section(CONFIRMED_SO_FAR, tell_known(truth, kind, pen)),
        Section(TRIED, tried or (Claim(NOTHING_TRIED, ()),)),
        Section(HYPOTHESIS, tell_hypothesis(truth, pen)),
        Section(NEXT_STEPS, tell_next(truth, pen)),
    )
    return Note(kind, internal)


def tell_problem(truth: Truth, pen: Pen) -> Claim:
    say = pen.clause(pen.pick(truth.situation.problem.say, "problem"), truth.values, "T")
    report = pen.pick(REPORTS, "report")
    return Claim(report.format(contact=truth.contact, company=truth.company, say=say), ("T",))


def tellable(truth: Truth, kind: Kind) -> list[Known]:
    """What the middle of a note says: no secret; nothing internal to a customer; the cause stands in its own section."""
    return [
        one
        for one in truth.known()
        if one.secret is None and not one.cause and not (one.internal and kind is Kind.RESOLUTION)
    ]


def say_known(one: Known, pen: Pen) -> str:
    return pen.sentence(pen.pick(one.say, one.label), one.values, one.label)


def tell_known(truth: Truth, kind: Kind, pen: Pen) -> tuple[Claim, ...]:
    claims: list[Claim] = []
    for one in tellable(truth, kind):
        text = say_known(one, pen)
        if claims and len(claims[-1].evidence) == 1 and pen.often(0.25, f"join {one.label}"):
            before = claims.pop()
            claims.append(Claim(join(before.text, text, pen, one.label), (*before.evidence, one.label)))
        else:
            claims.append(Claim(text, (one.label,)))
    return tuple(claims) or (Claim(NOTHING_CONFIRMED, ()),)


def join(first: str, second: str, pen: Pen, about: str) -> str:
    """Two sentences as one, or as two of one claim."""
    word = second.partition(" ")[0].rstrip(",")
    joinable = word in SMALL or not word.isalpha()
    how = pen.pick((", and ", "; ", ". "), f"how {about}") if joinable else ". "
    small = word in SMALL and how != ". "
    return first.rstrip(".") + how + (second[:1].lower() + second[1:] if small else second)


def moment(truth: Truth, at: datetime, pen: Pen, about: str) -> str:
    there = at.astimezone(zone_of(truth.time_zone))
    day = pen.spell(Value("date", date_forms(there.date())[1:5], ""), f"{about}/day")
    time = pen.spell(Value("time", time_forms(there.hour, there.minute), ""), f"{about}/time")
    return pen.pick(WHENS, about).format(date=day, time=time)


def words_of(truth: Truth, fix: Tried, pen: Pen) -> Chosen:
    def fill(options: tuple[str, ...], about: str) -> str:
        return pen.clause(pen.pick(options, about), fix.values, about)

    at, seen = fix.applied_at or truth.start, fix.verified_at or fix.applied_at or truth.start
    when = moment(truth, at, pen, f"{fix.label}/when")
    done = fill((fix.words.done,), f"{fix.label}/done")
    return {
        "did": fill((fix.words.did,), f"{fix.label}/did"),
        "done": done,
        "Done": begin(fix.words.done, done),
        "when": when,
        "When": when[:1].upper() + when[1:],
        "seen": moment(truth, seen, pen, f"{fix.label}/seen"),
        "works": truth.situation.works,
        "Works": truth.situation.works[:1].upper() + truth.situation.works[1:],
        "failed": fill(fix.words.failed, f"{fix.label}/failed"),
        "left": fill(fix.words.left, f"{fix.label}/left"),
    }


def tell_attempt(truth: Truth, fix: Tried, pen: Pen) -> Claim:
    template = tellable_part(fix, pen.pick(ATTEMPTS[fix.status], f"{fix.label}/attempt"))
    return Claim(template.format_map(words_of(truth, fix, pen)), (fix.label,))


def tellable_part(fix: Tried, template: str) -> str:
    """Without the reason or the notes, where the fix has none."""
    return template if fix.told_reason else re.sub(r"(?::|, as) \{(?:failed|left)\}", "", template)


def tell_resolution(truth: Truth, pen: Pen) -> tuple[Claim, ...]:
    if not truth.tried:
        return (Claim(NO_FIX, ()),)
    last = truth.tried[-1]
    ending = pen.pick(ENDINGS[last.status], "ending").format_map(words_of(truth, last, pen))
    return (*(tell_attempt(truth, fix, pen) for fix in truth.tried), Claim(ending, (last.label,)))


def tell_reason(truth: Truth, pen: Pen) -> Claim | None:
    reason = next((fact for fact in truth.facts if fact.cause), None)
    if reason is None:
        return None
    said = pen.clause(reason.say[0], reason.values, reason.label)
    template = pen.pick(PROVEN if truth.success else LIKELY, "reason")
    return Claim(template.format(reason=said), (reason.label,))


def tell_cause(truth: Truth, pen: Pen) -> tuple[Claim, ...]:
    reason = tell_reason(truth, pen)
    if reason:
        return (reason,)
    if truth.success:
        guess = pen.pick(GUESSED, "guess").format(cause=truth.situation.cause)
        return (Claim(guess, (truth.tried[-1].label,)),)
    return (Claim(NO_CAUSE, ()),)


def tell_hypothesis(truth: Truth, pen: Pen) -> tuple[Claim, ...]:
    reason = tell_reason(truth, pen)
    if reason:
        return (reason,)
    fixes = [fix for fix in truth.fixes if fix.status in {"proposed", "applied_partial"}]
    if not fixes:
        return (Claim(NO_HYPOTHESIS, ()),)
    said = pen.pick(SUSPECTED, "suspect").format(cause=truth.situation.cause)
    return (Claim(said, (fixes[-1].label,)),)


def tell_next(truth: Truth, pen: Pen) -> tuple[Claim, ...]:
    if truth.tried:
        last = truth.tried[-1]
        template = tellable_part(last, pen.pick(NEXT[last.status], "next"))
        said = template.format_map(words_of(truth, last, pen))
        return (Claim(said, (last.label,)),)
    waiting = [fix for fix in truth.fixes if fix.status == "proposed"]
    if not waiting:
        return (Claim(START_OVER, ()),)
    title = pen.clause(waiting[-1].words.title, waiting[-1].values, "title")
    return (Claim(f"Try the suggestion, which has not been applied yet: {lower_start(title)}.", (waiting[-1].label,)),)
