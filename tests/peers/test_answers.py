"""Whatever a reply says arrives through the vendor's own SDK as it was said."""

import asyncio
import json

import pytest

from tests.peers.drivers import QUESTION, Driver
from tests.peers.replies import Call, Endless, Reply, Silence, Usage

TEXT = 'Zwölf Drucker 🖨️ stehen still.\n\n[FACT:9f3c]{"text": "a\\nb"}[/FACT]\n\x07'
WAYS = [True, False]
SCHEMA = {"type": "object", "properties": {"cause": {"type": "string"}}, "required": ["cause"]}


def tool_fields(driver: Driver, how: str) -> dict[str, object]:
    """One tool, offered or forced, in the vendor's words."""
    if driver.sdk.__name__ == "anthropic":
        choice = {"forced": {"type": "tool", "name": "diagnose"}, "any": {"type": "any"}, "offered": {"type": "auto"}}
        return {"tools": [{"name": "diagnose", "input_schema": SCHEMA}], "tool_choice": choice[how]}
    function = {"name": "diagnose", "parameters": SCHEMA}
    named = {"type": "function", "function": {"name": "diagnose"}}
    choice_of = {"forced": named, "any": "required", "offered": "auto"}
    return {"tools": [{"type": "function", "function": function}], "tool_choice": choice_of[how]}


@pytest.mark.parametrize("chunks", [None, 1, 7, 1000, [TEXT[:5], "", TEXT[5:6], TEXT[6:]]])
async def test_streamed_text(driver: Driver, chunks: int | list[str] | None) -> None:
    driver.peer.answers(Reply(TEXT, chunks=chunks))
    assert (await driver.ask(stream=True)).text == TEXT


@pytest.mark.parametrize("stream", WAYS)
async def test_text_and_usage(driver: Driver, stream: bool) -> None:
    driver.peer.answers(Reply(TEXT, usage=Usage(11, 22, 33, 44)))
    outcome = await driver.ask(stream=stream)
    assert outcome.text == TEXT
    assert outcome.usage == Usage(11, 22, 33, 44)
    assert outcome.stop in {"end_turn", "stop"}


async def test_chunks_come_as_they_were_cut(driver: Driver) -> None:
    driver.peer.answers(Reply("One two three", chunks=["One", " two", " three"]))
    assert (await driver.ask(stream=True)).parts == ["One", " two", " three"]
    assert driver.peer.requests[0].chunks == 3


def test_chunks_that_are_not_the_text_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="not the text"):
        Reply("abc", chunks=["a", "b"])


@pytest.mark.parametrize("stream", WAYS)
@pytest.mark.parametrize("how", ["forced", "any", "offered"])
async def test_structured_answer_as_a_tool_call(driver: Driver, stream: bool, how: str) -> None:
    driver.peer.answers(Reply(data={"cause": "späte Spooler"}, chunks=3))
    outcome = await driver.ask(stream=stream, **tool_fields(driver, how))
    arguments = outcome.arguments if isinstance(outcome.arguments, dict) else json.loads(outcome.arguments)
    assert (outcome.tool, arguments) == ("diagnose", {"cause": "späte Spooler"})
    expected = "tool_use" if driver.sdk.__name__ == "anthropic" else "stop" if how == "forced" else "tool_calls"
    assert outcome.stop == expected


@pytest.mark.parametrize("stream", WAYS)
async def test_text_before_a_tool_call(driver: Driver, stream: bool) -> None:
    driver.peer.answers(Reply("Let me see.", call=Call("diagnose", {"cause": "x"}), chunks=2))
    outcome = await driver.ask(stream=stream, **tool_fields(driver, "offered"))
    assert (outcome.text, outcome.tool) == ("Let me see.", "diagnose")


@pytest.mark.parametrize("stream", WAYS)
async def test_structured_answer_as_text_when_no_tool_is_asked_for(driver: Driver, stream: bool) -> None:
    driver.peer.answers(Reply(data={"cause": "x"}))
    assert json.loads((await driver.ask(stream=stream)).text) == {"cause": "x"}


@pytest.mark.parametrize("stream", WAYS)
async def test_refusal(driver: Driver, stream: bool) -> None:
    driver.peer.answers(Reply(refusal="I cannot help with that."))
    outcome = await driver.ask(stream=stream)
    assert (outcome.text, outcome.refusal) == ("", "I cannot help with that.")
    assert outcome.stop in {"refusal", "stop"}


@pytest.mark.parametrize("stream", WAYS)
async def test_empty(driver: Driver, stream: bool) -> None:
    driver.peer.answers(Reply(""))
    outcome = await driver.ask(stream=stream)
    assert (outcome.text, outcome.refusal, outcome.tool) == ("", None, None)


@pytest.mark.parametrize("reason", ["max_tokens", "length", "content_filter", "model_context_window_exceeded"])
@pytest.mark.parametrize("stream", WAYS)
async def test_stop_reason_is_the_scripts(driver: Driver, stream: bool, reason: str) -> None:
    driver.peer.answers(Reply("Half a sen", stop_reason=reason))
    assert (await driver.ask(stream=stream)).stop == reason


@pytest.mark.parametrize("stream", WAYS)
async def test_ten_megabytes(driver: Driver, stream: bool) -> None:
    driver.peer.answers(Reply("x" * 10_000_000, chunks=1_000_000))
    assert len((await driver.ask(stream=stream)).text) == 10_000_000


async def test_replies_follow_each_other_and_the_last_one_stays(driver: Driver) -> None:
    driver.peer.answers(Reply("one"), lambda request: Reply(f"two of {request.number}"), Reply("three"))
    said = [(await driver.ask(stream=False)).text for _ in range(4)]
    assert said == ["one", "two of 2", "three", "three"]


async def test_a_function_sees_what_was_asked(driver: Driver) -> None:
    driver.peer.answers(lambda request: Reply((request.asked.last_user if request.asked else "").upper()))
    assert (await driver.ask(stream=True)).text == QUESTION[0]["content"].upper()


@pytest.mark.parametrize("stream", WAYS)
async def test_a_repeated_prefix_is_read_from_the_cache(driver: Driver, stream: bool) -> None:
    long = "The stable part. " * 400
    content: object = long
    if driver.sdk.__name__ == "anthropic":
        content = [{"type": "text", "text": long, "cache_control": {"type": "ephemeral"}}]
    messages = [{"role": "user", "content": content}, {"role": "assistant", "content": "Yes."}, *QUESTION]
    first = (await driver.ask(stream=stream, messages=messages)).usage
    second = (await driver.ask(stream=stream, messages=messages)).usage
    assert first is not None
    assert first.written > 1024
    assert first.read == 0
    assert second == Usage(first.input, first.output, written=0, read=first.written)


async def test_a_held_answer_goes_on_when_released(driver: Driver) -> None:
    began, until = asyncio.Event(), asyncio.Event()
    driver.peer.answers(Reply("abcdef", chunks=1, fail=Silence(3, until, began)))
    asking = asyncio.create_task(driver.ask(stream=True))
    await began.wait()
    assert driver.peer.requests[0].chunks == 3
    assert not asking.done()
    until.set()
    assert (await asking).text == "abcdef"


@pytest.mark.parametrize("stream", WAYS)
@pytest.mark.parametrize("fail", [Endless(), Silence()])
async def test_the_peer_sees_that_the_client_left(driver: Driver, stream: bool, fail: Endless | Silence) -> None:
    driver.peer.answers(Reply("and so on ", chunks=3, fail=fail))
    asking = asyncio.create_task(driver.ask(stream=stream))
    request = await driver.peer.received()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await driver.peer.cancelled() is request
    assert request.at <= (request.cancelled_at or 0)


async def test_a_finished_answer_was_not_cancelled(driver: Driver) -> None:
    await driver.ask(stream=True)
    with pytest.raises(TimeoutError):
        await driver.peer.cancelled(within=0.05)


async def test_requests_are_kept_without_keys(driver: Driver) -> None:
    await driver.ask(stream=True)
    request = driver.peer.requests[0]
    assert request.body["messages"] == QUESTION
    assert {"authorization", "x-api-key"}.isdisjoint(request.headers)
    assert "peer-key" not in json.dumps(request.headers) + request.raw.decode()
    assert "user-agent" in request.headers


async def test_many_at_once(driver: Driver) -> None:
    driver.peer.answers(lambda request: Reply(f"answer {request.number}", chunks=2, delay=0.001))
    outcomes = await asyncio.gather(*(driver.ask(stream=True) for _ in range(40)))
    assert {outcome.text for outcome in outcomes} == {f"answer {number}" for number in range(1, 41)}
