"""Vectors of texts: what leaves is guarded, what comes back is checked, and each request is accounted for.

Only the first endpoint is asked: vectors of two models can't be compared, so that another one is no substitute.
"""

import asyncio
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from resolvent.ai.errors import ModelFailed
from resolvent.ai.llm import Door
from resolvent.ai.prompt import Caller, Endpoint, Guard, estimate_tokens
from resolvent.ai.pseudonyms import Policy, Pseudonyms
from resolvent.ai.redaction import Gate
from resolvent.ai.routing import Router
from resolvent.ai.usage import Spent

NO_NAMES: Final = Gate((), Pseudonyms(Policy.OFF))
TRY_WITHIN: Final = 30.0
MOST_DIMENSIONS: Final = 4_000
"""That the database can index."""
Vector = tuple[float, ...]
"""Of length one."""


@dataclass(frozen=True, slots=True)
class Embedder:
    router: Router
    door: Door

    async def choose(self, caller: Caller) -> Endpoint:
        """Raises ModelFailed: there is none, or the budget is spent."""
        return (await self.router.route(caller))[0]

    async def embed(
        self, caller: Caller, endpoint: Endpoint, texts: Sequence[tuple[str, Guard]], *, within: float
    ) -> tuple[Vector, ...]:
        """One for each text, in their order, all of the same length. `within`: seconds. Raises ModelFailed."""
        guarded = await asyncio.to_thread(clear, texts)
        characters = sum(map(len, guarded))
        spent = Spent(characters, estimate_tokens(characters))
        await self.router.reserve(caller, endpoint, spent)
        try:
            given = await self.door.ask_vectors(endpoint, guarded, spent, within=within)
            vectors = check_vectors(given, len(texts), endpoint)
            spent.outcome = "complete"
        except ModelFailed as error:
            spent.outcome = error.code
            raise
        finally:
            await asyncio.shield(self.router.account_for(caller, endpoint, spent))
        return vectors

    async def try_out(self, caller: Caller, endpoint: Endpoint) -> tuple[str, int, int]:
        """(what came, ms until then twice) for a fixed short text. Raises ModelFailed."""
        begun = time.monotonic()
        (vector,) = await self.embed(caller, endpoint, [("Nobody can print.", NO_NAMES)], within=TRY_WITHIN)
        spent = round((time.monotonic() - begun) * 1000)
        return f"a vector of {len(vector)} numbers", spent, spent


def clear(texts: Sequence[tuple[str, Guard]]) -> list[str]:
    """Raises ModelFailed when one can't be cleared: then nothing leaves."""
    try:
        # An empty text is refused by some servers.
        return [guard.outgoing(text).strip() or "-" for text, guard in texts]
    except Exception as error:
        raise ModelFailed("redaction_failed") from error


def check_vectors(given: Sequence[Sequence[float]], count: int, endpoint: Endpoint) -> tuple[Vector, ...]:
    """Raises ModelFailed when they are not `count` vectors of one length, with a direction."""
    lengths = {len(one) for one in given}
    if len(given) != count or len(lengths) != 1 or not 0 < min(lengths) <= MOST_DIMENSIONS:
        raise ModelFailed("model_no_vectors", endpoint=endpoint.name, model=endpoint.model)
    norms = [math.hypot(*one) for one in given]
    if not all(math.isfinite(norm) and norm > 0 for norm in norms):
        raise ModelFailed("model_no_vectors", endpoint=endpoint.name, model=endpoint.model)
    return tuple(tuple(x / norm for x in one) for one, norm in zip(given, norms, strict=True))


def identify(endpoint: Endpoint) -> str:
    """Whose vectors they are: those of another model, or of one at another address, are made anew."""
    return f"{endpoint.model} at {endpoint.base_url or 'api.openai.com'}"
