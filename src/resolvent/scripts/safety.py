"""Safety review: reads a script by its syntax and says what an engineer should know before running it. Pure.

A word in a comment or in a text that is only shown is no finding; what a nested shell, a wrapper or an encoded command
would run is read as well. The review never fails: what the grammar can't read is left out.
"""

from collections.abc import Collection, Iterator

from resolvent.masking import mask_values
from resolvent.scripts.safety_deletes import judge_delete
from resolvent.scripts.safety_matchers import is_dry
from resolvent.scripts.safety_model import Command, Finding, Severity
from resolvent.scripts.safety_nested import read_commands
from resolvent.scripts.safety_rules import RULES
from resolvent.scripts.safety_script import find_downloads_run, is_computed, leaves_unquoted
from resolvent.scripts.safety_secrets import find_secrets
from resolvent.scripts.safety_table import ROWS
from resolvent.scripts.syntax import Language

__all__ = ["RULES", "Finding", "Severity", "review"]

LONGEST_EXCERPT = 160
ORDER = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
OVERRULED = {
    "reset-password": {"reset-krbtgt"},
    "registry-machine": {"disable-uac", "disable-defender", "remote-access"},
    "disable-service": {"disable-protection"},
    "stop-service": {"disable-protection"},
    "stop-many-services": {"disable-protection"},
    "evaluates-text": {"download-execute", "encoded-command"},
    "computed-command": {"download-then-run"},
    "win32-product": {"uninstall-software"},
    "create-account": {"create-admin"},
    "change-boot": {"disable-backup"},
    "delete-directory-object": {"bulk-directory-change"},
}
"""Findings that say nothing more where one of the others stands on the same command."""


def review(language: Language, script: str, known: Collection[str] = ()) -> list[Finding]:
    """By line, then severity; each rule once for a line. `known`: secrets that no excerpt may show, not even a half of one."""
    commands = read_commands(language, script)
    secrets = [*known, *(secret for command in commands for secret in find_secrets(command))]
    last = script.count("\n") + 1
    run_later = find_downloads_run(commands)
    found: dict[tuple[int, str], Finding] = {}
    for command in commands:
        rules = set(find_rules(command)) | ({"download-then-run"} if id(command) in run_later else set())
        for rule in rules:
            if rules & OVERRULED.get(rule, set()):
                continue
            line = min(max(command.line, 1), last)
            severity, _, explanation = RULES[rule]
            made = Finding(rule, severity, line, make_excerpt(command, secrets), explanation)
            found[(line, rule)] = min(found.get((line, rule), made), made, key=lambda finding: finding.excerpt)
    return sorted(found.values(), key=lambda finding: (finding.line, ORDER.index(finding.severity), finding.rule))


def find_rules(command: Command) -> Iterator[str]:
    if find_secrets(command):
        yield "plain-text-secret"
    if is_dry(command):
        return
    if (rule := judge_delete(command)) is not None:
        yield rule
    if is_computed(command):
        yield "computed-command"
    if leaves_unquoted(command):
        yield "unquoted-expansion"
    for name in {command.name, ""}:
        yield from (rule for rule, question in ROWS.get(name, ()) if question(command))


def make_excerpt(command: Command, secrets: list[str]) -> str:
    text = mask_values(command.source, secrets) if secrets else command.source
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_EXCERPT else line[: LONGEST_EXCERPT - 1] + "…"
