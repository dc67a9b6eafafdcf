"""A peer as a process of its own, for use by hand and for benchmarks."""

import argparse
import asyncio

import uvloop

from tests.peers.asked import Dialect
from tests.peers.replies import Reply
from tests.peers.server import KEY, serving


def run(dialect: Dialect) -> None:
    parser = argparse.ArgumentParser(description="A strict fake of a model vendor's API, until it is stopped.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key", default=KEY)
    parser.add_argument("--text", default="The quick brown fox jumps over the lazy dog. ")
    parser.add_argument("--times", type=int, default=20, help="how often the text is said in one answer")
    parser.add_argument("--chunk", type=int, default=4, help="characters a chunk")
    parser.add_argument("--delay", type=float, default=0.02, help="seconds between two chunks")
    parser.add_argument("--obey", action="store_true", help="repeat what was said instead")
    options = parser.parse_args()

    async def serve() -> None:
        async with serving(dialect, port=options.port, keys=(options.key,)) as peer:
            if options.obey:
                peer.obey(chunks=options.chunk, delay=options.delay)
            else:
                peer.answers(Reply(options.text * options.times, chunks=options.chunk, delay=options.delay))
            print(f"{peer.url} (key: {options.key})", flush=True)  # noqa: T201 (a command's output)
            await asyncio.Event().wait()

    try:
        uvloop.run(serve())
    except KeyboardInterrupt:
        return
