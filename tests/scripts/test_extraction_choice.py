"""The contract for a model: it chooses among numbered candidates and never writes script text."""

from typing import Any

import pytest

from resolvent.scripts.engine import render
from resolvent.scripts.extraction import apply_choice, describe_candidates, number_candidates
from resolvent.scripts.parameters import read_parameters
from resolvent.scripts.syntax import Language

SCRIPT = """$secure = ConvertTo-SecureString 'Birch&Tidal7' -AsPlainText -Force
Set-ADAccountPassword -Identity mholt -NewPassword $secure -Server dc5.corp.test
Start-Sleep -Seconds 45
Write-Host "Set for mholt"
"""
POWERSHELL = Language.POWERSHELL
CANDIDATES = number_candidates(POWERSHELL, SCRIPT)
NUMBERS = {candidate.value: number for number, candidate in enumerate(CANDIDATES, 1)}


def choice(value: str, name: str, **more: Any) -> dict[str, Any]:
    return {"candidate": NUMBERS[value], "name": name, **more}


def test_shows_numbers_values_and_lines_but_no_secret() -> None:
    shown = describe_candidates(SCRIPT, CANDIDATES)
    assert [row["candidate"] for row in shown] == list(range(1, len(CANDIDATES) + 1))
    assert "Birch&Tidal7" not in str(shown)
    account = shown[NUMBERS["mholt"] - 1]
    assert (account["value"], account["line"], account["places"], account["sensitive"]) == ("mholt", 2, 2, False)


def test_a_choice_names_types_and_describes() -> None:
    chosen = choice("mholt", "account", type="string", title="Account", description="Whose password is set.")
    extraction = apply_choice(POWERSHELL, SCRIPT, CANDIDATES, [chosen, choice("45", "pause", type="integer")])
    properties = extraction.parameters_schema["properties"]
    assert extraction.engine == "model"
    assert (properties["account"]["title"], properties["account"]["default"]) == ("Account", "mholt")
    assert (properties["pause"]["type"], properties["pause"]["default"]) == ("integer", 45)
    assert "-Identity {{ account }}" in extraction.templated_body
    assert 'Write-Host "Set for {{ account }}"' in extraction.templated_body
    parameters = read_parameters(extraction.parameters_schema)
    assert render(POWERSHELL, extraction.templated_body, parameters, extraction.values) == SCRIPT


def test_a_secret_becomes_a_parameter_whether_chosen_or_not() -> None:
    for chosen in ([], [choice("Birch&Tidal7", "new_password", sensitive=False)]):
        extraction = apply_choice(POWERSHELL, SCRIPT, CANDIDATES, chosen)
        (definition,) = extraction.parameters_schema["properties"].values()
        assert definition["x-sensitive"] is True
        assert "default" not in definition
        assert "Birch&Tidal7" not in extraction.templated_body


def test_a_choice_can_make_a_value_sensitive() -> None:
    extraction = apply_choice(POWERSHELL, SCRIPT, CANDIDATES, [choice("mholt", "account", sensitive=True)])
    assert extraction.parameters_schema["properties"]["account"]["x-sensitive"] is True


def test_an_empty_choice_without_secrets_leaves_the_script() -> None:
    script = "Get-Date -Format o\n"
    extraction = apply_choice(POWERSHELL, script, number_candidates(POWERSHELL, script), [])
    assert (extraction.templated_body, extraction.values) == (script, {})


@pytest.mark.parametrize(
    ("choices", "word"),
    [
        ("mholt", "list"),
        (None, "list"),
        ([{"name": "x"}], "candidate"),
        ([{"candidate": 0, "name": "x"}], "no candidate 0"),
        ([{"candidate": 99, "name": "x"}], "no candidate 99"),
        ([{"candidate": True, "name": "x"}], "no candidate"),
        ([{"candidate": "1", "name": "x"}], "no candidate"),
        ([choice("mholt", "Bad Name")], "name"),
        ([choice("mholt", "x }} ; rm -rf / {{ y")], "name"),
        ([choice("mholt", "a" * 41)], "name"),
        ([choice("mholt", "x", script="rm")], "fields"),
        ([choice("mholt", "x", type="integer")], "string"),
        ([choice("mholt", "x", title="t" * 500)], "title"),
        ([choice("mholt", "x", description=["no"])], "description"),
        ([choice("mholt", "x", sensitive="yes")], "sensitive"),
        ([choice("mholt", "x", type=["string"])], "string"),
        ([choice("mholt", "x"), choice("mholt", "y")], "twice"),
        ([choice("mholt", "x"), choice("dc5.corp.test", "x")], "called x"),
        ([7], "fields"),
    ],
)
def test_an_invalid_choice_leaves_the_script_with_a_note(choices: Any, word: str) -> None:
    extraction = apply_choice(POWERSHELL, SCRIPT, CANDIDATES, choices)
    assert (extraction.templated_body, extraction.values, extraction.engine) == (SCRIPT, {}, "model")
    assert word in extraction.notes[0]
