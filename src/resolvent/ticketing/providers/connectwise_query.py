"""Conditions in ConnectWise's own language. Nothing that a person typed leaves its string. Pure."""

import re
from collections.abc import Sequence

NOT_IN_A_STRING = re.compile(r'[\s"\\%*\x00-\x1f\x7f]+')
"""No way to escape a quote is documented, and some would be wildcards: a search is split at them."""
MOST_WORDS = 8
"""The rest of a longer search is left out: conditions stand in the address, whose length has a limit."""


def words_of(query: str) -> list[str]:
    return [word for word in NOT_IN_A_STRING.split(query) if word][:MOST_WORDS]


def search_conditions(words: Sequence[str], boards: Sequence[int]) -> str:
    """Tickets whose summary holds all the words, or whose number is the only one. Without words: all."""
    parts = [holds("summary", word) for word in words]
    if len(words) == 1 and is_number(words[0]):
        parts = [any_of([f"id={words[0]}", *parts])]
    return all_of([*([one_of("board/id", boards)] if boards else []), *parts])


def holds(name: str, word: str) -> str:
    """No source tells whether capitals count, so the usual ones are asked for."""
    forms = dict.fromkeys((word, word.lower(), word.capitalize(), word.upper()))
    return any_of([f"{name} contains {string(form)}" for form in forms if not NOT_IN_A_STRING.search(form)])


def equals(name: str, text: str) -> str | None:
    """None: the text cannot be asked for."""
    return None if NOT_IN_A_STRING.search(text) else f"{name}={string(text)}"


def one_of(name: str, numbers: Sequence[int]) -> str:
    return f"{name} in ({','.join(map(str, numbers))})"


def all_of(conditions: Sequence[str]) -> str:
    return " AND ".join(condition for condition in conditions if condition)


def any_of(conditions: Sequence[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"({' OR '.join(conditions)})"


def string(text: str) -> str:
    if NOT_IN_A_STRING.search(text):
        raise ValueError("This text would leave its string.")
    return f'"{text}"'


def is_number(value: str) -> bool:
    """An id as the vendor's are, and nothing that only looks like one."""
    return value.isascii() and value.isdigit() and len(value) < 10
