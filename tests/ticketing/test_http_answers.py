"""Answers that no ticketing system in its right mind gives."""

import pytest

from resolvent.ticketing.errors import ProtocolError
from tests.ticketing.fault_server import answer
from tests.ticketing.test_http import peer


async def test_an_answer_that_is_nested_without_end_is_no_answer() -> None:
    async with peer(answer(200, b"[" * 200_000)) as it:
        got = await it.http.get("/ticket")
        with pytest.raises(ProtocolError):
            got.json()


async def test_characters_that_can_not_be_stored_come_no_further() -> None:
    async with peer(answer(200, rb'{"status": {"name": "Ne\u0000w \ud800"}, "by": ["\u0000"]}')) as it:
        assert (await it.http.get("/ticket")).json() == {"status": {"name": "New ?"}, "by": [""]}
