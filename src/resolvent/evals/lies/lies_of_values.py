"""One value told wrong, or one statement turned round. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from resolvent.evals.lies.cases import Case, changed_claims, cited_text, with_fix, with_known, with_value
from resolvent.evals.lies.lie import Lie
from resolvent.evals.lies.truths import Truth, Values
from resolvent.evals.lies.values import Value, bare_forms, draw_other, occurs
from resolvent.notes.composer_phrases import zone_of

GROUPS = {
    "host": {"host"},
    "number": {"number", "percent", "size", "hours", "port"},
    "date or time": {"date", "time"},
    "IP address": {"ip"},
    "version": {"version"},
    "path": {"path"},
    "mail, account, KB, event or error code": {"mail", "account", "kb", "event", "error"},
    "quoted text": {"quote"},
}
NEGATION = re.compile(r"\b(?:not|no|never|cannot|nobody|nothing|lacks|missing|without|none)\b|n[’']t\b", re.IGNORECASE)
SHIFTS = [timedelta(hours=1), timedelta(hours=-1), timedelta(minutes=10), timedelta(days=1), timedelta(days=-1)]


def lie_about_values(case: Case, dice: Random) -> Iterator[Lie]:
    """For each group of kinds at most one lie."""
    spots = list(places_of(case.truth))
    for group, kinds in GROUPS.items():
        fitting = [spot for spot in spots if spot[2].kind in kinds]
        dice.shuffle(fitting)
        for label, slot, value in fitting:
            other = borrowed(case.truth, value, dice) or draw_other(value, dice)
            lie = falsify(case, group, label, slot, other) if other else None
            if lie:
                yield lie
                break


def places_of(truth: Truth) -> Iterator[tuple[str, str, Value]]:
    """Label, slot and value wherever evidence has one."""
    problem, shown = truth.situation.problem, truth.values
    texts: list[tuple[str, str, Values]] = [("T", problem.summary + problem.detail, shown)]
    texts += [(one.label, one.text, one.values) for one in truth.known()]
    texts += [
        (fix.label, fix.words.title + (fix.words.failed[0] if fix.failed else "") + (fix.words.left[0] if fix.left else ""), fix.values)
        for fix in truth.fixes
    ]  # fmt: skip
    for label, text, values in texts:
        for slot in dict.fromkeys(re.findall(r"\{(\w+)\}", text)):
            yield label, slot, values[slot]


def borrowed(truth: Truth, value: Value, dice: Random) -> Value | None:
    """Now and then another value of the same session: harder to tell from the right one."""
    others = [one for one in truth.values.values() if one.kind == value.kind and one.forms != value.forms]
    return dice.choice(others) if others and dice.random() < 0.5 else None


def with_wrong(truth: Truth, label: str, slot: str, value: Value) -> Truth:
    if label == "T":
        return replace(truth, values=with_value(dict(truth.values), slot, value))
    for one in truth.known():
        if one.label == label:
            return with_known(truth, replace(one, values=with_value(dict(one.values), slot, value)))
    fix = next(fix for fix in truth.fixes if fix.label == label)
    return with_fix(truth, replace(fix, values=with_value(dict(fix.values), slot, value)))


def falsify(case: Case, group: str, label: str, slot: str, other: Value) -> Lie | None:
    """None when the note leaves the value out, or when the evidence cited has the wrong one too."""
    note = case.write(with_wrong(case.truth, label, slot, other))
    changed = [after for before, after in changed_claims(case.note, note)]
    lying = [claim for claim in changed if occurs(other, claim.text)]
    if not lying or any(occurs(other, cited_text(case, claim.evidence)) for claim in lying):
        return None
    return Lie(group, case, note, f"{label}.{slot}: {other}", tuple(bare_forms(other)))


def lie_about_moments(case: Case, dice: Random) -> Iterator[Lie]:
    """When a fix was applied."""
    applied = [fix for fix in case.truth.tried if fix.applied_at]
    if not applied:
        return
    fix = dice.choice(applied)
    assert fix.applied_at
    shift = dice.choice(SHIFTS)
    wrong, true = fix.applied_at + shift, [fix.created_at, fix.applied_at, fix.verified_at]
    told = [tell(case, at, days=bool(shift.days)) for at in true if at]
    if tell(case, wrong, days=abs(shift) >= timedelta(days=1)) in told:
        return
    false = replace(fix, applied_at=wrong, verified_at=fix.verified_at and fix.verified_at + shift)
    note = case.write(with_fix(case.truth, false))
    if changed_claims(case.note, note):
        yield Lie(
            "date or time", case, note, f"{fix.label} applied at {wrong.isoformat()}, not {fix.applied_at.isoformat()}"
        )


def tell(case: Case, at: datetime, *, days: bool) -> str:
    return f"{at.astimezone(zone_of(case.truth.time_zone)):{'%d' if days else '%H:%M'}}"


def lie_by_negation(case: Case, dice: Random) -> Iterator[Lie]:
    """A statement turned round, in all items that can be."""
    for one in case.truth.known():
        if not one.flip or (one.internal and case.writer != "composer"):
            continue
        false = with_known(case.truth, replace(one, text=one.flip[0], say=one.flip[1:] or one.flip))
        note = case.write(false)
        changed = changed_claims(case.note, note)
        if len(changed) == 1 and (before := changed[0][0]):
            more = len(NEGATION.findall(changed[0][1].text)) - len(NEGATION.findall(before.text))
            kind = "negation added" if more > 0 else "negation dropped" if more else "opposite without a negation"
            yield Lie(kind, case, note, f"{one.label}: {dice.choice(one.flip)}")


def lie_by_exchange(case: Case, dice: Random) -> Iterator[Lie]:
    """Two values of one kind in one item, each in the other's place."""
    for one in case.truth.known():
        slots = list(dict.fromkeys(re.findall(r"\{(\w+)\}", one.text)))
        pairs = [(a, b) for a in slots for b in slots if a < b and one.values[a].kind == one.values[b].kind]
        if pairs:
            a, b = dice.choice(pairs)
            false = replace(one, values={**one.values, a: one.values[b], b: one.values[a]})
            note = case.write(with_known(case.truth, false))
            if changed_claims(case.note, note):
                yield Lie("values exchanged within a claim", case, note, f"{one.label}: {a} and {b}")
