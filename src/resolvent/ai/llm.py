"""The only door to a language model: one prompt in, a stream of text out, whoever serves it.

Every text passes the guard on its way out, and comes back restored. Endpoints are tried in order: one that fails before
its first text gives way to the next. Nothing here knows what the text means.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
import structlog

from resolvent.ai.errors import FINAL, PASSING, ModelFailed
from resolvent.ai.failures import describe_failure
from resolvent.ai.kept_models import KeptModels
from resolvent.ai.prompt import Caller, Endpoint, Guard, Part, Prompt, write_guarded
from resolvent.ai.routing import Router
from resolvent.ai.sdks import build_model, leave_sdk_out
from resolvent.ai.tap import TAP, Tap, TextsDiffer
from resolvent.ai.usage import Spent

if TYPE_CHECKING:
    from pydantic_ai.models import Model

MOST_WRITTEN = 1_000_000
"""Characters of one answer."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, and tries of one endpoint."""

    connect: float = 10.0
    first_text: float = 90.0
    """From sending the prompt: models that think take their time."""
    between: float = 60.0
    """Two pieces of one answer."""
    whole: float = 600.0
    """From the prompt to the end."""
    tries: int = 3
    longest_wait: float = 8.0
    """An endpoint that asks for more is left for the next one, or reported."""
    first_wait: float = 0.5


class Door:
    def __init__(self, router: Router, patience: Patience | None = None) -> None:
        self._router = router
        self._patience = patience or Patience()
        self._models = KeptModels(self._build)

    async def stream(
        self,
        caller: Caller,
        write: Callable[[Endpoint], Prompt],
        guard: Guard,
        route: Sequence[Endpoint] | None = None,
        *,
        brief: bool = False,
        hold: asyncio.Event | None = None,
    ) -> AsyncGenerator[str, None]:
        """The answer as it comes. Closing the iteration, or cancelling it, closes the connection to the endpoint.

        `write` makes the prompt for an endpoint: how much it reads, and whether it sees images, differs. `route`: the
        endpoints, where the caller has asked for them already. `brief`: a thread would take longer than the prompt. `hold`: all is
        made ready, and nothing sent before it is set.

        Raises ModelFailed; after the first text of an answer only for what broke that answer.
        """
        if route is None:
            route = await self._router.route(caller)
        failed: ModelFailed | None = None
        for endpoint in route:
            begun = False
            try:
                if brief:
                    guarded = write_guarded(write, endpoint, guard)
                else:
                    # A long log takes its time to be cleared, and others stream meanwhile.
                    guarded = await asyncio.to_thread(write_guarded, write, endpoint, guard)
                async with aclosing(self._answer(caller, endpoint, guarded, guard, hold)) as answer:
                    async for piece in answer:
                        begun = True
                        yield piece
                return
            except ModelFailed as error:
                log.warning("model.failed", endpoint=endpoint.name, model=endpoint.model, code=error.code)
                if begun or error.code in FINAL:
                    raise
                # The first is the one that was meant to answer: its reason is the one to mend.
                failed = failed or error
        raise failed or ModelFailed("model_not_set")

    async def complete(self, caller: Caller, write: Callable[[Endpoint], Prompt], guard: Guard) -> str:
        """The whole answer at once."""
        async with aclosing(self.stream(caller, write, guard)) as answer:
            return "".join([piece async for piece in answer])

    async def try_out(self, caller: Caller, endpoint: Endpoint) -> tuple[str, int, int]:
        """(answer, ms to the first text, ms in all) to a fixed short question; for the settings' test button."""
        asked = Prompt(
            "Answer in one short sentence.", (Part("user", "Are you ready to help with IT support?"),), 2_000
        )
        spent = Spent(asked.characters)
        try:
            async with aclosing(self._send(endpoint, asked, spent)) as answer:
                text = "".join([piece async for piece in answer])
            spent.outcome = "complete"
        except ModelFailed as error:
            spent.outcome = error.code
            raise
        finally:
            await self._router.account_for(caller, endpoint, spent)
        return text.strip()[:300], spent.first_ms or 0, spent.milliseconds()

    async def ask_vectors(
        self, endpoint: Endpoint, texts: Sequence[str], spent: Spent, *, within: float
    ) -> Sequence[Sequence[float]]:
        """As the endpoint gives them, unchecked: see `embedding`. `within`: seconds, of the whole request. Raises ModelFailed."""
        try:
            from pydantic_ai.embeddings.openai import OpenAIEmbeddingModel
            from pydantic_ai.providers.openai import OpenAIProvider

            spent.asked = True
            async with asyncio.timeout(within), self._models.use(endpoint) as model:
                provider = OpenAIProvider(openai_client=model.client)
                given = await OpenAIEmbeddingModel(endpoint.model, provider=provider).embed(
                    texts, input_type="document"
                )
        except Exception as error:
            raise describe_failure(error, endpoint, begun=False) from error
        spent.measured = bool(given.usage.input_tokens)
        spent.input_tokens = given.usage.input_tokens
        return given.embeddings

    async def close(self) -> None:
        await self._models.close()

    def _build(self, endpoint: Endpoint) -> "Model":
        model = build_model(endpoint, connect=self._patience.connect)
        leave_sdk_out(endpoint.provider)
        return model

    async def _answer(
        self, caller: Caller, endpoint: Endpoint, prompt: Prompt, guard: Guard, hold: asyncio.Event | None
    ) -> AsyncGenerator[str, None]:
        """One endpoint's, tried again while it has said nothing; each try is accounted for."""
        wait = self._patience.first_wait
        for left in range(self._patience.tries - 1, -1, -1):
            spent = Spent(prompt.characters, prompt.most_tokens)
            await self._router.reserve(caller, endpoint, spent, hold)
            restore = guard.incoming()
            try:
                async with aclosing(self._send(endpoint, prompt, spent, hold)) as answer:
                    async for piece in answer:
                        if text := restore.feed(piece):
                            yield text
                if text := restore.close():
                    yield text
                spent.outcome = "complete"
                return
            except ModelFailed as error:
                if hold is not None:
                    # Too early for the books: the turn that this try belongs to may never be.
                    await hold.wait()
                spent.outcome = error.code
                wait = error.retry_after or wait
                if spent.written or error.code not in PASSING or not left or wait > self._patience.longest_wait:
                    if text := restore.close():
                        yield text
                    raise
            finally:
                if hold is None or hold.is_set():
                    await asyncio.shield(self._router.account_for(caller, endpoint, spent))
            await asyncio.sleep(wait)
            wait *= 2

    async def _send(
        self, endpoint: Endpoint, prompt: Prompt, spent: Spent, hold: asyncio.Event | None = None
    ) -> AsyncGenerator[str, None]:
        """The text of one request, as it comes."""
        if prompt.characters // 3 > endpoint.context_tokens:
            raise ModelFailed("model_too_long", model=endpoint.model)
        tap = Tap(hold)
        reading = asyncio.create_task(self._read(endpoint, prompt, spent, tap))
        reading.add_done_callback(lambda _: tap.close())
        try:
            async for text in in_time(tap, spent, self._patience):
                spent.write(text)
                yield text
            reason = await reading
        except TextsDiffer as error:
            log.error("model.texts_differ", endpoint=endpoint.name, model=endpoint.model, written=spent.written)
            raise ModelFailed("model_garbled", endpoint=endpoint.name) from error
        except Exception as error:
            raise describe_failure(error, endpoint, begun=spent.written > 0) from error
        finally:
            spent.asked = tap.sent
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        if reason == "content_filter":
            raise ModelFailed("model_refused", endpoint=endpoint.name)
        if not spent.written:
            raise ModelFailed("model_empty", endpoint=endpoint.name)
        if reason is None:
            # The body ended as if it were complete; the SDKs don't mind.
            raise ModelFailed("model_cut_off", endpoint=endpoint.name)
        if reason == "length":
            yield "\n\n*(The model stopped here: its answer reached the length limit.)*"

    async def _read(self, endpoint: Endpoint, prompt: Prompt, spent: Spent, tap: Tap) -> str | None:
        """Why the answer ended. Its text goes into the tap: from the wire at once, and from the SDK, whose word counts."""
        from pydantic_ai.direct import model_request_stream
        from pydantic_ai.messages import InstructionPart, PartDeltaEvent, PartStartEvent, TextPart, TextPartDelta
        from pydantic_ai.models import ModelRequestParameters

        settings: Any = {
            "max_tokens": prompt.max_tokens,
            "cache": True,
            "timeout": httpx2.Timeout(None, connect=self._patience.connect),
        }
        parameters = ModelRequestParameters(instruction_parts=[InstructionPart(prompt.stable)])
        history = write_history(prompt.parts, images=endpoint.sees_images)
        TAP.set(tap)
        async with (
            self._models.use(endpoint) as model,
            model_request_stream(
                model, history, model_settings=settings, model_request_parameters=parameters
            ) as stream,
        ):
            try:
                async for event in stream:
                    text = ""
                    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
                        text = event.delta.content_delta
                    elif isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
                        text = event.part.content
                    tap.say(text)
                tap.end()
            finally:
                spent.take(stream)
        return stream.finish_reason


async def in_time(tap: Tap, spent: Spent, patience: Patience) -> AsyncGenerator[str, None]:
    """Not for ever, not without end, and never silent for too long. Raises TimeoutError."""
    while spent.milliseconds() < patience.whole * 1000 and spent.written < MOST_WRITTEN:
        text = await tap.next(patience.between if spent.written else patience.first_text)
        if text is None:
            return
        if text:
            yield text
    raise TimeoutError


def write_history(parts: Sequence[Part], *, images: bool) -> list[Any]:
    from pydantic_ai.messages import BinaryContent, ModelRequest, ModelResponse, TextPart, UserPromptPart

    history: list[Any] = []
    for part in parts:
        if part.role == "assistant":
            history.append(ModelResponse(parts=[TextPart(part.text)]))
            continue
        seen = [BinaryContent(one.data, media_type=one.media_type) for one in part.images] if images else []
        content: Any = [part.text, *seen] if seen else part.text
        history.append(ModelRequest(parts=[UserPromptPart(content)]))
    return history
