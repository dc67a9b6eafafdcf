"""Text that is itself run as code takes only what is harmless in any language."""

import pytest

from resolvent.scripts.syntax import Language
from tests.scripts.filling import fill, refusal

POWERSHELL, BASH, CMD, PYTHON = Language


@pytest.mark.parametrize(
    ("language", "body", "value"),
    [
        (BASH, 'ssh host "ls {{ x }}"', "a; rm b"),
        (BASH, "sudo bash -c 'ls {{ x }}'", "a; rm b"),
        (BASH, "bash <<EOF\nls '{{ x }}'\nEOF", "a'; rm b"),
        (BASH, "bash <<< 'ls {{ x }}'", "a; rm b"),
        (BASH, "echo 'ls {{ x }}' | sudo bash", "a; rm b"),
        (BASH, "python3 -c 'print(\"{{ x }}\")'", 'a");os.system("b'),
        (BASH, "[[ {{ x }} -eq 5 ]]", "a[$(rm b)]"),
        (BASH, '[[ "{{ x }}" -gt 5 ]]', "a[$(rm b)]"),
        (BASH, "declare -i n={{ x }}", "a[$(rm b)]"),
        (BASH, "awk '{ print \"{{ x }}\" }' f", '"; system("rm b"); "'),
        (POWERSHELL, 'Invoke-Expression "Get-Item {{ x }}"', "a; rm b"),
        (POWERSHELL, '"Get-Item {{ x }}" | iex', "a; rm b"),
        (POWERSHELL, "powershell.exe -NoProfile -Command \"Get-Item '{{ x }}'\"", "a'; rm 'b"),
        (POWERSHELL, '[scriptblock]::Create("Get-Item {{ x }}")', "a; rm b"),
        (POWERSHELL, 'cmd.exe /c "dir {{ x }}"', "a & del b"),
        (POWERSHELL, "Start-Process powershell.exe -ArgumentList \"-Command ls '{{ x }}'\"", "a'; rm b"),
        (POWERSHELL, "Invoke-Sqlcmd -Query \"SELECT '{{ x }}'\"", "a'; DROP TABLE b"),
        (CMD, 'powershell -Command "Get-Item {{ x }}"', "a;rm b"),
        (CMD, "echo {{ x }} | powershell", "a;rm b"),
    ],
)
def test_text_that_is_run_takes_only_harmless_values(language: Language, body: str, value: str) -> None:
    assert "another program runs" in refusal(language, body, x=value)
    assert fill(language, body, x="SRV-01") == body.replace("{{ x }}", "SRV-01")


@pytest.mark.parametrize(
    ("language", "body", "script"),
    [
        (BASH, "bash -c 'ls \"$1\"' _ {{ x }}", "bash -c 'ls \"$1\"' _ 'a; b'"),
        (BASH, "python3 tool.py {{ x }}", "python3 tool.py 'a; b'"),
        (BASH, "[ {{ x }} = 5 ]", "[ 'a; b' = 5 ]"),
        (POWERSHELL, 'powershell.exe -File "{{ x }}"', 'powershell.exe -File "a; b"'),
        (
            POWERSHELL,
            "Start-Process msiexec.exe -ArgumentList '{{ x }}'",
            "Start-Process msiexec.exe -ArgumentList 'a; b'",
        ),
        (CMD, "if {{ x }}==b echo c", 'if "a; b"==b echo c'),
    ],
)
def test_data_of_such_programs_takes_any_value(language: Language, body: str, script: str) -> None:
    assert fill(language, body, x="a; b") == script
