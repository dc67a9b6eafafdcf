"""What would act in text of another language that is no program: a filter, a query, sed's s/…/…/, find's `{}`."""

import re

from resolvent.scripts.syntax import Language

KEY = re.compile(
    r"(?:-(?:ldap)?(?:filter|query|filterxpath|where)\b|\b(?:filter|query)[ \t]*=|\bwmic\s[^|]*?\bwhere)[\s:]*",
    re.IGNORECASE,
)
OPEN = re.compile(r"\"((?:`.|\"\"|[^\"`])*)|'((?:''|[^'])*)|([{(][^|;]*)")
LDAP = re.compile(r".*\([\w-]+[~<>]?=[^()'\"]*")
OPERAND = re.compile(r".*(?:[=<>]\s*|\s-\w+\s+)")
REPLACING = re.compile(r"\bfind\s.*\s-(?:exec|ok)|\bxargs\s.*-[iI]", re.DOTALL)
"""Programs that put a name in place of each `{}`."""
SED = re.compile(r"(?:.*[\s;}0-9$/])?s([^\w\s\\])")


def find_ending(language: Language, line: str) -> str:
    """Characters that would act in the place which stands after this text of its line."""
    if language in {Language.POWERSHELL, Language.CMD}:
        keys = list(KEY.finditer(line))
        return find_in_filter(keys[-1][0], line[keys[-1].end() :]) if keys else ""
    if language is Language.BASH and REPLACING.search(line):
        return "{}"
    found = SED.match(re.split(r"['\"]", line)[-1]) if re.search(r"\bsed\s", line) else None
    return found[1] if found else ""


def find_in_filter(key: str, rest: str) -> str:
    still_open = OPEN.fullmatch(rest)
    if still_open is None:
        return ""
    double, single, block = (part or "" for part in still_open.groups())
    text = double.replace('""', '"').replace('`"', '"') + single.replace("''", "'") + block
    if key.lower().startswith("-ldap") or LDAP.fullmatch(text):
        return "()*\\"
    quotes = "".join(re.findall(r"['\"]", text))
    if quotes and quotes.count(quotes[-1]) % 2:
        return quotes[-1]
    return " '\"()" if OPERAND.fullmatch(text) else ""
