"""HTTP/1.1 by hand, as a misbehaving server needs it: a response can stop, break off or lie at any byte."""

import asyncio
import socket
import struct
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from httptools import HttpRequestParser

READ_SIZE = 1 << 16
OWN_STATUSES = {529: "Overloaded"}


@dataclass(slots=True)
class Incoming:
    method: str = ""
    path: str = ""
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    """Names in small letters."""
    body: bytes = b""


class _Parsing:
    """Collects one request; httptools calls it by the names below."""

    def __init__(self) -> None:
        self.request = Incoming()
        self.parser = HttpRequestParser(self)
        self.complete = False
        self._parts: list[bytes] = []
        self._target = b""

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.request.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_complete(self) -> None:
        target = urlsplit(self._target.decode("latin-1"))
        self.request.method = self.parser.get_method().decode()
        self.request.path, self.request.query = target.path, target.query
        self.request.body = b"".join(self._parts)
        self.complete = True


class Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._early = b""
        self._chunked = False
        self.broken = False
        """This side broke it off."""
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    async def request(self) -> Incoming | None:
        """The next one; None when the client hangs up first. Raises httptools.HttpParserError."""
        parsing = _Parsing()
        data, self._early = self._early, b""
        while True:
            if data:
                parsing.parser.feed_data(data)
            if parsing.complete:
                return parsing.request
            data = await self._reader.read(READ_SIZE)
            if not data:
                return None

    async def gone(self) -> None:
        """Returns when the client has hung up. What it sends meanwhile is kept for the next request."""
        with suppress(ConnectionError):
            while data := await self._reader.read(READ_SIZE):
                self._early += data

    def begin(self, status: int, headers: Mapping[str, str], length: int | None = None) -> None:
        """The head; without a length the body is chunked."""
        self._chunked = length is None
        reason = OWN_STATUSES.get(status) or HTTPStatus(status).phrase
        lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
        lines.append("transfer-encoding: chunked" if length is None else f"content-length: {length}")
        self._writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n")

    async def send(self, data: bytes) -> None:
        """Raises ConnectionError when the client is gone."""
        if data:
            self._writer.write(b"%x\r\n%b\r\n" % (len(data), data) if self._chunked else data)
            await self._writer.drain()

    async def end(self) -> None:
        if self._chunked:
            self._writer.write(b"0\r\n\r\n")
        await self._writer.drain()

    async def close(self) -> None:
        """What was written still arrives."""
        self.broken = True
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()

    def reset(self) -> None:
        """A TCP reset: the client may lose even what it was sent."""
        self.broken = True
        linger = struct.pack("ii", 1, 0)
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._writer.transport.abort()
