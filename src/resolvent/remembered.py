"""What was found out about a text, remembered by the text's digest: the text itself is not kept."""

import hashlib
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache, cached

Answer = TypeVar("Answer")


def by_digest(most: int) -> Callable[[Callable[[str], Answer]], Callable[[str], Answer]]:
    """For a function of nothing but the text, whose answer holds no part of it and can't be changed. `most`: texts, the last asked for."""
    return cached(LRUCache(most), key=digest, lock=Lock())


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
