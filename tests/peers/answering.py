"""Sends one reply over one connection, with what goes wrong on the way."""

import asyncio
import json
from dataclasses import replace

from tests.peers.asked import Asked, Dialect, Received, Refusal
from tests.peers.caching import PromptCache
from tests.peers.openai_embeddings import Embedding, answer_of, inputs_of
from tests.peers.replies import (
    BrokenJson,
    Cut,
    Endless,
    ErrorEvent,
    Mislabelled,
    Page,
    Reply,
    Silence,
    Status,
    Usage,
    settle,
)
from tests.peers.wire import Connection

BLANKS = b" " * 1024


async def refuse(connection: Connection, refusal: Refusal, headers: dict[str, str]) -> None:
    body = json.dumps(refusal.body).encode()
    connection.begin(refusal.status, {"content-type": "application/json", **headers, **refusal.headers}, len(body))
    await connection.send(body)


async def answer(
    connection: Connection, dialect: Dialect, request: Received, asked: Asked, reply: Reply, cache: PromptCache
) -> None:
    only = next(iter(asked.tools)) if len(asked.tools) == 1 else None
    reply = settle(reply, asked.forced or only)
    headers = dialect.headers(request)
    await asyncio.sleep(reply.wait)
    match reply.fail:
        case Status(code, retry_after, message):
            refusal = dialect.error(request, code, message)
            if retry_after is not None:
                refusal = replace(refusal, headers={**refusal.headers, "retry-after": f"{retry_after:g}"})
            await refuse(connection, refusal, headers)
        case Page(code, body, content_type):
            page = body.encode()
            connection.begin(code, {"server": "nginx", "content-type": content_type}, len(page))
            await connection.send(page)
        case _:
            usage = cache.usage(asked, reply)
            send = _stream if asked.stream else _whole
            await send(connection, dialect, request, asked, reply, usage)


async def embed(connection: Connection, dialect: Dialect, request: Received, reply: Embedding) -> None:
    headers = {"content-type": "application/json", **dialect.headers(request)}
    match reply.fail:
        case Status(code, _, message):
            await refuse(connection, dialect.error(request, code, message), headers)
            return
        case Page(code, page, content_type):
            connection.begin(code, {"server": "nginx", "content-type": content_type}, len(page.encode()))
            await connection.send(page.encode())
            return
        case Silence():
            await _hush(reply.fail)
    body = json.dumps(answer_of(request.body, reply.vectors(inputs_of(request.body)))).encode()
    connection.begin(200, headers, len(body))
    await connection.send(body)


async def _stream(
    connection: Connection, dialect: Dialect, request: Received, asked: Asked, reply: Reply, usage: Usage
) -> None:
    kind = reply.fail.content_type if isinstance(reply.fail, Mislabelled) else "text/event-stream; charset=utf-8"
    connection.begin(200, {"content-type": kind, "cache-control": "no-cache", **dialect.headers(request)})
    fault = reply.fail
    for event in dialect.events(request, asked, reply, usage):
        match fault:
            case Silence(after) if request.chunks == after:
                await _hush(fault)
                fault = None
            case Cut(after, how) if request.chunks == after:
                await _cut(connection, how)
                return
            case ErrorEvent(after, code, message) if request.chunks == after:
                await connection.send(dialect.error_event(request, code, message))
                break
            case BrokenJson(after) if request.chunks == after:
                await connection.send(event.data[: len(event.data) // 2] + b"\n\n")
                break
        if event.chunk and request.chunks:
            await asyncio.sleep(reply.delay)
        await connection.send(event.data)
        request.chunks += event.chunk
    await connection.end()


async def _whole(
    connection: Connection, dialect: Dialect, request: Received, asked: Asked, reply: Reply, usage: Usage
) -> None:
    headers = {"content-type": "application/json", **dialect.headers(request)}
    if isinstance(reply.fail, Endless):
        connection.begin(200, headers)
        while True:
            await connection.send(BLANKS)
            await asyncio.sleep(reply.delay)
    body = json.dumps(dialect.whole(request, asked, reply, usage), ensure_ascii=False).encode()
    half = body[: len(body) // 2]
    match reply.fail:
        case ErrorEvent(_, code, message):
            await refuse(connection, dialect.error(request, code or dialect.overload, message), headers)
        case Cut(_, how):
            connection.begin(200, headers, None if how == "end" else len(body))
            await connection.send(half)
            await _cut(connection, how)
        case fault:
            if isinstance(fault, Silence):
                await _hush(fault)
            if isinstance(fault, BrokenJson):
                body = half
            if isinstance(fault, Mislabelled):
                headers["content-type"] = fault.content_type
            connection.begin(200, headers, len(body))
            await connection.send(body)


async def _hush(silence: Silence) -> None:
    if silence.began is not None:
        silence.began.set()
    await (silence.until or asyncio.Event()).wait()


async def _cut(connection: Connection, how: str) -> None:
    match how:
        case "close":
            await connection.close()
        case "reset":
            connection.reset()
        case _:
            await connection.end()
