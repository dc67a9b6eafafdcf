"""A run in lines of text."""

from typing import Any

from resolvent.evals.compare import Comparison
from resolvent.evals.play import Played
from resolvent.evals.result import Result
from resolvent.evals.scores import ALL, Score, leaks_of, missing_facts

WIDE = 30


def show(score: Score, value: float) -> str:
    if score.name in ("input_tokens", "output_tokens"):
        return f"{value:.0f}"
    if score.name == "cost_usd":
        return f"{value:.4f}"
    return f"{100 * value:.1f} %"


def tell_case(played: Played, number: int, total: int) -> str:
    width = len(str(total))
    lead = f"[{number:{width}}/{total}] {played.case.name:44}{played.seconds:6.1f} s  "
    if played.failure:
        return f"{lead}BROKE OFF  {played.failure[:120]}"
    groups = len(played.case.must_know)
    told = [f"{len(played.answers)} turns", f"recall {groups - len(missing_facts(played))}/{groups}"]
    told += [f"fix: {one.outcome or 'open'}" for one in played.suggestions[-1:]]
    told += ["LEAK"] if leaks_of(played) else []
    return lead + ", ".join(told)


def tell_scores(result: Result, times: dict[str, Any]) -> list[str]:
    lines = ["", f"{'score':{WIDE}}{'value':>9}   {'95 % interval':<19}{'n':>6}  better"]
    for name, found in result["scores"].items():
        score = ALL[name]
        if found is None:
            why = result["skipped"].get(name, "nothing to count")
            lines.append(f"{score.title:{WIDE}}{'–':>9}   skipped: {why}")
            continue
        interval = f"{show(score, found['low'])} to {show(score, found['high'])}"
        lines.append(
            f"{score.title:{WIDE}}{show(score, found['value']):>9}   {interval:<19}{found['n']:>6}  {score.better} ({score.of})"
        )
    if result["not_told"]:
        lines.append(f"Not told by the API, so taken as zero or left out: {', '.join(result['not_told'])}.")
    if not result["complete"]:
        lines.append("The run was stopped: these are the cases that were played until then.")
    first = times["first_text_median_seconds"]
    lines.append(f"{times['seconds']:.1f} s in all" + (f", first text after {first:.2f} s (median)" if first else ""))
    return lines


def tell_comparison(found: Comparison, title: str) -> list[str]:
    lines = ["", title, f"{'score':{WIDE}}{'old':>9}{'new':>9}{'change':>9}   95 % interval of the change"]
    for one in found.differences:
        low, high = one.interval
        mark = "" if abs(one.change) < 1e-9 else ("  worse" if one.worse_by > 0 else "  better")
        lines.append(
            f"{one.score.title:{WIDE}}{show(one.score, one.old):>9}{show(one.score, one.new):>9}"
            f"{one.change:>+9.3f}   {low:+.3f} to {high:+.3f} ({one.cases} cases){mark}"
        )
    for change in found.changes:
        told = [f"worse: {', '.join(change.worse)}"] if change.worse else []
        told += [f"better: {', '.join(change.better)}"] if change.better else []
        lines.append(f"  {change.name}: {'; '.join(told) or 'other details'}")
    if found.left_out:
        lines.append(f"Not compared, as new, gone or rewritten: {', '.join(found.left_out)}.")
    return lines
