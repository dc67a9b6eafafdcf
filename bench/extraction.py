"""How well parameters are extracted from concrete scripts: `python bench/extraction.py [--data FOLDER]`.

Prints F1 by style, for two halves of the rows and for two baselines, all computed in this run. A predicted parameter
matches a declared one when a place of each overlaps with an intersection over union of at least a half, one to one.
"""

import argparse
import json
import re
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from resolvent.scripts.engine import render
from resolvent.scripts.extraction import extract
from resolvent.scripts.parameters import read_parameters
from resolvent.scripts.syntax import Language

DATA = Path(__file__).parents[2] / "shared" / "data"
FILE = "extraction.jsonl"
Span = tuple[int, int]
TYPES = {"integer": "int", "number": "float", "boolean": "bool", "string": "string", "array": "list"}
QUOTED = re.compile(r"\"([^\"\n]+)\"|'([^'\n]+)'")
ASSIGNED = re.compile(
    r"(?m)^\s*(?:export |readonly |local )?(?:\[\w+\])?\$?(?P<name>\w+)\s*=\s*(?:\"(?P<a>[^\"\n$`]+)\"|'(?P<b>[^'\n]+)'|(?P<c>\d+))\s*$"
)
SHAPED = re.compile(
    r"https?://[^\s'\"]+|\\\\[\w.-]+\\[\w\\.-]+|[A-Z]:\\[\w\\. -]+\w|[\w.+-]+@[\w-]+\.[\w.]+|\b(?:\d{1,3}\.){3}\d{1,3}\b|\b[A-Z]+\d*-[A-Z0-9-]+\b"
)


@dataclass(frozen=True, slots=True)
class Prediction:
    spans: tuple[Span, ...]
    """Code points of the script."""
    type: str = "string"
    sensitive: bool = False


@dataclass
class Score:
    matched: int = 0
    predicted: int = 0
    declared: int = 0
    places_matched: int = 0
    places: int = 0
    typed: int = 0
    sensitive_matched: int = 0
    sensitive: int = 0
    exact: int = 0
    scripts: int = 0
    controls: int = 0
    controls_wrong: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.declared if self.declared else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def occurrence_recall(self) -> float:
        return self.places_matched / self.places if self.places else 0.0

    @property
    def type_accuracy(self) -> float:
        return self.typed / self.matched if self.matched else 0.0


def overlaps(a: Span, b: Span) -> bool:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and shared / (max(a[1], b[1]) - min(a[0], b[0])) >= 0.5


def touches(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(overlaps(a, b) for a in spans for b in others)


def add_row(score: Score, row: Mapping[str, Any], predictions: Sequence[Prediction]) -> None:
    if not row["gold"]:
        score.controls += 1
        score.controls_wrong += bool(predictions)
        return
    free = list(predictions)
    matched = 0
    for declared in row["gold"]:
        spans = [(start, end) for start, end in declared["spans"]]
        secret = declared["name"] in row["sensitive"]
        score.places += len(spans)
        score.sensitive += secret
        hit = next((prediction for prediction in free if touches(prediction.spans, spans)), None)
        if hit is None:
            score.missed.append(f"{row['id']} {declared['name']} = {declared['value']}")
            continue
        free.remove(hit)
        matched += 1
        score.places_matched += sum(touches(hit.spans, [span]) for span in spans)
        expected = declared["type"]
        score.typed += hit.type == expected or (expected, hit.type) in {("enum", "string"), ("float", "int")}
        score.sensitive_matched += secret and hit.sensitive
    script = row["concrete_script"]
    score.extra.extend(f"{row['id']} {script[p.spans[0][0] : p.spans[0][1]]}" for p in free if p.spans)
    score.matched += matched
    score.predicted += len(predictions)
    score.declared += len(row["gold"])
    score.scripts += 1
    score.exact += matched == len(row["gold"]) == len(predictions)


def locate_placeholders(
    script: str, body: str, values: Mapping[str, Any], names: Iterable[str]
) -> dict[str, list[Span]]:
    """Where each placeholder of the body stands in the script, by walking both side by side."""
    found: dict[str, list[Span]] = {name: [] for name in names}
    at = 0
    for part in re.split(r"(\{\{ \w+ \}\})", body):
        name = part[3:-3]
        if part.startswith("{{ ") and name in found:
            text = script_text(values[name], script, at)
            found[name].append((at, at + len(text)))
            at += len(text)
        else:
            at += len(part)
    return found


def script_text(value: Any, script: str, at: int) -> str:
    """The value as the script writes it there."""
    forms = [f"${str(value).lower()}", str(value).lower()] if isinstance(value, bool) else [str(value)]
    return next((form for form in forms if script.startswith(form, at)), str(value))


def predict_ours(row: Mapping[str, Any]) -> list[Prediction]:
    extraction = extract(Language(row["language"]), row["concrete_script"])
    properties = extraction.parameters_schema["properties"]
    spans = locate_placeholders(row["concrete_script"], extraction.templated_body, extraction.values, properties)
    return [
        Prediction(tuple(spans[name]), TYPES[definition["type"]], definition.get("x-sensitive", False))
        for name, definition in properties.items()
    ]


def gather(script: str, matches: Iterable[tuple[str, Span]]) -> list[Prediction]:
    by_value: dict[str, list[Span]] = {}
    for value, _ in matches:
        pattern = rf"(?<![\w.]){re.escape(value)}(?!\w)"
        by_value.setdefault(value, [m.span() for m in re.finditer(pattern, script)])
    return [Prediction(tuple(spans), "int" if value.isdigit() else "string") for value, spans in by_value.items()]


def predict_quoted(row: Mapping[str, Any]) -> list[Prediction]:
    """Baseline: every quoted string."""
    script = row["concrete_script"]
    return gather(script, ((m[1] or m[2], m.span()) for m in QUOTED.finditer(script)))


def predict_assigned(row: Mapping[str, Any]) -> list[Prediction]:
    """Baseline: literals that are assigned, and what looks like a host, path, address or link."""
    script = row["concrete_script"]
    assigned = [(m["a"] or m["b"] or m["c"], m.span()) for m in ASSIGNED.finditer(script)]
    return gather(script, [*assigned, *((m.group(), m.span()) for m in SHAPED.finditer(script))])


def round_trips(row: Mapping[str, Any]) -> bool:
    extraction = extract(Language(row["language"]), row["concrete_script"])
    parameters = read_parameters(extraction.parameters_schema)
    rendered = render(Language(row["language"]), extraction.templated_body, parameters, extraction.values)
    return rendered == str(row["concrete_script"])


def half_of(row: Mapping[str, Any]) -> str:
    """A fixed half, so that rules can be made on one and read on the other."""
    return "A" if zlib.crc32(row["id"].encode()) % 2 else "B"


def measure(rows: Iterable[Mapping[str, Any]], predict: Callable[[Mapping[str, Any]], list[Prediction]]) -> Score:
    score = Score()
    for row in rows:
        add_row(score, row, predict(row))
    return score


def read_rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / FILE).read_text(encoding="utf-8").splitlines() if line.strip()]


HEADER = f"{'':34}{'F1':>7}{'prec':>7}{'recall':>8}{'places':>8}{'types':>7}{'secret':>8}{'exact':>8}{'controls':>10}"


def format_line(name: str, score: Score) -> str:
    return (
        f"{name:34}{score.f1:7.3f}{score.precision:7.3f}{score.recall:8.3f}{score.occurrence_recall:8.3f}"
        f"{score.type_accuracy:7.3f}{score.sensitive_matched:>6}/{score.sensitive}{score.exact:>5}/{score.scripts:<3}"
        f"{score.controls_wrong:>7}/{score.controls}"
    )


def report(rows: Sequence[Mapping[str, Any]], *, verbose: bool) -> list[str]:
    started = time.perf_counter()
    whole = measure(rows, predict_ours)
    spent = (time.perf_counter() - started) * 1000 / len(rows)
    lines = [HEADER]
    for name, predict in (
        ("", predict_ours),
        ("every quoted string: ", predict_quoted),
        ("assignments, shapes: ", predict_assigned),
    ):
        for style in ("inline", "vars", "all"):
            part = [r for r in rows if style in {r["style"], "all"}]
            lines += [format_line(f"{name}{style}", measure(part, predict))]
    for half in "AB":
        for style in ("inline", "all"):
            part = [r for r in rows if half_of(r) == half and style in {r["style"], "all"}]
            lines += [format_line(f"half {half} {style}", measure(part, predict_ours))]
    lines.append(f"round trip {sum(map(round_trips, rows))}/{len(rows)} · {spent:.1f} ms per script")
    if verbose:
        lines += ["", "Missed:", *whole.missed, "", "Not declared:", *whole.extra]
        wrong = [f"{r['id']} {p}" for r in rows if not r["gold"] for p in predict_ours(r)]
        lines += ["", "Controls:", *wrong]
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds extraction.jsonl")
    parser.add_argument("--verbose", action="store_true", help="also list what was missed and what was not declared")
    arguments = parser.parse_args()
    if not (arguments.data / FILE).is_file():
        sys.stderr.write(f"There is no {FILE} in {arguments.data}. Name the folder with --data.\n")
        return 2
    sys.stdout.write("\n".join(report(read_rows(arguments.data), verbose=arguments.verbose)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
