"""What a value looks like. General formats only; nothing here knows a customer, a product or a script."""

import re
from collections.abc import Mapping
from types import MappingProxyType

TLDS = "com|net|org|edu|gov|info|biz|io|dev|app|cloud|local|lan|internal|intranet|corp|home|example|test|invalid|ad"

SHAPES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "url": re.compile(r"(?:https?|ftps?|sftp|ldaps?|smb|ssh|rtsp|git)://[^\s'\"<>]+", re.IGNORECASE),
        "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        "ipv4": re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?"),
        "ipv6": re.compile(r"(?=.*::|(?:[^:]*:){7})[0-9a-f:]{3,39}(?:/\d{1,3})?", re.IGNORECASE),
        "mac": re.compile(r"[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}", re.IGNORECASE),
        "guid": re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.IGNORECASE),
        "sid": re.compile(r"S-1-\d+(?:-\d+){2,}"),
        "dn": re.compile(r"(?:(?:CN|OU|DC|O|L|C)=[^,;]+,\s*)+(?:CN|OU|DC|O|L|C)=[^,;]+", re.IGNORECASE),
        "unc": re.compile(r"\\\\[\w.$-]+\\[^\r\n\"|<>?]+"),
        "drive_path": re.compile(r"[A-Za-z]:[\\/](?:[^\r\n\"|<>?:]*)"),
        "unix_path": re.compile(r"(?:~|\.{1,2})?(?:/[\w.@+~*-]+)+/?(?: [\w.@+~*-]+)*"),
        "datetime": re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?"),
        "date": re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}"),
        "fqdn": re.compile(
            rf"(?=[^A-Z]*$|[A-Z0-9.-]+$)[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.(?:{TLDS})"
            r"|[a-z0-9-]+(?:\.[a-z0-9-]+)+\.[a-z]{2}(?:\.[a-z]{2})?"
        ),
        "host": re.compile(r"(?=.*\d)[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+|[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]+)+"),
        "instance": re.compile(r"[A-Za-z][\w.-]*\\[A-Za-z][\w.$ -]*"),
        "ticket": re.compile(r"[A-Z]{2,5}[-#]?\d{4,10}"),
        "version": re.compile(r"v?\d+(?:\.\d+){2,3}(?:[-+][\w.]+)?"),
        "image": re.compile(r"[\w.-]+(?:\.[\w-]+)+(?::\d+)?/[\w./-]+(?::[\w.-]+)?"),
    }
)
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "url": "url",
        "email": "email",
        "ipv4": "ipv4",
        "ipv6": "ipv6",
        "guid": "guid",
        "unc": "path",
        "drive_path": "path",
        "unix_path": "path",
        "fqdn": "hostname",
        "host": "hostname",
    }
)
"""Shape → `format` of the schema. A shape without one is a string."""

LONGEST = 500
"""Characters of a value that is looked at closely; a longer one is text."""
FILE = re.compile(r"\.(?:exe|dll|ps1|psm1|bat|cmd|sh|py|js|txt|log|csv|json|xml|ya?ml|ini|conf|cfg|msi|zip|gz|sys|md)$")
TOKEN = re.compile(r"[^\s,;'\"()<>|]+")
SPECIFIC = frozenset({"email", "ipv4", "ipv6", "mac", "guid", "sid", "dn", "unc", "fqdn", "host", "ticket", "url"})
"""Shapes that nothing but a particular thing has."""
PATTERN = re.compile(r"[\^$|+?()\[\]{}]|\\[a-zA-Z.]")


def find_shape(value: str) -> str:
    """The first shape that the whole value has, or ``""``."""
    if len(value) > LONGEST:
        return ""
    for name, pattern in SHAPES.items():
        if pattern.fullmatch(value) and is_plausible(name, value):
            return name
    return ""


def is_plausible(name: str, value: str) -> bool:
    if name == "ipv4":
        return all(int(part) <= 255 for part in value.partition("/")[0].split("."))
    if name == "fqdn":
        return not FILE.search(value.lower())
    if name == "drive_path":
        return len(value) > 3
    return True


def is_name_like(value: str) -> bool:
    """One token that is no plain word: it holds a digit, a separator, or capitals inside."""
    if not re.fullmatch(r"[\w.@/\\:$*+-]+", value) or not re.search(r"[A-Za-z0-9]", value):
        return False
    return bool(re.search(r"\d|[\w*][-_.@/\\]+[\w*]|[a-z][A-Z]", value)) or value.isupper()


def is_plain_word(value: str) -> bool:
    return value.isalpha() and (value.islower() or value.istitle())


def is_text(value: str) -> bool:
    return len(value.split()) >= 2


def has_specific_token(value: str) -> bool:
    """Text that names a particular host, person, address or ticket."""
    return len(value) <= LONGEST and any(find_shape(token.strip(".,:")) in SPECIFIC for token in TOKEN.findall(value))
