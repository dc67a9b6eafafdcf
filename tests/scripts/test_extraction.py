"""Scripts invented for these tests: what becomes a parameter, what is a secret, and what must stay as it is."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from resolvent.scripts.engine import check_template, find_placeholders, render
from resolvent.scripts.extraction import Extraction, extract
from resolvent.scripts.parameters import read_parameters
from resolvent.scripts.syntax import Language

ROWS: list[dict[str, Any]] = [
    {**row, "name": f"{file.stem}: {row['name']}"}
    for file in sorted((Path(__file__).parent / "extraction").glob("*.yaml"))
    for row in yaml.safe_load(file.read_text(encoding="utf-8"))
]
POWERSHELL = Language.POWERSHELL


def assert_proven(language: Language, script: str, extraction: Extraction) -> None:
    """What every answer keeps, whatever was found."""
    parameters = read_parameters(extraction.parameters_schema)
    assert set(find_placeholders(extraction.templated_body)) == {parameter.name for parameter in parameters}
    assert {parameter.name for parameter in parameters} == extraction.values.keys()
    assert render(language, extraction.templated_body, parameters, extraction.values) == script
    for parameter in parameters:
        value = None if parameter.sensitive else extraction.values[parameter.name]
        assert parameter.default == value


def secrets_of(extraction: Extraction) -> set[str]:
    properties = extraction.parameters_schema["properties"]
    return {extraction.values[name] for name, definition in properties.items() if definition.get("x-sensitive")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_finds_parameters_and_nothing_else(row: dict[str, Any]) -> None:
    language, script = Language(row["language"]), row["script"]
    extraction = extract(language, script)
    found = {str(value) for value in extraction.values.values()}
    expected, optional = set(row.get("values", [])), set(row.get("allowed", []))
    assert expected - optional - found == set()
    assert found - expected - optional == set()
    assert secrets_of(extraction) == set(row.get("sensitive", []))
    assert_proven(language, script, extraction)
    if not found:
        assert extraction.templated_body == script
        assert extraction.notes


def test_covers_every_language_and_enough_controls() -> None:
    assert {row["language"] for row in ROWS} == set(Language)
    assert len([row for row in ROWS if row.get("values")]) >= 40
    assert len([row for row in ROWS if not row.get("values")]) >= 25


def test_replaces_every_occurrence_and_keeps_quotes() -> None:
    script = 'Get-Service -ComputerName \'APP-7\' -Name "Tally"\nWrite-Host "APP-7 runs Tally (APP-70 does not)"\n'
    extraction = extract(POWERSHELL, script)
    assert extraction.templated_body == (
        "Get-Service -ComputerName '{{ computer_name }}' -Name \"{{ service_name }}\"\n"
        'Write-Host "{{ computer_name }} runs {{ service_name }} (APP-70 does not)"\n'
    )


def test_types_numbers_and_booleans() -> None:
    extraction = extract(POWERSHELL, "$keepDays = 30\n$dryRun = $true\n$ratio = 2.5\nGet-Date\n")
    properties = extraction.parameters_schema["properties"]
    assert {name: definition["type"] for name, definition in properties.items()} == {
        "keep_days": "integer",
        "dry_run": "boolean",
        "ratio": "number",
    }
    assert extraction.values == {"keep_days": 30, "dry_run": True, "ratio": 2.5}


def test_gives_formats_titles_and_order() -> None:
    script = 'ping -c 1 10.3.4.5\ncurl -o "/srv/in/a.csv" --url "https://feed.corp.test/a.csv"\n'
    properties = extract(Language.BASH, script).parameters_schema["properties"]
    assert [(d["format"], d["x-order"]) for d in properties.values()] == [("ipv4", 1), ("path", 2), ("url", 3)]
    assert all(definition["title"] and definition["description"] for definition in properties.values())


def test_two_values_of_one_label_get_two_names() -> None:
    extraction = extract(POWERSHELL, "Copy-Item -Path 'D:\\One' -Destination 'E:\\Two'\nGet-Item -Path 'F:\\Three'\n")
    assert extraction.values == {"path": "D:\\One", "destination": "E:\\Two", "path_2": "F:\\Three"}


def test_evidence_makes_a_value_a_parameter() -> None:
    script = "taskkill /f /im dentaview.exe\n"
    assert extract(Language.CMD, script).values == {}
    assert list(extract(Language.CMD, script, ["dentaview.exe hangs since Monday"]).values.values()) == [
        "dentaview.exe"
    ]


def test_evidence_makes_no_constant_a_parameter() -> None:
    assert extract(POWERSHELL, "Restart-Service -Name Spooler\n", ["The Spooler service hangs"]).values == {}


def test_a_state_is_no_setting() -> None:
    assert extract(POWERSHELL, "$count = 7\nGet-Process | ForEach-Object { $count++ }\n$count\n").values == {}


def test_a_number_is_replaced_only_where_it_means_the_same() -> None:
    script = "Test-NetConnection -ComputerName erp.corp.test -Port 8443\nStart-Sleep -Seconds 8443\n"
    body = extract(POWERSHELL, script).templated_body
    assert body.endswith("-Port {{ port }}\nStart-Sleep -Seconds 8443\n")


def test_a_script_with_placeholders_is_left_alone() -> None:
    script = "Get-ADUser -Identity '{{ user }}' -Server dc1.corp.test\n"
    extraction = extract(POWERSHELL, script)
    assert (extraction.templated_body, extraction.values) == (script, {})
    assert "placeholder" in extraction.notes[0]


def test_what_cannot_be_rendered_back_is_left_in_the_script_with_a_note() -> None:
    script = 'Copy-Item -Path "D:\\Data" -Destination "\\\\fs1\\d$(Get-Date -f yyyy)"\nwsl.exe bash -c "ping 10.1.2.3; rm -rf /srv/x"\n'
    extraction = extract(POWERSHELL, script)
    assert_proven(POWERSHELL, script, extraction)
    assert "D:\\Data" in extraction.values.values()


def test_keeps_line_ends_bytes_and_letters_beyond_ascii() -> None:
    script = "$ort = 'Köln-Süd'\r\n$pfad = 'D:\\Übergabe'\r\nWrite-Host \"✅ $ort → D:\\Übergabe\"\r\n"
    extraction = extract(POWERSHELL, script)
    assert set(extraction.values.values()) == {"Köln-Süd", "D:\\Übergabe"}
    assert_proven(POWERSHELL, script, extraction)


def test_a_form_stays_short() -> None:
    script = "".join(f'Add-ADGroupMember -Identity "GG-Team-{n:02}" -Members u{n:03}\n' for n in range(60))
    extraction = extract(POWERSHELL, script)
    assert len(extraction.values) == 25
    assert "likeliest" in extraction.notes[0]
    assert_proven(POWERSHELL, script, extraction)


@pytest.mark.parametrize(
    "script",
    ["", "\n", "\x00\x01", "é" * 60_000, "}" * 500, "{{", "'", '"', "@'", "\ud800", "\\" * 99, "$(" * 400, "<<EOF\n"],
    ids=lambda script: repr(script[:6]),
)
@pytest.mark.parametrize("language", Language)
def test_never_raises(language: Language, script: str) -> None:
    extraction = extract(language, script)
    assert extraction.templated_body == script
    assert extraction.values == {}
    assert extraction.notes


PATHOLOGICAL = ("/ab", "a.", "A-1", "a ", "a=b;", "\\\\a", "1.", "a@b.", "%Y", "CN=a,", "x = ", "://a:", "'k':", "a-b_")


@pytest.mark.parametrize("unit", PATHOLOGICAL)
def test_reads_repetitive_values_in_reasonable_time(unit: str) -> None:
    """No pattern goes back and forth over a value: that would take minutes, not milliseconds."""
    script = "".join(f'Get-Item -Path "{unit * times}!" -Filter "{unit * times}"\n' for times in (30, 90, 400))
    started = time.process_time()
    extraction = extract(POWERSHELL, script)
    assert time.process_time() - started < 10
    assert_proven(POWERSHELL, script, extraction)


FRAGMENTS = st.sampled_from(
    ["$a = ", "'", '"', "Get-Item -Path ", "\\\\srv01\\data", "10.2.3.4", "{{ x }}", "$(", ")", "`", "\n", " ", "#", "x=",
     "--user=", "curl ", "@'\n", "\n'@", "EOF", "<<", "é", "\u2019", "%VAR%", "^", "set ", "-Name ", "ORD-77", ",", "5", ";"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(Language), st.lists(FRAGMENTS, max_size=30).map("".join))
def test_any_text_gives_a_proven_answer(language: Language, script: str) -> None:
    extraction = extract(language, script)
    if extraction.values:
        assert_proven(language, script, extraction)
        assert check_template(
            language, extraction.templated_body, extraction.parameters_schema
        ) == [] or check_template(language, script, {"type": "object", "properties": {}, "required": []})
    else:
        assert extraction.templated_body == script
