"""What a template's form is filled in with, and where each value comes from. Pure.

First what the fix proposes, as far as the template knows and accepts it; then, for a parameter whose format tells what it is
(an address, a host, a path), the one value of that kind that the session's evidence names; then the default. A value is
looked for only where it can be meant for nothing else: two candidates, or two empty parameters of one format, get none.
Sensitive parameters are never filled in.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import groupby
from typing import Any

from resolvent.scripts.parameters import Kind, Parameter, value_problems
from resolvent.scripts.schemas import Origin


@dataclass(frozen=True, slots=True)
class Clue:
    """A text of the session in which values stand. `label` as in a note's evidence; a device's text is its name."""

    source: Origin
    text: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    name: str
    value: Any
    source: Origin
    label: str | None = None


EDGE = r"(?<![\w@.:\\/-])"
"""What comes before is not a part of the same word."""
ADDRESS = re.compile(EDGE + r"[\w.+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![\w@-]|\.\w)")
NAME = re.compile(EDGE + r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*(?![\w@:\\/-]|\.\w)")
NUMBERED = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+|[A-Z]{2,}[A-Z0-9]*[0-9]+[A-Z0-9]*")
"""A host's short name, as people give them: `PRN-01`, `lt-jane-3`, `SRVDC02`."""
NOT_HOSTS = re.compile(r"(?:KB|ID|CVE|INC|REQ|RFC|MS|TLS|SHA|UTF|WIN)-?\d.*|\d{4}-\d\d-\d\d|0x.*", re.IGNORECASE)
ENDINGS_OF_FILES = frozenset(
    (
        "exe",
        "dll",
        "log",
        "txt",
        "pst",
        "ost",
        "pdf",
        "msi",
        "ps1",
        "bat",
        "cmd",
        "ini",
        "xml",
        "json",
        "csv",
        "zip",
        "sys",
    )
)
ADDRESS_V4 = re.compile(r"(?<![\w.:/-])(?:\d{1,3}\.){3}\d{1,3}(?![\w:/-]|\.\w)")
ADDRESS_V6 = re.compile(r"(?<![\w.:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w.:])")
GUID = re.compile(r"(?<![\w-])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![\w-])")
URL = re.compile(r"\bhttps?://[^\s<>\"'“”‘’()]+[^\s<>\"'“”‘’().,;:!?]")
PATH = re.compile(
    r"""(?<![\w\\/.:])(?: [A-Za-z]:\\[^\s<>|"'?*,;“”]* | \\\\[\w.-]+\\[^\s<>|"'?*,;“”]+ | (?:~|(?=/\w))/[\w.@+-]+(?:/[\w.@+-]*)* )""",
    re.VERBOSE,
)
SPOKEN_END = ".,;:!?)"
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
DEVICES = frozenset(
    {"client", "computer", "desktop", "device", "endpoint", "laptop", "machine", "notebook", "pc", "workstation"}
)
SERVERS = frozenset({"controller", "gateway", "printer", "router", "server", "switch"})
"""Words of a parameter that is, and that is not, the machine of the user: a ticket names that one as its device."""


def prefill(
    parameters: Sequence[Parameter], proposed: Mapping[str, Any], clues: Sequence[Clue]
) -> tuple[list[Filled], list[str]]:
    """In the order of the parameters; and the names of what was proposed and can't be used."""
    known = {one.name: one for one in parameters if not one.sensitive}
    filled: dict[str, Filled] = {}
    dropped: list[str] = []
    for name, value in proposed.items():
        parameter = known.get(name)
        if value is None:
            continue
        if parameter is None or value_problems(parameter, value):
            dropped.append(name)
            continue
        filled[name] = Filled(name, value, *trace(value, clues))
    for parameter in lonely(parameters, filled):
        if (found := find_value(parameter, clues, taken=[one.value for one in filled.values()])) is not None:
            filled[parameter.name] = found
    for parameter in known.values():
        if parameter.name not in filled and parameter.default is not None:
            filled[parameter.name] = Filled(parameter.name, parameter.default, "default")
    return [filled[one.name] for one in parameters if one.name in filled], dropped


def trace(value: Any, clues: Sequence[Clue]) -> tuple[Origin, str | None]:
    """Where a proposed value stands as a whole word; else it is the fix's own."""
    if not isinstance(value, str) or len(value) < 3:
        return "fix", None
    word = re.compile(rf"(?<![\w-]){re.escape(value)}(?![\w-])", re.IGNORECASE)
    return next(((clue.source, clue.label) for clue in clues if word.search(clue.text)), ("fix", None))


def lonely(parameters: Sequence[Parameter], filled: Mapping[str, Filled]) -> Iterator[Parameter]:
    """Empty ones that alone have their format: with two it is anyone's guess which of them is meant."""
    empty = [
        one
        for one in parameters
        if one.name not in filled and not one.sensitive and one.kind is Kind.STRING and one.format in FINDERS
    ]
    for _, group in groupby(sorted(empty, key=kind_of_value), key=kind_of_value):
        alike = list(group)
        if len(alike) == 1:
            yield alike[0]


def kind_of_value(parameter: Parameter) -> str:
    """A user principal name and an e-mail address look alike."""
    return {"email": "upn"}.get(parameter.format or "", parameter.format or "")


def find_value(parameter: Parameter, clues: Sequence[Clue], taken: Sequence[Any]) -> Filled | None:
    """The one value of this format in the first kind of clue that has any."""
    find = FINDERS[parameter.format or ""]
    used = {str(value).casefold() for value in taken}
    is_theirs = is_device(parameter)
    devices = {short_name(clue.text) for clue in clues if clue.source == "device" and not is_theirs}
    # Facts weigh more than what the ticket happens to mention; a device's name is a host's, whatever its form.
    for source in ("fact", "device", "ticket"):
        found: dict[str, Filled] = {}
        for clue in clues:
            if clue.source != source or (source == "device" and not is_theirs):
                continue
            for value in [clue.text] if source == "device" else find(clue.text):
                if not value_problems(parameter, value) and short_name(value) not in devices:
                    found.setdefault(value.casefold(), Filled(parameter.name, value, clue.source, clue.label))
        if found:
            only = next(iter(found.values()))
            return only if len(found) == 1 and only.value.casefold() not in used else None
    return None


def is_device(parameter: Parameter) -> bool:
    """Whether it asks for the machine of the user, by its own words. A server's form is better left empty than theirs."""
    words = {word.casefold() for word in WORD.findall(f"{parameter.name} {parameter.title}")}
    return parameter.format == "hostname" and bool(words & DEVICES) and not words & SERVERS


def short_name(host: str) -> str:
    return host.partition(".")[0].casefold()


def find_addresses(text: str) -> Iterator[str]:
    return (match.group() for match in ADDRESS.finditer(text))


def find_hosts(text: str) -> Iterator[str]:
    """Only what can hardly be another word: a name with a number and a hyphen, or one with a domain."""
    return (match.group() for match in NAME.finditer(text) if is_host(match.group()))


def is_host(name: str) -> bool:
    first, _, domain = name.partition(".")
    if domain:
        ending = domain.rpartition(".")[2]
        return "." in domain and ending.isalpha() and len(ending) > 1 and ending.casefold() not in ENDINGS_OF_FILES
    return (
        NUMBERED.fullmatch(first) is not None
        and any(char.isdigit() for char in first)
        and NOT_HOSTS.fullmatch(first) is None
    )


def find_ips(pattern: re.Pattern[str]) -> Callable[[str], Iterator[str]]:
    def find(text: str) -> Iterator[str]:
        return (match.group() for match in pattern.finditer(text) if is_ip(match.group()))

    return find


def is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def find_by(pattern: re.Pattern[str]) -> Callable[[str], Iterator[str]]:
    def find(text: str) -> Iterator[str]:
        return (match.group().rstrip(SPOKEN_END) for match in pattern.finditer(text))

    return find


FINDERS: Mapping[str, Callable[[str], Iterator[str]]] = {
    "upn": find_addresses,
    "email": find_addresses,
    "hostname": find_hosts,
    "ipv4": find_ips(ADDRESS_V4),
    "ipv6": find_ips(ADDRESS_V6),
    "guid": find_by(GUID),
    "url": find_by(URL),
    "path": find_by(PATH),
}
"""Format → the values of it in a text."""
