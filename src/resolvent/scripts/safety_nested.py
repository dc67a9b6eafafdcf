"""Commands inside of commands: wrappers (`sudo`, `xargs`, `Start-Process`) and shells in a string (`bash -c`, `cmd /c`)."""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from resolvent.scripts.safety_bash import BashReader
from resolvent.scripts.safety_cmd import CmdReader
from resolvent.scripts.safety_model import Command, Scope, Values, Word
from resolvent.scripts.safety_powershell import PowerShellReader
from resolvent.scripts.safety_python import SHELLS, STARTERS, PythonReader
from resolvent.scripts.safety_tree import Reader, make_program
from resolvent.scripts.syntax import Language

READERS: Mapping[Language, type[Reader]] = {
    Language.POWERSHELL: PowerShellReader,
    Language.BASH: BashReader,
    Language.CMD: CmdReader,
    Language.PYTHON: PythonReader,
}
DEEPEST = 6
BUDGET = 300_000
"""Characters of scripts within a script that are read."""


@dataclass(frozen=True, slots=True)
class Inner:
    language: Language
    text: str
    line: int


Nested = Inner | Command | None
BASH_SHELLS = frozenset(["bash", "sh", "zsh", "dash", "ksh", "ash"])
WRAPPERS = frozenset(
    [
        "sudo",
        "doas",
        "env",
        "nohup",
        "time",
        "exec",
        "command",
        "builtin",
        "nice",
        "ionice",
        "timeout",
        "setsid",
        "stdbuf",
        "xargs",
        "chroot",
    ]
)
WITH_VALUE = {
    "sudo": "ugpChDRT",
    "doas": "uC",
    "env": "uCS",
    "xargs": "InPLsdEa",
    "nice": "n",
    "ionice": "cnp",
    "timeout": "ks",
    "stdbuf": "ioe",
    "exec": "a",
    "chroot": "",
}
"""Short options of the wrappers that take the next word."""
SSH_VALUES = "bcDEeFIiJLlmOopQRSWw"
SKIPPED = {"timeout": 1, "chroot": 1}
"""Words of their own that come before the command."""


def read_commands(language: Language, script: str) -> list[Command]:
    """All commands of the script, those of the scripts within it included."""
    commands: list[Command] = []
    waiting: list[tuple[Inner, Scope, Values | None, int]] = [(Inner(language, script, 1), Scope(), None, 0)]
    budget = BUDGET
    while waiting:
        inner, scope, values, depth = waiting.pop()
        reader = READERS[inner.language](inner.text, inner.line, values)
        found = [(command, depth) for command in reader.read(scope)]
        waiting += [(Inner(inner.language, text, line), scope, reader.values, depth + 1) for text, line in reader.inner]
        for text, line in reader.find_unread() if depth < DEEPEST else []:
            waiting.append((Inner(inner.language, text, line), scope, reader.values, depth + 1))
        while found:
            command, level = found.pop()
            commands.append(command)
            if level >= DEEPEST:
                continue
            for nested in unwrap(command):
                if isinstance(nested, Command):
                    found.append((nested, level + 1))
                elif nested is not None and nested.text.strip() and len(nested.text) <= budget:
                    budget -= len(nested.text)
                    shared = command.values if nested.language is command.language else None
                    outer = Scope(command.scope, repeated=command.name in {"xargs", "forfiles"})
                    waiting.append((nested, outer, shared, level + 1))
    return commands


def unwrap(command: Command) -> Iterator[Nested]:
    if command.name in WRAPPERS and command.language is Language.BASH:
        yield unwrap_wrapper(command)
    elif command.name in BASH_SHELLS or command.name == "wsl":
        yield from unwrap_bash(command)
    elif (found := UNWRAP.get(command.name)) is not None:
        yield from found(command)
    elif command.language is Language.PYTHON:
        yield from unwrap_python(command)


def unwrap_wrapper(command: Command) -> Command | None:
    words = list(command.words)
    values = WITH_VALUE.get(command.name, "")
    while words:
        text = words[0].text
        if text == "--":
            words.pop(0)
            break
        if text.startswith("-") and len(text) > 1:
            takes = not text.startswith("--") and text[-1] in values and len(text) == 2
            del words[: 2 if takes else 1]
        elif "=" in text and command.name in {"env", "sudo"} and "/" not in text.partition("=")[0]:
            words.pop(0)
        else:
            break
    made = make_program(command, Language.BASH, tuple(words[SKIPPED.get(command.name, 0) :]))
    if made is not None and command.name == "xargs":
        scope = Scope(made.scope, sources=command.before, repeated=True)
        return replace(made, scope=scope, fed=(Word("$input", made.line, literal=False),))
    return made


def unwrap_bash(command: Command) -> Iterator[Nested]:
    text = next(iter(command.get("-c", "-lc", "-ec", "-xc", "-ic")), None)
    if text is not None and not text.inside:
        yield Inner(Language.BASH, text.text, text.line)
    elif command.name == "wsl":
        yield make_program(
            command, Language.BASH, command.words[1:] if command.texts()[:1] == ["-e"] else command.words
        )
    elif not command.arguments or command.has("-s"):
        yield from (Inner(Language.BASH, fed.text, fed.line) for fed in command.fed)
        yield from (Inner(Language.BASH, w.text, w.line) for w in printed(command))


def printed(command: Command) -> Iterator[Word]:
    """What an echo before it puts into it."""
    for source in command.before[-1:]:
        if source.name in {"echo", "printf", "write-output"}:
            yield from source.arguments
        yield from source.fed if source.name == "cat" else ()


def unwrap_powershell(command: Command) -> Iterator[Nested]:
    """`-EncodedCommand` is decoded; what stands behind `-Command`, or alone, is read."""
    texts = [word.lower.lstrip("-–—/") for word in command.words]
    for at, text in enumerate(texts):
        option = command.words[at].text[:1] in "-–—/"
        if option and text and "encodedcommand".startswith(text) and text != "" and at + 1 < len(texts):
            decoded = decode_command(command.words[at + 1].text)
            yield Inner(Language.POWERSHELL, decoded.replace("\n", ";").replace("\r", ""), command.line)
            return
        if option and text and ("command".startswith(text)) and at + 1 < len(texts):
            yield join_words(Language.POWERSHELL, command.words[at + 1 :])
            return
        if option and text and "file".startswith(text):
            return
    if command.arguments and not any(word.lower.endswith(".ps1") for word in command.arguments):
        yield join_words(Language.POWERSHELL, command.arguments[-1:])
    yield from (Inner(Language.POWERSHELL, word.text, word.line) for word in printed(command))


def decode_command(text: str) -> str:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4)).decode("utf-16-le", errors="replace")
    except (binascii.Error, ValueError):
        return ""


def join_words(language: Language, words: tuple[Word, ...]) -> Inner | None:
    if not words:
        return None
    if language is Language.POWERSHELL:
        return Inner(language, " ".join(word.text for word in words).strip("{} "), words[0].line)
    quoted = [f'"{word.text}"' if " " in word.text and len(words) > 1 else word.text for word in words]
    return Inner(language, " ".join(quoted), words[0].line)


def unwrap_cmd(command: Command) -> Iterator[Nested]:
    at = next((at for at, word in enumerate(command.words) if word.lower[:2] in {"/c", "/k", "/r"}), None)
    if at is not None:
        glued = command.words[at].text[2:]
        words = command.words[at + 1 :]
        yield join_words(Language.CMD, (replace(command.words[at], text=glued), *words) if glued else words)
    yield from (Inner(Language.CMD, word.text, word.line) for word in printed(command))


def unwrap_start(command: Command) -> Iterator[Nested]:
    """`Start-Process x -ArgumentList …` and cmd's `start "title" x …`."""
    if command.language is Language.CMD:
        rest = list(command.words)
        titled = '""' in command.source or command.source.partition(" ")[2].strip().startswith('"')
        if titled:
            rest = rest[1:]
        while rest and rest[0].text.startswith("/"):
            rest.pop(0)
        yield make_program(command, Language.CMD, tuple(rest))
        return
    path = [*command.get("f|ilepath"), *command.arguments][:1]
    given = [*command.get("a|rgumentlist", "args"), *command.arguments[0 if command.get("f|ilepath") else 1 :]]
    words = tuple(replace(word, text=part) for word in given for part in split_quoted(word.text))
    if path:
        yield make_program(command, Language.CMD, (path[0], *words))


def split_quoted(text: str) -> list[str]:
    parts = text.replace('\\"', '"').split('"')
    return [piece for at, part in enumerate(parts) for piece in ([part] if at % 2 else part.split())]


def unwrap_text(language: Language, *options: str) -> Callable[[Command], Iterator[Nested]]:
    """For commands that run a text, given behind the options or as arguments."""

    def read(command: Command) -> Iterator[Nested]:
        words = command.get(*options) if options else command.arguments
        yield from (Inner(language, word.text, word.line) for word in words if is_readable(word))
        if not options:
            yield from (Inner(language, word.text, word.line) for word in command.fed if word.literal)

    return read


def is_readable(word: Word) -> bool:
    """There is more to it than a variable or the output of a command."""
    return not word.inside and (word.literal or " " in word.text.strip())


def unwrap_find(command: Command) -> Iterator[Nested]:
    for at, word in enumerate(command.words):
        if word.text in {"-exec", "-execdir", "-ok"}:
            rest = command.words[at + 1 :]
            end = next((i for i, w in enumerate(rest) if w.text in {";", "+", "\\;"}), len(rest))
            made = make_program(command, Language.BASH, rest[:end])
            if made is not None:
                yield replace(made, scope=Scope(made.scope, repeated=True), fed=command.arguments[:1])


def unwrap_ssh(command: Command) -> Iterator[Nested]:
    words = skip_options(command.words, SSH_VALUES)[1:]
    yield Inner(Language.BASH, " ".join(word.text for word in words), words[0].line) if words else None


def skip_options(words: tuple[Word, ...], with_value: str) -> tuple[Word, ...]:
    at = 0
    while at < len(words) and words[at].text.startswith("-"):
        at += 2 if len(words[at].text) == 2 and words[at].text[1] in with_value else 1
    return words[at:]


def unwrap_python_program(command: Command) -> Iterator[Nested]:
    yield from (Inner(Language.PYTHON, word.text, word.line) for word in command.get("-c") if not word.inside)


def unwrap_process_create(command: Command) -> Iterator[Nested]:
    texts = command.texts()
    if texts[:3] == ["process", "call", "create"]:
        yield join_words(Language.CMD, command.words[3:])


def unwrap_psexec(command: Command) -> Iterator[Nested]:
    words = list(command.words)
    while words and words[0].text[:1] in "-/\\":
        takes = words[0].lower in {"-u", "-p", "-w", "-n", "-r", "/u", "/p"}
        del words[: 2 if takes else 1]
    yield make_program(command, Language.CMD, tuple(words))


def unwrap_python(command: Command) -> Iterator[Nested]:
    shell = command.name in SHELLS or (command.name in STARTERS and command.has("shell"))
    if shell and command.words and not command.words[0].text.startswith(("[", "(")):
        word = command.words[0]
        yield Inner(Language.BASH, word.text, word.line) if word.literal else None


def unwrap_su(command: Command) -> Iterator[Nested]:
    yield from (Inner(Language.BASH, word.text, word.line) for word in command.get("-c", "--command"))


UNWRAP: Mapping[str, Callable[[Command], Iterator[Nested]]] = {
    "powershell": unwrap_powershell,
    "cmd": unwrap_cmd,
    "start": unwrap_start,
    "start-process": unwrap_start,
    "invoke-expression": unwrap_text(Language.POWERSHELL),
    "[scriptblock]::create": unwrap_text(Language.POWERSHELL),
    "eval": unwrap_text(Language.BASH),
    "trap": unwrap_text(Language.BASH),
    "find": unwrap_find,
    "ssh": unwrap_ssh,
    "su": unwrap_su,
    "wmic": unwrap_process_create,
    "python": unwrap_python_program,
    "python3": unwrap_python_program,
    "psexec": unwrap_psexec,
    "psexec64": unwrap_psexec,
    "schtasks": unwrap_text(Language.CMD, "/tr"),
    "forfiles": unwrap_text(Language.CMD, "/c"),
    "system.diagnostics.process]::start": unwrap_start,
}
