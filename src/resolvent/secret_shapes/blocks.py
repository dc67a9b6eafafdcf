"""Secrets of many lines or many parts: private key blocks, cookies, lists of codes, columns of tables. Pure."""

import re
from collections.abc import Iterator

from resolvent.secret_shapes.names import Strength, strength_of
from resolvent.secret_shapes.rules import Span, compiled
from resolvent.secret_shapes.values import can_be_secret, looks_chosen

LONGEST_KEY = 20_000
"""Characters of a private key block: RSA of 16,384 bits takes 13,000."""
SHORTEST_KEY = 16
KEY_HEADER = r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"
KEY_END = re.compile(r"[^-]{0,100}-{4,5} ?END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)? ?-{4,5}")
KEY_BODY = re.compile(r"(?:[ \t>|\"'+,;]*(?:\\+[nr])?\s{0,4}(?:[A-Za-z-]{3,20}: [^\n]*|[A-Za-z0-9+/=\\]{16,}))*")
COOKIES = r"(?m:^|[\s\"'`{])(?:cookie)\\?[\"']?[ \t]*[:=][ \t]*[\"']?([^\n\"'`]+)"
COOKIE = re.compile(r"[^\s=;,]+=([^;,\s]+)")
CODES = r"(?:recovery|backup|back-up|scratch|emergency|rescue|one[- ]time|2fa|mfa)\s+(?:login\s+|access\s+|verification\s+)?(?:codes?|keys?|passwords?)\b[^\n:]{0,40}[:\n]"
CODE = re.compile(
    r"[\s,;|•*)-]*(?:\d{1,2}[.)]\s+)?([A-Za-z0-9]{3,12}(?:[ -][A-Za-z0-9]{3,12}){0,3}(?<=\w))(?=[\s,;|.]|$)"
)
SPACED = re.compile(r"(?<=[A-Za-z0-9]{4}) (?=\S*\d)")
MOST_CODES = 24
RULE = re.compile(r"(?m)^[ \t]*-{3,}[ \t-]*$")
PIPED = re.compile(r"(?m)^(?P<head>[ \t]*\|?[^\n|]*\|[^\n]*)\n[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$")
DELIMITED = re.compile(r"(?m)^(?P<head>[\w \t\"-]{1,60}(?P<sign>[,;\t])[^\n]{0,600})$")
MOST_ROWS = 1_000


def find_keys(text: str) -> Iterator[Span]:
    """The whole block, header and footer with it. A header without a body is a mention."""
    for match in compiled(f"(?-i){KEY_HEADER}").finditer(text):
        body = KEY_BODY.match(text, match.end(), match.end() + LONGEST_KEY)
        end = body.end() if body else match.end()
        if len(re.findall(r"[A-Za-z0-9+/=]", text[match.end() : end])) >= SHORTEST_KEY:
            closed = KEY_END.match(text, end, end + 200)
            yield match.start(), closed.end() if closed else end


def find_cookies(text: str) -> Iterator[Span]:
    for match in compiled(COOKIES).finditer(text):
        start, end = match.span(1)
        for cookie in COOKIE.finditer(text, start, end):
            if len(cookie[1]) >= 8 and can_be_secret(cookie[1], Strength.STRONG, quoted=True):
                yield cookie.span(1)


def find_codes(text: str) -> Iterator[Span]:
    """The codes that follow `backup codes:`, on its line or those below. Each has a digit."""
    for match in compiled(CODES).finditer(text):
        at = match.end()
        for _ in range(MOST_CODES):
            code = CODE.match(text, at, at + 80)
            if code is None or not re.search(r"\d", code[1]):
                break
            end = code.end(1)
            yield code.start(1), end
            at = end


def find_columns(text: str) -> Iterator[Span]:
    """Cells below a heading that says secret: in tables of PowerShell, of Markdown, in CSV."""
    if "\n" not in text:
        return
    yield from ruled_columns(text)
    yield from piped_columns(text)
    yield from delimited_columns(text)


def lines_from(text: str, at: int) -> list[tuple[int, str]]:
    """The rows of a table: to the next blank line or the next table."""
    lines: list[tuple[int, str]] = []
    while at < len(text) and len(lines) < MOST_ROWS:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end].rstrip("\r")
        if not line.strip() or RULE.fullmatch(line):
            break
        lines.append((at, line))
        at = end + 1
    return lines


def ruled_columns(text: str) -> Iterator[Span]:
    for match in RULE.finditer(text):
        head = text[text.rfind("\n", 0, max(0, match.start() - 1)) + 1 : max(0, match.start() - 1)]
        columns = [m.start() for m in re.finditer(r"-{3,}", match[0])]
        wanted = [
            (left, right)
            for left, right in zip(columns, [*columns[1:], None], strict=True)
            if strength_of(head[left:right].strip()) >= Strength.FAIR
        ]
        for at, line in lines_from(text, match.end() + 1) if wanted else ():
            for left, right in wanted:
                yield from cell(at, line, left, len(line) if right is None else min(right, len(line)))


def piped_columns(text: str) -> Iterator[Span]:
    done = 0
    for match in PIPED.finditer(text):
        wanted = [i for i, name in enumerate(match["head"].split("|")) if strength_of(name.strip()) >= Strength.FAIR]
        if wanted and match.start() >= done:
            lines = lines_from(text, match.end() + 1)
            done = lines[-1][0] if lines else done
            yield from cells(lines, "|", wanted)


def delimited_columns(text: str) -> Iterator[Span]:
    done = 0
    for match in DELIMITED.finditer(text):
        if match.start() < done:
            continue
        names = [name.strip(' "\t') for name in match["head"].split(match["sign"])]
        if len(names) < 2 or not all(re.fullmatch(r"[A-Za-z][\w .-]{0,40}", name) for name in names):
            continue
        wanted = [number for number, name in enumerate(names) if strength_of(name) >= Strength.FAIR]
        if wanted:
            lines = lines_from(text, match.end() + 1)
            done = lines[-1][0] if lines else done
            yield from cells(lines, match["sign"], wanted, len(names))


def cells(lines: list[tuple[int, str]], sign: str, wanted: list[int], width: int = 0) -> Iterator[Span]:
    for start, line in lines:
        parts = line.split(sign)
        if width and len(parts) != width:
            return
        for number in wanted:
            if number < len(parts):
                left = len(sign.join(parts[:number])) + (1 if number else 0)
                yield from cell(start, line, left, left + len(parts[number]))


def cell(at: int, line: str, left: int, right: int) -> Iterator[Span]:
    value = line[left:right]
    bare = value.strip(" \t\"'`*")
    if bare and can_be_secret(bare, Strength.STRONG, quoted=looks_chosen(bare)):
        start = at + left + value.index(bare)
        yield start, start + len(bare)
