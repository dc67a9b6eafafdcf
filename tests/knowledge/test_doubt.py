"""Before one gives up, the answer that speaks against the rest is looked at once more: people mistype, tools lie."""

from dataclasses import replace

import pytest

from resolvent.chat.assistants.playbook_state import LOOK_AGAIN
from resolvent.knowledge.diagnosis import Ask, Findings, GiveUp, Observed, infer, next_step, observe, priors, take_back
from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Playbook
from tests.chat.assistants.desk import Desk
from tests.knowledge.engineer import truly

SHIPPED = load_shipped()


@pytest.mark.parametrize("playbook", SHIPPED, ids=lambda one: one.id)
def test_an_answer_taken_back_leaves_what_was_believed_before(playbook: Playbook) -> None:
    before = priors(playbook)
    for check in playbook.checks:
        for answer in check.answers:
            after = observe(before, check, answer.id)
            assert take_back(after, check, Observed(answer.id)) == pytest.approx(before)


def led(playbook: Playbook, cause: str, mistaken: str, wrong: str, *, look_again: bool) -> bool:
    """Whether an engineer is led to the fix who at first gives a wrong answer to one check."""
    findings = Findings(observed={mistaken: Observed(wrong)})
    for _ in range(40):
        step = next_step(playbook, infer(playbook, findings), findings)
        if isinstance(step, GiveUp) or (isinstance(step, Ask) and step.again and not look_again):
            return False
        if isinstance(step, Ask):
            assert step.again == (step.check.id in findings.observed)
            assert step.check.id not in findings.again, "nothing is asked a third time"
            seen = Observed(truly(step.check, cause))
            again = findings.again | {step.check.id} if step.again else findings.again
            findings = replace(findings, observed={**findings.observed, step.check.id: seen}, again=again)
        elif step.fix.cures.get(cause, 0) >= 0.5:
            return True
        else:
            findings = replace(findings, failed=(*findings.failed, step.fix.id))
    raise AssertionError("it never ends")


def test_looking_again_finds_the_fix_after_most_mistakes_that_would_have_ended_in_an_escalation() -> None:
    ended = found = 0
    for playbook in SHIPPED[::3]:
        for cause in playbook.causes:
            for check in playbook.checks:
                for answer in check.answers:
                    if answer.id != truly(check, cause.id) and not led(
                        playbook, cause.id, check.id, answer.id, look_again=False
                    ):
                        ended += 1
                        found += led(playbook, cause.id, check.id, answer.id, look_again=True)
    assert ended > 10
    assert found / ended > 0.5


async def test_the_engineer_is_asked_to_look_again_and_the_second_look_counts() -> None:
    """A job blocks the queue, but at first the engineer says that the queue is empty."""
    spooler = next(one for one in SHIPPED if one.id == "print-spooler")
    titles = {check.title: check for check in spooler.checks}
    desk = Desk("Nobody can print", "The printer does not print for anybody.")
    answer, asked_again, fixes = await desk.say("hello"), 0, []
    for _ in range(20):
        if answer.fix:
            fixes.append(answer.fix.title)
            cures = next(one for one in spooler.fixes if one.title == answer.fix.title).cures
            if cures.get("stuck-job", 0) >= 0.5:
                break
            answer = await desk.say("That did not help.")
            continue
        title = next(part for part in answer.text.split("**") if part in titles)
        check, again = titles[title], LOOK_AGAIN in answer.text
        asked_again += again
        wrong = check.id == "queue" and not again
        told = next(one for one in check.answers if one.id == ("empty" if wrong else truly(check, "stuck-job")))
        answer = await desk.say("skip" if check.id == "program" else told.label)
    assert asked_again == 1
    assert fixes
    assert next(one for one in spooler.fixes if one.title == fixes[-1]).cures["stuck-job"] >= 0.5
