"""What fits no playbook finds none, and nothing wrong is presented as certain. What fits: `test_tickets`."""

from pathlib import Path

import pytest
import yaml

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.matching import match_playbook
from resolvent.knowledge.playbook import Playbook

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


def test_what_a_playbook_excludes_it_may_be_named_for_and_is_never_begun_with() -> None:
    """The desk knows better than one word whether it is another problem."""
    told = ("VPN not connecting", "VPN fails with error 809 since the fiasco on Monday.")
    vpn = next(one for one in SHIPPED if one.id == "vpn")
    symptoms = vpn.symptoms.model_copy(update={"excludes": ["fiasco"]})
    others = [one for one in SHIPPED if one.id not in ("vpn", "site-to-site-vpn")]
    assert match_playbook([vpn, *others], *told).playbook is vpn
    match = match_playbook([vpn.model_copy(update={"symptoms": symptoms}), *others], *told)
    assert match.playbook is None
    assert match.near[0].id == "vpn"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("paper jam", "The copier shows a paper jam in tray 2 but there isn't any paper."),
        ("Outlook search finds nothing", "I type a name into search and get no results though the mails are there."),
        ("laptop doesn't charge", "The charger's light is on but the battery stays at 4 %."),
        ("VPN for an external", "The auditor needs VPN until Friday, please set up an account."),
    ],
)
def test_a_matter_that_no_playbook_leads_is_refused(title: str, text: str) -> None:
    assert match_playbook(SHIPPED, title, text).playbook is None


def test_a_desk_may_have_its_own_playbook_for_such_a_matter() -> None:
    symptoms = {"phrases": ["paper jam*"], "topics": ["copier"], "signs": ["jam*"]}
    body = SHIPPED[0].model_dump() | {"id": "jam", "title": "The copier reports a paper jam", "symptoms": symptoms}
    own = Playbook.model_validate(body)
    match = match_playbook([own, *SHIPPED], "paper jam", "The copier shows a paper jam in tray 2.")
    assert match.playbook is own


def test_most_tickets_of_the_development_set_are_begun_rightly_or_refused() -> None:
    rows = yaml.safe_load((Path(__file__).parent / "development.yaml").read_text())
    right: dict[bool, list[bool]] = {True: [], False: []}
    for fitting, title, text in rows:
        begun = match_playbook(SHIPPED, title, text).playbook
        right[fitting is not None].append((begun.id if begun else None) == fitting)
    assert sum(right[True]) >= 0.9 * len(right[True])
    assert sum(right[False]) >= 0.9 * len(right[False])


def test_the_same_problem_is_read_once_for_the_same_playbooks() -> None:
    told = "Printer not printing", "It fails since Monday."
    first = match_playbook(SHIPPED, *told)
    assert first.playbook is not None
    assert match_playbook(list(SHIPPED), *told) is first
    assert match_playbook(SHIPPED, *told, frozenset({first.playbook.id})).playbook is not first.playbook
    changed = [one.model_copy() for one in SHIPPED]
    assert match_playbook(changed, *told).playbook in changed
    assert match_playbook(changed, *told) is not first


@pytest.mark.parametrize(
    "playbook", [one for one in SHIPPED if any("@mac" in it for it in one.symptoms.excludes)], ids=lambda one: one.id
)
def test_what_only_windows_has_is_not_begun_with_for_a_mac(playbook: Playbook) -> None:
    told = playbook.symptoms.heard[0]
    for device in ("It is her MacBook.", "All on a Mac with macOS 15."):
        assert match_playbook(SHIPPED, "", f"{told} {device}").playbook is not playbook


def test_what_works_excludes_nothing() -> None:
    told = 'Teams chat works, but no website opens. "DNS_PROBE_FINISHED_NXDOMAIN" everywhere. Only my PC.'
    found = match_playbook(SHIPPED, "internet only half works", told).playbook
    assert found is not None
    assert found.id == "no-internet-dns"
    broken = match_playbook(SHIPPED, "", "Teams chat does not open. No website problem.").playbook
    assert broken is None or broken.id != "no-internet-dns"
