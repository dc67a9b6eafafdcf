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
