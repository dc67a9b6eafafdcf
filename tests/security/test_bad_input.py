"""Bad input on every route that takes a body, and on ids, cursors and headers: refused in words, nothing half-written."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.security.conftest import MAX_BODY, World
from tests.security.matrix_row import V1, Ids, Row
from tests.security.routes import ROWS
from tests.security.test_access_matrix import fill, path_names

pytestmark = pytest.mark.asyncio(loop_scope="module")
WITH_BODY = [row for row in ROWS if row.body is not None and not row.takes_file and row.path.startswith(V1)]
"""Of JSON: of a file nothing is bad but its size and kind, and a callback is read as bytes; tests of their own hold both."""
MAY_BE_ZERO = {"confidence", "event_number", "poll_seconds"}
JSON = {"Content-Type": "application/json"}
DEEP = b"[" * 50_000 + b"]" * 50_000
SURROGATE, NUL = '"\\ud800"', '"a\\u0000b"'


def spoil(row: Row, ids: Ids, member: str, raw: str) -> bytes:
    """The row's good body with one member replaced by raw JSON."""
    good = fill(row.body, ids)
    return json.dumps({**good, member: "@@"}).replace('"@@"', raw).encode()


def bad_bodies(row: Row, ids: Ids) -> dict[str, tuple[dict[str, str], bytes, set[int]]]:
    """What is wrong → headers, body, and the statuses that are an answer to it."""
    good = json.dumps(fill(row.body, ids)).encode()
    cases = {
        "too large": (JSON, b'{"x": "' + b"y" * MAX_BODY + b'"}', {413}),
        "text instead": ({"Content-Type": "text/plain"}, good, {415}),
        "a form instead": ({"Content-Type": "application/x-www-form-urlencoded"}, b"a=b", {415}),
        "no content type": ({}, good, {415}),
        "not JSON": (JSON, b'{"x": ', {400}),
        "nothing": (JSON, b"", {422}),
        "not UTF-8": (JSON, b'{"x": "\xff\xfe"}', {400}),
        "nested too deep": (JSON, b'{"x": ' + DEEP + b"}", {400, 422}),
        "a number of 5000 digits": (JSON, b'{"x": ' + b"9" * 5_000 + b"}", {400}),
        "NaN": (JSON, b'{"x": NaN}', {400, 422}),
        "a list": (JSON, b"[]", {422}),
        "null": (JSON, b"null", {422}),
        "a string": (JSON, b'"x"', {422}),
        "an unknown member": (JSON, json.dumps({**fill(row.body, ids), "extra": 1}).encode(), {422}),
        "an unknown member that is no Unicode": (JSON, spoil(row, ids, "x", "1").replace(b'"x"', b'"\\ud800"'), {422}),
        "many unknown members": (JSON, json.dumps({f"m{n}": n for n in range(15_000)}).encode(), {422}),
    }
    for member in row.body:
        for name, raw in (
            ("a list", "[[]]"),
            ("an object", '{"a": {}}'),
            ("a huge number", "9" * 400),
            ("true", "true"),
        ):
            if isinstance(row.body[member], str):
                cases[f"{member} is {name}"] = (JSON, spoil(row, ids, member, raw), {422})
        if type(row.body[member]) is int:
            for raw in ("0", "-1", "2147483648", "1e400", "1.5", "9" * 400, '"one"'):
                if raw != "0" or member not in MAY_BE_ZERO:
                    cases[f"{member} is {raw[:12]}"] = (JSON, spoil(row, ids, member, raw), {400, 422})
        for name, raw in (("a lone surrogate", SURROGATE), ("a NUL", NUL)):
            cases[f"{member} holds {name}"] = (JSON, spoil(row, ids, member, raw), {401, 422})
    return cases


@pytest.mark.parametrize("row", WITH_BODY, ids=lambda row: row.name)
async def test_bad_bodies(world: World, row: Row) -> None:
    ids = await row.build(world)
    before = await world.count_rows()
    for wrong, (headers, body, wanted) in bad_bodies(row, ids).items():
        await world.forget_attempts()
        answer = await world.client.request(
            row.method, row.path.format(**ids), headers={**world.acme.headers(), **headers}, content=body
        )
        assert answer.status_code in wanted, f"{wrong}: {answer.status_code} {answer.text[:500]}"
        check_problem(answer, wrong)
    assert await world.count_rows() == before


def check_problem(answer: Any, wrong: str) -> None:
    assert answer.headers["content-type"] == "application/problem+json", wrong
    problem = answer.json()
    assert problem["status"] == answer.status_code, wrong
    assert problem["code"], wrong
    assert problem["detail"], wrong
    assert problem["request_id"] == answer.headers["X-Request-ID"], wrong
    assert len(problem["errors"]) <= 50, wrong
    assert len(answer.content) < 30_000, wrong


@pytest.mark.parametrize("row", WITH_BODY, ids=lambda row: row.name)
async def test_a_body_that_does_not_tell_its_length_is_counted(world: World, row: Row) -> None:
    ids = await row.build(world)
    await world.forget_attempts()

    async def chunks() -> AsyncIterator[bytes]:
        yield b'{"x": "'
        for _ in range(MAX_BODY // 10_000 + 1):
            yield b"y" * 10_000
        yield b'"}'

    answer = await world.client.request(
        row.method, row.path.format(**ids), headers={**world.acme.headers(), **JSON}, content=chunks()
    )
    assert answer.status_code == 413, answer.text
    check_problem(answer, "chunked")


async def test_every_route_with_a_body_is_tried(world: World) -> None:
    """By the OpenAPI document: a required body means a row of bad bodies."""
    document = (await world.client.get("/api/openapi.json")).json()
    needing = {
        f"{verb.upper()} {path}"
        for path, verbs in document["paths"].items()
        for verb, one in verbs.items()
        if one.get("requestBody", {}).get("required") and "application/json" in one["requestBody"]["content"]
    }
    assert needing == {row.name for row in WITH_BODY}


ODD_IDS = (
    "nope",
    "%00",
    "0",
    "..%2f..",
    "9" * 500,
    "01890000-0000-7000-8000-00000000000g",
    "%ed%a0%80",
    "{session_id}",
)


@pytest.mark.parametrize("row", [row for row in ROWS if path_names(row)], ids=lambda row: row.name)
async def test_odd_ids_are_unknown_ones(world: World, row: Row, unknown_id: str) -> None:
    ids = await row.build(world)
    before = await world.count_rows()
    for odd in (*ODD_IDS, unknown_id):
        for name in path_names(row):
            path = row.address.format(**{**ids, name: odd})
            wanted = (404, 405) if f"{{{name}}}" in row.path else (404, 422)
            body = {"json": fill(row.body, ids)} if row.body is not None else {}
            answer = await world.client.request(row.method, path, headers=world.acme.headers(), **body)
            assert answer.status_code in wanted, f"{path}: {answer.status_code} {answer.text[:300]}"
            if "/api/" in str(answer.url.path):
                check_problem(answer, path)
    assert await world.count_rows() == before


def raw_headers(world: World, name: str, value: str) -> list[tuple[bytes, bytes]]:
    """With bytes that a well-behaved client would not send."""
    own = [(key.encode(), one.encode()) for key, one in world.acme.headers().items()]
    return [*own, (name.encode(), value.encode("latin-1"))]


PAGED = ("/ai-sessions", "/desk/tickets")


@pytest.mark.parametrize("path", PAGED)
@pytest.mark.parametrize(
    "query",
    [
        "cursor=nope",
        "cursor=%00",
        "cursor=" + "9" * 200,
        "limit=0",
        "limit=-1",
        "limit=201",
        "limit=x",
        "q=%00",
        "limit=" + "9" * 30,
    ],
)
async def test_bad_queries(world: World, path: str, query: str) -> None:
    answer = await world.ask("GET", f"{path}?{query}")
    assert answer.status_code == 422, answer.text
    check_problem(answer, query)


@pytest.mark.parametrize("query", ["'", '"', "\\", "%", "a & | ! b <-> (", "-", "*:*", "\ud7ff", "#", "or or"])
async def test_a_search_for_anything_finds_or_finds_nothing(world: World, query: str) -> None:
    for path in (*PAGED, f"/connections/{world.acme.connection_id}/tickets"):
        answer = await world.client.get(f"/api/v1{path}", params={"q": query}, headers=world.acme.headers())
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("seen", ["seven", '"-1"', '"1.5"', '"1" "2"', "9" * 10, '"' + "9" * 5000 + '"', '""', "²"])
async def test_a_bad_if_match(world: World, seen: str) -> None:
    session = await world.new_session()
    answer = await world.client.post(
        f"/api/v1/ai-sessions/{session}/facts",
        json={"text": "x"},
        headers=raw_headers(world, "If-Match", seen),
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_if_match")
    assert (await world.ask("GET", f"/ai-sessions/{session}")).json()["state_version"] == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "\u00ad"])
async def test_an_odd_idempotency_key(world: World, key: str) -> None:
    before = await world.count_rows()
    answer = await world.client.post(
        "/api/v1/ai-sessions",
        json={"problem": "x"},
        headers=raw_headers(world, "Idempotency-Key", key),
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")
    assert await world.count_rows() == before


@pytest.mark.parametrize("last", ["x", "-1", "9" * 12, "9" * 5000, "1.5", "²"])
async def test_an_odd_last_event_id_streams_from_now(world: World, last: str) -> None:
    session = await world.new_session()
    async with world.client.stream(
        "GET",
        f"/api/v1/ai-sessions/{session}/events",
        headers=raw_headers(world, "Last-Event-ID", last),
    ) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            assert line == "retry: 1000"
            break


@pytest.mark.parametrize(
    "given", ["Bearer", "Basic eDp5", "rv_abc", "Bearer " + "x" * 5000, "Bearer \u00e9", "bearer  rv_x y"]
)
async def test_odd_credentials(world: World, given: str) -> None:
    answer = await world.client.get("/api/v1/auth/me", headers=[(b"Authorization", given.encode("latin-1"))])
    assert answer.status_code == 401, answer.text
    check_problem(answer, given)


async def test_unknown_addresses_and_methods(world: World) -> None:
    for method, path, status in (
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api", 404),
        ("POST", "/api/v1/auth/me", 405),
        ("TRACE", "/api/v1/ai-sessions", 405),
        ("DELETE", "/healthz", 405),
    ):
        answer = await world.client.request(method, path, headers=world.acme.headers())
        assert answer.status_code == status, f"{method} {path}"
        check_problem(answer, path)


async def test_a_long_text_is_kept_whole(world: World) -> None:
    """The limits are there to be reached: the longest fact, and a message near the limit of a body."""
    session = await world.new_session()
    text = "Zeile \U0001f5a8 " * 9_000
    answer = await world.ask("POST", f"/ai-sessions/{session}/facts", {"text": text})
    assert answer.status_code == 201
    assert answer.json()["fact"]["text"] == text
    refused = await world.ask("POST", f"/ai-sessions/{session}/facts", {"text": "x" * 200_001})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "text")
    sent = await world.ask("POST", f"/ai-sessions/{session}/messages", {"content": "y" * (MAX_BODY - 100)})
    assert sent.status_code == 202


async def test_no_refusal_repeats_what_was_sent(world: World) -> None:
    """A password that was mistyped into the wrong field must not come back, nor reach a log that keeps answers."""
    answer = await world.ask("POST", "/auth/password", {"password": ["hunter2hunter2"], "current_password": 5})
    assert answer.status_code == 422
    assert "hunter2" not in answer.text
