"""Commands that run what they are given as code. A value inside such text is read twice, by two languages."""

import re

from tree_sitter import Node

from resolvent.scripts.engine_body import Filled
from resolvent.scripts.quoting import Refused
from resolvent.scripts.syntax import Language

SHELLS = r"(?:ba|z|da|k|c|fi)?sh|su|runuser|wsl|ssh|python[\d.]*|py|perl|ruby|node|osascript|psql|mysql|sqlite3|sqlcmd"
SHELLS += r"|cmd|powershell|pwsh|iex|invoke-expression"
OTHER_SHELL = r"\b(?:powershell|pwsh|cmd)(?:\.exe)?\b"
EVERYWHERE = {
    r"eval|invoke-expression|iex|ssh|watch|trap|let|unset|read|g?awk|sed|psexec(?:64)?|schtasks|add-type": r"",
    r"powershell|pwsh": r"^(?!.*\s-f(?:i|il|ile)?\b)",
    r"cmd": r"\s/[ck]\b",
    r"start-process|saps|start|new-scheduledtaskaction|invoke-(?:cim|wmi)method": OTHER_SHELL,
    r"invoke-sqlcmd|sqlcmd": r"\s-q(?:uery)?\b",
    r"printf": r"\s-v\s*$",
}
"""Command → what stands before the placeholder when all that follows is code."""
NEXT_ONLY = {
    r"(?:ba|z|da|k|c|fi)?sh|su|runuser|wsl|psql|python[\d.]*|py": r"\s-\w*c\s",
    r"perl|ruby|node|osascript|mysql": r"\s-\w*e\s",
    r"sqlite3": r"^\S+\s+\S+\s",
}
"""The same where only the next argument is code, and those after it are its data."""
PREFIXES = {"sudo", "doas", "exec", "time", "nohup", "command", "env", "&", "."}
NUMERIC_TEST = re.compile(r"\[\[.*\s-(?:eq|ne|lt|le|gt|ge|v)\s", re.DOTALL)
"""Where bash evaluates the operands as arithmetic, in which an index can run a command."""
FILTERS = {
    re.compile(r"-(?:filter|query|filterxpath|where)\b[^|;\n]*(?:'[^'\n]*|=\s*)$", re.IGNORECASE): "'",
    re.compile(r"-ldapfilter\b[^|;\n]*$", re.IGNORECASE): "()*\\",
}
"""What stands before a place in the text of a PowerShell filter, and the characters that would end the place."""
PIPED = re.compile(rf"\|\s*(?:(?:sudo|doas)\s+)?(?:\S*[\\/])?(?:{SHELLS})(?:\.exe)?\b", re.IGNORECASE)
PIPELINES = {"pipeline", "pipe_stmt"}
HARMLESS = re.compile(r"(?!-)[A-Za-z0-9_./:\\@+,=-]*")
HARMLESS_UNIX = re.compile(r"(?!-)[A-Za-z0-9_./:@+,=-]*")


def read_twice(language: Language, chain: tuple[Node, ...], filled: Filled, span: tuple[int, int]) -> bool:
    if language is Language.PYTHON:
        return False
    return any(runs_its_text(node, filled.source, span) for node in chain)


def runs_its_text(node: Node, source: bytes, span: tuple[int, int]) -> bool:
    """Does this node run the text at the span, which it holds?"""
    before = source[node.start_byte : span[0]].decode(errors="replace")
    after = source[span[1] : node.end_byte].decode(errors="replace")
    match node.type:
        case "command" | "cmd":
            return is_evaluator(before) or feeds_shell(before)
        case "declaration_command":
            return re.match(r"\w+\s+-\w*i", before) is not None
        case "test_command":
            return NUMERIC_TEST.match(before + " " + after) is not None
        case "redirected_statement":
            return feeds_shell(before)
        case "invokation_expression":
            return re.match(r"\[scriptblock\]::create|.*\.invoke(?:script|command)\(", before.lower()) is not None
        case _:
            return node.type in PIPELINES and PIPED.search(after) is not None


def feeds_shell(before: str) -> bool:
    return "<<" in before and re.fullmatch(SHELLS, first_word(before)) is not None


def first_word(text: str) -> str:
    words = text.lower().split()
    while words and words[0] in PREFIXES:
        words = words[1:]
    return re.sub(r"^.*[\\/]|\.exe\b|[\"']", "", words[0]) if words else ""


def is_evaluator(before: str) -> bool:
    name = first_word(before)
    if any(re.fullmatch(names, name) and re.search(mark, before, re.I) for names, mark in EVERYWHERE.items()):
        return True
    found = (re.search(mark, before, re.I) for names, mark in NEXT_ONLY.items() if re.fullmatch(names, name))
    return any(is_next(before[mark.end() :]) for mark in found if mark)


def is_next(rest: str) -> bool:
    """Is there no whole argument between the option and the placeholder?"""
    rest = rest.lstrip()
    if rest[:1] not in {"'", '"'}:
        return not re.search(r"\s", rest)
    return re.search(rf"(?<!\\){rest[0]}\s", rest[1:]) is None


def ending_in_filter(language: Language, before: str) -> str:
    if language is not Language.POWERSHELL:
        return ""
    return next((ending for before_it, ending in FILTERS.items() if before_it.search(before)), "")


def refuse_code(language: Language, text: str) -> None:
    allowed = HARMLESS_UNIX if language is Language.BASH else HARMLESS
    if not allowed.fullmatch(text):
        raise Refused("It becomes part of code that another program runs, so only letters, digits and ./:@+,=_- can.")
