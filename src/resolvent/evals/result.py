"""A run's result as files: what is compared, and, apart from it, what no two runs have in common.

`result.json`: scores and counts; of two runs with a deterministic assistant the same to the byte. `times.json`: seconds.
`transcripts.jsonl`: what was said, one case a line.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from resolvent.evals.play import Played
from resolvent.evals.scores import (
    ALL,
    count_all,
    handoff_of,
    leaks_of,
    missing_facts,
    rounded,
    summarise,
    summarise_all,
    unsupported_identifiers,
)
from resolvent.evals.talk import COUNTS

FORMAT = 1
Result = dict[str, Any]


class ResultError(Exception):
    """A result file that can't be read, in a sentence."""


def collect(played: Sequence[Played], assistant: str, extraction: dict[str, Any] | str, *, complete: bool) -> Result:
    """`extraction`: its score, or why it was skipped."""
    ordered = sorted(played, key=lambda one: one.case.name)
    cases = [collect_case(one) for one in ordered]
    scores = summarise_all(case["counts"] for case in cases)
    scores["extraction_f1"] = extraction if isinstance(extraction, dict) else None
    engines = sorted({one.note["engine"] for one in ordered if one.note})
    return {
        "format": FORMAT,
        "assistant": assistant,
        "note_engine": ", ".join(engines),
        "complete": complete,
        "skipped": {} if isinstance(extraction, dict) else {"extraction_f1": extraction},
        "not_told": not_told(ordered),
        "scores": scores,
        "by_kind": by_group(cases, "kind"),
        "by_topic": by_group(cases, "topic"),
        "cases": cases,
    }


def not_told(played: Sequence[Played]) -> list[str]:
    """What the API did not tell in any turn: the scores that rest on it are blind there."""
    answers = [answer for one in played for answer in one.answers]
    missing = [name for name in COUNTS if all(answer.counts.get(name) is None for answer in answers)]
    return missing if any(answer.usage for answer in answers) else [*missing, "usage"]


def by_group(cases: Sequence[dict[str, Any]], member: str) -> dict[str, dict[str, float]]:
    """Group → score → value, of what was counted there."""
    groups: dict[str, dict[str, float]] = {}
    for group in sorted({case[member] for case in cases}):
        chosen = [case["counts"] for case in cases if case[member] == group]
        made = {
            name: summarise(score, [counts[name] for counts in chosen if name in counts]) for name, score in ALL.items()
        }
        groups[group] = {name: one["value"] for name, one in made.items() if one is not None}
    return groups


def collect_case(played: Played) -> dict[str, Any]:
    case = played.case
    handoff = handoff_of(played)
    return {
        "name": case.name,
        "kind": case.kind,
        "topic": case.topic,
        "digest": case.digest(),
        "failure": played.failure,
        "turns": len(played.answers),
        "note": played.note.get("kind"),
        "counts": {name: [rounded(total), n] for name, (total, n) in count_all(played).items()},
        "fixes": [
            {"turn": one.turn, "title": one.title, "template": one.template, "outcome": one.outcome}
            for one in played.suggestions
        ],
        "missing_facts": missing_facts(played),
        "unsupported": [f"{one.kind} {one.text}" for one in unsupported_identifiers(played)[0]],
        "leaks": leaks_of(played),
        "misheard": [[meant, heard] for meant, heard in played.wanted_heard if meant != heard],
        "handoff_missing": handoff.missing if handoff else [],
        "findings": sorted({one["code"] for one in played.note.get("grounding", {}).get("findings", ())}),
    }


def collect_times(played: Sequence[Played], started: str, seconds: float) -> dict[str, Any]:
    firsts = sorted(a.first_text_seconds for one in played for a in one.answers if a.first_text_seconds is not None)
    return {
        "started": started,
        "seconds": round(seconds, 2),
        "first_text_median_seconds": round(firsts[len(firsts) // 2], 4) if firsts else None,
        "cases": {one.case.name: round(one.seconds, 3) for one in sorted(played, key=lambda one: one.case.name)},
    }


def transcript(played: Played) -> dict[str, Any]:
    turns = [
        {"engineer": said, "assistant": answer.text, "status": answer.status}
        for said, answer in zip(played.said, played.answers, strict=False)
    ]
    facts = [f"{fact['status']}: {fact['text']}" for fact in played.session.get("facts", ())]
    return {
        "name": played.case.name,
        "turns": turns,
        "facts": facts,
        "note": played.note.get("markdown"),
        "findings": played.note.get("grounding", {}).get("findings", []),
    }


def dump(result: Result) -> str:
    """Sorted members; one line for each score and each case, so that a difference of two files is readable."""
    lines = []
    for name, value in sorted(result.items()):
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join(f"  {one_line(row)}" for row in value)
            lines.append(f" {json.dumps(name)}: [\n{rows}\n ]")
        elif isinstance(value, dict) and value and name != "skipped":
            rows = ",\n".join(f"  {json.dumps(key)}: {one_line(row)}" for key, row in sorted(value.items()))
            lines.append(f" {json.dumps(name)}: {{\n{rows}\n }}")
        else:
            lines.append(f" {json.dumps(name)}: {one_line(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def one_line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def read_result(path: Path) -> Result:
    try:
        result: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ResultError(f"{path} can't be read: {error}") from error
    if not isinstance(result, dict) or result.get("format") != FORMAT:
        raise ResultError(f"{path} is no result of this release's `resolvent eval` (format {FORMAT}).")
    return result
