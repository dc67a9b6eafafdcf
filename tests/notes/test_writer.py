"""Notes that a language model writes, held to the evidence: through the whole product, with a peer as the model."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.notes.composer import compose
from resolvent.notes.structure import Claim, Kind, Note, Section
from resolvent.notes.writer_answer import mend, read_note
from tests.ai.doors import MODELS
from tests.ai.doors import QUICK as QUICK_MODEL
from tests.conftest import QUICK, SECRET
from tests.notes.evidence import evidence
from tests.peers.anthropic import anthropic_peer
from tests.peers.replies import Reply, Status
from tests.peers.server import KEY, Peer

PREVIEW = "resolution-note/preview"


@pytest.fixture
def app(database_url: str) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, patience=QUICK, model_patience=QUICK_MODEL)


@pytest.fixture
async def peer(client: httpx2.AsyncClient) -> AsyncIterator[Peer]:
    async with anthropic_peer() as made:
        added = await client.post(
            "/models",
            json={
                "name": "Claude",
                "provider": "anthropic",
                "model": MODELS["anthropic"],
                "base_url": made.url,
                "key": KEY,
                "allow_private": True,
                "uses": ["notes"],
                "context_tokens": 100_000,
            },
        )
        assert added.status_code == 201
        yield made


@pytest.fixture
async def session(client: httpx2.AsyncClient) -> str:
    opened = await client.post("/ai-sessions", json={"problem": "Nobody can print on SRV-PRINT01."})
    path = f"/ai-sessions/{opened.json()['id']}"
    await client.post(f"{path}/facts", json={"text": "Event 7031 appears 4 times since Monday.", "important": True})
    await client.post(f"{path}/facts", json={"text": "The customer is behind with payments.", "internal": True})
    return path


def answer(*claims: tuple[str, str, list[str]]) -> str:
    sections: dict[str, list[dict[str, Any]]] = {}
    for title, text, labels in claims:
        sections.setdefault(title, []).append({"text": text, "evidence": labels})
    return json.dumps({"sections": [{"title": title, "claims": made} for title, made in sections.items()]})


TRUE: tuple[tuple[str, str, list[str]], ...] = (
    ("Problem", "Nobody could print on SRV-PRINT01.", ["T"]),
    ("What we confirmed", "Event 7031 appeared 4 times since Monday.", ["F1"]),
    ("Root cause", "No root cause was established.", []),
    ("Resolution", "No fix has been applied so far.", []),
)
LIE = ("What we confirmed", "The firmware of SRV-PRINT99 was upgraded to 9.17.3.", ["F1"])


async def ask(client: httpx2.AsyncClient, session: str, path: str = PREVIEW, **body: Any) -> dict[str, Any]:
    asked = await client.post(f"{session}/{path}", json=body)
    assert asked.status_code == 200, asked.text
    found: dict[str, Any] = asked.json()
    return found


async def test_a_true_note_is_taken_as_it_was_written(client: httpx2.AsyncClient, peer: Peer, session: str) -> None:
    peer.answers(Reply("Here it is:\n```json\n" + answer(*TRUE) + "\n```", chunks=11))
    written = await ask(client, session)
    assert "Event 7031 appeared 4 times since Monday." in written["markdown"]
    # True and backed; that nothing was done is confirmed when it is posted.
    assert [one["code"] for one in written["grounding"]["findings"]] == ["nothing_done"]
    assert written["notice"] is None
    assert MODELS["anthropic"] in written["engine"]
    again = await ask(client, session)
    assert (again["from_cache"], len(peer.asked)) == (True, 1)
    asked = peer.asked[0].asked
    assert asked is not None
    assert "behind with payments" not in asked.last_user, "internal facts are not even shown"


async def test_a_lie_goes_back_once_with_the_reason(client: httpx2.AsyncClient, peer: Peer, session: str) -> None:
    peer.answers(Reply(answer(*TRUE, LIE)), Reply(answer(*TRUE)))
    written = await ask(client, session)
    assert "SRV-PRINT99" not in written["markdown"]
    assert written["notice"] is None
    second = peer.asked[1].asked
    assert second is not None
    assert "SRV-PRINT99" in second.last_user
    assert [role for role, _ in second.said if role != "system"] == ["user", "assistant", "user"]


async def test_a_lie_told_twice_gives_way_claim_by_claim(client: httpx2.AsyncClient, peer: Peer, session: str) -> None:
    peer.answers(Reply(answer(TRUE[0], LIE, *TRUE[2:])))
    written = await ask(client, session)
    assert len(peer.asked) == 2
    assert "SRV-PRINT99" not in written["markdown"]
    assert "Event 7031" in written["markdown"], "the composer's claim on the same fact stands instead"
    assert "Nobody could print on SRV-PRINT01." in written["markdown"], "the true ones stay the model's"
    # True and backed; that nothing was done is confirmed when it is posted.
    assert [one["code"] for one in written["grounding"]["findings"]] == ["nothing_done"]


@pytest.mark.parametrize(
    "text", ["", "I'd rather not.", '{"sections": "none"}', '{"sections": [{"title": "Problem"', "[]"]
)
async def test_what_cannot_be_read_is_composed(client: httpx2.AsyncClient, peer: Peer, session: str, text: str) -> None:
    peer.answers(Reply(text))
    written = await ask(client, session)
    assert "Event 7031" in written["markdown"]
    assert written["engine"].startswith("composer-")
    assert written["notice"].endswith((".",))


async def test_a_model_that_is_down_costs_only_its_words(client: httpx2.AsyncClient, peer: Peer, session: str) -> None:
    peer.answers(Reply(fail=Status(401)), Reply(answer(*TRUE)))
    written = await ask(client, session)
    assert written["notice"].startswith("Claude refused the key.")
    assert (await ask(client, session))["from_cache"] is True
    fresh = await ask(client, session, refresh=True)
    assert (fresh["notice"], fresh["from_cache"]) == (None, False)


async def test_fifty_askers_make_one_call(client: httpx2.AsyncClient, peer: Peer, session: str) -> None:
    peer.answers(Reply(answer(*TRUE), wait=0.3))
    written = await asyncio.gather(*(ask(client, session) for _ in range(50)))
    assert len(peer.asked) == 1
    assert len({one["markdown"] for one in written}) == 1


async def test_an_outcome_recorded_meanwhile_is_in_the_note_or_it_says_stale(
    client: httpx2.AsyncClient, peer: Peer, session: str
) -> None:
    peer.answers(Reply(answer(*TRUE), wait=0.3))
    asking = asyncio.create_task(ask(client, session))
    await peer.received()
    await client.post(f"{session}/facts", json={"text": "The queue held 214 jobs."})
    written = await asking
    whole = (await client.get(session)).json()
    assert written["stale"] or written["state_version"] == whole["state_version"]


async def test_the_escalation_sees_what_is_internal(client: httpx2.AsyncClient, peer: Peer, session: str) -> None:
    peer.answers(Reply("no"))
    await ask(client, session, "escalation-package/preview")
    asked = peer.asked[0].asked
    assert asked is not None
    assert "behind with payments" in asked.last_user
    assert "Suggested next steps" in asked.system[0]


def test_labels_titles_and_marks_are_read_leniently() -> None:
    note = read_note(
        'Sure! {"sections": [{"title": "## what we’ve CONFIRMED:", "claims": [{"text": "- It\\nhangs.", "evidence":'
        ' ["[F1]", 3]}, {"text": ""}, 7]}, {"title": "Gossip", "claims": [{"text": "x", "evidence": []}]}]}',
        Kind.ESCALATION,
    )
    assert note is not None
    assert note.sections == (Section("What we've confirmed", (Claim("It hangs.", ("F1",)),)),)


def test_a_section_that_lacks_something_required_is_the_composers() -> None:
    from resolvent.notes.grounding import make_finding

    known = evidence()
    composed = compose(known, Kind.RESOLUTION)
    poor = Note(Kind.RESOLUTION, (Section("Problem", (Claim("It was broken.", ("T",)),)),))
    mended = mend(poor, composed, [make_finding("missing", "", "The outcome is missing.", "Resolution")])
    assert mended.sections[0].claims == poor.sections[0].claims
    assert mended.sections[-1] == composed.sections[-1]
