"""Which words of a text name a person, a customer or a host: by their form, or because the ticket names them. Pure.

What is found never has a quote, a backslash or a control character in it, so that it can be put back into JSON and
scripts as it is: of `CONTOSO\\jane` the two sides are found apart.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address

from resolvent.remembered import by_digest


class Kind(StrEnum):
    """What a name stands for; also what its pseudonym begins with."""

    USER = "user"
    PERSON = "person"
    COMPANY = "company"
    CUSTOMER = "customer"
    """A domain of the Internet: `customer-1.example`."""
    DOMAIN = "domain"
    """A domain of Windows, before a backslash."""
    PHONE = "phone"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Found:
    start: int
    end: int
    kind: Kind


MAIL = re.compile(
    r"(?<![^\W_])[^\W_](?:[\w.+'-]{0,62}[^\W_])?@(?=((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24})(?![^\W_]))"
)
ACCOUNT = re.compile(
    r"(?:(?<![\w\\./:%$-])|(?<=/user:)|(?<=/u:))([A-Z][A-Z0-9-]{1,14}|AzureAD|(?<=[uU]ser )[A-Za-z][\w-]{1,14}|(?<=/user:)[A-Za-z][\w-]{1,14}|(?<=-u )[A-Za-z][\w-]{1,14})"
    r"\\{1,2}(?![nrt][A-Z])([A-Za-z][\w.-]{0,38}[A-Za-z0-9])(?![\w\\.])"
)
"""A domain of Windows is in capitals, or stands where an account does: anything else is a path."""
PHONE = re.compile(
    r"(?<![\w.,:/\\-])(?:\+\d{1,3}(?:[ .-]?(?:\(0\)[ ]?)?\(?\d{1,5}\)?)(?:[ .-]?\d{2,5}){1,4}|\(\d{2,5}\)[ .-]?\d{2,5}(?:[ .-]?\d{2,5}){1,2}"
    r"|\d{3}[ .-]\d{3}[ .-]\d{4}|0\d{1,4}(?:[ ]?[/-][ ]?|[ ])\d{3,4}(?:[ -]?\d{2,5}){1,2})(?![^\W_]|[.-]\d)"
)
TOLD_PHONE = re.compile(
    r"(?i)\b(?:phone|tel|telephone|mobile|cell|fax|call(?:ed|back)?|ring|dial)\b[^\n\d]{0,20}?(?<![\w.])(\+?\d[\d ().-]{5,18}\d)(?![^\W_]|[.-]\d)"
)
NOBODY = frozenset(
    [
        "system",
        "administrator",
        "administrators",
        "admin",
        "root",
        "guest",
        "users",
        "user",
        "everyone",
        "network",
        "local",
        "default",
        "public",
        "service",
        "domain",
    ]
)
NO_DOMAIN = frozenset(
    [
        "hklm",
        "hkcu",
        "hkcr",
        "hku",
        "hkcc",
        "hkey",
        "builtin",
        "authority",
        "nt",
        "iis",
        "apppool",
        "system32",
        "syswow64",
        "windows",
        "azuread",
        "workgroup",
        "program",
        "files",
        "appdata",
        "bin",
        "lib",
        "src",
        "c",
        "d",
        "software",
    ]
)
COMMON = NOBODY | frozenset(
    [
        "support",
        "info",
        "sales",
        "office",
        "helpdesk",
        "help",
        "service",
        "mail",
        "contact",
        "team",
        "admin",
        "it",
        "hr",
        "test",
        "backup",
        "scanner",
        "scan",
        "print",
        "printer",
        "accounts",
        "accounting",
        "finance",
        "billing",
        "reception",
        "noreply",
        "no-reply",
        "postmaster",
        "security",
        "webmaster",
        "desk",
        "ops",
        "dev",
    ]
)
"""Names of accounts that are words: hidden in an address, let be elsewhere."""
PUBLIC = (
    "microsoft.com", "microsoftonline.com", "office.com", "office365.com", "outlook.com", "hotmail.com", "live.com", "windows.net",
    "azure.com", "azure.net", "windows.com", "sharepoint.com", "onmicrosoft.com", "google.com", "gmail.com", "googleapis.com", "apple.com",
    "icloud.com", "amazonaws.com", "amazon.com", "github.com", "cloudflare.com", "yahoo.com", "example.com", "example.org",
)  # fmt: skip
"""Domains that tell nothing of a customer."""
NETBIOS = re.compile(
    r"(?<![\w.-])(?=[A-Z0-9-]{4,15}(?![\w-]))[A-Z][A-Z0-9]{1,10}(?:-[A-Z0-9]+){1,3}|(?<![\w.-])(?:SRV|DC|PC|WS|LT|FS|SQL|EX|RDS|APP|WEB|DB|NAS|VM|HV|ESX|SW|FW|AP|RTR|PRN|TS|FILE|PRINT|LAPTOP|DESKTOP|HOST|MAIL|PROXY|BKP|VEEAM)[A-Z]{0,8}\d{1,4}(?![\w-])"
)
NO_HOST = re.compile(
    r"(?:CVE|ISO|UTF|SHA|AES|MD|KB|TLS|SSL|RS|RFC|USB|HTTP|IEEE|ERR|ERROR|TCP|UDP|COM|LPT|INC|REQ|CHG|TKT|RJ|CAT|ID|RAID|EVENT)-?\d.*|(?:MS|WI|X|IPV|WPA|US|EN|GB|DE|NT|S|A|CVE|ISO)-.*|[A-Z-]+"
)
"""Standards, tickets, updates, errors."""
FQDN = re.compile(
    r"(?<![\w@.\\/-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}(?:local|lan|internal|corp|home|intra|localdomain|com|net|org|info|biz|io|eu|(?<=\.)[a-z]{2})(?![\w-]|\.\w)",
    re.IGNORECASE,
)
IPV4 = re.compile(r"(?<![\w.])(?:10|172|192)(?:\.\d{1,3}){3}(?![\w]|\.\d)")
UNC = re.compile(r"(?<![\\\w:.%)}\]])\\{2,4}([A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)(?=\\)")
PRIVATE_ENDS = (".local", ".lan", ".internal", ".corp", ".home", ".intra", ".localdomain")
FILES = (".exe", ".py", ".sh", ".ps", ".so", ".js", ".md", ".rs", ".cs", ".pl", ".vb", ".gz", ".io")
LEGAL = re.compile(
    r"(?i)[\s,]+(?:ltd|limited|inc|incorporated|llc|llp|plc|gmbh|ag|kg|bv|b\.v|sa|s\.a|sarl|srl|oy|ab|as|co|corp|corporation|company|group|pty)\.?$"
)
REMEMBERED = 5_000
"""Texts: the older ones of a conversation are sent with each new one."""
UNSAFE = re.compile(r"[\"\\\x00-\x1f\x7f]+")


@by_digest(REMEMBERED)
def find_identities(text: str) -> tuple[Found, ...]:
    return tuple(read_identities(text))


def read_identities(text: str) -> Iterator[Found]:
    for match in MAIL.finditer(text):
        # In JSON an `n` behind a backslash belongs to the line end.
        start = match.start() + (text[match.start() - 1 : match.start()] == "\\" and text[match.start()] in "nrt")
        if start < match.end() - 1:
            yield Found(start, match.end() - 1, Kind.USER)
        yield Found(*match.span(1), Kind.CUSTOMER)
    for match in ACCOUNT.finditer(text):
        domain, user = match[1].lower(), match[2].lower()
        if (domain in NO_DOMAIN and domain != "azuread") or domain.startswith("hkey"):
            continue
        if domain != "azuread":
            yield Found(*match.span(1), Kind.DOMAIN)
        if user not in NOBODY:
            yield Found(*match.span(2), Kind.USER)
    for match in PHONE.finditer(text):
        if 8 <= sum(map(str.isdigit, match[0])) <= 15:
            yield Found(*match.span(), Kind.PHONE)
    for match in TOLD_PHONE.finditer(text):
        if 7 <= sum(map(str.isdigit, match[1])) <= 15 and not re.fullmatch(
            r"(?:\d{1,3}\.){3}\d{1,3}|\d{4}-\d\d-\d\d.*", match[1]
        ):
            yield Found(*match.span(1), Kind.PHONE)


def find_hosts(text: str) -> Iterator[Found]:
    for match in NETBIOS.finditer(text):
        if not NO_HOST.fullmatch(match[0]):
            yield Found(*match.span(), Kind.HOST)
    for match in FQDN.finditer(text):
        name = match[0].lower()
        private = name.endswith(PRIVATE_ENDS)
        if private or not (
            is_public(name) or name.endswith(FILES) or (name.count(".") < 2 and len(name.rpartition(".")[2]) < 3)
        ):
            yield Found(*match.span(), Kind.HOST)
    for match in IPV4.finditer(text):
        if is_private(match[0]):
            yield Found(*match.span(), Kind.HOST)
    for match in UNC.finditer(text):
        yield Found(*match.span(1), Kind.HOST)


@lru_cache(maxsize=2_000)
def is_public(domain: str) -> bool:
    name = domain.lower()
    return any(name == one or name.endswith(f".{one}") for one in PUBLIC)


def is_private(address: str) -> bool:
    try:
        return IPv4Address(address).is_private
    except AddressValueError:
        return False


def is_telling(kind: Kind, name: str) -> bool:
    """Whether a name is hidden wherever it stands alone, and not only in an address."""
    if kind is Kind.USER:
        return len(name) >= 4 and name.lower() not in COMMON and not name.isdigit()
    if kind is Kind.CUSTOMER:
        return not is_public(name)
    return kind is not Kind.DOMAIN or (len(name) >= 4 and name.isupper())


def safe_parts(name: str) -> list[str]:
    return [part.strip() for part in UNSAFE.split(name) if part.strip()]


def forms_of_person(name: str) -> list[str]:
    """The whole name first, then its parts of three letters and more."""
    whole = [part for part in safe_parts(name) if any(map(str.isalnum, part))]
    parts = [part for one in whole for part in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", one)]
    return list(dict.fromkeys([*whole, *(part for part in parts if sum(map(str.isalpha, part)) >= 3)]))


def forms_of_company(name: str) -> list[str]:
    whole = [part for part in safe_parts(name) if len(part) >= 2 and any(map(str.isalnum, part))]
    return list(dict.fromkeys([*whole, *(short for part in whole if len(short := LEGAL.sub("", part)) >= 3)]))


def compile_names(names: Iterable[str]) -> re.Pattern[str] | None:
    """Any of them where it stands as a word, in any letter case; the longest first."""
    ways = [bounded(name) for name in sorted(set(names), key=lambda name: (-len(name), name))]
    return re.compile(f"(?i:{'|'.join(ways)})") if ways else None


def bounded(name: str) -> str:
    """A letter at its edge must be the first or last of a word."""
    before, behind = (r"(?<![^\W_])" * name[0].isalnum(), r"(?![^\W_])" * name[-1].isalnum())
    return before + re.escape(name) + behind


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """To the ends of the words that a span cuts."""
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


WORD = re.compile(r"\w+(?:[.\-]\w+)*")
PARTS = re.compile(r"[._\-]")
SHORTEST_NAME = 4
"""Letters of a name from which it is looked for inside accounts…"""
INITIALS = 2
"""… and how many more an account may have at its ends."""


def find_accounts_of(text: str, people: Collection[str]) -> Iterator[Found]:
    """Accounts made of a known person's name, as `j.doe`, `doe_adm` or `jdoe`. `people`: forms, in lower case."""
    names = {form for form in people if " " not in form and len(form) >= SHORTEST_NAME}
    if not names:
        return
    for match in WORD.finditer(text):
        parts = PARTS.split(match[0].lower())
        if any(is_made_of(part, name, alone=len(parts) == 1) for part in parts for name in names):
            yield Found(*match.span(), Kind.USER)


def is_made_of(part: str, name: str, *, alone: bool) -> bool:
    """A name that stands alone is a word like any other: capital letters tell it, elsewhere."""
    if part == name:
        return not alone
    more = len(part) - len(name)
    return len(name) > SHORTEST_NAME and 0 < more <= INITIALS and (part.startswith(name) or part.endswith(name))
