"""What a case says instead of secrets and names. Pure, and the same for the same session.

Names come from the account and the ticket, or are found by their form; hosts and private addresses too, since many are
named for their customer. Parts of a person's name and the first word of a company's are replaced in any letter case: here a
word too many costs less than a name.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any

from resolvent.ai.pseudonyms import Policy, Pseudonyms
from resolvent.ai.pseudonyms_found import Kind, compile_names, forms_of_person
from resolvent.ai.redaction import redact

HOST = re.compile(r"(?<![\w-])host-\d+[a-z]?(?![\w-])")
"""Hosts are written in capitals, so that the finders of commands and scores know them as hosts."""
SHORTEST_FIRST_WORD = 4
CAPITALS = re.compile(r"(?<=[a-z0-9,;:] )[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*")
MOST_WORDS = 20


class StandIns:
    def __init__(self, secrets: Collection[str], people: Iterable[str], companies: Iterable[str]) -> None:
        people, companies = list(people), list(companies)
        self._secrets = secrets
        self._pseudonyms = Pseudonyms(Policy.IDENTITIES_AND_HOSTS, people=people, companies=companies)
        self._parts = {form.casefold(): "person" for name in people for form in forms_of_person(name)}
        self._parts |= {word.casefold(): "company" for name in companies if (word := first_word(name))}
        self._pattern = compile_names(self._parts.keys() - {kind.value for kind in Kind})
        self.masked = 0
        """Texts that held a secret."""

    def learn(self, texts: Iterable[str]) -> None:
        """Before the first is replaced: a name that one text shows may stand in another without its form."""
        for text in texts:
            self._pseudonyms.hide(redact(text, self._secrets))

    def replace(self, text: str) -> str:
        masked = redact(text, self._secrets)
        self.masked += masked != text
        hidden = self._pseudonyms.hide(masked)
        if self._pattern:
            made = self._parts | {name.casefold(): pseudonym for pseudonym, name in self._pseudonyms.kept.items()}
            hidden = self._pattern.sub(lambda found: made[found[0].casefold()], hidden)
        return HOST.sub(lambda found: found[0].upper(), hidden)

    def replace_deep(self, value: Any, kept: Collection[str]) -> Any:
        """The same structure; members named in `kept` hold no free text and stay as they are."""
        if isinstance(value, str):
            return self.replace(value)
        if isinstance(value, dict):
            return {name: one if name in kept else self.replace_deep(one, kept) for name, one in value.items()}
        return [self.replace_deep(one, kept) for one in value] if isinstance(value, list) else value


def first_word(company: str) -> str | None:
    """What people call it by, when it is long enough to be a name."""
    word = next(iter(re.findall(r"[^\W_]+", company)), "")
    return word if len(word) >= SHORTEST_FIRST_WORD else None


def texts_of(value: Any, kept: Collection[str]) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [one for name, one in value.items() if name not in kept]
    return [text for one in value for text in texts_of(one, kept)] if isinstance(value, list) else []


def find_likely_names(text: str) -> list[str]:
    """Capital words inside sentences that never stand there in small letters: what a reader should look at."""
    small = set(re.findall(r"(?<!\w)[a-z]{3,}(?!\w)", text))
    found = dict.fromkeys(match[0] for match in CAPITALS.finditer(text))
    return [one for one in found if not all(word.lower() in small for word in one.split())][:MOST_WORDS]
