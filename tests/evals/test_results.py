"""Results are compared case by case, shown without anything from elsewhere, and a session becomes a case without its secrets."""

import json
from pathlib import Path
from typing import Any

import pytest

from resolvent.evals.charts import Bar, draw_grid, draw_intervals
from resolvent.evals.compare import compare
from resolvent.evals.extraction import f1, places_of
from resolvent.evals.report import write_report
from resolvent.evals.result import ResultError, dump, read_result
from resolvent.evals.scores import SCORES, Score, summarise
from resolvent.evals.table import tell_comparison, tell_scores

TIMES = {"started": "2026-11-27T10:00:00+00:00", "seconds": 3.0, "first_text_median_seconds": 0.05, "cases": {}}


def case(name: str, digest: str = "d1", **counts: list[float]) -> dict[str, Any]:
    empty: dict[str, Any] = {"missing_facts": [], "unsupported": [], "leaks": [], "misheard": [], "handoff_missing": []}
    told: dict[str, Any] = {"failure": None, "turns": 2, "note": "resolution", "fixes": [], "findings": []}
    return {"name": name, "kind": "clean", "topic": "vpn", "digest": digest, "counts": counts, **empty, **told}


def result(*cases: dict[str, Any]) -> dict[str, Any]:
    scores = {
        one.name: summarise(one, [c["counts"][one.name] for c in cases if one.name in c["counts"]]) for one in SCORES
    }
    scores["extraction_f1"] = None
    skipped = {"extraction_f1": "no --extraction-data was given"}
    whole = {"format": 1, "assistant": "A <b>", "note_engine": "composer", "complete": True, "skipped": skipped}
    groups = {"by_kind": {"clean": {"fact_recall": 0.5, "leak_rate": 0.0}}, "by_topic": {"vpn": {"fact_recall": 0.5}}}
    return {**whole, **groups, "not_told": ["usage"], "scores": scores, "cases": list(cases)}


def test_only_equal_cases_are_compared_and_a_fall_is_a_regression() -> None:
    old = result(
        case("a", fact_recall=[1, 1], leak_rate=[0, 1]),
        case("b", fact_recall=[1, 1]),
        case("c", "old", fact_recall=[1, 1]),
    )
    new = result(
        case("a", fact_recall=[0.5, 1], leak_rate=[1, 1]),
        case("b", fact_recall=[1, 1]),
        case("c", "new", fact_recall=[0, 1]),
    )
    found = compare(old, new)
    assert found.left_out == ("c",)
    assert {one.score.name: one.change for one in found.differences} == {"fact_recall": -0.25, "leak_rate": 1.0}
    assert {one.score.name for one in found.regressions()} == {"fact_recall", "leak_rate"}
    assert [one.score.name for one in found.regressions(0.3)] == ["leak_rate"]
    assert [(one.name, one.worse, one.better) for one in found.changes] == [("a", ("fact_recall", "leak_rate"), ())]
    assert compare(new, new).changes == ()
    assert [one.score.name for one in compare(new, old).regressions()] == []
    assert any("worse" in line for line in tell_comparison(found, "x"))


def test_more_cost_is_no_regression() -> None:
    old, new = (result(case("a", input_tokens=[n, 1])) for n in (100, 900))
    found = compare(old, new)
    assert found.differences[0].worse_by == 800
    assert found.regressions() == []


def test_a_score_has_its_n_and_interval() -> None:
    share = next(one for one in SCORES if one.kind == "share")
    mean = next(one for one in SCORES if one.kind == "mean")
    assert summarise(share, [(10, 20)]) == {"value": 0.5, "low": 0.2993, "high": 0.7007, "n": 20}
    told = summarise(mean, [(0.5, 1), (1.0, 1), (0.0, 1)])
    assert told is not None
    assert told["low"] < told["value"] == 0.5 < told["high"]
    assert summarise(Score("x", "X", "higher", "share", "y", lambda _: None), []) is None


def test_a_result_is_read_back_and_a_foreign_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    made = result(case("a", fact_recall=[1, 1]))
    path.write_text(dump(made))
    assert read_result(path) == json.loads(json.dumps(made))
    for text in ("{}", "[1]", "{", '{"format": 99}'):
        path.write_text(text)
        with pytest.raises(ResultError, match=r"result\.json"):
            read_result(path)


def test_the_report_is_one_file_without_anything_from_elsewhere() -> None:
    made = result(case("a", fact_recall=[0.5, 1], leak_rate=[1, 1]))
    told = [
        {
            "name": "a",
            "turns": [{"engineer": "<script>x</script>", "assistant": "ok", "status": "complete"}],
            "note": "## P",
        }
    ]
    html = write_report(made, TIMES, told, compare(made, made))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "A &lt;b&gt;" in html
    assert "http" not in html.replace("http-equiv", "")
    assert html.count("<svg") == 3
    assert "skipped" in "\n".join(tell_scores(made, TIMES))


def test_charts_keep_to_their_axis_and_say_what_they_are() -> None:
    svg = draw_intervals([Bar("x & y", 1.4, -1, 3, "140 %", 0.5)], "Title")
    assert 'aria-label="Title"' in svg
    assert "x &amp; y" in svg
    assert 'x1="250.0"' in svg
    assert 'x2="610.0"' in svg
    assert draw_grid(["a"], ["b"], [[None]], "T").count("<rect") == 0


def test_extraction_counts_places() -> None:
    assert places_of("ping SRV1; ping SRV1", "ping {{ host }}; ping {{ host }}", {"host": "SRV1"}) == {
        "host": [(5, 9), (16, 20)]
    }
    assert f1([(1, 2, 1), (0, 0, 1)]) == 0.5
    assert f1([]) == 0.0
