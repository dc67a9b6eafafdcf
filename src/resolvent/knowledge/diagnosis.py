"""Decision-theoretic troubleshooting: what is probably wrong, and which step comes next.

One cause at a time is assumed. Beliefs follow Bayes; the next step follows expected time to repair, as in Heckerman,
Breese & Rommelse (1995) and Breese & Heckerman (1996, arXiv 1302.3563): fixes by chance of cure per minute, checks by the
information that they bring per minute.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from resolvent.knowledge.playbook import OTHER, Check, Fix, Playbook

ESCALATION_MINUTES = 60.0
PRIOR_SESSIONS = 10.0
"""A playbook's priors count as much as this many of the desk's own sessions."""
HINT_ODDS = 4.0
"""What an engineer's own suspicion is worth."""
BY_EVIDENCE = 0.5
"""How much of the threshold the findings must carry by the playbook's own priors, without what was learned."""
LEAST_BITS = 0.02
LEAST_CHANCE = {"low": 0.1, "medium": 0.3, "high": 0.5}
"""From when on a fix is tried that no evidence proves, by its risk: what may do harm is no guess."""

Belief = dict[str, float]
"""cause id (and OTHER) → probability, summing to 1."""


@dataclass(frozen=True, slots=True)
class Observed:
    """An answer to a check. `certainty` 1: as good as the tool; less: a hedge, or a user's report."""

    answer: str
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Findings:
    """All that bears on the causes. `failed` fixes were tried and did not cure; `excluded` ones are not offered."""

    observed: Mapping[str, Observed] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    failed: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()
    suspected: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()
    """Checks that were asked a second time: what they told stands."""


@dataclass(frozen=True, slots=True)
class Ask:
    check: Check
    bits: float
    splits: tuple[str, str] | None
    """The two causes that it tells apart best, likelier first."""
    again: bool = False
    """It was answered, but the rest speaks against that answer."""


@dataclass(frozen=True, slots=True)
class Try:
    fix: Fix
    cause: str
    probability: float
    sure: bool
    """Whether the playbook's threshold was passed; if not, no check is left that would tell more."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Nothing is left that is worth a try: escalate with what is known."""


Step = Ask | Try | GiveUp


def learn(playbook: Playbook, worked: Mapping[str, int]) -> dict[str, float]:
    """How many of the account's sessions each cause had, by the fixes that worked: `worked` counts them by a fix's title,
    case folded. A fix that cures several causes is shared out as the playbook would guess."""
    cured = dict.fromkeys((cause.id for cause in playbook.causes), 0.0)
    prior = {cause.id: cause.prior for cause in playbook.causes}
    for fix in playbook.fixes:
        shares = {cause: prior[cause] * cure for cause, cure in fix.cures.items()}
        for cause, share in shares.items():
            cured[cause] += worked.get(fix.title.casefold(), 0) * share / sum(shares.values())
    return cured


def priors(playbook: Playbook, cured: Mapping[str, float] | None = None) -> Belief:
    """`cured`: how many of the account's sessions ended with each cause's fix. Each cause's share is the mean of its
    Beta distribution, whose first counts are the playbook's."""
    total = sum(cause.prior for cause in playbook.causes)
    belief = {cause.id: cause.prior / total * (1 - playbook.other) for cause in playbook.causes}
    belief[OTHER] = playbook.other
    counts = {cause: (cured or {}).get(cause, 0.0) for cause in belief}
    sessions = PRIOR_SESSIONS + sum(counts.values())
    return {cause: (share * PRIOR_SESSIONS + counts[cause]) / sessions for cause, share in belief.items()}


def infer(playbook: Playbook, findings: Findings, cured: Mapping[str, float] | None = None) -> Belief:
    belief = priors(playbook, cured)
    for check_id, seen in findings.observed.items():
        belief = observe(belief, playbook.check(check_id), seen.answer, seen.certainty)
    for cause in findings.suspected & belief.keys():
        belief[cause] *= HINT_ODDS
    for fix in playbook.fixes:
        if fix.id in findings.failed:
            belief = {cause: p * (1 - fix.cures.get(cause, 0.0)) for cause, p in belief.items()}
    return normalise(belief)


def observe(belief: Belief, check: Check, answer: str, certainty: float = 1.0) -> Belief:
    likely = {cause: check.likelihood(answer, cause) for cause in belief}
    mean = sum(belief[cause] * likely[cause] for cause in belief)
    return normalise({c: p * (certainty * likely[c] + (1 - certainty) * mean) for c, p in belief.items()})


def normalise(belief: Belief) -> Belief:
    total = sum(belief.values())
    return {cause: p / total for cause, p in belief.items()}


def answer_chances(belief: Belief, check: Check) -> dict[str, float]:
    return {a.id: sum(p * check.likelihood(a.id, c) for c, p in belief.items()) for a in check.answers}


def information(belief: Belief, check: Check) -> float:
    """Expected bits that the answer tells about the cause."""
    chances = answer_chances(belief, check)
    return sum(
        p * check.likelihood(answer, cause) * math.log2(check.likelihood(answer, cause) / chance)
        for answer, chance in chances.items()
        for cause, p in belief.items()
        if p > 0
    )


def chance_of_cure(belief: Belief, fix: Fix) -> float:
    return sum(belief.get(cause, 0.0) * cure for cause, cure in fix.cures.items())


def repair_minutes(playbook: Playbook, belief: Belief, spent: Collection[str] = ()) -> float:
    """Expected minutes when only fixes are tried from here, best chance per minute first, and then escalating."""
    left = [fix for fix in playbook.fixes if fix.id not in spent]
    unsolved, minutes = dict(belief), 0.0
    while left:
        fix = max(left, key=lambda one: chance_of_cure(unsolved, one) / one.minutes)
        cure, open_share = chance_of_cure(unsolved, fix), sum(unsolved.values())
        if cure * ESCALATION_MINUTES <= fix.minutes * open_share:
            break  # costs more than it saves
        minutes += fix.minutes * open_share
        unsolved = {cause: p * (1 - fix.cures.get(cause, 0.0)) for cause, p in unsolved.items()}
        left.remove(fix)
    return minutes + ESCALATION_MINUTES * sum(unsolved.values())


def saved_minutes(playbook: Playbook, belief: Belief, check: Check, spent: Collection[str]) -> float:
    """How much asking first shortens the expected repair, the check's own minutes not counted."""
    after = sum(
        chance * repair_minutes(playbook, observe(belief, check, answer), spent)
        for answer, chance in answer_chances(belief, check).items()
    )
    return repair_minutes(playbook, belief, spent) - after


def next_step(playbook: Playbook, belief: Belief, findings: Findings) -> Step:
    spent = findings.excluded | set(findings.failed)
    fixes = [fix for fix in playbook.fixes if fix.id not in spent]
    seen = findings.observed or findings.suspected
    sure = [one for one in fixes if belief[likeliest(belief, one)] >= playbook.threshold]
    # What was the cause so often here is asked for first, and not taken for granted: the evidence must speak for it too.
    written = infer(playbook, findings)
    sure = [one for one in sure if written[likeliest(belief, one)] >= playbook.threshold * BY_EVIDENCE]
    if sure and seen:
        return suggest(playbook, belief, max(sure, key=lambda one: chance_of_cure(belief, one) / one.minutes))
    if ask := best_check(playbook, belief, findings):
        return ask
    if seen:  # else a guess would rest on nothing
        worth = [one for one in fixes if belief[likeliest(belief, one)] >= LEAST_CHANCE[one.risk]]
        if worth:
            return suggest(playbook, belief, max(worth, key=lambda one: chance_of_cure(belief, one)))
    return doubt(playbook, belief, findings, fixes) or GiveUp()


def doubt(playbook: Playbook, belief: Belief, findings: Findings, fixes: Collection[Fix]) -> Ask | None:
    """Before one gives up: the answer that was likeliest a mistake, if without it some fix would be worth a try."""
    best: tuple[float, Check] | None = None
    for check_id, seen in findings.observed.items():
        if check_id in findings.again:
            continue
        check = playbook.check(check_id)
        without = take_back(belief, check, seen)
        expected = answer_chances(without, check)[seen.answer]
        worth = [one for one in fixes if without[likeliest(without, one)] >= LEAST_CHANCE[one.risk]]
        gain = max((chance_of_cure(without, one) for one in worth), default=0.0) / (expected * check.minutes)
        if gain > 0 and (best is None or gain > best[0]):
            best = gain, check
    return Ask(best[1], 0.0, None, again=True) if best else None


def take_back(belief: Belief, check: Check, seen: Observed) -> Belief:
    """As if the check had not been answered."""
    likely = {cause: check.likelihood(seen.answer, cause) for cause in belief}
    mean = sum(belief[cause] * likely[cause] for cause in belief)
    return normalise({c: p / (seen.certainty * likely[c] + (1 - seen.certainty) * mean) for c, p in belief.items()})


def likeliest(belief: Belief, fix: Fix) -> str:
    return max(fix.cures, key=lambda cause: belief[cause] * fix.cures[cause])


def suggest(playbook: Playbook, belief: Belief, fix: Fix) -> Try:
    cause = likeliest(belief, fix)
    return Try(fix, cause, belief[cause], sure=belief[cause] >= playbook.threshold)


def best_check(playbook: Playbook, belief: Belief, findings: Findings) -> Ask | None:
    spent = findings.excluded | set(findings.failed)
    asks = [
        (check, information(belief, check))
        for check in playbook.checks
        if check.id not in findings.observed and check.id not in findings.skipped
    ]
    worth = [(check, bits) for check, bits in asks if bits >= LEAST_BITS]
    if not worth:
        return None
    check, bits = max(
        worth,
        key=lambda one: (max(saved_minutes(playbook, belief, one[0], spent), 0.0) + 4 * one[1]) / one[0].minutes,
    )
    return Ask(check, bits, split(belief, check))


def split(belief: Belief, check: Check) -> tuple[str, str] | None:
    """The pair of causes, weighted by how likely both are, whose answers differ most."""
    causes = [cause for cause in belief if cause != OTHER]
    pairs = [(a, b) for i, a in enumerate(causes) for b in causes[i + 1 :]]

    def distance(a: str, b: str) -> float:
        return sum(abs(check.likelihood(one.id, a) - check.likelihood(one.id, b)) for one in check.answers)

    if not pairs:
        return None
    a, b = max(pairs, key=lambda pair: belief[pair[0]] * belief[pair[1]] * distance(*pair))
    if distance(a, b) == 0:
        return None
    return (a, b) if belief[a] >= belief[b] else (b, a)


def explain(playbook: Playbook, ask: Ask) -> str:
    """ "It tells “…” from “…”, 1 minute"."""
    minutes = f"about {ask.check.minutes:g} minute{'' if ask.check.minutes == 1 else 's'}"
    if ask.splits is None:
        return f"It narrows the cause down, {minutes}."
    first, second = (lower_first(playbook.cause(cause).title) for cause in ask.splits)
    return f"It tells “{first}” from “{second}”, {minutes}."


def lower_first(text: str) -> str:
    """Not for names and abbreviations: DNS stays DNS, OneDrive stays OneDrive."""
    word = text.split(maxsplit=1)[0]
    return text if any(letter.isupper() for letter in word[1:]) or word in KEEP else text[0].lower() + text[1:]


KEEP = frozenset({"Outlook", "Windows", "Teams", "Microsoft", "Kerberos", "Exchange", "Office", "Group", "Defender"})
