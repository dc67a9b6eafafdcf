"""The HTML report: one file, no script, nothing loaded from elsewhere. Pure."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from resolvent.evals.charts import Bar, draw_grid, draw_intervals
from resolvent.evals.compare import DETAILS, Comparison
from resolvent.evals.result import Result
from resolvent.evals.scores import ALL
from resolvent.evals.table import show

SHARES = [name for name in ALL if name not in ("input_tokens", "output_tokens", "cost_usd")]
BY_GROUP = [
    "fix_in_time",
    "no_false_fix",
    "fact_recall",
    "unsupported_identifiers",
    "outcome_honesty",
    "leak_rate",
    "handoff",
    "grounded",
]
STYLE = """
:root { color-scheme: light dark; --ink: #1c2024; --dim: #5f6a75; --line: #d5dbe1; --mark: #0b6e99; --bad: #b3261e; --paper: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --dim: #9aa5b1; --line: #3a434c; --mark: #58b5dc; --bad: #ff8a80; --paper: #15191d } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2.2rem } .dim { color: var(--dim) } .bad { color: var(--bad) }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums } .wide { overflow-x: auto }
svg { font: 12px system-ui, sans-serif; fill: var(--ink); max-width: 100%; height: auto } .axis { fill: var(--dim) }
.grid { stroke: var(--line) } .span { stroke: var(--mark); stroke-width: 3; opacity: .45 } .point, .cell { fill: var(--mark) }
.old { fill: none; stroke: var(--dim); stroke-width: 1.5 } pre { white-space: pre-wrap; background: color-mix(in srgb, var(--ink) 6%, transparent); padding: .6rem }
summary { cursor: pointer; padding: .3rem 0 } details { border-bottom: 1px solid var(--line) }
"""


def write_report(
    result: Result, times: Mapping[str, Any], transcripts: Sequence[Mapping[str, Any]], found: Comparison | None
) -> str:
    about = (
        f"{len(result['cases'])} cases, notes by {escape(result['note_engine']) or 'nobody'}, begun {escape(times['started'])},"
        f" {times['seconds']:.0f} s. Intervals are 95 %: Wilson’s for shares, a bootstrap over cases for means."
    )
    parts = [
        f"<h1>Quality of “{escape(result['assistant'])}”</h1>",
        f'<p class="dim">{about}</p>',
        '<p class="bad">The run was stopped; the other cases are missing.</p>' if not result["complete"] else "",
        show_scores(result, found),
        show_groups(result, "by_kind", "By kind of case"),
        show_groups(result, "by_topic", "By topic"),
        show_comparison(found) if found else "",
        show_cases(result, transcripts),
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Quality report</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n{"".join(parts)}\n</body></html>\n'


def show_scores(result: Result, found: Comparison | None) -> str:
    older = {one.score.name: one.old for one in found.differences} if found else {}
    bars, rows = [], []
    for name, one in result["scores"].items():
        score = ALL[name]
        if one is None:
            why = result["skipped"].get(name, "nothing to count")
            rows.append(
                f'<tr><td>{score.title}</td><td class="n">–</td><td colspan="4" class="dim">{escape(why)}</td></tr>'
            )
            continue
        cells = [show(score, one[member]) for member in ("value", "low", "high")]
        rows.append(
            f'<tr><td>{score.title}</td><td class="n">{cells[0]}</td><td class="n">{cells[1]} to {cells[2]}</td>'
            f'<td class="n">{one["n"]}</td><td>{score.of}</td><td>{score.better}</td></tr>'
        )
        if name in SHARES:
            arrow = "↑" if score.better == "higher" else "↓"
            told = f"{cells[0]} (n = {one['n']})"
            bars.append(Bar(f"{score.title} {arrow}", one["value"], one["low"], one["high"], told, older.get(name)))
    missing = ", ".join(result["not_told"])
    note = (
        f'<p class="dim">Not told by the API, so taken as zero or left out: {escape(missing)}.</p>' if missing else ""
    )
    ring = ' <span class="dim">Rings: the run compared with.</span>' if older else ""
    head = '<tr><th>Score</th><th class="n">Value</th><th class="n">Interval</th><th class="n">n</th><th>of</th><th>better</th></tr>'
    return (
        f'<h2>Scores</h2><p class="dim">↑ higher is better, ↓ lower is better.{ring}</p>'
        f'<div class="wide">{draw_intervals(bars, "Scores with 95 % intervals")}</div>'
        f'<div class="wide"><table>{head}{"".join(rows)}</table></div>{note}'
    )


def show_groups(result: Result, member: str, title: str) -> str:
    """Every score as goodness, so that a darker cell is always better."""
    groups = result[member]
    names = [name for name in BY_GROUP if any(name in values for values in groups.values())]

    def goodness(name: str, values: Mapping[str, float]) -> float | None:
        value = values.get(name)
        return value if value is None or ALL[name].better == "higher" else 1 - value

    cells = [[goodness(name, values) for name in names] for values in groups.values()]
    columns = [ALL[name].title + (" (none)" if ALL[name].better == "lower" else "") for name in names]
    drawn = draw_grid([group.replace("_", " ") for group in groups], columns, cells, f"{title}: percent that is right")
    return f'<h2>{title}</h2><p class="dim">Percent that is right; a blank cell has nothing to count.</p><div class="wide">{drawn}</div>'


def show_comparison(found: Comparison) -> str:
    rows = []
    for one in found.differences:
        mark = "" if abs(one.change) < 1e-9 else ("worse" if one.worse_by > 0 else "better")
        low, high = one.interval
        rows.append(
            f'<tr><td>{one.score.title}</td><td class="n">{show(one.score, one.old)}</td><td class="n">{show(one.score, one.new)}</td>'
            f'<td class="n">{one.change:+.3f}</td><td class="n">{low:+.3f} to {high:+.3f}</td><td class="n">{one.cases}</td>'
            f'<td class="{"bad" if mark == "worse" else ""}">{mark}</td></tr>'
        )
    head = (
        '<tr><th>Score</th><th class="n">Old</th><th class="n">New</th><th class="n">Change</th><th class="n">Interval</th>'
        '<th class="n">Cases</th><th></th></tr>'
    )
    changes = "".join(show_change(change) for change in found.changes) or "<tr><td>No case changed.</td></tr>"
    left_out = f'<p class="dim">Not compared, as new, gone or rewritten: {escape(", ".join(found.left_out))}.</p>'
    return (
        f'<h2>Compared with the older run</h2><div class="wide"><table>{head}{"".join(rows)}</table></div>'
        f'<h2>Cases that changed</h2><div class="wide"><table>{changes}</table></div>{left_out if found.left_out else ""}'
    )


def show_change(change: Any) -> str:
    details = "; ".join(f"{name}: {old} → {new}" for name, (old, new) in change.details.items())
    return (
        f'<tr><td>{escape(change.name)}</td><td class="bad">{escape(", ".join(change.worse))}</td>'
        f'<td>{escape(", ".join(change.better))}</td><td class="dim">{escape(details)}</td></tr>'
    )


def show_cases(result: Result, transcripts: Sequence[Mapping[str, Any]]) -> str:
    told = {one["name"]: one for one in transcripts}
    return "<h2>Cases</h2>" + "".join(show_case(case, told.get(case["name"], {})) for case in result["cases"])


def show_case(case: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    wrong = {name: case[name] for name in DETAILS if case[name]}
    fixes = "; ".join(f"turn {one['turn']}: {one['title']} ({one['outcome'] or 'open'})" for one in case["fixes"])
    turns = "".join(
        f"<p><b>Engineer</b></p><pre>{escape(turn['engineer'])}</pre><p><b>Assistant</b></p><pre>{escape(turn['assistant'])}</pre>"
        for turn in told.get("turns", ())
    )
    flaws = "".join(f'<li class="bad">{name}: {escape(str(value))}</li>' for name, value in wrong.items())
    return (
        f"<details><summary>{escape(case['name'])} <span class='dim'>{case['kind']}, {case['topic']}, {case['turns']} turns</span>"
        f"{f' <span class=bad>{len(wrong)} flaws</span>' if wrong else ''}</summary>"
        f"<p>{escape(fixes) or 'No fix was suggested.'}</p><ul>{flaws}</ul>{turns}"
        f"<p><b>Note</b> ({case['note']})</p><pre>{escape(told.get('note') or '')}</pre></details>"
    )
