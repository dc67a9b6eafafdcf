"""What the name of an option, a variable or a key says about its value."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from resolvent.scripts.extraction.words import words

IDENTIFYING = words(
    "computer computername host hostname server servername machine node identity user username login account "
    "upn samaccountname mailbox email mail mailaddress recipient sender manager owner member group "
    "printer share database db catalog tenant subscription customer client site domain forest ou "
    "organizationalunit address ip ipaddress ipv4 ipv6 mac gateway dns subnet scope scopeid network vlan ssid "
    "url uri website webhook endpoint bucket repo repository branch namespace cluster project vm "
    "container image serial path filepath file filename folder directory dir drive volume dest destination "
    "destinationpath source target literalpath outfile infile archive to from smtpserver phone extension "
    "credential issue ticket incident dataset schema topic queue nodepool pool instance"
)
"""Words that name one of the customer's things; as the last word of a label they are enough."""
DESCRIBING = words(
    "name displayname subject title message body text description comment reason note notes caption "
    "query sql keyword term pattern searchterm word phrase city country location department "
    "company office jobtitle days hours minutes size port ports date before after start end since until deadline "
    "tag label version key value arguments argument argumentlist role policy team region zone profile "
    "line headline prefix suffix replacement"
)
"""Words that say what a value means but also stand before constants; they need a second sign."""
PLATFORM_NAMES = words(
    "property assembly type class feature capability log provider counter module command parameter event method member "
    "encoding culture algorithm function variable column field package"
)
"""What `…Name` names a part of the platform."""
ENUMERATIONS = words(
    "class type kind scope state status level mode rights action direction protocol encoding format style property "
    "properties category method algorithm permission"
)
"""Last words of options that take a word of a fixed list."""
QUANTITIES = words("port ports days hours age quota maxage retention")
"""Labels whose number is a decision, not a technicality."""
SECRETS = re.compile(
    r"passw(?:or)?d|passwd|\bpw\b|\bpwd\b|passphrase|\bpass\b|secret|token\b|api_?key|access_?key|client_?key|"
    r"private_?key|shared_?key|auth_?key|license_?key|product_?key|\bpsk\b|credential_?value|\bpin\b|recovery_?key",
    re.IGNORECASE,
)
NOT_SECRETS = re.compile(
    r"length|count|policy|expir|age\b|never|change|reset|file|path|name\b|\bid\b|type|attempt|days|url|field|column|"
    r"min|max|enabled|required|hint|vault",
    re.IGNORECASE,
)
SHORT_OPTIONS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("kubectl", "n"): "namespace",
        ("helm", "n"): "namespace",
        ("psql", "h"): "host",
        ("psql", "d"): "database",
        ("psql", "u"): "user",
        ("pg_dump", "h"): "host",
        ("pg_dump", "d"): "database",
        ("mysql", "h"): "host",
        ("mysql", "u"): "user",
        ("mysql", "p"): "password",
        ("mysqldump", "h"): "host",
        ("mysqldump", "u"): "user",
        ("mysqldump", "p"): "password",
        ("sqlcmd", "s"): "server",
        ("sqlcmd", "d"): "database",
        ("sqlcmd", "u"): "user",
        ("sqlcmd", "p"): "password",
        ("sqlcmd", "q"): "query",
        ("sshpass", "p"): "password",
        ("ssh", "l"): "user",
        ("ssh", "i"): "file",
        ("scp", "i"): "file",
        ("curl", "u"): "credentials",
        ("curl", "o"): "file",
        ("wget", "o"): "file",
        ("git", "c"): "directory",
        ("tar", "f"): "archive",
        ("lp", "d"): "printer",
        ("lpr", "p"): "printer",
        ("lpadmin", "p"): "printer",
        ("crontab", "u"): "user",
        ("journalctl", "u"): "service",
        ("dscl", "u"): "user",
        ("mail", "s"): "subject",
    }
)


def split_words(label: str) -> list[str]:
    """``-ComputerName``, ``computer_name`` and ``computer-name`` are the words computer and name."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", label)
    return [word.lower() for word in re.findall(r"[A-Za-z0-9]+", spaced)]


def expand_option(command: str, option: str) -> str:
    """The meaning of a short option where the tool is known, else the option itself."""
    return SHORT_OPTIONS.get((command, option.lower()), option)


def is_enumeration(label: str) -> bool:
    return bool({*split_words(label)[-1:]} & ENUMERATIONS)


def is_identifying(label: str) -> bool:
    words = split_words(label)
    if not words or words == ["child", "path"]:
        return False
    if words[-1] == "name" and len(words) > 1 and words[-2] in IDENTIFYING:
        return True
    return words[-1].rstrip("0123456789") in IDENTIFYING or "".join(words) in IDENTIFYING


def is_describing(label: str) -> bool:
    words = split_words(label)
    if len(words) > 1 and words[-1] == "name" and words[-2] in PLATFORM_NAMES:
        return False
    return bool(words) and (words[-1] in DESCRIBING or "".join(words) in DESCRIBING)


def is_quantity(label: str) -> bool:
    words = split_words(label)
    return bool(words) and any(word in QUANTITIES for word in words)


def is_secret(label: str) -> bool:
    spaced = " ".join(split_words(label))
    joined = spaced.replace(" ", "_")
    return bool(SECRETS.search(spaced) or SECRETS.search(joined)) and not NOT_SECRETS.search(spaced)
