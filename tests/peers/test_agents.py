"""The model library on top of both SDKs: text, structured output in each of its modes, usage, errors."""

import asyncio

import pytest
from pydantic import BaseModel
from pydantic_ai import Agent, NativeOutput, PromptedOutput, ToolOutput
from pydantic_ai.exceptions import (
    ContentFilterError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelContextWindowExceededError,
    ModelHTTPError,
    ModelNotFoundError,
    ModelOverloadedError,
    ModelRateLimitError,
    ModelServerError,
    UnexpectedModelBehavior,
)
from pydantic_ai.models import Model
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.settings import ModelSettings

from tests.peers.drivers import Driver, GptDriver
from tests.peers.replies import BrokenJson, Cut, Endless, ErrorEvent, Fault, Page, Reply, Silence, Status, Usage

TEXT = 'Restart it.\n[FACT:9f3c]{"text": "Ä"}[/FACT]\n'


class Draft(BaseModel):
    title: str
    steps: list[str]


DRAFT = Draft(title="Neustart", steps=["stop", "start"])


@pytest.fixture
def model(driver: Driver) -> Model:
    return model_of(driver)


def model_of(driver: Driver, name: str | None = None) -> Model:
    if driver.sdk.__name__ == "anthropic":
        return AnthropicModel(name or "claude-sonnet-5-5", provider=AnthropicProvider(anthropic_client=driver.client))
    return OpenAIChatModel(name or "gpt-5.5", provider=OpenAIProvider(openai_client=driver.client))


async def streamed(model: Model, question: str = "Why?") -> list[str]:
    async with Agent(model).run_stream(question) as run:
        return [piece async for piece in run.stream_text(delta=True, debounce_by=None)]


async def test_streamed_text(driver: Driver, model: Model) -> None:
    driver.peer.answers(Reply(TEXT, chunks=1, usage=Usage(100, 7, written=20, read=30)))
    async with Agent(model, instructions="Be brief.").run_stream("Why?") as run:
        pieces = [piece async for piece in run.stream_text(delta=True, debounce_by=None)]
    assert "".join(pieces) == TEXT
    assert run.usage.input_tokens == 150
    assert (run.usage.output_tokens, run.usage.cache_read_tokens) == (7, 30)
    asked = driver.peer.requests[0].asked
    assert asked is not None
    assert (asked.system, asked.last_user) == (("Be brief.",), "Why?")


async def test_history_goes_back(driver: Driver, model: Model) -> None:
    driver.peer.answers(Reply("One."), Reply("Two."))
    agent = Agent(model)
    first = await agent.run("First?")
    second = await agent.run("Second?", message_history=first.all_messages())
    assert second.output == "Two."
    asked = driver.peer.requests[1].asked
    assert asked is not None
    assert asked.said == (("user", "First?"), ("assistant", "One."), ("user", "Second?"))


@pytest.mark.parametrize("mode", [ToolOutput, NativeOutput, PromptedOutput])
@pytest.mark.parametrize("stream", [True, False])
async def test_structured_output(driver: Driver, model: Model, mode: type, stream: bool) -> None:
    driver.peer.answers(Reply(data=DRAFT.model_dump(), chunks=3))
    agent: Agent[None, Draft] = Agent(model, output_type=mode(Draft))
    if stream:
        async with agent.run_stream("Write it as JSON.") as run:
            assert await run.get_output() == DRAFT
    else:
        assert (await agent.run("Write it as JSON.")).output == DRAFT


async def test_a_bad_draft_goes_back_once(driver: Driver, model: Model) -> None:
    driver.peer.answers(Reply(data={"title": 1}), Reply(data=DRAFT.model_dump()))
    assert (await Agent(model, output_type=Draft, retries=1).run("Write it.")).output == DRAFT
    assert len(driver.peer.asked) == 2


async def test_the_obedient_model_fills_a_draft(driver: Driver, model: Model) -> None:
    driver.peer.obey()
    draft = (await Agent(model, output_type=Draft).run("Say [CHECK]{}[/CHECK].")).output
    assert draft.title == draft.steps[0] == "Say [CHECK]{}[/CHECK].\n[CHECK]{}[/CHECK]"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Status(401), ModelAuthenticationError),
        (Status(404), ModelHTTPError),
        (Status(429, retry_after=3), ModelRateLimitError),
        (Status(500), ModelServerError),
        (Page(), ModelHTTPError),
        (Cut(0), ModelConnectionError),
        (Cut(2), ModelConnectionError),
        (ErrorEvent(), ModelOverloadedError),
        (ErrorEvent(code=500), ModelServerError),
        (BrokenJson(), ModelAPIError),
    ],
)
async def test_errors(driver: Driver, model: Model, fault: Fault, error: type[ModelAPIError]) -> None:
    driver.peer.answers(Reply(TEXT, chunks=4, fail=fault))
    with pytest.raises(error):
        await streamed(model)


async def test_refused_before_it_began(driver: Driver) -> None:
    with pytest.raises(ModelNotFoundError):
        await streamed(model_of(driver, "nobody"))
    with pytest.raises(ModelContextWindowExceededError):
        await streamed(model_of(driver), "word " * 200_000)


async def test_a_stream_that_ends_early_counts_as_complete(driver: Driver, model: Model) -> None:
    """Only the missing reason of the vendor's own tells; OpenAI's `stop` is the library's guess."""
    driver.peer.answers(Reply(TEXT, chunks=4, fail=Cut(2, "end")))
    async with Agent(model).run_stream("Why?") as run:
        assert await run.get_output() == TEXT[:8]
    response = run.response
    assert response.state == "complete"
    assert response.finish_reason == (None if driver.sdk.__name__ == "anthropic" else "stop")
    assert "finish_reason" not in (response.provider_details or {})


async def test_a_stream_that_ends_early_can_be_made_an_error(gpt: GptDriver) -> None:
    gpt.peer.answers(Reply(TEXT, chunks=4, fail=Cut(2, "end")))
    profile = OpenAIModelProfile(openai_chat_streaming_requires_finish_reason=True)
    provider = OpenAIProvider(openai_client=gpt.client)
    with pytest.raises(ModelAPIError, match="ended without a `finish_reason`"):
        await streamed(OpenAIChatModel("gpt-5.5", provider=provider, profile=profile))


async def test_leaving_a_run_hangs_up(driver: Driver, model: Model) -> None:
    driver.peer.answers(Reply("and so on ", chunks=2, fail=Endless()))
    text = ""
    async with Agent(model).run_stream("Why?") as run:
        async for piece in run.stream_text(delta=True, debounce_by=None):
            text += piece
            if len(text) > 100:
                break
    assert text.startswith("and so on and so on ")
    assert (await driver.peer.cancelled()).chunks > 50


async def test_cancelling_a_run_hangs_up(driver: Driver, model: Model) -> None:
    began = asyncio.Event()
    driver.peer.answers(Reply(TEXT, chunks=2, fail=Silence(3, began=began)))
    running = asyncio.create_task(streamed(model))
    await began.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await driver.peer.cancelled()).chunks == 3


async def test_an_empty_answer_is_asked_for_again(driver: Driver, model: Model) -> None:
    driver.peer.answers(Reply(""), Reply(TEXT))
    assert (await Agent(model).run("Why?")).output == TEXT
    assert len(driver.peer.asked) == 2


@pytest.mark.parametrize("reply", [Reply(""), Reply(refusal="I cannot help with that.")])
async def test_no_answer_is_an_error(driver: Driver, model: Model, reply: Reply) -> None:
    driver.peer.answers(reply)
    with pytest.raises((UnexpectedModelBehavior, ContentFilterError)):
        await Agent(model).run("Why?")


async def test_temperature_is_sent_where_the_api_refuses_it(driver: Driver) -> None:
    """The library knows by model who takes one; the API version of Anthropic's SDK knows no temperature at all."""
    claude = driver.sdk.__name__ == "anthropic"
    agent = Agent(model_of(driver, "claude-haiku-4-5" if claude else "gpt-4.1"))
    settings = ModelSettings(temperature=0.2)
    if claude:
        with pytest.raises(ModelHTTPError, match="temperature: Extra inputs are not permitted"):
            await agent.run("Why?", model_settings=settings)
    else:
        assert (await agent.run("Why?", model_settings=settings)).output == "Hello."
