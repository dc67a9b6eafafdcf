"""Short answers as people type them, two or so for each check of each playbook."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.reading import read_message

PLAYBOOKS = {playbook.id: playbook for playbook in load_shipped()}
HERE = Path(__file__).parent
REPLIES: dict[str, dict[str, list[tuple[str | None, str]]]] = {
    playbook: checks
    for file in [HERE / "replies.yaml", *sorted((HERE / "replies").glob("*.yaml"))]
    for playbook, checks in yaml.safe_load(file.read_text()).items()
}
READ = 0.95
"""The rest may be asked again; none may be misread."""
ALL: list[Any] = [
    pytest.param(playbook, check, means, text, id=f"{playbook}, {check}: {text}")
    for playbook, checks in REPLIES.items()
    for check, replies in checks.items()
    for means, text in replies
]


def read(playbook: str, check: str, text: str) -> tuple[str | None, str | None]:
    """The answer that is read to the check, and the plain reply."""
    heard = read_message(PLAYBOOKS[playbook], text, PLAYBOOKS[playbook].check(check))
    return next((one.answer.id for one in heard.readings if one.check.id == check), None), heard.reply


@pytest.mark.parametrize(("playbook", "check", "means", "text"), ALL)
def test_a_reply_is_never_misread(playbook: str, check: str, means: str | None, text: str) -> None:
    answer, reply = read(playbook, check, text)
    if means is None:
        assert (answer, reply) in [(None, "unknown"), (None, "cannot")]
    else:
        assert answer in (means, None)


def test_nearly_all_replies_are_read() -> None:
    wanted = [one.values for one in ALL if one.values[2] is not None]
    missed = [text for playbook, check, means, text in wanted if read(playbook, check, text)[0] != means]
    assert len(missed) <= (1 - READ) * len(wanted), missed
