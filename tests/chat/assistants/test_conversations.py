"""Conversations in engineers' own words for every playbook: each reply is read as it was meant, each ends at its fix."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.reading import read_message
from tests.chat.assistants.desk import Desk

PLAYBOOKS = {playbook.id: playbook for playbook in load_shipped()}
FOLDER = Path(__file__).parent / "conversations"
NO_CLUE = "no idea, sorry"
NO_HELP = ("applied_failed", "ran it just now, that did not change anything")
LONGEST = 16


@dataclass(frozen=True)
class Conversation:
    """`replies`: check → the answer it means (None: it answers nothing) and what is written. `tried`: fix → the outcome
    and what is written of it; the first of them that ends the conversation is `ends_with`."""

    playbook: Playbook
    name: str
    title: str
    problem: str
    replies: dict[str, tuple[str | None, str]]
    ends_with: str
    tried: dict[str, tuple[str, str]]


def load_conversations() -> list[Any]:
    return [
        pytest.param(
            Conversation(
                PLAYBOOKS[file.stem],
                row["name"],
                row["title"],
                row["problem"],
                {
                    check: (None if means == "dont-know" else means, text)
                    for check, (means, text) in row["replies"].items()
                },
                row["ends_with"],
                row["tried"],
            ),
            id=f"{file.stem}: {row['name']}",
        )
        for file in sorted(FOLDER.glob("*.yaml"))
        for row in yaml.safe_load(file.read_text())
    ]


EVERY = load_conversations()


@pytest.mark.parametrize("talk", EVERY)
def test_every_reply_is_read_as_it_was_meant(talk: Conversation) -> None:
    """Also those that the way to the fix never asks for. Nothing is read of other checks that the replies do not say."""
    for check, (means, text) in talk.replies.items():
        heard = read_message(talk.playbook, text, talk.playbook.check(check))
        read = {one.check.id: one.answer.id for one in heard.readings}
        assert read.pop(check, None) == means, text
        assert means is not None or heard.reply in ("unknown", "cannot"), text
        for other, answer in read.items():
            assert talk.replies.get(other, (answer, ""))[0] == answer, f"{text}: {other}"


@pytest.mark.parametrize("talk", EVERY)
async def test_a_conversation_ends_at_its_fix(talk: Conversation) -> None:
    checks = {check.title: check for check in talk.playbook.checks}
    fixes = {fix.title: fix.id for fix in talk.playbook.fixes}
    desk = Desk(talk.title, talk.problem)
    answer = await desk.say("Hi, can you help me with this one?")
    assert f"*{talk.playbook.title}*" in answer.text
    told_by_ticket = "From the ticket I read" in answer.text
    answered: list[str] = []
    for _ in range(LONGEST):
        if answer.fix is not None:
            fix = fixes[answer.fix.title]
            outcome, text = talk.tried.get(fix, NO_HELP)
            answer = await desk.say(text)
            assert answer.outcome is not None, text
            assert answer.outcome.outcome == outcome, text
            told = answer.outcome.failure_reason if outcome == "applied_failed" else answer.outcome.notes
            assert told
            assert told in text
            if fix == talk.ends_with:
                break
        else:
            assert answer.asked is not None, answer.text
            check = checks[answer.asked]
            means, text = talk.replies.get(check.id, (None, NO_CLUE))
            answer = await desk.say(text)
            answered.append(check.id)
            done = answer.results.get(check.title, "")
            assert done.startswith(check.answer(means).label) if means else not done, text
            assert answer.asked != check.title
    assert fix == talk.ends_with
    assert any(talk.replies.get(check, (None, ""))[0] for check in answered) or told_by_ticket
    if outcome == "applied_success":
        assert "Resolve" in answer.text
        assert answer.fix is None
        assert answer.asked is None
    else:
        # In part only: it goes on to what else it may be, or says that nothing is left.
        assert answer.fix is not None or answer.asked is not None or "no step left" in answer.text
        assert answer.fix is None or fixes[answer.fix.title] != fix


def test_every_playbook_has_its_conversations() -> None:
    for playbook in PLAYBOOKS.values():
        talks = [one.values[0] for one in EVERY if one.values[0].playbook is playbook]
        if playbook.id == "print-spooler":
            continue  # test_playbook.py talks about it at length
        assert len({talk.ends_with for talk in talks}) >= 3
        outcomes = {outcome for talk in talks for outcome, _ in talk.tried.values()}
        assert outcomes == {"applied_success", "applied_failed", "applied_partial"}
        assert any(means is None for talk in talks for means, _ in talk.replies.values())
        assert any("\n" in text for talk in talks for _, text in talk.replies.values())
