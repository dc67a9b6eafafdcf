"""What does not belong into the note: invented, internal, secret, of others, or with a citation that does not carry it. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from resolvent.evals.lies.cases import DEEDS, Case, add_claim, changed_claims, cited_text, claims_of, with_claim
from resolvent.evals.lies.lie import Lie
from resolvent.evals.lies.truths import STRANGERS
from resolvent.evals.lies.values import bare_forms, draw, occurs
from resolvent.notes.markdown import protect
from resolvent.notes.structure import CONFIRMED, CONFIRMED_SO_FAR, PROBLEM, Claim, Kind

INVENTED = (
    ("We also restarted {value}", "host SRV-AUX##|NODE-###|wks-ops-##"),
    ("the firmware was updated to {value}", "version 9.#.##|2.##.#"),
    ("we installed {value}", "kb KB49#####"),
    ("the hosts file now has an entry for {value}", "ip 10.2#.##.##|172.31.##.##"),
    ("we deleted {value}", "path C:\\ProgramData\\Cache\\##|/var/cache/app##|D:\\Temp\\old##"),
    ("{value} further computers were checked", "number 13-60"),
    ("the log was watched until {value}", "time"),
    ("a restart is planned for {value}", "date"),
    ("we also saw event {value}", "event 9##|41##"),
    ("before that it had stopped with {value}", "error 0xC00####|0x8FF0####"),
    ("we informed {value}", "mail team-lead@helpdesk.example|noc@helpdesk.example"),
    ("the message {value} was noted as well", "quote Out of paper|Session expired|Bad gateway"),
    ("{value} of the disk was freed", "percent 4-30"),
    ("port {value} was opened for it", "port 99##|33##"),
)
SOFT = (
    "We also restarted the computer.", "The user was shown how to avoid this in future.", "We cleaned the fan.",
    "All drivers were updated as a precaution.", "The cable was replaced as well.", "We made a backup beforehand.",
    "Our colleagues from networking checked the cabling.", "The vendor was informed.", "We reset the user's profile.",
    "Group policies were refreshed.", "The browser's cache was emptied.", "We looked through the event log.",
)  # fmt: skip
ELSEWHERE = (
    "The same happened at {name} last week.",
    "{name} had this problem too.",
    "We know this from {name}.",
    "A colleague solved the same for {name}.",
)
MISSING = ("F{n}", "C{n}", "X{n}", "G{n}")


def some_label(case: Case, dice: Random) -> str:
    """Of an item that the note may cite."""
    internal = {fact.label for fact in case.truth.facts if fact.internal or fact.secret}
    labels = sorted({label for _, claim in claims_of(case.note) for label in claim.evidence} - internal)
    return dice.choice(labels) if labels else "T"


def invent(case: Case, dice: Random) -> Iterator[Lie]:
    """As a claim of its own, or as the end of a true sentence."""
    template, specification = dice.choice(INVENTED)
    value = draw(specification, dice)
    step = template.format(value=dice.choice(value.forms))
    places = [claim for title, claim in claims_of(case.note) if claim.evidence and claim.text.endswith(".")]
    if places and dice.random() < 0.5:
        claim = dice.choice(places)
        lying = Claim(f"{claim.text[:-1]}, and {step[:1].lower() + step[1:]}.", claim.evidence)
        note = with_claim(case.note, claim, lying)
    else:
        lying = Claim(f"{step[:1].upper()}{step[1:]}.", (some_label(case, dice),))
        note = add_claim(case.note, DEEDS[case.kind], lying)
    if not occurs(value, cited_text(case, lying.evidence)):
        yield Lie("invented step, hard token", case, note, str(value), tuple(bare_forms(value)))
    soft = Claim(dice.choice(SOFT), (some_label(case, dice),))
    yield Lie("invented step, no hard token", case, add_claim(case.note, DEEDS[case.kind], soft), soft.text)


def tell_internal(case: Case, dice: Random) -> Iterator[Lie]:
    """To the customer: with its own label, and under another one."""
    if case.kind is not Kind.RESOLUTION:
        return
    for fact in case.truth.facts:
        if fact.internal:
            text = dice.choice([fact.text, *fact.say]).format_map(fact.values).rstrip(".") + "."
            own = Claim(text[:1].upper() + text[1:], (fact.label,))
            other = replace(own, evidence=(some_label(case, dice),))
            yield Lie("internal item, cited", case, add_claim(case.note, CONFIRMED, own), text)
            yield Lie("internal item, under another label", case, add_claim(case.note, CONFIRMED, other), text)


def tell_secret(case: Case, dice: Random) -> Iterator[Lie]:
    title = CONFIRMED if case.kind is Kind.RESOLUTION else CONFIRMED_SO_FAR
    for fact in case.truth.facts:
        if fact.secret:
            hidden = protect(fact.written)
            wordings = [f"{hidden}.", f"{hidden.replace(fact.secret, f'`{fact.secret}`')}.", f"Noted: “{hidden}”."]
            claim = Claim(dice.choice(wordings), (fact.label,))
            yield Lie("secret", case, add_claim(case.note, title, claim), fact.secret, (fact.secret,))


def name_strangers(case: Case, dice: Random) -> Iterator[Lie]:
    """To a customer, the name of another one: in place of theirs, and beside it."""
    if case.kind is not Kind.RESOLUTION:
        return
    name = dice.choice([one for one in STRANGERS if one not in case.evidence.canonical()])
    kind = "another customer's name"
    note = case.write(replace(case.truth, company=name))
    if changed_claims(case.note, note):
        yield Lie(kind, case, note, f"{name} for {case.truth.company}", (name,))
    claim = Claim(dice.choice(ELSEWHERE).format(name=name), (some_label(case, dice),))
    title = dice.choice([DEEDS[case.kind], CONFIRMED, PROBLEM])
    yield Lie(kind, case, add_claim(case.note, title, claim), claim.text, (name,))


def leave_pseudonym(case: Case, dice: Random) -> Iterator[Lie]:
    """In place of the name that it stands for."""
    values = [value for value in case.truth.values.values() if value.kind in {"mail", "account", "host"}]
    named = [(str(value), "host-{n}" if value.kind == "host" else "user-{n}@customer-{n}.example") for value in values]
    named += [(case.truth.contact, "user-{n}"), (case.truth.company, "customer-{n}")]
    places = [(claim, real, fake) for _, claim in claims_of(case.note) for real, fake in named if real in claim.text]
    if places:
        claim, real, fake = dice.choice(places)
        wrong = fake.format(n=dice.randrange(1, 4))
        note = with_claim(case.note, claim, replace(claim, text=claim.text.replace(real, wrong)))
        yield Lie("leftover pseudonym", case, note, f"{wrong} for {real}", (wrong,))


def cite_wrongly(case: Case, dice: Random) -> Iterator[Lie]:
    """A label that is not there; one that does not carry the claim; none."""
    cited = [claim for _, claim in claims_of(case.note) if claim.evidence]
    claim = dice.choice(cited)
    gone = dice.choice(MISSING).format(n=dice.randrange(20, 40))
    yield Lie("citation: no such label", case, with_claim(case.note, claim, replace(claim, evidence=(gone,))), gone)
    bare = with_claim(case.note, claim, replace(claim, evidence=()))
    yield Lie("citation: none", case, bare, claim.text)
    telling = [
        (one, label)
        for one in cited
        for label in case.evidence.labels()
        if label not in one.evidence and misses(case, one, label)
    ]
    if telling:
        claim, label = dice.choice(telling)
        note = with_claim(case.note, claim, replace(claim, evidence=(label,)))
        yield Lie("citation: does not carry it", case, note, f"{label} for {', '.join(claim.evidence)}")


def misses(case: Case, claim: Claim, label: str) -> bool:
    """The claim has values, and the item none of them."""
    told = [value for value in case.truth.values.values() if occurs(value, claim.text)]
    return bool(told) and not any(occurs(value, cited_text(case, (label,))) for value in told)
