"""The goals on the development data, which nobody in this project wrote; and the command that prints them."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "extraction.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = spec_from_file_location("bench_extraction", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_reaches_the_goals(bench: ModuleType) -> None:
    if not (bench.DATA / bench.FILE).is_file():
        pytest.skip(f"no {bench.FILE} in {bench.DATA}")
    rows = bench.read_rows(bench.DATA)
    inline = bench.measure([row for row in rows if row["style"] == "inline"], bench.predict_ours)
    whole = bench.measure(rows, bench.predict_ours)
    numbers = [
        declared
        for row in rows
        for declared in row["gold"]
        if declared["name"] in row["sensitive"] and declared["type"] == "int"
    ]
    assert inline.f1 >= 0.80
    assert whole.f1 >= 0.85
    assert whole.occurrence_recall >= 0.85
    assert whole.controls_wrong <= 0.05 * whole.controls
    assert whole.type_accuracy >= 0.95
    # A declared "sensitive" number is the length of a password, and no secret.
    assert whole.sensitive_matched >= whole.sensitive - len(numbers)
    assert all(map(bench.round_trips, rows))
    for half in "AB":
        part = bench.measure([row for row in rows if bench.half_of(row) == half], bench.predict_ours)
        assert part.f1 >= 0.85


def test_says_where_the_data_should_be(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, BENCH, "--data", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"There is no extraction.jsonl in {tmp_path}" in done.stderr


def test_prints_the_table_with_baselines(bench: ModuleType) -> None:
    rows = [
        {
            "id": f"row-{number}",
            "style": style,
            "language": "powershell",
            "concrete_script": f"Get-Service -ComputerName 'APP-{number}{number}'\n",
            "gold": [{"name": "host", "type": "string", "value": f"APP-{number}{number}", "spans": [[27, 33]]}]
            * (style != "control"),
            "sensitive": [],
        }
        for number, style in enumerate(("inline", "vars", "control"), 1)
    ]
    lines = bench.report(rows, verbose=True)
    assert lines[1].split() == ["inline", "1.000", "1.000", "1.000", "1.000", "1.000", "0/0", "1/1", "0/0"]
    assert [line.split(":")[0] for line in lines if line.startswith(("every", "assign"))] == (
        ["every quoted string"] * 3 + ["assignments, shapes"] * 3
    )
    assert any(line.startswith("round trip 3/3") for line in lines)
