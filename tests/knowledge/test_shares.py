""" "3 % idle" is not idle, and "60 % full" is as full as the number says; a row of a table is nobody's words."""

import pytest

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.reading import read_message
from resolvent.knowledge.words import split_written

PLAYBOOKS: dict[str, Playbook] = {one.id: one for one in load_shipped()}


@pytest.mark.parametrize(
    ("playbook", "check", "text", "answer"),
    [
        ("internet-slow", "is-cpu", "2 % idle", "busy"),
        ("internet-slow", "is-cpu", "CPU: 91.0% user, 0.0% nice, 6.7% system, 0.0% interrupt, 2.3% idle", "busy"),
        ("internet-slow", "is-cpu", "it shows 94 percent idle", "calm"),
        ("internet-slow", "is-cpu", "it is idle", "calm"),
        ("internet-slow", "is-cpu", "it is 40 % busy", "calm"),
        ("internet-slow", "is-load", "about 60% full", "room"),
        ("internet-slow", "is-load", "97% full", "full"),
        ("mailbox-full", "archive-use", "the archive is only 30 % full", "room"),
        ("wifi-drops", "wifi-signal", "40 % weak", "weak"),
        ("mail-not-delivered", "full", "1 % free", "full"),
        ("mail-not-delivered", "full", "only 1,5 percent of it is still available", "full"),
        ("mail-not-delivered", "full", "99 % used, so 1 % is left", "full"),
        ("mail-not-delivered", "full", "a quarter of it is free", "room"),
        ("slow-pc", "memory", "3% left", "tight"),
        ("internet-slow", "is-speed", "20 % is available", "little"),
    ],
)
def test_the_share_before_a_word_decides(playbook: str, check: str, text: str, answer: str) -> None:
    asked = PLAYBOOKS[playbook].check(check)
    readings = read_message(PLAYBOOKS[playbook], text, asked).readings
    assert [one.answer.id for one in readings if one.check is asked] == [answer]


METHODS = """Id                     State
--                     -----
Fido2                  enabled
MicrosoftAuthenticator enabled
Sms                    {sms}
SoftwareOath           enabled
Voice                  enabled
"""


@pytest.mark.parametrize(("sms", "answers"), [("enabled", ["open"]), ("disabled", [])])
def test_a_list_of_methods_decides_only_where_all_are_alike(sms: str, answers: list[str]) -> None:
    playbook = PLAYBOOKS["mfa-sign-in"]
    heard = read_message(playbook, METHODS.format(sms=sms), playbook.check("policy"))
    assert [one.answer.id for one in heard.readings] == answers
    assert not heard.contradictions


def test_the_longest_row_of_a_table_is_no_prose() -> None:
    assert split_written(METHODS).prose.strip() == ""
    told = METHODS.replace("Sms  ", "he has no app\nSms  ")
    assert split_written(told).prose == "MicrosoftAuthenticator enabled\nhe has no app\n"
