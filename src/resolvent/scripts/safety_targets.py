"""What a delete would hit: the places behind its arguments, as far as the script tells."""

import re
from collections.abc import Iterable
from enum import IntEnum

from resolvent.scripts.safety_model import Command, Values, Word
from resolvent.scripts.syntax import Language

NAMED = re.compile(r"\$\{?(?:script:|global:|local:)?(\w+(?::\w+)?)\}?|%%~?(\w+)|%(\w+)%|!(\w+)!")
MOST = 12
ENDS = re.compile(r"(/+(\*(\.\*)?|\.)?)+$")
JOINED = re.compile(r"^\(\s*join-path\s+(?:-path\s+)?(\S+)\s+(?:-childpath\s+)?(.*?)\s*\)$")
TEMPORARY = [
    "$env:temp",
    "$env:tmp",
    "%temp%",
    "%tmp%",
    "$tmpdir",
    "${tmpdir}",
    "c:/windows/temp",
    "c:/temp",
    "c:/tmp",
    "/tmp",  # noqa: S108 - compared with, never opened
    "/var/tmp",  # noqa: S108 - the same
    "/private/tmp",
    "/private/var/folders",
    "/dev/shm",  # noqa: S108 - the same
    "$env:windir/temp",
    "$env:systemroot/temp",
    "%windir%/temp",
    "%systemroot%/temp",
    "[io.path]::gettemppath()",
    "[system.io.path]::gettemppath()",
    "%localappdata%/temp",
    "$env:localappdata/temp",
    "$(mktemp",
]
CACHES = frozenset(
    [
        "temp",
        "tmp",
        "cache",
        "caches",
        ".cache",
        "gpucache",
        "blob_storage",
        "inetcache",
        "inet_cache",
        "softwaredistribution",
        "printers",
        "crashdumps",
        "$recycle.bin",
        "node_modules",
        "__pycache__",
        "deriveddata",
    ]
)
"""Folders whose contents are made again."""
SYSTEM = frozenset(
    [
        *["/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/mnt", "/opt", "/proc", "/root", "/sbin", "/srv", "/sys", "/usr", "/usr/bin", "/usr/lib", "/var", "/var/lib"],
        *["/var/log", "/users", "/system", "/library", "/applications", "~", "$home", "${home}"],
        *[f"{drive}:" for drive in "abcdefghijklmnopqrstuvwxyz"],
        *(f"c:/{name}" for name in ("windows", "windows/system32", "users", "program files", "program files (x86)", "programdata")),
        *(f"{o}{name}{c}" for o, c in (("$env:", ""), ("${env:", "}"), ("%", "%")) for name in (
            "systemroot", "windir", "systemdrive", "userprofile", "programfiles", "programdata", "homedrive", "homepath",
            "public", "appdata", "localappdata",
        )),
        "$env:systemdrive/users", "%systemdrive%/users", "$env:systemroot/system32", "%systemroot%/system32",
        "%windir%/system32", "hklm:", "hklm:/software", "hklm:/system", "hkcu:", "hkcu:/software", "hkcr:", "hku:",
        "hklm:/software/microsoft", "hklm:/software/microsoft/windows", "hkcu:/software/microsoft", "cert:/localmachine/root",
    ]
)  # fmt: skip


CORE = frozenset(
    [
        "c:/windows",
        "c:/windows/system32",
        "$env:systemroot",
        "$env:windir",
        "%systemroot%",
        "%windir%",
        "$env:systemroot/system32",
        "%systemroot%/system32",
        "%windir%/system32",
        "/etc",
        "/bin",
        "/sbin",
        "/lib",
        "/boot",
        "/usr/bin",
        "/usr/lib",
        "/usr/sbin",
    ]
)
"""Folders in which no pattern of files may be deleted."""


class Place(IntEnum):
    """In order of how bad a mistake is."""

    TEMPORARY = 0
    CHECKED = 1
    NAMED = 2
    PERHAPS_EMPTY = 3
    SYSTEM = 4


def resolve(word: Word, values: Values) -> tuple[str, ...]:
    """The texts that a word may be, variables replaced where the script tells what they hold."""
    texts = [word.text]
    for _ in range(4):
        following = [replaced for text in texts for replaced in replace_first(text, values)]
        if following == texts:
            break
        texts = following[:MOST]
    return tuple(texts)


def replace_first(text: str, values: Values) -> Iterable[str]:
    for found in NAMED.finditer(text[:2000]):
        name = name_of(found)
        known = values.known.get(name) or values.known.get(name.lower()) or values.known.get(found.group().lower())
        if known and all(f"${name}" not in value for value in known):
            return [text[: found.start()] + value + text[found.end() :] for value in known]
    return [text]


def judge(word: Word, command: Command) -> Place:
    return max((judge_text(text, word, command) for text in resolve(word, command.values)), default=Place.NAMED)


def judge_text(text: str, word: Word, command: Command) -> Place:
    path = clean(text)
    bare = ENDS.sub("", path)
    if bare in SYSTEM or (path.startswith("/") and not bare):
        return Place.SYSTEM
    folder, _, last = bare.rpartition("/")
    if folder in CORE and "*" in last:
        return Place.SYSTEM
    if ".." not in path and (is_temporary(path) or CACHES & set(bare.split("/")[1:])):
        return Place.TEMPORARY
    names = [found for found in NAMED.finditer(path) if not name_of(found).startswith("env:")]
    begins = bool(names) and names[0].start() == 0 and path[names[0].end() :].startswith("/")
    if begins and may_be_empty(names[0], word, command):
        return Place.PERHAPS_EMPTY
    return Place.CHECKED if is_checked({name_of(found) for found in names}, word, command) else Place.NAMED


def name_of(found: re.Match[str]) -> str:
    return found.group(found.lastindex or 0)


def is_checked(names: set[str], word: Word, command: Command) -> bool:
    checked = checked_names(command)
    return (
        any(scope.confirmed for scope in command.scope.chain())
        or (bool(names) and names <= checked)
        or (bool(word.variables) and {name.lower() for name in word.variables} <= checked)
        or (word.refused_when_empty and len(names) <= 1)
    )


def clean(text: str) -> str:
    path = text.strip().strip("'\"").lower().replace("\\", "/")
    path = path.removeprefix("microsoft.powershell.core/").removeprefix("filesystem::").removeprefix("registry::")
    for long, short in {"hkey_local_machine": "hklm:", "hkey_current_user": "hkcu:"}.items():
        path = path.replace(long, short)
    path = re.sub(r"^(hklm|hkcu|hkcr|hku)(?=/|$)", r"\1:", path)
    if (joined := JOINED.match(path)) is not None:
        path = f"{joined[1]}/{joined[2]}".replace("'", "").replace('"', "")
    return re.sub(r"/{2,}", "/", path) if not path.startswith("//") or path.strip("/") == "" else path


def is_temporary(path: str) -> bool:
    return any(
        path == root or path.startswith(root + "/") or (root[0] in "$[" and path.startswith(root)) for root in TEMPORARY
    )


def checked_names(command: Command) -> set[str]:
    """Variables that were looked at before the command, in lower case."""
    names = {name.lower() for scope in command.scope.chain() for name in scope.checked}
    return names | {name.lower() for name, since in command.values.checked.items() if since <= command.start}


def may_be_empty(found: re.Match[str], word: Word, command: Command) -> bool:
    name = name_of(found)
    if (
        word.refused_when_empty
        or name in {"psscriptroot", "home", "pwd", "_"}
        or (name.isdecimal() and found.group()[0] == "%")
    ):
        return False
    safe = {other.lower().lstrip("%") for other in command.values.never_empty} | checked_names(command)
    if name in safe or any(name == other.lower().lstrip("%~") for other in safe):
        return False
    known = [values for other, values in command.values.known.items() if other.lower() == name]
    return not known or any(values is None or "" in values for values in known) or command.language is Language.CMD


def is_registry(word: Word, command: Command, *roots: str) -> bool:
    return any(
        clean(text).startswith(roots or ("hklm:", "hkcr:", "hku:", "hkcu:")) for text in resolve(word, command.values)
    )
