"""The generator of lies: what it calls a lie is none of the evidence, what it calls true is, and it repeats itself."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

import pytest

from resolvent.evals.lies.cases import Case, changed_claims, claims_of, leaks_secret, make_cases
from resolvent.evals.lies.lie import WITHOUT_GOAL, Lie
from resolvent.evals.lies.lies import make_lies
from resolvent.evals.lies.measure import Judge, judge_lies, judge_notes, judge_paraphrases, worst
from resolvent.evals.lies.paraphrases import Paraphrase, make_paraphrases
from resolvent.evals.lies.situations import Situation, situations
from resolvent.evals.lies.truths import OUTCOMES, PLANS, make_truths
from resolvent.evals.lies.values import draw, draw_other, occurs
from resolvent.notes.structure import Note, render
from resolvent.sessions.evidence import Evidence

SLOT = re.compile(r"\{(\w+)\}")
VALUES = {
    "host", "number", "date or time", "IP address", "version", "path", "mail, account, KB, event or error code",
    "quoted text",
}  # fmt: skip
KINDS = VALUES | {
    "negation dropped", "negation added", "outcome: failed told as success", "outcome: partial told as success",
    "outcome: unknown told as success", "outcome: success told as failed", "unearned cause, earned words",
    "unearned cause, other words", "swapped order, by times", "swapped order, in words", "left out: the outcome",
    "left out: the failure reason", "left out: the partial notes", "left out: an important fact",
    "invented step, hard token", "internal item, cited", "internal item, under another label", "secret",
    "another customer's name", "leftover pseudonym", "citation: no such label", "citation: none",
    "citation: does not carry it",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    cases: list[Case]
    lies: list[Lie]
    paraphrases: list[Paraphrase]


@pytest.fixture(scope="module")
def made() -> Made:
    cases = make_cases(make_truths(rounds=1))
    return Made(cases, make_lies(cases), make_paraphrases(cases))


def said_by(evidence: Evidence, labels: tuple[str, ...]) -> str:
    """All texts of the cited items."""
    told = json.loads(evidence.canonical())
    items = [told["ticket"], *(one for part in ("facts", "checks", "fixes", "generations") for one in told[part])]
    return "\n".join(str(text) for one in items if one["label"] in labels for text in one.values())


def lying(lie: Lie) -> list[tuple[str, tuple[str, ...]]]:
    return [(claim.text, claim.evidence) for _, claim in changed_claims(lie.case.note, lie.note)]


def has(text: str, wrong: tuple[str, ...]) -> bool:
    return any(re.search(rf"(?<![\w.]){re.escape(form)}(?!\w|[.,]\d)", text, re.IGNORECASE) for form in wrong)


def of_kind(made: Made, *beginnings: str) -> Iterator[Lie]:
    found = [lie for lie in made.lies if lie.kind.startswith(beginnings)]
    assert found
    yield from found


@pytest.mark.parametrize("situation", situations(), ids=lambda one: one.name)
def test_other_words_bring_in_no_value_of_their_own(situation: Situation) -> None:
    problem = situation.problem
    pairs = [(problem.summary + problem.detail, problem.say)]
    facts = [*situation.facts, *([situation.internal] if situation.internal else [])]
    facts += [situation.reason] if situation.reason else []
    pairs += [(fact.text, fact.say + fact.flip) for fact in facts]
    pairs += [(check.title + check.result, check.say + check.flip) for check in situation.checks]
    for fix in (situation.fix, situation.earlier):
        pairs += [(fix.title, (fix.did, fix.done)), (fix.failed[0], fix.failed), (fix.left[0], fix.left)]
    strange = [say for text, says in pairs for say in says if set(SLOT.findall(say)) - set(SLOT.findall(text))]
    assert strange == []
    assert set(SLOT.findall(situation.model_dump_json())) == set(situation.values)


def test_there_is_enough_and_of_every_kind(made: Made) -> None:
    assert len(situations()) >= 40
    assert set(OUTCOMES) == set(PLANS)
    assert {case.truth.outcome for case in made.cases} == set(PLANS)
    assert 5 * len(made.cases) >= 400
    assert len({one.claim.text for one in made.paraphrases}) >= 400
    assert {lie.kind for lie in made.lies} == KINDS | set(WITHOUT_GOAL)


def test_the_same_seed_gives_the_same_and_another_does_not() -> None:
    def written(seed: int) -> list[tuple[str, str]]:
        cases = make_cases(make_truths(rounds=1, seed=seed)[:4])
        told = [(lie.kind, render(lie.note)) for lie in make_lies(cases, most=5)]
        return told + [(one.kind, render(one.note)) for one in make_paraphrases(cases, most=5)]

    assert written(1) == written(1)
    assert written(1) != written(2)


def test_every_lie_changes_its_note(made: Made) -> None:
    assert [lie.detail for lie in made.lies if lie.note == lie.case.note] == []


def test_a_wrong_value_is_told_and_is_in_nothing_that_is_cited(made: Made) -> None:
    judged = Counter[str]()
    for lie in of_kind(made, *VALUES):
        if not lie.wrong:
            continue
        told = [(text, labels) for text, labels in lying(lie) if has(text, lie.wrong)]
        assert told, lie
        assert not any(has(said_by(lie.case.evidence, labels), lie.wrong) for _, labels in told), lie
        judged[lie.kind] += 1
    assert set(judged) == VALUES


@pytest.mark.parametrize(
    "kind", ["invented step, hard token", "another customer's name", "leftover pseudonym"], ids=str
)
def test_what_was_brought_in_is_nowhere_in_the_cited_evidence(made: Made, kind: str) -> None:
    for lie in of_kind(made, kind):
        told = [(text, labels) for text, labels in lying(lie) if has(text, lie.wrong)]
        assert told, lie
        assert not any(has(said_by(lie.case.evidence, labels), lie.wrong) for _, labels in told), lie


def test_a_turned_statement_is_not_what_the_evidence_says(made: Made) -> None:
    for lie in of_kind(made, "negation", "opposite"):
        ((text, labels),) = lying(lie)
        assert text.rstrip(".").casefold() not in said_by(lie.case.evidence, labels).casefold()


def test_the_outcome_told_is_not_the_one_recorded(made: Made) -> None:
    recorded = {"failed": "applied_failed", "partial": "applied_partial", "success": "applied_success"}
    for lie in of_kind(made, "outcome: "):
        told = lie.kind.removeprefix("outcome: ").partition(" ")[0]
        tried = [fix for fix in lie.case.truth.fixes if fix.status != "dismissed"]
        assert tried[-1].status == recorded.get(told, "proposed")


def test_certainty_was_not_earned(made: Made) -> None:
    for lie in of_kind(made, "unearned cause"):
        truth = lie.case.truth
        assert not truth.success or not (truth.facts or truth.checks)


def test_the_order_told_is_not_the_one_recorded(made: Made) -> None:
    for lie in of_kind(made, "swapped order, in words"):
        first, second = lie.case.truth.tried
        ((text, _),) = lying(lie)
        assert first.applied_at
        assert second.applied_at
        assert first.applied_at < second.applied_at
        places = [
            min(at for at in (text.casefold().find(part.casefold()) for part in parts) if at >= 0)
            for parts in (stems(first.words.did, first.words.done), stems(second.words.did, second.words.done))
        ]
        assert places[1] < places[0], text


def stems(did: str, done: str) -> list[str]:
    """Of each clause its longest part without a slot."""
    return [max(SLOT.split(clause)[::2], key=len).strip() for clause in (did, done)]


def test_what_is_left_out_is_not_there(made: Made) -> None:
    for lie in of_kind(made, "left out: the failure reason", "left out: the partial notes"):
        last = lie.case.truth.tried[-1]
        assert (last.failed or last.left or "?") not in render(lie.note)
    for lie in of_kind(made, "left out: an important fact"):
        assert all(lie.detail not in claim.evidence for _, claim in claims_of(lie.note))


def test_internal_items_and_secrets_are_carried_by_the_lie_alone(made: Made) -> None:
    for lie in of_kind(made, "internal item"):
        internal = [fact for fact in lie.case.evidence.facts if fact.internal]
        assert len(internal) == 1
        assert all(fact.text not in render(lie.case.note) for fact in internal)
        assert (lying(lie)[0][1] == (internal[0].label,)) is (lie.kind == "internal item, cited")
    for lie in of_kind(made, "secret"):
        assert lie.detail in lying(lie)[0][0]
        assert lie.detail not in render(lie.case.note)


def test_a_wrong_citation_is_wrong(made: Made) -> None:
    for lie in of_kind(made, "citation"):
        true = {(claim.text, claim.evidence) for _, claim in claims_of(lie.case.note)}
        ((text, labels),) = {(claim.text, claim.evidence) for _, claim in claims_of(lie.note)} - true
        known = set(lie.case.evidence.labels())
        if lie.kind == "citation: no such label":
            assert not known & set(labels)
        elif lie.kind == "citation: none":
            assert labels == ()
        else:
            told = [value for value in lie.case.truth.values.values() if occurs(value, text)]
            assert told
            assert set(labels) <= known
            assert not any(occurs(value, said_by(lie.case.evidence, labels)) for value in told)


def test_true_claims_cite_what_carries_their_values(made: Made) -> None:
    told = [(case, claim) for case in made.cases for _, claim in claims_of(case.note) if case.writer != "composer"]
    told += [(one.case, one.claim) for one in made.paraphrases]
    for case, claim in told:
        assert set(claim.evidence) <= set(case.evidence.labels())
        carried = said_by(case.evidence, claim.evidence)
        named = [value for value in case.truth.values.values() if value.kind not in {"number", "time", "date"}]
        strange = [str(value) for value in named if occurs(value, claim.text) and not occurs(value, carried)]
        assert strange == [], claim


def test_no_true_note_of_ours_is_internal_or_secret(made: Made) -> None:
    ours = [case for case in made.cases if case.writer != "composer"]
    assert not any(map(leaks_secret, ours))
    shown = [case for case in ours if case.kind == "resolution"]
    hidden = [(fact.label, case) for case in shown for fact in case.truth.facts if fact.internal or fact.secret]
    assert hidden
    assert not any(label in claim.evidence for label, case in hidden for _, claim in claims_of(case.note))


@pytest.mark.parametrize("turn", range(40))
def test_spellings_are_of_one_value(turn: int) -> None:
    dice = Random(turn)
    plain, *others = draw("time", dice).forms
    assert {datetime.strptime(form, "%I:%M %p").strftime("%H:%M") for form in others} == {plain}  # noqa: DTZ007  # no day
    day, *spelled = draw("date", dice).forms
    assert all(str(datetime.fromisoformat(day).day) in form for form in spelled)
    for specification in ("host SRV-##", "number 3-9", "size 2-40", "time", "date", "version 1.#.#", "hours 2-9"):
        value = draw(specification, dice)
        other = draw_other(value, dice)
        assert other
        assert not {form.casefold() for form in value.forms} & {form.casefold() for form in other.forms}


@dataclass(frozen=True, slots=True)
class Against:
    code: str
    sentence: str
    reason: str = ""


def test_who_finds_nothing_blocks_nothing(made: Made) -> None:
    judge = Judge(lambda note, evidence: [])
    rows = judge_lies(made.lies, judge) + judge_paraphrases(made.paraphrases, judge) + judge_notes(made.cases, judge)
    assert sum(row.blocked for row in rows) == 0
    assert sum(row.n for row in judge_lies(made.lies, judge)) == len(made.lies)
    assert len(worst(rows, 20)) == 20


def test_who_knows_the_truth_blocks_lies_alone(made: Made) -> None:
    known = {note_key(case.note) for case in made.cases} | {note_key(one.note) for one in made.paraphrases}

    def check(note: Note, evidence: Evidence) -> list[Against]:
        return [] if note_key(note) in known else [Against("lie", "")]

    judge = Judge(check)
    assert all(row.share == 1 for row in judge_lies(made.lies, judge))
    assert all(row.blocked == 0 for row in judge_paraphrases(made.paraphrases, judge))


def note_key(note: Note) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple((title, claim.text, claim.evidence) for title, claim in claims_of(note))


def test_who_blocks_everything_is_given_no_credit_for_lies_in_the_place_of_truths(made: Made) -> None:
    def check(note: Note, evidence: Evidence) -> list[Against]:
        return [Against("no", claim.text) for _, claim in claims_of(note)]

    judge = Judge(check)
    hosts = [row for row in judge_lies(made.lies, judge) if row.kind == "host"]
    assert [(row.n, row.aside > 0) for row in hosts] == [(0, True)]
    assert all(row.share == 1 for row in judge_notes(made.cases, judge))
