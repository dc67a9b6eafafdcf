"""What fits no playbook finds none, and nothing wrong is presented as certain. What fits: `test_tickets`."""

import pytest

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.matching import match_playbook

SHIPPED = load_shipped()

FOREIGN = [
    (
        "KubePodCrashLooping",
        "Pod is in CrashLoop which means the app dies or is unresponsive. Network errors may follow.",
    ),
    ("NodeFilesystemSpaceFillingUp", "Filesystem on the node runs out of disk space within 24 hours."),
    ("AzStackHci_Network_Test_Dns", "Validator checks that DNS names are resolved on every node of the cluster."),
    ("USB port stopped working", ""),
    ("New employee hire", "She needs a laptop, a printer, a phone, VPN, Outlook and OneDrive."),
    ("My desk phone does not work", "No dial tone, cannot hear anybody."),
    ("Forgot my password", "Please reset the password of my Outlook account."),
    ("Please order a new printer", "The old one is worn out."),
    ("Website has a JavaScript error", "Our hiring page shows an error in the browser."),
    ("Password policy question", "How often do we have to change it?"),
    ("Invoice wrong", "The invoice of last month names the wrong amount."),
    ("", ""),
    ("asdf qwer", "zzz"),
    ("Server room is hot", "The air conditioning failed."),
    ("Excel crashes", "When I open a large sheet Excel closes."),
]


@pytest.mark.parametrize(("title", "text"), FOREIGN)
def test_a_foreign_ticket_finds_none(title: str, text: str) -> None:
    match = match_playbook(SHIPPED, title, text)
    assert (match.playbook, match.level) == (None, "none")


def test_a_rejected_playbook_is_not_offered_again() -> None:
    match = match_playbook(SHIPPED, "VPN not connecting", "error 809", frozenset({"vpn"}))
    assert match.playbook is None or match.playbook.id != "vpn"


def test_two_topics_are_not_certain() -> None:
    both = match_playbook(SHIPPED, "Printer not printing and OneDrive not syncing", "Both fail since Monday.")
    alone = match_playbook(SHIPPED, "Printer not printing", "It fails since Monday.")
    assert both.confidence < alone.confidence
    assert both.runner_up is not None
