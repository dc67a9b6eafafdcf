"""A reader of PowerShell's tokens, written from the language specification (chapter 2, Lexical structure): enough to
say which texts, words, parameters and operators a script consists of."""

import re
import unicodedata

Token = tuple[str, str]
"""Kind (text, number, parameter, variable, operator, newline, comment) and what it says."""

SINGLE = "'\u2018\u2019\u201a\u201b"
DOUBLE = '"\u201c\u201d\u201e'
DASH = "-\u2013\u2014\u2015"
BREAKS = set("{}();,|&\r\n")
ESCAPED = {"0": "\0", "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
NUMBER = re.compile(
    r"[+]?(0x[0-9a-f]+|0b[01]+|\d+\.?\d*(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?)(u?[ysl]|u|n|d)?([kmgtp]b)?", re.I
)


def is_space(character: str) -> bool:
    return character in " \t\v\f\x85" or unicodedata.category(character) == "Zs"


class Reader:
    def __init__(self, script: str) -> None:
        self.script = script
        self.at = 0
        self.tokens: list[Token] = []

    def peek(self, ahead: int = 0) -> str:
        return self.script[self.at + ahead : self.at + ahead + 1]

    def read(self) -> list[Token]:
        while self.at < len(self.script):
            self.read_token()
        return self.tokens

    def add(self, kind: str, says: str) -> None:
        self.tokens.append((kind, says))

    def read_token(self) -> None:
        character = self.peek()
        if is_space(character):
            self.at += 1
        elif character == "`" and self.peek(1) in {"\n", "\r"}:
            self.at += 2
        elif character in "\r\n":
            self.at += 1
            self.add("newline", "")
        elif character == "#" or self.script.startswith("<#", self.at):
            self.read_comment()
        elif character == "@" and self.peek(1) and self.peek(1) in SINGLE + DOUBLE and self.starts_here():
            self.read_here(self.peek(1) in DOUBLE)
        elif character in SINGLE:
            self.add("text", self.read_single())
        elif character in DOUBLE:
            self.add("text", self.read_double())
        elif (
            character in BREAKS
            or character in "<>"
            or (character in "=+*/%!" and self.ends(1))
            or (character in "@[]" and not self.peek(1).isalnum())
        ):
            self.at += 1
            self.add("operator", character)
        elif character == "$":
            self.add("variable", self.read_variable())
        else:
            self.read_word()

    def ends(self, ahead: int) -> bool:
        following = self.peek(ahead)
        return not following or is_space(following) or following in BREAKS

    def starts_here(self) -> bool:
        return re.match(r"[ \t]*\r?\n", self.script[self.at + 2 :]) is not None

    def read_comment(self) -> None:
        end = self.script.find("#>", self.at) + 2 if self.peek() == "<" else self.script.find("\n", self.at)
        end = len(self.script) if end < 2 else end
        self.add("comment", self.script[self.at : end])
        self.at = end

    def read_here(self, expands: bool) -> None:
        quotes = DOUBLE if expands else SINGLE
        start = self.script.index("\n", self.at) + 1
        found = re.compile(rf"\r?\n[{quotes}]@").search(self.script, start - 1)
        assert found, "the here-string does not end"
        content = self.script[start : found.start()] if found.start() >= start else ""
        self.at = found.end()
        self.add("text", self.expand(content) if expands else content)

    def read_single(self) -> str:
        self.at += 1
        parts: list[str] = []
        while True:
            character = self.peek()
            assert character, "the string does not end"
            self.at += 1
            if character in SINGLE:
                if not self.peek() or self.peek() not in SINGLE:
                    return "".join(parts)
                character = self.peek()
                self.at += 1
            parts.append(character)

    def read_double(self) -> str:
        self.at += 1
        start = self.at
        while True:
            character = self.peek()
            assert character, "the string does not end"
            if character == "`":
                self.at += 2
            elif character == "$" and self.peek(1) == "(":
                self.skip_subexpression()
            elif character in DOUBLE and self.peek(1) and self.peek(1) in DOUBLE:
                self.at += 2
            elif character in DOUBLE:
                self.at += 1
                return self.expand(re.sub(rf"([{DOUBLE}])[{DOUBLE}]", r"`\1", self.script[start : self.at - 1]))
            else:
                self.at += 1

    def skip_subexpression(self) -> None:
        inner = Reader(self.script)
        inner.at = self.at + 2
        depth = 1
        while depth:
            before = len(inner.tokens)
            inner.read_token()
            for kind, says in inner.tokens[before:]:
                depth += (kind == "operator" and says == "(") - (kind == "operator" and says == ")")
            assert not depth or inner.at < len(self.script), "the subexpression does not end"
        self.tokens += [("inner " + kind, says) for kind, says in inner.tokens]
        self.at = inner.at

    def expand(self, content: str) -> str:
        """Escapes done; what the string expands is its own token."""
        inner = Reader(content)
        parts: list[str] = []
        while inner.at < len(content):
            character = inner.peek()
            if character == "`":
                parts.append(ESCAPED.get(inner.peek(1), inner.peek(1)))
                inner.at += 2
            elif character == "$" and inner.peek(1) == "(":
                inner.skip_subexpression()
                parts.append("\x00")
            elif character == "$" and re.match(r"[\w{?$^:]", inner.peek(1)):
                self.add("variable", inner.read_variable())
                parts.append("\x00")
            else:
                parts.append(character)
                inner.at += 1
        return "".join(parts)

    def read_variable(self) -> str:
        if self.peek(1) == "(":
            self.at += 2
            self.add("operator", "(")
            return "$("
        found = re.match(r"\$(\{[^}]*\}|(\w+:)?\w+|[$?^]|)", self.script[self.at :])
        assert found
        self.at += found.end()
        return found[0]

    def read_word(self) -> None:
        """A generic token: quotes inside it are read and taken away."""
        dashed = self.peek() in DASH
        parts, quoted = [], False
        while (character := self.peek()) and not is_space(character) and character not in BREAKS:
            if character in SINGLE:
                parts.append(self.read_single())
                quoted = True
            elif character in DOUBLE:
                parts.append(self.read_double())
                quoted = True
            elif character == "$":
                self.add("variable", self.read_variable())
                parts.append("\x00")
            elif character == "`":
                parts.append(self.peek(1))
                self.at += 2
            else:
                parts.append(character)
                self.at += 1
        word = "".join(parts)
        kind = "number" if NUMBER.fullmatch(word) and not quoted else "text"
        self.add("parameter" if dashed else kind, word)


def read_powershell(script: str) -> list[Token]:
    return Reader(script).read()


TEMPLATES = [
    "Get-Item -Name {{ x }} -Force",
    "Get-Item -Name:{{ x }}",
    "Get-Item {{ x }}",
    "$a = {{ x }}",
    "$a = @({{ x }}, 'b')",
    "Get-Item -Name 'b',{{ x }}",
    "Get-Item C:\\Temp\\{{ x }}.txt",
    "Get-Item '{{ x }}'",
    "Get-Item -Name '<{{ x }}>' -Force",
    'Get-Item "{{ x }}"',
    'Write-Output "a {{ x }} b $y"',
    'Write-Output "$($y.Name){{ x }}"',
    "$a = @'\n{{ x }}\n'@",
    "$a = @'\na {{ x }} b\n'@ + {{ x }}",
    '$a = @"\n{{ x }}\n$y "quoted"\n"@',
    "# about {{ x }}\nGet-Item a",
    "<# about\n{{ x }} #>\nGet-Item a",
    "& {{ x }} /quiet",
    "if ($a -eq {{ x }}) { Get-Item {{ x }} }",
    'Write-Output "a $(Get-Item {{ x }}) b"',
    "Write-Output \"a $(Get-Item '{{ x }}') b\"",
    'Write-Output "a $(Get-Item "{{ x }}") b"',
    "$h = @{ Name = {{ x }}; {{ x }} = 1 }",
    "Get-Item -Filter \"Name -eq '{{ x }}'\"",
    "[string]{{ x }} | Out-File {{ x }}",
    "Get-Item a > {{ x }}",
    "$x.Replace({{ x }}, 'b')",
    "foreach ($i in {{ x }}) { $i }",
    "net.exe user '{{ x }}' /add",
    'Invoke-Expression "Get-Item {{ x }}"',
    "Start-Process cmd -ArgumentList '/c dir {{ x }}'",
    "Get-Item -Filter 'Name -eq \"{{ x }}\"'",
    "tool.exe {{ x }} -a '{{ x }}' \"{{ x }}\" --name={{ x }}",
    "docker exec {{ x }} -- ls",
]
