"""A vendor's prompt cache: a prefix that was sent before is read, not paid again."""

from hashlib import sha256

from tests.peers.asked import Asked
from tests.peers.replies import Reply, Usage, tokens

SMALLEST = 1024
"""Tokens: a shorter prefix is never cached. Both vendors' figure for most models."""


class PromptCache:
    def __init__(self) -> None:
        self._known: set[bytes] = set()

    def usage(self, asked: Asked, reply: Reply) -> Usage:
        """Of this request, whose marked prefixes are known from now on."""
        if reply.usage is not None:
            return reply.usage
        digest, sizes = sha256(asked.model.encode()), [0]
        prefixes: dict[int, bytes] = {}
        for count, part in enumerate(asked.prefix, 1):
            digest.update(part.encode() + b"\0")
            sizes.append(sizes[-1] + tokens(part))
            prefixes[count] = digest.digest()
        marks = [mark for mark in asked.marks if sizes[mark] >= SMALLEST]
        read = max((sizes[mark] for mark in marks if prefixes[mark] in self._known), default=0)
        written = max((sizes[mark] for mark in marks), default=0) - read
        self._known.update(prefixes[mark] for mark in marks)
        said = reply.text + (reply.call.text if reply.call else "") + (reply.refusal or "")
        return Usage(max(1, sizes[-1] - read - written), max(1, tokens(said)), written, read)
