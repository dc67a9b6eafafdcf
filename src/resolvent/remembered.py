"""What was found out about a text, remembered: by the text's digest where the text itself must not be kept, else by the text."""

import hashlib
from collections.abc import Callable
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from cachetools import LRUCache, cached

Answer = TypeVar("Answer")
Known_co = TypeVar("Known_co", covariant=True)
More = ParamSpec("More")
BRIEF = 1_000
"""Characters of a text up to which it is counted; longer ones are weighed."""
LONGER = 2_000_000
"""Characters of all longer texts that a function remembers."""


def by_digest(most: int) -> Callable[[Callable[[str], Answer]], Callable[[str], Answer]]:
    """For a function of nothing but the text, whose answer holds no part of it and can't be changed. `most`: texts, the last asked for."""
    return cached(LRUCache(most), key=digest, lock=Lock())


class Remembering(Protocol[More, Known_co]):
    def __call__(self, text: str, /, *args: More.args, **more: More.kwargs) -> Known_co: ...

    def cache_clear(self) -> None: ...


def by_text(most: int) -> Callable[[Callable[Concatenate[str, More], Answer]], Remembering[More, Answer]]:
    """For a function of a text, and of little else, whose answer is about as long as the text and can't be changed. `most`: brief texts, the
    last asked for."""

    def remember(function: Callable[Concatenate[str, More], Answer]) -> Remembering[More, Answer]:
        brief = lru_cache(most)(function)
        look_up: Callable[..., Answer] = brief
        longer: LRUCache[Any, tuple[int, Answer]] = LRUCache(LONGER, getsizeof=lambda kept: kept[0])
        lock = Lock()

        @wraps(function)
        def answer(text: str, /, *args: More.args, **more: More.kwargs) -> Answer:
            if len(text) <= BRIEF:
                return look_up(text, *args, **more)
            key = (text, args, tuple(more.items()))
            with lock:
                kept = longer.get(key)
            if kept is None:
                kept = (len(text), function(text, *args, **more))
                if len(text) <= LONGER:
                    with lock:
                        longer[key] = kept
            return kept[1]

        def forget() -> None:
            brief.cache_clear()
            longer.clear()

        remembering: Any = answer
        remembering.cache_clear = forget
        return remembering  # type: ignore[no-any-return]  # `answer`, and how it forgets

    return remember


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
