"""Is this script in the language it is said to be in?"""

import re

from resolvent.scripts.syntax import Language, parse, parse_errors

SIGNS: dict[Language, re.Pattern[str]] = {
    Language.POWERSHELL: re.compile(
        r"\s*(?:#requires\b|param\s*\(|\[cmdletbinding|\$[\w:]+\s*[+-]?=[^=]|\[[\w.]+\]\$\w+"
        r"|(?:(?:if|foreach|while)\s*\(.*\$|try\s*\{|function\s+\w+-\w+)"
        r"|.*\b(?:get|set|new|remove|start|stop|restart|test|invoke|write|add|clear|enable|disable|select|where|foreach|out"
        r"|import|export|connect|wait|update|format|measure|sort)-[a-z]{3,}\w*)",
        re.IGNORECASE,
    ),
    Language.BASH: re.compile(
        r"\s*(?:#!.*\b(?:ba|z|da|k)?sh\b|(?:fi|done|esac)\b|if\s+\[|(?:el)?if .*;\s*then|set\s+-[eux]|\w+=(?:\"?\$[({\w]|\S+$)"
        r"|(?:sudo|systemctl|apt-get|export|local|readonly|source|chmod|chown|grep|awk|sed)\s|for\s+\w+\s+in\s.*|\w+\(\)\s*\{"
        r"|case\s.+\sin$|while\s+(?:read|\[|true|:))"
    ),
    Language.CMD: re.compile(
        r"\s*(?:@?echo\s+(?:off|on)\b|rem\s|::|setlocal\b|endlocal\b|set\s+(?:/[ap]\s+)?\"?\w+=|goto\s+:?\w+|call\s+:"
        r"|if\s+(?:/i\s+)?(?:not\s+)?(?:exist|errorlevel|defined)\s|for\s+(?:/[fdlr]\s.*)?%%|.*%\w+%|exit\s+/b)",
        re.IGNORECASE,
    ),
    Language.PYTHON: re.compile(
        r"\s*(?:#!.*\bpython|(?:async\s+)?def\s+\w+\(.*\).*:|import\s+[\w.]+(?:\s+as\s+\w+)?$|from\s+[\w.]+\s+import\s"
        r"|class\s+\w+.*:$|(?:if|elif|for|while|with|try|except|else|finally)\b.*:$|print\(|\w+\s*=\s*[\w.]+\(.*\)$)"
    ),
}
"""What a line of each language often begins with."""
MARKS: dict[Language, re.Pattern[str]] = {
    Language.BASH: re.compile(r"#!.*\b(?:ba|z|da|k)?sh\b"),
    Language.PYTHON: re.compile(r"#!.*\bpython"),
    Language.CMD: re.compile(r"@echo\s+off\b", re.IGNORECASE),
    Language.POWERSHELL: re.compile(r"#requires\s+-|#!.*\bpwsh|\[cmdletbinding\(", re.IGNORECASE),
}
"""A first line that settles it."""


EXCERPT, LINE = 20_000, 500
"""Characters of a script and of a line that are enough to tell."""


def name_language(language: Language) -> str:
    return {"powershell": "PowerShell", "cmd": "a cmd script", "python": "Python"}.get(language.value, language.value)


def count_signs(language: Language, script: str) -> int:
    return sum(SIGNS[language].match(line.lstrip()[:LINE]) is not None for line in script.splitlines())


def guess_other(language: Language, script: str) -> Language | None:
    """The language this script is in when it is plainly not `language`."""
    first = script.lstrip("\ufeff \t\r\n").partition("\n")[0]
    marked = [other for other, mark in MARKS.items() if mark.match(first)]
    if marked:
        return marked[0] if language not in marked else None
    script = script[:EXCERPT]
    signs = {other: count_signs(other, script) for other in Language}
    clearer = [other for other in Language if signs[other] >= 2 * signs[language] + 1]
    if not clearer:
        return None
    errors = {other: len(parse_errors(parse(other, script))) for other in {language, *clearer}}
    for other in sorted(clearer, key=lambda item: signs[item], reverse=True):
        reads_better = errors[language] > 1 and errors[language] > 3 * errors[other]
        reads_as_well = signs[language] == 0 and signs[other] > 1 and errors[language] >= errors[other]
        if reads_better or reads_as_well:
            return other
    return None
