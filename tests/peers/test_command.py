"""A peer as a process of its own."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anthropic
import openai
import pytest

from tests.peers.drivers import QUESTION
from tests.peers.server import KEY

ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def running(module: str, *options: str) -> AsyncIterator[str]:
    """Its address."""
    command = [sys.executable, "-m", module, "--port", "0", *options]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            line = await process.stdout.readline()
        yield line.decode().split()[0]
    finally:
        process.terminate()
        await process.communicate()


@pytest.mark.parametrize("vendor", ["anthropic", "openai"])
async def test_process(vendor: str) -> None:
    options = ["--text", "abc ", "--times", "3", "--chunk", "1", "--delay", "0"]
    async with running(f"tests.peers.{vendor}", *options) as url:
        if vendor == "anthropic":
            async with anthropic.AsyncAnthropic(base_url=url, api_key=KEY) as claude:
                message = await claude.messages.create(model="claude-opus-5", max_tokens=50, messages=QUESTION)  # type: ignore[arg-type]  # plain dicts
                said = getattr(message.content[0], "text", "")
        else:
            async with openai.AsyncOpenAI(base_url=url, api_key=KEY) as gpt:
                answer = await gpt.chat.completions.create(model="gpt-5.5", messages=QUESTION)  # type: ignore[arg-type]  # plain dicts
                said = answer.choices[0].message.content or ""
    assert said == "abc abc abc "
