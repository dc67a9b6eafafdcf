"""Our own examples: secrets in the texts of a support desk, and texts that only look as if they had one.

Records are parted by a line of `%%`; `⟦…⟧` stands around what is secret. A middle dot is taken out on reading: with it
in the file, scanners of repositories don't take these made-up values for live tokens.
"""

import re
from dataclasses import dataclass
from pathlib import Path

Span = tuple[int, int]
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    secrets: tuple[Span, ...]


def read_examples(name: str) -> list[Example]:
    records = (FOLDER / name).read_text(encoding="utf-8").replace("·", "").split("\n%%\n")
    return [parse(record.rstrip("\n")) for record in records]


def parse(record: str) -> Example:
    spans, parts, length = [], [], 0
    for number, part in enumerate(re.split("[⟦⟧]", record)):
        if number % 2:
            spans.append((length, length + len(part)))
        parts.append(part)
        length += len(part)
    return Example("".join(parts), tuple(spans))
