"""A simulated engineer who answers every check truly for one cause, and tries every fix that is suggested."""

import random
from collections.abc import Callable
from dataclasses import replace

from resolvent.knowledge.diagnosis import Ask, Findings, Observed, Step, Try, infer, next_step
from resolvent.knowledge.playbook import Check, Playbook

Choose = Callable[[Playbook, Findings], Step]
Answer = Callable[[Check, str], str]


def by_diagnosis(playbook: Playbook, findings: Findings) -> Step:
    return next_step(playbook, infer(playbook, findings), findings)


def in_file_order(playbook: Playbook, findings: Findings) -> Step:
    """All checks as they stand in the file, then the fixes from the likeliest cause down."""
    for check in playbook.checks:
        if check.id not in findings.observed:
            return Ask(check, 0.0, None)
    belief = infer(playbook, findings)
    left = [fix for fix in playbook.fixes if fix.id not in findings.failed]
    best = max(left, key=lambda fix: sum(belief[cause] * cure for cause, cure in fix.cures.items()))
    return Try(best, best.main_cause, belief[best.main_cause], sure=False)


def truly(check: Check, cause: str) -> str:
    return max(check.answers, key=lambda answer: check.likelihood(answer.id, cause)).id


def as_it_happens(seed: int) -> Answer:
    """Answers as often as the playbook says, so also the unlikely ones."""
    dice = random.Random(seed)

    def answer(check: Check, cause: str) -> str:
        weights = [check.likelihood(one.id, cause) for one in check.answers]
        return dice.choices([one.id for one in check.answers], weights)[0]

    return answer


def repair(playbook: Playbook, cause: str, choose: Choose, answer: Answer = truly) -> tuple[float | None, list[str]]:
    """Minutes until the fix for the cause was suggested and run (None: never), and the steps taken."""
    findings, minutes, steps = Findings(), 0.0, []
    for _ in range(2 * len(playbook.checks) + len(playbook.fixes) + 1):
        step = choose(playbook, findings)
        if isinstance(step, Ask):
            minutes += step.check.minutes
            steps.append(step.check.id)
            seen = Observed(answer(step.check, cause))
            again = findings.again | {step.check.id} if step.again else findings.again
            findings = replace(findings, observed={**findings.observed, step.check.id: seen}, again=again)
        elif isinstance(step, Try):
            minutes += step.fix.minutes
            steps.append(f"fix {step.fix.id}")
            if step.fix.cures.get(cause, 0) >= 0.5:
                return minutes, steps
            findings = replace(findings, failed=(*findings.failed, step.fix.id))
        else:
            return None, steps
    return None, steps
