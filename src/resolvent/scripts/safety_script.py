"""Findings that need more than one command, or the words rather than the name."""

import re
from collections.abc import Iterator

from resolvent.scripts.safety_model import Command, Word
from resolvent.scripts.safety_targets import resolve
from resolvent.scripts.syntax import Language

SPLITTING = frozenset(
    [
        "rm",
        "cp",
        "mv",
        "cat",
        "chmod",
        "chown",
        "mkdir",
        "rmdir",
        "ln",
        "tar",
        "rsync",
        "touch",
        "kill",
        "cd",
        "ls",
        "grep",
        "find",
        "sed",
        "systemctl",
    ]
)
"""Commands that take other files or words when an expansion falls apart."""
CMD_SPLITTING = frozenset(["del", "rd", "copy", "move", "xcopy", "robocopy", "ren", "type", "mkdir"])
TO_FILE = {
    "invoke-webrequest": ("o|utfile",),
    "invoke-restmethod": ("o|utfile",),
    "start-bitstransfer": ("d|estination",),
    "curl": ("-o", "--output"),
    "wget": ("-O", "--output-document", "-o"),
}
LAST_WORD = frozenset([".downloadfile", "certutil", "bitsadmin", "urllib.request.urlretrieve"])
RUNNERS = frozenset(
    [
        "start-process",
        "start",
        "msiexec",
        "bash",
        "sh",
        "zsh",
        "dpkg",
        "rpm",
        "installer",
        "source",
        "python",
        "python3",
        "invoke-item",
        "powershell",
        "cmd",
        "wusa",
        "subprocess.run",
        "subprocess.Popen",
        "subprocess.call",
        "os.system",
        "os.startfile",
        "[diagnostics.process]::start",
    ]
)
SEPARATORS = re.compile(r"[\\/]")


def is_computed(command: Command) -> bool:
    return command.dynamic is not None and not command.name and not command.dynamic.text.startswith(("{", "$("))


def leaves_unquoted(command: Command) -> bool:
    if command.language is Language.BASH:
        return command.name in SPLITTING and any(word.unquoted for word in command.words)
    names = CMD_SPLITTING if command.language is Language.CMD else frozenset[str]()
    return command.name in names and any(word.unquoted for word in command.arguments)


def find_downloads_run(commands: list[Command]) -> set[int]:
    """Commands, by `id`, that run a file which an earlier command downloaded."""
    ordered = sorted(commands, key=lambda command: (command.line, command.start))
    files: set[str] = set()
    found: set[int] = set()
    for command in ordered:
        if files and not files.isdisjoint(run_files(command)):
            found.add(id(command))
        files.update(written_files(command))
    return found


def written_files(command: Command) -> Iterator[str]:
    words: tuple[Word, ...] = command.get(*TO_FILE.get(command.name, ()))
    if command.name in LAST_WORD and any("://" in word.text for word in command.words):
        words = command.words[-1:]
    if command.name in {"curl", "wget"} and not words:
        addressed = command.name == "wget" or command.has("-O", "--remote-name")
        words = tuple(word for word in command.arguments if "://" in word.text) if addressed else command.redirects
    yield from name_files(words, command)


def run_files(command: Command) -> Iterator[str]:
    """Files that it runs: itself, or what it is given to run."""
    if command.dynamic is not None:
        yield from name_files((command.dynamic,), command)
    first = command.source.lstrip("&. ").split(maxsplit=1)
    yield from name_files((Word(first[0].strip("\"'"), command.line),) if first else (), command)
    if command.name in RUNNERS:
        yield from name_files(
            (*command.arguments, *(word for given in command.options.values() for word in given)), command
        )


def name_files(words: tuple[Word, ...], command: Command) -> Iterator[str]:
    for word in words:
        for text in resolve(word, command.values):
            name = SEPARATORS.split(text.rstrip("/\\"))[-1].strip("\"'() ").lower()
            if len(name) > 2 and name not in {"$null", "nul", "null"}:
                yield name
