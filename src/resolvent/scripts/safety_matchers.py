"""Small questions about one command, to be put together in the tables."""

from collections.abc import Callable

from resolvent.scripts.safety_model import Command, Word
from resolvent.scripts.safety_targets import clean, resolve
from resolvent.scripts.syntax import Language

Matches = Callable[[Command], bool]
DRY = {
    "rsync": ("-n", "--dry-run"), "robocopy": ("/l",), "apt-get": ("-s", "--simulate", "--dry-run"), "apt": ("-s", "--simulate"),
    "userdel": (), "shutdown": ("-k", "-c", "/a", "-a"), "mkfs.ext4": ("-n",), "mke2fs": ("-n",), "sfdisk": ("-n", "--no-act"),
    "parted": ("-s",), "wipefs": ("-n", "--no-act"), "crontab": (), "sgdisk": ("-P", "--pretend"),
}  # fmt: skip


def always(_: Command) -> bool:
    return True


def has(*options: str) -> Matches:
    return lambda command: command.has(*options)


def either(*questions: Matches) -> Matches:
    return lambda command: any(ask(command) for ask in questions)


def both(*questions: Matches) -> Matches:
    return lambda command: all(ask(command) for ask in questions)


def no(question: Matches) -> Matches:
    return lambda command: not question(command)


def own_words(command: Command) -> list[str]:
    """Its words in lower case, without the other machine's name: `sc \\\\server stop x`."""
    return [text for text in command.texts() if not text.startswith("\\\\") and not text.startswith("/node")]


def starts(*words: str) -> Matches:
    """The first words, options left out; `a|b` is one of two."""
    wanted = [set(word.split("|")) for word in words]

    def ask(command: Command) -> bool:
        texts = [text for text in own_words(command) if not text.startswith(("-", "/"))]
        return len(texts) >= len(wanted) and all(text in one for text, one in zip(texts, wanted, strict=False))

    return ask


def any_word(*words: str) -> Matches:
    wanted = frozenset(words)
    return lambda command: not wanted.isdisjoint(text for word in command.words for text in known_texts(word, command))


def any_start(*prefixes: str) -> Matches:
    return lambda command: any(
        text.startswith(prefixes) for word in command.words for text in known_texts(word, command)
    )


def known_texts(word: Word, command: Command) -> list[str]:
    return [text.lower() for text in resolve(word, command.values)]


def value(option: str, *wanted: str) -> Matches:
    """The option has one of the values; `$` of a switch is left out."""
    return lambda command: any(
        text.lstrip("$") in wanted for word in command.get(*option.split(",")) for text in known_texts(word, command)
    )


def switched_on(*options: str) -> Matches:
    """Given as a switch, or with $true, 1 or Enabled."""
    on = {"$true", "true", "1", "enabled", "yes"}
    return lambda command: any(
        not given or any(text in on for word in given for text in known_texts(word, command))
        for option in options
        for given in command.given(option)
    )


def writes(*prefixes: str) -> Matches:
    """It sends its output to such a file."""
    return lambda command: any(
        text.startswith(prefixes) for word in command.redirects for text in known_texts(word, command)
    )


def names_key(*roots: str) -> Matches:
    return lambda command: any(
        clean(text).startswith(roots)
        for word in (*command.words, *splatted(command))
        for text in resolve(word, command.values)
    )


def splatted(command: Command) -> tuple[Word, ...]:
    return command.get("path", "literalpath", "name")


def mentions(*parts: str) -> Matches:
    """A word holds one of the texts."""
    return lambda command: any(
        part in text
        for word in (*command.words, *splatted(command))
        for text in known_texts(word, command)
        for part in parts
    )


def fed_by(*names: str) -> Matches:
    wanted = frozenset(names)
    return lambda command: any(source.name in wanted for source in command.upstream())


def takes_output_of(names: frozenset[str]) -> Matches:
    """Of one of the commands: through the pipeline, a sub-expression or a variable."""

    def ask(command: Command) -> bool:
        words = (*command.words, *command.fed, *([command.dynamic] if command.dynamic else []))
        found = {name for word in words for name in word.inside}
        piped = command.upstream() if in_powershell(command) or not command.arguments else command.before
        found |= {source.name for source in piped}
        found |= {n for word in words for name in word.variables for n in command.values.made_by.get(name, ())}
        found |= {
            n
            for source in command.before
            for word in source.words
            for n in word.inside
            if source.name in {"echo", "printf"}
        }
        return not names.isdisjoint(found)

    return ask


def in_powershell(command: Command) -> bool:
    return command.language is Language.POWERSHELL


def is_dry(command: Command) -> bool:
    """A dry run: `-WhatIf` unless the script sets it to $false; `--dry-run`."""
    for given in command.given("wh|atif"):
        texts = [text for word in given for text in known_texts(word, command)]
        return not texts or any(text != "$false" for text in texts)
    if command.has("--dry-run", "--what-if", "--noop", "--check-only"):
        return True
    preference = command.values.known.get("whatifpreference")
    if preference and preference[-1].lower() == "$true" and "-" in command.name:
        return True
    return command.has(*DRY.get(command.name, ()))
