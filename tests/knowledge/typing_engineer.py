"""An engineer who types what the labelled answers say (`labelled/answers`), read by the reader of the product, until the
fix for a cause was suggested."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from resolvent.knowledge.diagnosis import ESCALATION_MINUTES, Ask, Findings, Observed, Try
from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Check, Playbook
from resolvent.knowledge.reading import read_message
from tests.knowledge.engineer import Choose

ANSWERS = Path(__file__).parent / "labelled" / "answers"
NOISE = 0.1
CURES = 0.5
"""From this chance on a fix counts as the right one for a cause."""

Table = Mapping[str, Mapping[str, str]]
"""cause → check → what is typed."""


@dataclass
class Engineer:
    """Answers for one cause; `dice` None: always truly."""

    table: Table
    cause: str
    dice: random.Random | None = None

    def type(self, check: Check) -> str:
        if self.dice is None or self.dice.random() >= NOISE:
            return self.table[self.cause][check.id]
        if self.dice.random() < 0.5:
            return "no idea"
        other = self.dice.choice([one for one in self.table if one != self.cause])
        return self.table[other][check.id]


@dataclass
class Repair:
    minutes: float = 0.0
    right: bool = False
    """The first fix that was suggested cures the cause."""
    cured: bool = False
    unread: list[str] = field(default_factory=list)


def repair(playbook: Playbook, engineer: Engineer, choose: Choose) -> Repair:
    done, findings = Repair(), Findings()
    for _ in range(2 * len(playbook.checks) + len(playbook.fixes) + 1):
        step = choose(playbook, findings)
        if isinstance(step, Ask):
            done.minutes += step.check.minutes
            if step.again:
                findings = replace(findings, again=findings.again | {step.check.id})
            findings = hear(playbook, findings, step.check, engineer.type(step.check), done)
        elif isinstance(step, Try):
            done.minutes += step.fix.minutes
            if step.fix.cures.get(engineer.cause, 0) >= CURES:
                done.cured, done.right = True, not findings.failed
                return done
            findings = replace(findings, failed=(*findings.failed, step.fix.id))
        else:
            break
    done.minutes += ESCALATION_MINUTES
    return done


def hear(playbook: Playbook, findings: Findings, check: Check, text: str, done: Repair) -> Findings:
    """As the product takes an answer: all that it reads in the text, and the question as skipped where it reads nothing."""
    heard = read_message(playbook, text, check)
    observed = {**findings.observed, **{one.check.id: Observed(one.answer.id, one.certainty) for one in heard.readings}}
    skipped = findings.skipped
    if check.id not in observed:
        skipped |= {check.id}
        if heard.reply is None:
            done.unread.append(f"{playbook.id}, {check.id}: {text}")
    return replace(findings, observed=observed, skipped=skipped, suspected=findings.suspected | heard.suspected)


def load() -> Iterator[tuple[Playbook, Table]]:
    for playbook in load_shipped():
        file = ANSWERS / f"{playbook.id}.yaml"
        if file.exists():
            yield playbook, yaml.safe_load(file.read_text())
