from typing import Any

import pytest

from resolvent.errors import Invalid
from resolvent.scripts.engine import find_placeholders
from resolvent.scripts.syntax import Language
from tests.scripts.filling import fill, refusal

POWERSHELL, BASH, CMD, PYTHON = Language


def test_placeholders_in_order_of_first_use() -> None:
    assert find_placeholders("{{ b }} {{a}} {{  b }} {{ B }} {{a b}} { {c} }") == ("b", "a")


@pytest.mark.parametrize(
    ("body", "value", "script"),
    [
        ("Get-Item -Name {{ x }}", "SRV01", "Get-Item -Name SRV01"),
        ("Get-Item -Name {{ x }}", "two words", "Get-Item -Name 'two words'"),
        ("Get-Item -Name {{ x }}", "O'Brien", "Get-Item -Name 'O''Brien'"),
        ("Get-Item -Name {{ x }}", "user@example.com", "Get-Item -Name user@example.com"),
        ("Get-Item -Name {{ x }}", "", "Get-Item -Name ''"),
        ("Set-Id -Id {{ x }}", "007", "Set-Id -Id '007'"),
        ("Set-Id -Id {{ x }}", 7, "Set-Id -Id 7"),
        ("Set-Id -Id {{ x }}", -7, "Set-Id -Id -7"),
        ("Set-Id -Id {{ x }}", 0.5, "Set-Id -Id 0.5"),
        ("Set-Id -On {{ x }}", True, "Set-Id -On $true"),
        ("Set-Id -On:{{ x }}", False, "Set-Id -On:$false"),
        ("Get-Item -Name {{ x }}", ["a", "b c"], "Get-Item -Name 'a','b c'"),
        ("Get-Item -Name {{ x }}", [], "Get-Item -Name @()"),
        ("$a = {{ x }}", ["a", "it's"], "$a = @('a','it''s')"),
        ("$a = {{ x }}", "SRV01", "$a = 'SRV01'"),
        ('Write-Output "a {{ x }}"', '$(calc) `"', 'Write-Output "a `$(calc) ```""'),
        ("Write-Output 'a {{ x }}'", "$(calc) it's", "Write-Output 'a $(calc) it''s'"),
        ("$a={{ x }}", "SRV01", "$a='SRV01'"),
        ("Set-X @{A={{ x }}}", "SRV01", "Set-X @{A='SRV01'}"),
        ("tool.exe --name={{ x }} -v", "SRV01", "tool.exe --name=SRV01 -v"),
        ("$d.AddDays(-{{ x }})", 30, "$d.AddDays(-30)"),
        ("{{ x }}MB", 5, "5MB"),
        ("Get-Item C:\\{{ x }}\\a", "Temp", "Get-Item C:\\Temp\\a"),
        ('Get-Item "{{ x }}"', "\\\\FS\\d$\\x", 'Get-Item "\\\\FS\\d$\\x"'),
        ("Get-Item $env:TEMP\\{{ x }}.log", "a", "Get-Item $env:TEMP\\a.log"),
        ("& {{ x }} /quiet", "C:\\a b.exe", "& 'C:\\a b.exe' /quiet"),
        ("$a = @'\n{{ x }}\n'@", "it's\n$(b)", "$a = @'\nit's\n$(b)\n'@"),
        ('Write-Output "it’s {{ x }}"', "a’b", 'Write-Output "it’s a’b"'),
    ],
)
def test_powershell(body: str, value: Any, script: str) -> None:
    assert fill(POWERSHELL, body, x=value) == script


@pytest.mark.parametrize(
    ("body", "value", "says"),
    [
        ("Get-Item {{ x }}", "-Force", "option"),
        ("Get-Item {{ x }}", "–Force", "option"),
        ("Get-Item '{{ x }}'", "it’s", "quote in PowerShell"),
        ('Get-Item "{{ x }}"', "a “b”", "quote in PowerShell"),
        ("Get-Item C:\\{{ x }}.log", "a b", "quote the argument"),
        ("$a = @'\n{{ x }}\n'@", "a\n'@\ncalc", "here-string"),
        ('Write-Output @"\n$(Get-Item {{ x }})\n"@', 'a\n"@\ncalc', "here-string"),
        ("$a = @'\n'{{ x }}\n'@", "@; calc", "end the text"),
        ('$a = @"\n{{ x }}\n"@', "“@", "end the text"),
        ("# {{ x }}", "a\ncalc", "end the comment"),
        ("<# {{ x }} #>", "#> calc <#", "end the comment"),
        ("$d.AddDays(-{{ x }})", -30, "negative"),
        ("Get-ADUser -Filter \"Name -eq '{{ x }}'\"", "a' -or Name -like '*", "in the filter"),
        ("Get-ADUser -LDAPFilter '(cn={{ x }})'", "a)(cn=*", "in the filter"),
        ("{{ x }}.Trim()", "a", "put it in quotes"),
        ("function {{ x }} { 1 }", "a", "part of the code"),
        ("$a.{{ x }}", "a", "part of the code"),
        ('"$a{{ x }}"', "a", "part of the code"),
        ('"$${{ x }}"', "a", "variable before it"),
        ("[{{ x }}]$a", "int", "part of the code"),
        ('"`{{ x }}"', "n", "right before it"),
        ('"{{ x }}"', ["a"], "list can't stand here"),
        ("#{{ x }}", "requires -Version 9", "space between"),
        ('Invoke-Expression "Get-Item {{ x }}"', "a; calc", "another program"),
        ('powershell.exe -Command "Get-Item {{ x }}"', "a; calc", "another program"),
        ("net.exe user '{{ x }}'", "/add", "option"),
        ("{{ x }} /quiet a", "a.exe", "part of the code"),
        ("Get-Item {{ x }}", "a\x00b", "U+0000"),
        ("Get-Item '{{ x }}'", "a\u202eb", "invisible"),
    ],
)
def test_powershell_refuses(body: str, value: Any, says: str) -> None:
    assert says in refusal(POWERSHELL, body, x=value)


@pytest.mark.parametrize(
    ("body", "value", "script"),
    [
        ("grep {{ x }} f", "abc", "grep abc f"),
        ("grep {{ x }} f", "it's $(b)", "grep 'it'\\''s $(b)' f"),
        ("grep -- {{ x }} f", "-v", "grep -- -v f"),
        ("grep --e={{ x }} f", "-v *", "grep --e='-v *' f"),
        ("grep '{{ x }}' f", "it's", "grep 'it'\\''s' f"),
        ('grep "a {{ x }}" f', '$(b) "c"', 'grep "a \\$(b) \\"c\\"" f'),
        ('echo "Hello {{ x }}"', "world!", 'echo "Hello world!"'),
        ("v={{ x }}", "-v", "v=-v"),
        ("kill -{{ x }} 1", 9, "kill -9 1"),
        ("sleep $(({{ x }} + 1))", 5, "sleep $((5 + 1))"),
        ("rm -- {{ x }}", ["a", "b c"], "rm -- a 'b c'"),
        ("a=({{ x }})", [], "a=()"),
        ("run {{ x }}", True, "run true"),
        ("cat <<EOF\n{{ x }}\nEOF", "$(b)\nEO F", "cat <<EOF\n\\$(b)\nEO F\nEOF"),
        ('echo "${a}{{ x }}"', "b", 'echo "${a}b"'),
        ("{{ x }} --version", "if", "'if' --version"),
    ],
)
def test_bash(body: str, value: Any, script: str) -> None:
    assert fill(BASH, body, x=value) == script


@pytest.mark.parametrize(
    ("body", "value", "says"),
    [
        ("grep {{ x }} f", "-v", "option"),
        ("grep '{{ x }}' f", "-v", "option"),
        ('grep "{{ x }}" f', "--", "option"),
        ("kill {{ x }}", -9, "option"),
        ("find {{ x }} -delete", "!", "operator"),
        ("find . -exec ls {{ x }} \\;", ";", "operator"),
        ("find . -exec ls a{{ x }} \\;", "b{}", "command that it is part of"),
        ("find . \\\n  -exec ls '{{ x }}' \\;", "b{}", "command that it is part of"),
        ("cat <<EOF\n$(cat '{{ x }}')\nEOF", "a\\\nb", "drops a backslash"),
        ('echo "{{ x }}"', "a!b", "interactive bash"),
        ("cat <<EOF\n{{ x }}\nEOF", "a\nEOF\nb", "end the text"),
        ("cat <<EOF\n$(cat '{{ x }}')\nEOF", "a\nEOF\nrm b", "end the text"),
        ("cat <<'EOF'\nE{{ x }}\nEOF", "OF", "end the text"),
        ("echo `cat {{ x }}`", "a b", "can't be made safe"),
        ("echo ${a:-{{ x }}}", "a}b", "can't be made safe"),
        ("sleep $(({{ x }}))", "a[$(b)]", "whole number"),
        ("rm {{ x }}", [], "needs an item"),
        ("echo ${{ x }}", "a", "part of the code"),
        ('echo "$a{{ x }}"', "a", "part of the code"),
        ("{{ x }}() { a; }", "f", "part of the code"),
        ("cat <<{{ x }}\na\nEOF", "EOF", "part of the code"),
        ('ssh host "ls {{ x }}"', "a; rm b", "another program"),
        ("echo {{ x }}>f", "2", "space between"),
        ("echo \\{{ x }}", "n", "right before it"),
        ("# {{ x }}", "a\nb", "end the comment"),
    ],
)
def test_bash_refuses(body: str, value: Any, says: str) -> None:
    assert says in refusal(BASH, body, x=value)


@pytest.mark.parametrize(
    ("body", "value", "script"),
    [
        ("net user {{ x }} /add", "jdoe", "net user jdoe /add"),
        ("net user {{ x }} /add", "J Doe", 'net user "J Doe" /add'),
        ('dir "{{ x }}"', "C:\\Program Files (x86)", 'dir "C:\\Program Files (x86)"'),
        ('set "A={{ x }}"', "a b", 'set "A=a b"'),
        ('set "A={{ x }}"', "", 'set "A="'),
        ('set "A={{ x }}"\ndir "%A%"', "C:\\a (x86)", 'set "A=C:\\a (x86)"\ndir "%A%"'),
        ("timeout /t {{ x }}", 5, "timeout /t 5"),
        ("robocopy a b /LOG:{{ x }} /E", "C:\\Logs\\a.log", "robocopy a b /LOG:C:\\Logs\\a.log /E"),
        ("set /a N={{ x }}+1", 5, "set /a N=5+1"),
        ("del {{ x }}", ["a", "b c"], 'del a "b c"'),
        ("echo a> {{ x }}", "a b.log", 'echo a> "a b.log"'),
    ],
)
def test_cmd(body: str, value: Any, script: str) -> None:
    assert fill(CMD, body, x=value) == script


@pytest.mark.parametrize("value", ["%PATH%", "!x!", "a^b", 'a"b', "a&b", "a|b", "a<b", "a>b", "a\nb", "＂", "a\tb"])
@pytest.mark.parametrize("body", ["net user {{ x }}", 'dir "{{ x }}"', 'set "A={{ x }}"', "rem {{ x }}"])
def test_cmd_refuses_what_acts_there(body: str, value: str) -> None:
    assert "cmd script" in refusal(CMD, body, x=value)


@pytest.mark.parametrize(
    ("body", "value", "says"),
    [
        ("net user {{ x }}", "/delete", "option"),
        ("net user {{ x }}", "-a", "option"),
        ('dir "{{ x }}"', "C:\\", "backslash"),
        ('if exist b (\nset "A={{ x }}"\necho %A%\n)', "a)b", "block"),
        ("goto {{ x }}", "end", "part of the code"),
        ("call :{{ x }}", "end", "part of the code"),
        ("echo %{{ x }}%", "PATH", "part of the code"),
        ("{{ x }} /s", "a.exe", "the command itself"),
        ('powershell -Command "Get-Item {{ x }}"', "a;calc", "another program"),
    ],
)
def test_cmd_refuses(body: str, value: Any, says: str) -> None:
    assert says in refusal(CMD, body, x=value)


@pytest.mark.parametrize(
    ("body", "value", "script"),
    [
        ("a = {{ x }}", "it's", 'a = "it\'s"'),
        ("a = {{ x }}", -5, "a = -5"),
        ("a = {{ x }}", False, "a = False"),
        ("a = {{ x }}", ["a", "b"], "a = ['a', 'b']"),
        ("a = 'b {{ x }}'", "it's\n", "a = 'b it\\'s\\n'"),
        ("a = r'{{ x }}'", "C:\\a", "a = r'C:\\a'"),
        ("a = f'{b} {{ x }}'", "{c}", "a = f'{b} {{c}}'"),
        ("a = f'{b + {{ x }}}'", 5, "a = f'{b + 5}'"),
        ('a = """{{ x }}"""', 'a"b\nc', 'a = """a\\"b\nc"""'),
    ],
)
def test_python(body: str, value: Any, script: str) -> None:
    assert fill(PYTHON, body, x=value) == script


@pytest.mark.parametrize(
    ("body", "value", "says"),
    [
        ("import {{ x }}", "os", "part of the code"),
        ("def {{ x }}(): pass", "f", "part of the code"),
        ("a.{{ x }} = 1", "b", "part of the code"),
        ("f({{ x }}=1)", "b", "part of the code"),
        ("a = r'{{ x }}'", "it's", "raw string"),
        ("a = r'{{ x }}'", "a\\", "raw string"),
        ("a = b'{{ x }}'", "é", "ASCII"),
        ("a = f'{f({{ x }})}'", "b", "f-string"),
        ("# {{ x }}", "-*- coding: utf-7 -*-", "coding"),
        ("a = '\\{{ x }}'", "n", "right before it"),
    ],
)
def test_python_refuses(body: str, value: Any, says: str) -> None:
    assert says in refusal(PYTHON, body, x=value)


def test_words_of_cmd_itself_are_quoted() -> None:
    assert fill(CMD, "if {{ x }}==b echo c", x="not") == 'if "not"==b echo c'


def test_the_error_names_the_parameter_that_is_unsafe() -> None:
    with pytest.raises(Invalid) as caught:
        fill(POWERSHELL, "Get-Item {{ a }} {{ b }}", a="fine", b="-Force")
    assert [error.field for error in caught.value.errors] == ["parameters.b"]


@pytest.mark.parametrize(
    ("body", "value", "field"),
    [
        ("Write-Output {{ x }}", "a" * 200_000, "parameters.x"),
        ("Write-Output {{ x }}" * 400, "a" * 1000, "parameters.x"),
        ("Write-Output '{{ x }}'", "'" * 100_000, "parameters.x"),
        ("Write-Output {{ x }}\n" * 501, "a", "body"),
        ("Write-Output {{ x }}" + "\n" * 100_000, "a", "body"),
    ],
)
def test_what_is_too_large_is_refused_by_name(body: str, value: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        fill(POWERSHELL, body, x=value)
    assert [(error.field, error.code) for error in caught.value.errors] == [(field, "too_large")]


def test_values_are_not_read_as_templates() -> None:
    assert fill(POWERSHELL, "Get-Item {{ a }} {{ b }}", a="{{ b }}", b="c") == "Get-Item '{{ b }}' c"


def test_values_that_only_together_change_the_shape_are_refused() -> None:
    assert "change what the script does" in refusal(BASH, "run a {{ a }}{{ b }}", a="", b="")


def test_a_script_with_an_error_of_the_grammar_still_renders() -> None:
    body = "Get-Item $env:TEMP\\a.log -Limit 5GB\nGet-Item -Name {{ x }}"
    assert fill(POWERSHELL, body, x="a b").endswith("-Name 'a b'")


def test_crlf_stays_as_it_is() -> None:
    assert fill(POWERSHELL, "Get-Item {{ x }}\r\nGet-Date\r\n", x="a b") == "Get-Item 'a b'\r\nGet-Date\r\n"
