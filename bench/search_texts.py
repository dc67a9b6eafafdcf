"""Closed sessions to search in: what users told and engineers found in the shipped playbooks, cut and mixed, with a long tail of
names, hosts and error codes. The same seed gives the same texts."""

import random
import re
from dataclasses import dataclass
from typing import Final

from resolvent.knowledge.loader import load_shipped

SYLLABLES: Final = [
    "ba",
    "bel",
    "cor",
    "dan",
    "den",
    "dor",
    "el",
    "fan",
    "fer",
    "gar",
    "hal",
    "har",
    "ion",
    "jen",
    "kal",
    "kel",
    "lan",
    "lem",
    "lin",
    "mar",
    "mel",
    "nor",
    "or",
    "pan",
    "per",
    "ran",
    "ros",
    "sal",
    "sen",
    "tal",
    "tor",
    "van",
    "ver",
    "wel",
    "win",
    "yor",
    "zan",
]
TRADES: Final = [
    "Medical",
    "Logistics",
    "Legal",
    "Foods",
    "Dental",
    "Architects",
    "Motors",
    "Schools",
    "Optics",
    "Builders",
    "Pharma",
    "Travel",
]
PLACES: Final = [
    "reception",
    "the warehouse",
    "accounting",
    "the branch in {name}",
    "the second floor",
    "the training room",
    "sales",
    "the workshop",
    "home",
    "payroll",
    "the lab",
    "dispatch",
]
ASIDES: Final = (
    "Started {day} after lunch.", "User {user} called twice.", "Affects {host} alone.", "Also seen on {host}.", "The log says {code}.",
    "{user} needs it before {day}.", "Nothing was changed, they say.", "It worked until {day}.", "Rebooted already, no change.",
    "Contact is {user} in {place}.", "Asset {asset}.", "Happens about every {count} minutes.", "Version {version} is installed.",
)  # fmt: skip
DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "yesterday", "Christmas"]
SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Told:
    title: str
    problem: str
    number: str
    company: str
    fixed: str | None
    cause: str | None
    note: str | None


class Texts:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.companies = [f"{self.name()} {self.random.choice(TRADES)}" for _ in range(400)]
        self.books = load_shipped()
        self.said = [[part for heard in one.symptoms.heard for part in SENTENCE.split(heard)] for one in self.books]
        self.number = 40_000

    def name(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 4))).capitalize()

    def fill(self, text: str) -> str:
        pick = self.random
        return text.format(
            day=pick.choice(DAYS), user=f"{pick.choice('abcdefghjklmnprstw')}.{self.name().lower()}",
            host=f"{pick.choice(('SRV', 'PC', 'NB', 'PRN', 'FW'))}-{self.name().upper()[:6]}-{pick.randint(1, 99):02}",
            code=pick.choice((f"0x{pick.randrange(2**31, 2**32):08X}", f"event {pick.randint(1, 9999)}", f"error {pick.randint(1, 1999)}")),
            place=pick.choice(PLACES).replace("{name}", self.name()), asset=pick.randint(10_000, 99_999), count=pick.randint(2, 90),
            version=f"{pick.randint(1, 24)}.{pick.randint(0, 9)}.{pick.randint(0, 4000)}",
        )  # fmt: skip

    def company(self) -> str:
        """A few customers have most of the tickets."""
        return self.companies[min(int(self.random.paretovariate(0.6)) - 1, len(self.companies) - 1)]

    def tell(self) -> Told:
        pick = self.random
        place = pick.randrange(len(self.books))
        book, said = self.books[place], self.said[place]
        parts = pick.sample(said, min(len(said), pick.randint(2, 5)))
        parts += [self.fill(one) for one in pick.sample(ASIDES, pick.randint(1, 4))]
        cause = pick.choice(book.causes)
        cures = [fix.title for fix in book.fixes if cause.id in fix.cures] or [pick.choice(book.fixes).title]
        facts = [pick.choice(check.answers).fact or "" for check in pick.sample(book.checks, min(3, len(book.checks)))]
        self.number += 1
        first = self.fill(pick.choice(("{place}: ", "{user}: ", "{host} ", "", "")))
        note = f"## Root cause\n\n{cause.title}\n\n## Evidence\n\n{' '.join(facts)}\n\n## Resolution\n\n{cures[0]}"
        return Told(
            f"{first}{parts[0]}"[:120],
            " ".join(parts),
            str(self.number),
            self.company(),
            cures[0] if pick.random() < 0.8 else None,
            cause.title,
            f"{note}\n{self.fill('Done on {host} with {user}.')}",
        )
