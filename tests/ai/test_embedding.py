"""Vectors through the door: guarded, checked, accounted for; whatever the endpoint answers."""

import math

import pytest

from resolvent.ai.embedding import Embedder
from resolvent.ai.errors import ModelFailed
from resolvent.ai.llm import Door
from resolvent.ai.models import Use
from resolvent.ai.prompt import Caller
from resolvent.ai.pseudonyms import Policy, Pseudonyms
from resolvent.ai.redaction import Gate
from resolvent.ids import new_id
from tests.ai.doors import FixedRouter, Glass, endpoint_at
from tests.peers.openai import openai_peer
from tests.peers.openai_embeddings import Embedding
from tests.peers.replies import Page, Silence, Status
from tests.peers.server import Peer

MODEL = "text-embedding-3-small"
CALLER = Caller(new_id(), Use.SEARCH)


async def embed(
    peer: Peer, texts: list[str], guard: Gate | Glass, within: float = 20
) -> tuple[FixedRouter, list[tuple[float, ...]]]:
    router = FixedRouter([endpoint_at(peer, "openai", model=MODEL)])
    embedder = Embedder(router, Door(router))
    try:
        endpoint = await embedder.choose(CALLER)
        return router, list(await embedder.embed(CALLER, endpoint, [(text, guard) for text in texts], within=within))
    finally:
        await embedder.door.close()


async def test_texts_leave_masked_and_come_back_as_vectors_of_length_one() -> None:
    async with openai_peer() as peer:
        gate = Gate(["Herbst-2031!x"], Pseudonyms(Policy.IDENTITIES, companies=["Contoso"]))
        router, vectors = await embed(peer, ["Herbst-2031!x of jo@contoso.com fails", ""], gate)
    assert [math.hypot(*one) for one in vectors] == [pytest.approx(1)] * 2
    (request,) = peer.embedded
    assert request.body["input"] == ["******** of user-1@customer-1.example fails", "-"]
    ((_, spent),) = router.books
    assert (spent.outcome, spent.measured, spent.input_tokens > 5, spent.output_tokens) == ("complete", True, True, 0)


FAULTS = {
    "one too few": (Embedding(lambda texts: [[1.0, 2.0]] * (len(texts) - 1)), "model_no_vectors"),
    "two lengths": (Embedding(lambda _: [[1.0], [1.0, 2.0]]), "model_no_vectors"),
    "not a number": (Embedding(lambda texts: [[1.0, math.nan]] * len(texts)), "model_no_vectors"),
    "endless": (Embedding(lambda texts: [[1.0, math.inf]] * len(texts)), "model_no_vectors"),
    "no direction": (Embedding(lambda texts: [[0.0, 0.0]] * len(texts)), "model_no_vectors"),
    "empty vectors": (Embedding(lambda texts: [[]] * len(texts)), "model_no_vectors"),
    "longer than an index takes": (Embedding(lambda texts: [[1.0] * 4_001] * len(texts)), "model_no_vectors"),
    "a refused key": (Embedding(fail=Status(401)), "model_key_refused"),
    "too much": (Embedding(fail=Status(429)), "model_busy"),
    "refused": (Embedding(fail=Status(400)), "model_rejected"),
    "a gateway": (Embedding(fail=Page(502)), "model_overloaded"),
    "a page": (Embedding(fail=Page(200)), "model_unreadable"),
    "silence": (Embedding(fail=Silence()), "model_timeout"),
}


async def test_whatever_else_comes_is_a_sentence_and_is_accounted_for() -> None:
    async with openai_peer() as peer:
        for name, (fault, code) in FAULTS.items():
            peer.embeds(fault)
            router = FixedRouter([endpoint_at(peer, "openai", model=MODEL)])
            embedder = Embedder(router, Door(router))
            within = 0.5 if name == "silence" else 20
            with pytest.raises(ModelFailed) as failed:
                await embedder.embed(CALLER, router.endpoints[0], [("a", Glass()), ("b", Glass())], within=within)
            await embedder.door.close()
            assert (name, failed.value.code) == (name, code)
            assert [(one.outcome) for _, one in router.books] == [code]


async def test_what_cannot_be_cleared_does_not_leave() -> None:
    class Broken(Glass):
        def outgoing(self, text: str) -> str:
            raise ValueError

    async with openai_peer() as peer:
        with pytest.raises(ModelFailed, match="nothing was sent"):
            await embed(peer, ["a"], Broken())
        assert peer.requests == []
