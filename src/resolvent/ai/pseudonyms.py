"""Names that a language model may see in place of people, customers and hosts, and the way back. Pure.

`Jane.Doe@contoso.com` is `user-1@customer-1.example`: each side has a name of its own, and so has the bare `user-1`. Another
spelling of the same name, as `jane.doe`, is `user-1b`: the model sees that they belong together, and each comes back as it
was written. What a text itself has of this form is hidden too, as `user-2`, so nothing can be taken for another's name:
`restore(hide(text)) == text` for every text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from resolvent.ai.pseudonyms_found import (
    Found,
    Kind,
    compile_names,
    find_accounts_of,
    find_hosts,
    find_identities,
    forms_of_company,
    forms_of_person,
    is_telling,
    widen,
)

KINDS = "|".join(kind for kind in Kind if kind is not Kind.CUSTOMER)
NAME = rf"(?:(?P<kind>{KINDS})-(?P<number>[1-9][0-9]{{0,5}})(?P<suffix>[a-z]?)|customer-(?P<customer>[1-9][0-9]{{0,5}})(?P<spelling>[a-z]?)(?:\.example)?)"
PSEUDONYM = re.compile(
    rf"(?:(?<![^\W_])|(?<=\\[nrt])|(?<=\\u[0-9a-fA-F]{{4}}))(?ai:{NAME})(?![^\W_])",
)
"""In any letter case, as a word; behind a line end of JSON too."""
CONTEXT = 6
"""Characters before a pseudonym that tell whether it is one."""
SUFFIXES = ["", *"bcdefghijklmnopqrstuvwxyz"]


class Policy(StrEnum):
    OFF = "off"
    IDENTITIES = "identities"
    IDENTITIES_AND_HOSTS = "identities_and_hosts"


class Pseudonyms:
    """`kept`: pseudonym → name, as an earlier turn of the session left it; it grows with every `hide`."""

    def __init__(
        self,
        policy: Policy,
        kept: Mapping[str, str] | None = None,
        *,
        people: Iterable[str] = (),
        companies: Iterable[str] = (),
    ) -> None:
        self._policy = policy
        self.kept: dict[str, str] = {}
        self._made: dict[tuple[Kind, str], str] = {}
        self._numbers: dict[tuple[Kind, str], int] = {}
        self._last: dict[Kind, int] = {}
        self._prefixes: frozenset[str] = frozenset()
        self._begun = 0
        """How many pseudonyms have theirs there."""
        self.longest = 0
        """Characters of a prefix, when these were last asked for."""
        for pseudonym, name in (kept or {}).items():
            self._keep(pseudonym, name)
        self._people = forms_of(people, forms_of_person)
        self._companies = forms_of(companies, forms_of_company)

    def hide(self, text: str) -> str:
        if self._policy is Policy.OFF:
            return text
        parts, at = [], 0
        for found in self._find(text):
            parts += [text[at : found.start], self._pseudonym_of(found.kind, text[found.start : found.end])]
            at = found.end
        return "".join([*parts, text[at:]])

    def restore(self, text: str) -> str:
        restorer = Restorer(self)
        return restorer.feed(text) + restorer.close()

    def leftovers(self, text: str) -> list[str]:
        """What looks like a pseudonym and stands for nobody, each once, as it is written."""
        if self._policy is Policy.OFF:
            return []
        names = {name.lower() for name in self.kept.values()}
        seen = dict.fromkeys(match[0] for match in PSEUDONYM.finditer(text))
        return [one for one in seen if self.name_of(one) is None and one.lower() not in names]

    def name_of(self, pseudonym: str) -> str | None:
        if self._policy is Policy.OFF:
            return None
        name = pseudonym.lower()
        return self.kept.get(name) or self.kept.get(f"{name}.example")

    @property
    def prefixes(self) -> frozenset[str]:
        """Everything that may still become a pseudonym, each itself included."""
        if self._policy is not Policy.OFF and self._begun < len(self.kept):
            self._begun = len(self.kept)
            self._prefixes = frozenset(name[:end] for name in self.kept for end in range(1, len(name) + 1))
            self.longest = max(map(len, self.kept))
        return self._prefixes

    def _find(self, text: str) -> list[Found]:
        found = [*find_identities(text), *find_accounts_of(text, self._people)]
        if self._policy is Policy.IDENTITIES_AND_HOSTS:
            found += find_hosts(text)
        for match in PSEUDONYM.finditer(text):
            found.append(Found(*match.span(), Kind((match["kind"] or Kind.CUSTOMER).lower())))
        known = {name.lower(): kind for (kind, name) in self._made if is_telling(kind, name)}
        for one in found:
            name = text[one.start : one.end]
            if is_telling(one.kind, name):
                known.setdefault(name.lower(), one.kind)
        known |= dict.fromkeys(self._companies, Kind.COMPANY) | dict.fromkeys(self._people, Kind.PERSON)
        if pattern := compile_names(known):
            found += self._find_known(text, pattern, known)
        return separate(text, found)

    def _find_known(self, text: str, pattern: re.Pattern[str], known: Mapping[str, Kind]) -> Iterator[Found]:
        at = 0
        while match := pattern.search(text, at):
            kind = known.get(match[0].lower(), Kind.PERSON)
            # `will` is a word, `Will` may be somebody.
            is_word = kind is Kind.PERSON and " " not in match[0] and not match[0][:1].isupper()
            if not is_word:
                yield Found(*match.span(), kind)
            at = match.end()

    def _pseudonym_of(self, kind: Kind, name: str) -> str:
        if made := self._made.get((kind, name)):
            return made
        identity = name.lower()
        if kind in {Kind.PERSON, Kind.COMPANY}:
            identity = (self._people if kind is Kind.PERSON else self._companies).get(identity, name).lower()
        number = self._numbers.get((kind, identity)) or self._numbers.get((kind, name.lower()))
        pseudonym = self._free(kind, number) or self._free(kind, self._last.get(kind, 0) + 1)
        if pseudonym is None:
            raise ValueError("There are too many names to hide.")
        self._keep(pseudonym, name)
        self._numbers.setdefault((kind, identity), self._numbers[kind, name.lower()])
        return pseudonym

    def _free(self, kind: Kind, number: int | None) -> str | None:
        if number is None or number > 999_999:
            return None
        ending = ".example" if kind is Kind.CUSTOMER else ""
        names = (f"{kind}-{number}{suffix}{ending}" for suffix in SUFFIXES)
        return next((name for name in names if name not in self.kept), None)

    def _keep(self, pseudonym: str, name: str) -> None:
        match = PSEUDONYM.fullmatch(pseudonym)
        if match is None:
            return
        kind, number = Kind(match["kind"] or Kind.CUSTOMER), int(match["number"] or match["customer"])
        self.kept[pseudonym] = name
        self._made[kind, name] = pseudonym
        self._numbers.setdefault((kind, name.lower()), number)
        self._last[kind] = max(self._last.get(kind, 0), number)


def separate(text: str, found: Iterable[Found]) -> list[Found]:
    """In order, as whole words, disjoint: of two that overlap the earlier and longer; two that touch are one."""
    apart: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        start, end = widen(text, one.start, one.end)
        if not apart or start > apart[-1].end:
            apart.append(Found(start, end, one.kind))
        elif start == apart[-1].end:
            apart[-1] = Found(apart[-1].start, end, apart[-1].kind)
    return apart


def forms_of(names: Iterable[str], write: Callable[[str], list[str]]) -> dict[str, str]:
    """Form, in lower case → whose it is: the first that has it."""
    forms: dict[str, str] = {}
    for name in names:
        for form in write(name):
            forms.setdefault(form.lower(), name)
    return forms


class Restorer:
    """Gives names back in a text that comes in pieces: only what may still become a pseudonym is held back."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self._pseudonyms = pseudonyms
        self._before = ""
        self._waiting = ""

    def feed(self, piece: str) -> str:
        if not self._pseudonyms.kept and not self._waiting:
            self._before = (self._before + piece)[-CONTEXT:]
            return piece
        self._waiting += piece
        return self._release(self._find_cut())

    def close(self) -> str:
        return self._release(len(self._waiting))

    def _find_cut(self) -> int:
        prefixes = self._pseudonyms.prefixes
        text = self._waiting
        for at in range(max(0, len(text) - self._pseudonyms.longest), len(text)):
            if text[at:].isascii() and text[at:].lower() in prefixes:
                return at
        return len(text)

    def _release(self, cut: int) -> str:
        text, start = self._before + self._waiting, len(self._before)
        end = start + cut
        parts, at = [], start
        for match in PSEUDONYM.finditer(text, start):
            name = self._pseudonyms.name_of(match[0])
            if name is not None and match.end() <= end:
                parts += [text[at : match.start()], name]
                at = match.end()
        parts.append(text[at:end])
        self._before, self._waiting = text[max(0, end - CONTEXT) : end], text[end:]
        return "".join(parts)
