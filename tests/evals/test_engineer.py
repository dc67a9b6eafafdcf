"""The engineer answers what is asked, and only that, the same way every time."""

from typing import Any

import pytest

from resolvent.cases.asking import asked_part
from resolvent.cases.case import Case
from resolvent.evals.engineer import Engineer, holds, told_outcome


def make(**content: Any) -> Case:
    whole: dict[str, Any] = {
        "name": "a",
        "kind": "clean",
        "topic": "printing",
        "ticket": {"summary": "No print", "description": "Nothing prints on PRN1."},
        "note": "resolution",
        "must_know": [["PRN1"]],
    }
    return Case(**{**whole, **content})


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Likeliest: the queue. **Is the spooler running?** It costs a minute.", "**Is the spooler running?"),
        ("I read:\n\n- The spooler is stopped.\n\nWhat I know is little.", ""),
        ("Please run this:\n```powershell\nGet-Service Spooler\n```\nThanks.", "Get-Service Spooler\nPlease run this:"),
        ("- What does not work: noted\n- Error text: not known", ""),
        ("Check `ipconfig /all` on the PC.", "`ipconfig /all`\nCheck `ipconfig /all` on the PC."),
        ("~~~\nGet-Process", "Get-Process"),
    ],
)
def test_only_what_asks_is_read(text: str, asked: str) -> None:
    assert asked_part(text) == asked


def test_a_phrase_begins_at_a_word() -> None:
    assert holds("Was the password\nchanged lately?", ["password changed"])
    assert not holds("the cached entry", ["ache"])


def test_answers_what_is_asked_at_most_two_at_once_and_repeats_once() -> None:
    knows = [{"asked": ["spooler"], "says": "stopped"}, {"asked": ["queue"], "says": "empty"}]
    engineer = Engineer(make(knows=knows, basics={"since": "since ten"}))
    assert engineer.reply("Since when? And the spooler? And the queue?", []) == "stopped\n\nempty"
    assert engineer.reply("Since when does it happen?", []) == "since ten"
    assert engineer.reply("Is the spooler running?", []) == "stopped"
    assert engineer.reply("Is the spooler running?", []) == "I can't tell, skip that one please."
    assert engineer.reply("That is all. I am done.", []) is None


def test_checks_in_the_lane_are_answered_only_when_the_text_asks_nothing() -> None:
    engineer = Engineer(make(knows=[{"asked": ["Get-Service"], "says": "stopped"}]))
    assert engineer.reply("Which server?", ["Spooler Get-Service"]) == "I can't tell, skip that one please."
    assert engineer.reply("I added a check.", ["Spooler Get-Service"]) == "stopped"


def test_objects_before_anything_else_and_once() -> None:
    case = make(objects=[{"asked": ["VPN playbook"], "says": "not about VPN"}], knows=[{"asked": ["VPN"], "says": "x"}])
    engineer = Engineer(case)
    assert engineer.reply("I follow the VPN playbook. Does the VPN connect?", []) == "not about VPN"
    assert engineer.reply("I follow the VPN playbook. Does the VPN connect?", []) == "x"


def test_each_rule_is_used_once_and_any_other_fix_fails() -> None:
    rules = [
        {"about": ["clear-print-queue"], "outcome": "applied_failed", "notes": "back again"},
        {"about": ["driver"], "outcome": "applied_success"},
    ]
    engineer = Engineer(make(fixes=rules, other_fix="no use"))
    assert engineer.try_fix("Clear it clear-print-queue").notes == "back again"
    again = engineer.try_fix("Clear it clear-print-queue")
    assert (again.outcome, again.notes) == ("applied_failed", "no use")
    assert engineer.expects_more
    assert engineer.try_fix("Replace the driver").outcome == "applied_success"
    assert not engineer.expects_more


def test_tells_failure_and_part_success_in_words() -> None:
    rules = make(
        fixes=[
            {"about": ["aa"], "outcome": "applied_failed", "notes": "same error"},
            {"about": ["bb"], "outcome": "applied_partial", "notes": "Word only"},
            {"about": ["cc"], "outcome": "dismissed"},
        ]
    ).fixes
    assert "did not help: same error" in told_outcome(rules[0])
    assert "only in part: Word only" in told_outcome(rules[1])
    assert "What else?" in told_outcome(rules[2])


def test_believes_no_denied_fact_and_none_that_must_not_be() -> None:
    engineer = Engineer(make(denies=["moon"], never=["hunter2"]))
    assert engineer.believes("PRN1 is offline.")
    assert not engineer.believes("It is the moon.")
    assert not engineer.believes("The password is hunter2.")
    assert Engineer(make()).believes("anything")
