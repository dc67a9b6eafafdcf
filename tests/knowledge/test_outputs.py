"""What real tools print is read rightly, and beats what the engineer says. Cases: `outputs/<playbook>.yaml`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.reading import read_message

PLAYBOOKS = {playbook.id: playbook for playbook in load_shipped()}
FOLDER = Path(__file__).parent / "outputs"


@dataclass(frozen=True)
class Case:
    playbook: Playbook
    name: str
    asked: str
    text: str
    reads: dict[str, str]
    contradicts: str | None


def load_cases() -> list[Any]:
    return [
        pytest.param(
            Case(PLAYBOOKS[file.stem], row["name"], row["asked"], row["text"], row["reads"], row.get("contradicts")),
            id=f"{file.stem}: {row['name']}",
        )
        for file in sorted(FOLDER.glob("*.yaml"))
        for row in yaml.safe_load(file.read_text())
    ]


@pytest.mark.parametrize("case", load_cases())
def test_output_is_read(case: Case) -> None:
    heard = read_message(case.playbook, case.text, case.playbook.check(case.asked))
    assert {one.check.id: one.answer.id for one in heard.readings} == case.reads
    assert {one.source for one in heard.readings} == {"output"}
    assert [one.check.id for one in heard.contradictions] == ([case.contradicts] if case.contradicts else [])


@pytest.mark.parametrize("case", load_cases())
def test_output_is_read_unasked_and_with_windows_line_ends(case: Case) -> None:
    heard = read_message(case.playbook, case.text.replace("\n", "\r\n"))
    assert {one.check.id: one.answer.id for one in heard.readings if one.source == "output"} == case.reads


def test_every_playbook_has_three_outputs_and_a_contradiction() -> None:
    for playbook in PLAYBOOKS.values():
        rows = yaml.safe_load((FOLDER / f"{playbook.id}.yaml").read_text())
        assert sum("contradicts" not in row for row in rows) >= 3
        assert sum("contradicts" in row for row in rows) >= 1


@pytest.mark.parametrize(
    ("playbook", "check", "yes", "no"),
    [
        ("rdp-fails", "rdp-port", "open", None),  # closed may mean two things there
        ("no-internet-dns", "https", "opens", "redirected"),
        ("onedrive-sync", "reach", "fine", "blocked"),
        ("scan-to-email", "scan-ports", "open", "closed"),
    ],
)
@pytest.mark.parametrize("before", ["", "ran it, still broken\n", "here it is\n\n"])
def test_one_pasted_line_is_read_by_the_only_check_that_prints_it(
    playbook: str, check: str, yes: str, no: str | None, before: str
) -> None:
    for line, answer in (("TcpTestSucceeded : True", yes), ("TcpTestSucceeded : False", no)):
        readings = read_message(PLAYBOOKS[playbook], before + line).readings
        assert [(one.check.id, one.answer.id) for one in readings] == ([(check, answer)] if answer else [])


def test_a_port_that_was_not_asked_for_is_not_the_one() -> None:
    other = "RemotePort       : 22\nTcpTestSucceeded : True"
    assert read_message(PLAYBOOKS["rdp-fails"], other).readings == ()


@pytest.mark.parametrize(("ends", "read"), [("12/31/2026 12:00:00 AM", []), ("", ["open"])])
def test_an_account_with_an_end_date_is_not_called_open(ends: str, read: list[str]) -> None:
    """Whether the date is past the output does not tell."""
    playbook = PLAYBOOKS["account-lockout"]
    shown = f"Enabled : True\nLockedOut : False\nPasswordExpired : False\nAccountExpirationDate : {ends}\n"
    heard = read_message(playbook, shown, playbook.check("ad-state"))
    assert [one.answer.id for one in heard.readings if one.check.id == "ad-state"] == read
