"""Two model vendors' APIs, as strict as the real ones and as unreliable as a test asks: fakes that speak real HTTP.

    async with anthropic_peer() as peer:  # or openai_peer(); the key is `KEY`, the SDK's base_url is `peer.url`
        peer.answers(Reply("Half an answer", chunks=1, fail=Cut(after=7)))
        …
        assert peer.asked[0].asked.last_user == "…"
        await peer.cancelled()  # the client hung up

Pure: `replies`, `asked`, `caching`, `obedience`, and each vendor's `_shapes`, `_checks`, `_format`. I/O: `wire`, `answering`,
`server`, `command`. Both are processes of their own, too: `python -m tests.peers.openai --port 9102`.
"""
