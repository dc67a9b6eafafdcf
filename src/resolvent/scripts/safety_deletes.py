"""Deletes of all languages, and which rule each falls under."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from resolvent.scripts.safety_model import Command, Word
from resolvent.scripts.safety_targets import Place, is_registry, judge, resolve

LISTING = frozenset(["get-childitem", "get-item"])
NARROWING = frozenset(["where-object", "select-object"])
FIND_TESTS = frozenset(
    [
        "-name",
        "-iname",
        "-path",
        "-ipath",
        "-regex",
        "-mtime",
        "-mmin",
        "-atime",
        "-ctime",
        "-newer",
        "-size",
        "-empty",
        "-user",
        "-type",
        "-perm",
        "-inum",
    ]
)


@dataclass(frozen=True, slots=True)
class Deletion:
    targets: tuple[Word, ...]
    recursive: bool = False
    many: bool = False
    """By wildcard, or one by one in a loop."""
    filtered: bool = False
    """Of what it finds below a folder it takes some: by name, age or size."""


def has_wildcard(words: tuple[Word, ...], command: Command) -> bool:
    return any("*" in text or "?" in text for word in words for text in resolve(word, command.values))


def read_remove_item(command: Command) -> Deletion:
    targets = command.get("p|ath", "l|iteralpath") + command.arguments
    recursive = command.has("r|ecurse")
    listed = [source for source in command.upstream() if source.name in LISTING]
    narrowed = any(source.name in NARROWING for source in command.before)
    if not targets or any(word.variables[:1] == ("_",) for word in targets):
        found = tuple(word for source in listed for word in source.get("p|ath", "l|iteralpath") + source.arguments)
        whole = any(source.has("r|ecurse", "s") for source in listed)
        filtered = narrowed or any(source.has("fi|lter", "in|clude", "file") for source in listed)
        head = tuple(word for word in command.fed if word.text)
        return Deletion(found or targets or head, recursive or whole, True, filtered and not recursive)
    wild = has_wildcard(command.get("p|ath") + command.arguments, command) or command.has("in|clude", "fi|lter")
    looped = bool(listed) and command.repeated()
    return Deletion(targets, recursive, wild or looped)


def read_rm(command: Command) -> Deletion:
    targets = tuple(
        found
        for word in command.arguments
        for found in (command.fed if word.text in {"{}", "$input"} and command.fed else (word,))
    )
    recursive = command.has("-r", "-R", "--recursive")
    found = bool(command.fed) and not command.arguments
    return Deletion(targets or command.fed, recursive, has_wildcard(targets, command) or found)


def read_find(command: Command) -> Deletion | None:
    if not any(word.text == "-delete" for word in command.words):
        return None
    at = next((i for i, word in enumerate(command.words) if word.text.startswith(("-", "(", "!"))), 0)
    tests = FIND_TESTS & {word.text for word in command.words}
    return Deletion(command.words[:at], True, True, bool(tests - {"-type"}) or "-empty" in tests)


def read_del(command: Command) -> Deletion:
    looped = any(word.text.startswith("%%") for word in command.arguments)
    return Deletion(command.arguments, command.has("/s"), looped or has_wildcard(command.arguments, command))


def read_rd(command: Command) -> Deletion | None:
    return Deletion(command.arguments, True) if command.has("/s") else None


def read_directory_delete(command: Command) -> Deletion | None:
    whole = any(word.lower == "$true" for word in command.words[1:])
    return Deletion(command.words[:1], True) if whole else None


def read_unlink(command: Command) -> Deletion | None:
    return Deletion(command.words[:1], many=True) if command.repeated() else None


DELETES: Mapping[str, Callable[[Command], Deletion | None]] = {
    "remove-item": read_remove_item,
    "rm": read_rm,
    "find": read_find,
    "del": read_del,
    "rd": read_rd,
    "shutil.rmtree": lambda command: Deletion(command.words[:1], True),
    "os.remove": read_unlink,
    "os.unlink": read_unlink,
    "[io.directory]::delete": read_directory_delete,
}
DECISIONS: tuple[tuple[str, Callable[[Deletion, Place], bool]], ...] = (
    ("delete-system", lambda d, place: place is Place.SYSTEM and (d.recursive or d.many) and not d.filtered),
    ("delete-empty-variable", lambda d, place: place is Place.PERHAPS_EMPTY and d.recursive and not d.filtered),
    ("delete-temporary", lambda d, place: place is Place.TEMPORARY and (d.recursive or d.many)),
    ("delete-checked", lambda d, place: place is Place.CHECKED and d.recursive and not d.filtered),
    ("delete-recursive", lambda d, _: d.recursive and not d.filtered),
    ("delete-many", lambda d, _: d.recursive or d.many),
)
"""The first that holds."""


def judge_delete(command: Command) -> str | None:
    """The rule, None for the deletion of one file or for no deletion."""
    read = DELETES.get(command.name)
    deletion = read(command) if read is not None else None
    if deletion is None:
        return None
    targets = deletion.targets
    if any(is_registry(word, command) for word in targets):
        user = all(is_registry(word, command, "hkcu:") for word in targets)
        root = any(judge(word, command) is Place.SYSTEM for word in targets)
        return "registry-delete-user-key" if user and not root else "registry-delete-key"
    place = max((judge(word, command) for word in targets), default=Place.NAMED)
    return next((rule for rule, holds in DECISIONS if holds(deletion, place)), None)
