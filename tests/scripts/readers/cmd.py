"""A reader of cmd's rules: the percent phase, then special characters with quotes and carets, then the words."""

Token = tuple[str, str]

DELIMITERS = " \t,;=\v\f\xa0"
OPERATORS = "&|<>()"


def read_cmd(script: str) -> list[list[Token]]:
    """Tokens of each line: word (quotes kept as they are) or operator. Anything that acts later is a token as well."""
    return [read_line(line) for line in script.split("\n")]


def read_line(line: str) -> list[Token]:
    tokens: list[Token] = [("percent", "")] * line.count("%") + [("delayed", "")] * line.count("!")
    if line.lstrip("@ ").lower().startswith(("rem ", "::")):
        return [*tokens, ("comment", line)]
    word, quoted, at = "", False, 0
    while at < len(line):
        character = line[at]
        at += 1
        if character == '"':
            quoted = not quoted
            word += character
        elif quoted:
            word += character
        elif character == "^":
            word += line[at : at + 1]
            tokens.append(("caret", ""))
            at += 1
        elif character in OPERATORS or character in DELIMITERS:
            tokens += [("word", word)] if word else []
            tokens += [("operator", character)] if character in OPERATORS else []
            word = ""
        else:
            word += character
    assert not quoted, "a quote is open at the end of the line"
    return [*tokens, ("word", word)] if word else tokens


def read_arguments(script: str) -> list[list[Token]]:
    """The same with each word as the program gets it; `set` is no program and keeps its text."""
    return [
        [(kind, says if ("word", "set") in line else argument_of(says)) for kind, says in line]
        for line in read_cmd(script)
    ]


def argument_of(word: str) -> str:
    """A word as a program's C runtime takes it."""
    text, backslashes = "", 0
    for character in word:
        if character == "\\":
            backslashes += 1
            continue
        text += "\\" * (backslashes // 2 if character == '"' else backslashes)
        if character == '"' and backslashes % 2:
            text += '"'
        elif character != '"':
            text += character
        backslashes = 0
    return text + "\\" * backslashes


TEMPLATES = [
    "net user {{ x }} /add",
    'net user "{{ x }}" /add',
    'reg add HKCU\\A /v "a {{ x }} b" /f',
    "del C:\\Temp\\{{ x }}\\a.log",
    "echo About {{ x }}",
    "echo a> {{ x }}",
    'type a > "{{ x }}.log"',
    "set NAME={{ x }}",
    'set "NAME={{ x }}"',
    "rem about {{ x }}\nver",
    ":: about {{ x }}\nver",
    'if "%A%"=="{{ x }}" echo b',
    "if exist {{ x }} (\n echo {{ x }}\n)",
    'for %%i in ({{ x }}) do echo "%%i"',
    "call :sub {{ x }}",
    '"{{ x }}" /quiet',
    "ping -n 1 {{ x }} | find /i {{ x }}",
    "schtasks /run /tn:{{ x }}",
    "robocopy a b /LOG:{{ x }} /E",
    'start "" powershell -Command "Get-Item {{ x }}"',
]
