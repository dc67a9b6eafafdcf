"""The safety review against its corpus, its table in the docs, and any text at all."""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from resolvent.scripts.safety import RULES, Finding, Severity, review
from resolvent.scripts.safety_table import ROWS
from resolvent.scripts.syntax import Language

DOCS = Path(__file__).parents[2] / "docs" / "script-safety.md"
SECRET = "Winter-4711!"


@dataclass(frozen=True)
class Snippet:
    language: Language
    script: str
    expected: list[tuple[int, str]]
    place: str


def load_snippets() -> list[Snippet]:
    found = []
    for path in sorted((Path(__file__).parent / "snippets").glob("*.yaml")):
        for number, item in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            expected = sorted((line, rule) for rule, line in item["expected"])
            found.append(Snippet(Language(item["language"]), item["script"], expected, f"{path.stem}-{number}"))
    return found


SNIPPETS = load_snippets()


def find_rules(language: Language, script: str) -> list[tuple[int, str]]:
    return sorted((finding.line, finding.rule) for finding in review(language, script))


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.place)
def test_finds_what_the_corpus_says_and_nothing_else(snippet: Snippet) -> None:
    assert find_rules(snippet.language, snippet.script) == snippet.expected


def test_corpus_is_large_and_about_half_of_it_is_harmless() -> None:
    harmless = [snippet for snippet in SNIPPETS if not snippet.expected]
    assert len(SNIPPETS) >= 120
    assert 0.4 <= len(harmless) / len(SNIPPETS) <= 0.6
    assert {snippet.language for snippet in SNIPPETS} == set(Language)


def test_each_rule_is_found_somewhere_in_the_corpus() -> None:
    assert set(RULES) - {rule for snippet in SNIPPETS for _, rule in snippet.expected} == set()


def test_table_names_no_rule_that_is_not_explained() -> None:
    assert {rule for rows in ROWS.values() for rule, _ in rows} <= set(RULES)


def test_docs_hold_the_table_of_rules() -> None:
    rows = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert rows == [f"| `{rule}` | {severity} | {title} | {text} |" for rule, (severity, title, text) in RULES.items()]


def test_findings_stand_in_the_order_of_lines_and_then_severity() -> None:
    found = review(
        Language.POWERSHELL, "Restart-Service X\n$password = 'a-b-c'; Format-Volume E; iex $x; Restart-Service Y"
    )
    assert [(finding.line, finding.rule) for finding in found] == [
        (1, "stop-service"),
        (2, "format-disk"),
        (2, "evaluates-text"),
        (2, "plain-text-secret"),
        (2, "stop-service"),
    ]
    assert [finding.severity for finding in found] == [RULES[finding.rule][0] for finding in found]
    assert all(finding.message == RULES[finding.rule][2] for finding in found)


@pytest.mark.parametrize(
    ("language", "script"),
    [
        (
            Language.POWERSHELL,
            f"Set-ADAccountPassword jane -Reset -NewPassword (ConvertTo-SecureString '{SECRET}' -AsPlainText -Force)",
        ),
        (
            Language.POWERSHELL,
            f"$x = '{SECRET}'\nNew-LocalUser a -Password (ConvertTo-SecureString $x -AsPlainText -Force)",
        ),
        (
            Language.POWERSHELL,
            f"'{SECRET}' | ConvertTo-SecureString -AsPlainText -Force; net user jane \"{SECRET}\" /add",
        ),
        (Language.POWERSHELL, f"Invoke-Command -ComputerName A {{ net user jane '{SECRET}' }}"),
        (Language.CMD, f'net user jane "{SECRET}" /add'),
        (Language.CMD, f'cmd /c "schtasks /create /tn X /tr notepad /ru jane /rp {SECRET}"'),
        (Language.BASH, f"echo 'jane:{SECRET}' | sudo chpasswd"),
        (
            Language.BASH,
            f"sudo mysql -p'{SECRET}' -e 'x'; curl -k -u 'jane:{SECRET}' https://jane:{SECRET}@example.com",
        ),
        (Language.BASH, f"curl -k -H 'Authorization: Bearer {SECRET}' https://example.com"),
        (Language.PYTHON, f"import requests\nrequests.get(url, verify=False, auth=('jane', '{SECRET}'))"),
    ],
)
def test_no_excerpt_repeats_a_secret(language: Language, script: str) -> None:
    found = review(language, script)
    assert "plain-text-secret" in {finding.rule for finding in found}
    assert [finding.excerpt for finding in found if SECRET in finding.excerpt] == []


def test_excerpt_is_one_short_line() -> None:
    (finding,) = review(Language.BASH, f"rm -rf /srv/data \\\n  /srv/{'x' * 300}")
    assert finding.excerpt.startswith("rm -rf /srv/data \\ /srv/xxx")
    assert len(finding.excerpt) == 160


def test_what_a_broken_script_still_says_is_found() -> None:
    script = "Write-Output (\nformat-volume -DriveLetter E\nif ($x { \n'a' | Out-File b\nRestart-Computer -Force\n"
    assert {(2, "format-disk"), (5, "reboot")} <= set(find_rules(Language.POWERSHELL, script))


def check(found: list[Finding], script: str) -> None:
    last = script.count("\n") + 1
    assert all(1 <= finding.line <= last for finding in found)
    assert all(
        finding.rule in RULES and len(finding.excerpt) <= 160 and "\n" not in finding.excerpt for finding in found
    )
    assert found == sorted(found, key=lambda f: (f.line, list(Severity)[::-1].index(f.severity), f.rule))


pieces = st.sampled_from(
    [
        *"'\"`$(){}[]|;&<>\n\\%!^@#=,:*~ ",
        "$(", "${", "@'\n", "\n'@", "<<EOF\n", "\nEOF\n", "if ", "for x in ", "do ", "foreach ($x in $y) {", "bash -c ", "cmd /c ",
        "powershell -enc ", "iex ", "eval ", "rm -rf ", "Remove-Item ", "-Recurse ", "del /s ", "%x% ", "$x", "sudo ", "xargs ",
        "find . -exec ", "Start-Process ", "-ArgumentList ", "net user a b /add", "curl x | sh", "import os\n", "os.system(", "lambda",
        "\x00", "\ud800".encode("utf-8", "replace").decode(), "é", "“", "–", "\t", "\r\n", "--", "-", "/", "AAAA", "| ", "@x", "=",
    ]
)  # fmt: skip
scripts = st.one_of(
    st.text(max_size=200),
    st.lists(pieces, max_size=60).map("".join),
    st.tuples(
        st.sampled_from([snippet.script for snippet in SNIPPETS]), st.integers(0, 200), st.lists(pieces, max_size=4)
    ).map(lambda cut: cut[0][: cut[1]] + "".join(cut[2]) + cut[0][cut[1] + 1 :]),
)


@settings(max_examples=400, deadline=None)
@given(language=st.sampled_from(list(Language)), script=scripts)
def test_any_text_can_be_reviewed(language: Language, script: str) -> None:
    found = review(language, script)
    check(found, script)
    assert review(language, script) == found


@pytest.mark.parametrize("language", Language)
def test_lone_surrogates_can_be_reviewed(language: Language) -> None:
    assert review(language, "echo \ud800") == []


PS, SH = Language.POWERSHELL, Language.BASH
LARGE: dict[str, tuple[str, tuple[Language, ...]]] = {
    "open brackets": ("(" * 100_000, tuple(Language)),
    "nested substitutions": ("$(" * 50_000 + "x", (PS, SH)),
    "nested blocks": ("if ($a) { " * 6_000 + "Remove-Item $b -Recurse" + " }" * 6_000, (PS,)),
    "nested loops": ("for x in a; do " * 5_000 + "rm -rf $x" + "; done" * 5_000, (SH,)),
    "nested shells": ("bash -c 'bash -c \"bash -c " * 4_000, (SH,)),
    "long pipeline": ("cat x | " * 12_000 + "sh", (SH, Language.CMD)),
    "one long command": ("rm -rf " + "$a " * 33_000, (PS, SH)),
    "many assignments": ("".join(f'$a{n} = "$a{n - 1}x"\n' for n in range(5_000)) + "Remove-Item $a4999 -Recurse", (PS,)),
    "unclosed strings": ("echo 'a\n" * 12_000, tuple(Language)),
    "one long word": ("x" * 100_000, tuple(Language)),
    "many deletes": ("Remove-Item D:\\x -Recurse\n" * 3_800, (PS,)),
    "many quotes": ("\"'" * 50_000, tuple(Language)),
}  # fmt: skip
"""About 100 kB each, and the languages in which it could hurt."""


@pytest.mark.parametrize(("kind", "language"), [(kind, each) for kind, (_, spoken) in LARGE.items() for each in spoken])
def test_large_and_deep_scripts_take_seconds_at_most(kind: str, language: Language) -> None:
    script, _ = LARGE[kind]
    since = time.process_time()
    check(review(language, script), script)
    assert time.process_time() - since < 15
