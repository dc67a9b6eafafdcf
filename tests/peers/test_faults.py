"""Every fault shows in the SDK as the exception that the real one would cause. `None`: the SDK does not notice."""

import json
from typing import Any

import httpx2
import pytest

from tests.peers.drivers import ClaudeDriver, Driver, driving_claude
from tests.peers.replies import BrokenJson, Cut, ErrorEvent, Fault, Mislabelled, Page, Reply, Silence, Status

TEXT = "Restart the spooler."
CHUNK = 4
STATUSES: list[tuple[Fault, str]] = [
    (Status(400), "BadRequestError"),
    (Status(401), "AuthenticationError"),
    (Status(403), "PermissionDeniedError"),
    (Status(404), "NotFoundError"),
    (Status(429, retry_after=7), "RateLimitError"),
    (Status(500), "InternalServerError"),
    (Status(529), "InternalServerError"),
    (Page(), "InternalServerError"),
    (Page(503, "<h1>down</h1>"), "InternalServerError"),
]


def error_of(driver: Driver, name: str) -> type[Exception]:
    found: type[Exception] = getattr(driver.sdk, name)
    return found


def is_claude(driver: Driver) -> bool:
    return bool(driver.sdk.__name__ == "anthropic")


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(("fault", "name"), STATUSES)
async def test_status(driver: Driver, stream: bool, fault: Status | Page, name: str) -> None:
    driver.peer.answers(Reply(TEXT, fail=fault))
    with pytest.raises(error_of(driver, name)) as raised:
        await driver.ask(stream=stream)
    error: Any = raised.value
    assert error.status_code == fault.code
    if isinstance(fault, Status):
        assert error.request_id.startswith("req_")
        assert error.response.headers.get("retry-after") == ("7" if fault.code == 429 else None)


async def test_overload_has_its_own_class(claude: ClaudeDriver) -> None:
    claude.peer.answers(Reply(fail=Status(529)))
    with pytest.raises(claude.sdk.OverloadedError, match="overloaded_error"):
        await claude.ask(stream=True)


async def test_the_sdk_tries_again_after_what_the_peer_says(driver: Driver) -> None:
    driver.peer.answers(Reply(fail=Status(429, retry_after=0.01)), Reply(TEXT))
    driver.client = driver.client.with_options(max_retries=1)
    assert (await driver.ask(stream=True)).text == TEXT
    assert [request.headers["x-stainless-retry-count"] for request in driver.peer.requests] == ["0", "1"]


@pytest.mark.parametrize("after", [0, 1, 3])
@pytest.mark.parametrize("how", ["close", "reset"])
async def test_stream_cut(driver: Driver, after: int, how: Any) -> None:
    """Anthropic's SDK lets the transport's error through."""
    driver.peer.answers(Reply(TEXT, chunks=CHUNK, fail=Cut(after, how)))
    expected = httpx2.TransportError if is_claude(driver) else error_of(driver, "APIConnectionError")
    with pytest.raises(expected):
        await driver.ask(stream=True)
    assert driver.peer.requests[0].chunks == after
    assert driver.peer.requests[0].cancelled_at is None


@pytest.mark.parametrize("how", ["close", "reset"])
async def test_whole_answer_cut(driver: Driver, how: Any) -> None:
    driver.peer.answers(Reply(TEXT, fail=Cut(how=how)))
    with pytest.raises(error_of(driver, "APIConnectionError")):
        await driver.ask(stream=False)


async def test_a_stream_that_ends_early_goes_unnoticed(driver: Driver) -> None:
    """So whoever reads a stream has to ask for the stop reason."""
    driver.peer.answers(Reply(TEXT, chunks=CHUNK, fail=Cut(2, "end")))
    outcome = await driver.ask(stream=True)
    assert (outcome.text, outcome.stop) == (TEXT[: 2 * CHUNK], None)


@pytest.mark.parametrize("after", [0, 1, 5])
async def test_error_event(driver: Driver, after: int) -> None:
    driver.peer.answers(Reply(TEXT, chunks=CHUNK, fail=ErrorEvent(after)))
    with pytest.raises(error_of(driver, "APIError"), match=r"[Oo]verloaded") as raised:
        await driver.ask(stream=True)
    if is_claude(driver):
        error: Any = raised.value
        assert (error.status_code, error.type) == (200, "overloaded_error")


@pytest.mark.parametrize(("code", "name"), [(None, "InternalServerError"), (429, "RateLimitError")])
async def test_error_event_of_a_whole_answer(driver: Driver, code: int | None, name: str) -> None:
    driver.peer.answers(Reply(TEXT, fail=ErrorEvent(code=code)))
    with pytest.raises(error_of(driver, name)):
        await driver.ask(stream=False)


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("after", [0, 1, 5])
async def test_broken_json(driver: Driver, stream: bool, after: int) -> None:
    driver.peer.answers(Reply(TEXT, chunks=CHUNK, fail=BrokenJson(after)))
    with pytest.raises(json.JSONDecodeError):
        await driver.ask(stream=stream)


async def test_a_whole_answer_that_ends_early(driver: Driver) -> None:
    driver.peer.answers(Reply(TEXT, fail=Cut(how="end")))
    with pytest.raises(json.JSONDecodeError):
        await driver.ask(stream=False)


@pytest.mark.parametrize(("stream", "after"), [(True, 0), (True, 2), (False, 0)])
async def test_silence(driver: Driver, stream: bool, after: int) -> None:
    driver.peer.answers(Reply(TEXT, chunks=CHUNK, fail=Silence(after)))
    raw = is_claude(driver) and stream
    expected = httpx2.ReadTimeout if raw else error_of(driver, "APITimeoutError")
    with pytest.raises(expected):
        await driver.patient(0.2).ask(stream=stream)
    assert (await driver.peer.cancelled()).chunks == after


@pytest.mark.parametrize("stream", [True, False])
async def test_a_slow_first_byte(driver: Driver, stream: bool) -> None:
    driver.peer.answers(Reply(TEXT, wait=5))
    with pytest.raises(error_of(driver, "APITimeoutError")):
        await driver.patient(0.2).ask(stream=stream)
    assert (await driver.peer.cancelled()).chunks == 0


async def test_a_slow_drip_is_no_silence(driver: Driver) -> None:
    """A read timeout does not end it: each gap is short, all of them are longer than it."""
    driver.peer.answers(Reply("0123456789" * 5, chunks=1, delay=0.04))
    assert (await driver.patient(1.5).ask(stream=True)).text == "0123456789" * 5


@pytest.mark.parametrize("stream", [True, False])
async def test_a_wrong_content_type_goes_unnoticed(driver: Driver, stream: bool) -> None:
    driver.peer.answers(Reply(TEXT, fail=Mislabelled("application/octet-stream" if stream else "text/json")))
    assert (await driver.ask(stream=stream)).text == TEXT


async def test_a_page_with_status_200_comes_as_a_string(driver: Driver) -> None:
    """In place of an answer, and without any error."""
    driver.peer.answers(Reply(fail=Page(200, "<h1>Sign in</h1>")))
    answer = await (driver.client.messages if is_claude(driver) else driver.client.chat.completions).create(
        **driver.body
    )
    assert answer == "<h1>Sign in</h1>"


async def test_a_script_that_fails_fails_the_test(transport: str) -> None:
    async def ask() -> None:
        async with driving_claude(transport) as claude:
            claude.peer.answers(lambda request: Reply(f"{1 / 0}"))
            with pytest.raises(claude.sdk.APIConnectionError):
                await claude.ask(stream=True)

    with pytest.raises(ZeroDivisionError):
        await ask()
