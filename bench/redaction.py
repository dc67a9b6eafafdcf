"""How well secrets are found by their shape: `python bench/redaction.py [--data FOLDER] [--verbose]`.

Span recall: the share of declared secrets of which at least 80 % of the characters are masked. Altered: harmless texts
that were changed. Over: characters masked outside of any declared secret, in texts that have one.
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from resolvent.secret_shapes import find_secrets

DATA = Path(__file__).parents[2] / "shared" / "data"
FILE = "secrets.jsonl.gz"
ENOUGH = 0.8
SIZE = 100_000
"""Characters of the text that is timed."""
HEADER = f"{'':34}{'recall':>8}{'found':>10}{'altered':>9}{'over':>7}"


@dataclass
class Score:
    secrets: int = 0
    found: int = 0
    harmless: int = 0
    altered: int = 0
    over: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.secrets if self.secrets else 0.0


def add_row(score: Score, row: Mapping[str, Any]) -> None:
    text, spans = row["text"], find_secrets(row["text"])
    masked = {at for start, end in spans for at in range(start, end)}
    declared = {at for start, end in row["secret_spans"] for at in range(start, end)}
    for start, end in row["secret_spans"]:
        hit = sum(at in masked for at in range(start, end)) >= ENOUGH * (end - start)
        score.secrets += 1
        score.found += hit
        if not hit:
            score.missed.append(f"{row['id']} {text[start:end]!r} in {text[max(0, start - 60) : end + 30]!r}")
    extra = [text[start:end] for start, end in spans if not declared & set(range(start, end))]
    if row["secret_spans"]:
        score.over += len(masked - declared)
    else:
        score.harmless += 1
        score.altered += bool(spans)
    score.wrong.extend(f"{row['id']} {value!r}" for value in extra)


def measure(rows: Iterable[Mapping[str, Any]]) -> Score:
    score = Score()
    for row in rows:
        add_row(score, row)
    return score


def stratum_of(row: Mapping[str, Any]) -> str:
    """Where a row is from, without the file."""
    source = str(row["source"])
    return ("generated: " if "synthetic value" in source else "") + source.partition(":")[0].partition(" (")[0]


def read_rows(folder: Path) -> list[dict[str, Any]]:
    with gzip.open(folder / FILE, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def format_line(name: str, score: Score) -> str:
    return (
        f"{name:34}{score.recall:8.3f}{score.found:>6}/{score.secrets:<3}"
        f"{score.altered:>5}/{score.harmless:<3}{score.over:>7}"
    )


def milliseconds(rows: Sequence[Mapping[str, Any]]) -> float:
    """Processor time, the best of five, for a text of `SIZE` characters made of all rows."""
    joined = "\n\n".join(row["text"] for row in rows)
    text = (joined * (SIZE // len(joined) + 1))[:SIZE]
    times = []
    for _ in range(5):
        began = time.process_time()
        find_secrets(text)
        times.append(time.process_time() - began)
    return min(times) * 1000


def report(rows: Sequence[Mapping[str, Any]], *, verbose: bool) -> list[str]:
    whole = measure(rows)
    lines = [HEADER, format_line("all", whole)]
    lines += [
        format_line(name, measure(row for row in rows if stratum_of(row) == name))
        for name in sorted({stratum_of(row) for row in rows})
    ]
    lines.append(f"{milliseconds(rows):.0f} ms per {SIZE // 1000} kB")
    if verbose:
        lines += ["", "Missed:", *whole.missed, "", "Masked without being declared:", *whole.wrong]
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help=f"folder that holds {FILE}")
    parser.add_argument("--verbose", action="store_true", help="also list what was missed and what was masked besides")
    arguments = parser.parse_args()
    if not (arguments.data / FILE).is_file():
        sys.stderr.write(f"There is no {FILE} in {arguments.data}. Name the folder with --data.\n")
        return 2
    sys.stdout.write("\n".join(report(read_rows(arguments.data), verbose=arguments.verbose)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
