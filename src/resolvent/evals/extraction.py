"""How well parameters are found in concrete scripts, over HTTP, on a folder of development data that is not shipped.

A predicted parameter matches a declared one when a place of each overlaps with an intersection over union of at least a
half, one to one. Rows without a declared parameter are controls, for which every prediction is wrong.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from resolvent.evals.stats import bootstrap
from resolvent.evals.talk import Talk

FILE = "extraction.jsonl"
PLACEHOLDER = re.compile(r"(\{\{ \w+ \}\})")
Span = tuple[int, int]
Counts = tuple[int, int, int]
"""Matched, predicted, declared."""


def measure(talk: Talk, folder: Path) -> dict[str, Any]:
    """F1 over all rows, with an interval over rows."""
    lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    counts = [count_row(talk, json.loads(line)) for line in lines if line.strip()]
    low, high = bootstrap(counts, f1)
    return {"value": round(f1(counts), 4), "low": round(low, 4), "high": round(high, 4), "n": len(counts)}


def f1(counts: Sequence[Counts]) -> float:
    matched, predicted, declared = (sum(one[at] for one in counts) for at in range(3))
    return 2 * matched / (predicted + declared) if predicted + declared else 0.0


def count_row(talk: Talk, row: Mapping[str, Any]) -> Counts:
    script = row["concrete_script"]
    made = talk.ask("POST", "/scripts/extract", {"script": script, "language": row["language"]})
    free = list(places_of(script, made["templated_body"], made["values"]).values())
    matched = 0
    for declared in row["gold"]:
        spans = [(start, end) for start, end in declared["spans"]]
        hit = next((one for one in free if any(overlaps(a, b) for a in one for b in spans)), None)
        if hit is not None:
            free.remove(hit)
            matched += 1
    return matched, matched + len(free), len(row["gold"])


def overlaps(a: Span, b: Span) -> bool:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and shared / (max(a[1], b[1]) - min(a[0], b[0])) >= 0.5


def places_of(script: str, body: str, values: Mapping[str, Any]) -> dict[str, list[Span]]:
    """Where each placeholder of the body stands in the script, by walking both side by side."""
    found: dict[str, list[Span]] = {name: [] for name in values}
    at = 0
    for part in PLACEHOLDER.split(body):
        name = part[3:-3]
        if part.startswith("{{ ") and name in found:
            end = at + len(as_written(values[name], script, at))
            found[name].append((at, end))
            at = end
        else:
            at += len(part)
    return found


def as_written(value: Any, script: str, at: int) -> str:
    forms = [f"${str(value).lower()}", str(value).lower()] if isinstance(value, bool) else [str(value)]
    return next((form for form in forms if script.startswith(form, at)), str(value))
