"""Tickets in users' words find their playbook; others find none, and nothing wrong is presented as certain."""

import pytest

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.matching import match_playbook

SHIPPED = load_shipped()

FITTING = [
    (
        "outlook-password-prompts",
        "Outlook keeps asking for password",
        "Since I changed it on Monday the box pops up all day.",
    ),
    ("outlook-password-prompts", "Password prompt in Outlook", "Outlook wants my credentials every few minutes."),
    ("account-lockout", "Account locked", "jdoe is locked out of Windows again, third time today."),
    (
        "account-lockout",
        "Please unlock my account",
        "I can't log in to my PC, it says the referenced account is locked out.",
    ),
    ("print-spooler", "Printer not working", "Nothing comes out of the printer on the second floor."),
    ("print-spooler", "Print jobs stuck in queue", "Three jobs sit there and cannot be deleted."),
    ("no-internet-dns", "No internet", "My laptop has no internet since this morning, colleagues are fine."),
    ("no-internet-dns", "Websites won't load", "Browser says DNS_PROBE_FINISHED_NXDOMAIN."),
    ("vpn", "VPN not connecting", "Working from home, the VPN fails with error 809."),
    ("vpn", "Can't connect to VPN", "GlobalProtect hangs at connecting."),
    ("disk-full", "Low disk space on C:", "Windows says that my drive is almost full."),
    ("disk-full", "Server disk full", "There is not enough space on the disk to save the backup."),
    ("slow-pc", "My computer is very slow", "Everything takes forever to open."),
    ("slow-pc", "Laptop slow", "It takes ten minutes to boot and freezes."),
    ("onedrive-sync", "OneDrive not syncing", "The icon shows processing changes since yesterday."),
    ("onedrive-sync", "OneDrive sync error", "Red cross on my files, they do not upload."),
    ("teams-audio", "No sound in Teams", "Others cannot hear me in Teams meetings."),
    ("teams-audio", "Teams microphone not working", "My headset works on the phone."),
    ("mapped-drive", "S: drive missing", "My network drive disappeared after the weekend."),
    ("mapped-drive", "Cannot access shared drive", "Windows cannot access \\\\fs01\\sales, error 0x80070035."),
]

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


@pytest.mark.parametrize(("wanted", "title", "text"), FITTING)
def test_a_fitting_ticket_finds_its_playbook(wanted: str, title: str, text: str) -> None:
    match = match_playbook(SHIPPED, title, text)
    assert match.playbook is not None
    assert match.playbook.id == wanted
    assert match.level in ("certain", "likely")


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
