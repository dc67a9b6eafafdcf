"""What the vendor's SDK and the library above it cost alone: `python bench/libraries.py --tool stream_bench.py [--levels 20] [--seconds 25]`.

The streams of `bench/chat.py`, each event read and thrown away: what the product saves by giving the SDK fewer of them.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pydantic_ai.direct import model_request_stream
from pydantic_ai.messages import ModelRequest, PartDeltaEvent, UserPromptPart

from chat import MS, TOOL, free_port, running
from resolvent.ai.kept_models import close_model
from resolvent.ai.prompt import Endpoint
from resolvent.ai.sdks import build_model


async def measure(url: str, levels: Sequence[int], seconds: float) -> None:
    endpoint = Endpoint(
        "fake", "openai", "fake", url, "none", allow_private=True, sees_images=False, context_tokens=32_000
    )
    model = build_model(endpoint, connect=10.0)
    asked = ModelRequest(parts=[UserPromptPart(f"BENCH n={int(seconds * 1000 / MS)} ms={MS}")])

    async def read() -> int:
        async with model_request_stream(model, [asked]) as stream:
            return sum([isinstance(event, PartDeltaEvent) async for event in stream])

    await read()
    for count in levels:
        before = time.process_time()
        tokens = sum(await asyncio.gather(*(read() for _ in range(count))))
        spent = time.process_time() - before
        print(f"{count:4} streams  {tokens} tokens  CPU {spent / tokens * 1000:5.3f} s/1k tokens", flush=True)
    await close_model(model)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", type=Path, default=TOOL)
    parser.add_argument("--levels", default="20")
    parser.add_argument("--seconds", type=float, default=25.0)
    given = parser.parse_args()
    port = free_port()
    with running(sys.executable, str(given.tool), "upstream", "--port", str(port), port=port):
        levels = [int(one) for one in given.levels.split(",")]
        asyncio.run(measure(f"http://127.0.0.1:{port}/v1", levels, given.seconds))


if __name__ == "__main__":
    main()
