"""Why a literal is, or is not, a parameter: one table of signs, each with its weight and its reason."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from resolvent.scripts.extraction.labels import is_describing, is_identifying, is_quantity
from resolvent.scripts.extraction.literals import Literal, Role
from resolvent.scripts.extraction.platform import SIBLING_SCRIPT
from resolvent.scripts.extraction.sensitive import is_sensitive
from resolvent.scripts.extraction.shapes import SPECIFIC, has_specific_token, is_name_like, is_text

NAMING = frozenset({Role.NAMED, Role.MEMBER, Role.ENTRY, Role.PAIR, Role.ASSIGNED, Role.DEFAULT})
"""Roles in which the script itself names the value."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A literal with what the whole script says of its value."""

    literal: Literal
    shape: str
    places: int
    """Other literals, messages not counted, that hold the value."""
    told: bool
    """A message holds it."""
    told_quoted: bool
    """A message holds it between quotes of its own."""
    evident: bool
    """The session's evidence names it."""
    own_call: bool
    """Given to a function of the script that is called with a literal only here."""
    many_calls: bool
    """Given to a function of the script that is called with literals more than once."""
    changed: bool
    """The script changes its variable later: it is a state, not a setting."""
    public: bool
    """The address of a public service in the script holds it."""


@dataclass(frozen=True, slots=True)
class Feature:
    weight: float
    reason: str
    applies: Callable[[Subject], bool]


THRESHOLD = 3.0
STRONG = frozenset(
    {"email", "ipv4", "ipv6", "mac", "guid", "sid", "dn", "unc", "drive_path", "fqdn", "host", "ticket", "image"}
)
FAIR = frozenset({"url", "unix_path", "datetime", "date", "instance"})
CONSTRUCTORS = {
    ("tcpclient", 0): "address",
    ("tcpclient", 1): "port",
    ("udpclient", 0): "address",
    ("udpclient", 1): "port",
    ("ipendpoint", 1): "port",
    ("smtpclient", 0): "server",
    ("smtpclient", 1): "port",
    ("pscredential", 0): "username",
    ("networkcredential", 0): "username",
    ("networkcredential", 1): "password",
    ("networkcredential", 2): "domain",
    ("filesystemaccessrule", 0): "account",
    ("registryaccessrule", 0): "account",
    ("ntaccount", 0): "account",
    ("mailmessage", 0): "from",
    ("mailmessage", 1): "to",
    ("mailmessage", 2): "subject",
    ("mailmessage", 3): "body",
}
"""What the arguments of constructors in the .NET library mean."""
OPERANDS = {
    "ssh": "host", "scp": "source", "rsync": "source", "ping": "host", "test-connection": "computer_name", "nslookup": "host", "dig": "host",
    "host": "host", "tracert": "host", "traceroute": "host", "mtr": "host", "telnet": "host", "nc": "host",
    "test-netconnection": "computer_name", "resolve-dnsname": "name", "enter-pssession": "computer_name",
    "useradd": "username", "adduser": "username", "usermod": "username", "userdel": "username",
    "deluser": "username", "passwd": "username", "chage": "username", "id": "username", "gpasswd": "group",
    "groupadd": "group", "groupdel": "group", "get-aduser": "identity", "set-aduser": "identity", "new-localuser": "username",
    "unlock-adaccount": "identity", "disable-adaccount": "identity", "enable-adaccount": "identity",
    "get-adcomputer": "identity", "get-adgroupmember": "identity", "add-adgroupmember": "identity",
    "get-mailbox": "identity", "set-mailbox": "identity", "get-localuser": "username", "remove-localuser": "username",
    "net user": "username", "net use": "share", "net share": "share", "net start": "service", "net stop": "service", "sc start": "service", "sc stop": "service", "sc query": "service", "systemctl start": "service", "systemctl stop": "service", "systemctl restart": "service", "systemctl reload": "service", "systemctl status": "service", "systemctl enable": "service", "systemctl disable": "service", "systemctl is-active": "service", "net group": "group", "net localgroup": "group", "cmdkey": "target", "robocopy": "folder", "xcopy": "folder", "lpstat": "printer",
    "cancel": "printer", "cupsenable": "printer", "cupsdisable": "printer", "lpadmin": "printer", "mount": "source", "umount": "target",
    "join-path": "folder", "grep": "pattern", "egrep": "pattern",
    "hostnamectl": "hostname", "crontab": "file", "createdb": "database", "dropdb": "database", "pg_dump": "database", "mysqldump": "database",
}  # fmt: skip
"""Commands whose operands are somebody's own hosts, accounts, folders or databases; what they are called."""


def names_operand(subject: Subject) -> bool:
    literal = subject.literal
    return (
        literal.role in {Role.POSITIONAL, Role.NAMED}
        and literal.command in OPERANDS
        and not is_text(literal.value)
        and not (literal.command == "join-path" and literal.position > 0)
        and not (literal.role is Role.NAMED and (is_identifying(literal.label) or is_describing(literal.label)))
        and not literal.number
        and (
            subject.literal.quoted
            or is_name_like(literal.value)
            or OPERANDS[literal.command] not in {"pattern", "name"}
        )
        and (literal.role is Role.POSITIONAL or literal.quoted)
    )


def counts_again(subject: Subject) -> bool:
    """Repetition says something of a value, but not of subcommands, states and numbers: every program repeats those."""
    literal = subject.literal
    if literal.number or literal.role is Role.COMPARED:
        return False
    return literal.quoted or literal.role is not Role.POSITIONAL or literal.command in OPERANDS or bool(subject.shape)


def is_threshold(subject: Subject) -> bool:
    literal = subject.literal
    if not literal.number or not re.fullmatch(r"\d+", literal.value) or literal.nested:
        return False
    if literal.role is Role.BOUND:
        return int(literal.value) >= 3
    counted = re.search(
        r"code|status|count|errorlevel|length|index|version|major|minor|build|retr|attempt|tries", literal.label, re.I
    )
    return literal.role is Role.THRESHOLD and int(literal.value) >= 10 and not counted


FEATURES: tuple[Feature, ...] = (
    Feature(4.0, "set at the head of the script", lambda s: s.literal.head),
    Feature(9.0, "a secret where it stands", lambda s: is_sensitive(s.literal)),
    Feature(
        3.5,
        "named after one of the customer's things",
        lambda s: is_identifying(s.literal.label) and not s.literal.number and s.literal.role in NAMING,
    ),
    Feature(
        2.5,
        "named by what it means",
        lambda s: (
            is_describing(s.literal.label)
            and not is_identifying(s.literal.label)
            and s.literal.role in NAMING
            and not s.literal.number
        ),
    ),
    Feature(
        3.0,
        "a quantity that someone decides",
        lambda s: s.literal.number and is_quantity(s.literal.label) and s.literal.role in NAMING,
    ),
    Feature(
        3.0,
        "what the constructor's argument means",
        lambda s: s.literal.role is Role.METHOD and (s.literal.command, s.literal.position) in CONSTRUCTORS,
    ),
    Feature(2.5, "operand of a command that works on hosts, accounts or folders", names_operand),
    Feature(3.0, "given to a function of the script itself", lambda s: s.own_call),
    Feature(3.0, "a limit that is compared with", is_threshold),
    Feature(3.0, "the shape of a particular thing", lambda s: s.shape in STRONG),
    Feature(2.0, "the shape of a place or a time", lambda s: s.shape in FAIR),
    Feature(
        3.0,
        "text about a particular thing",
        lambda s: (
            is_text(s.literal.value)
            and has_specific_token(s.literal.value)
            and s.literal.role in {*NAMING, Role.METHOD, Role.PIPED}
        ),
    ),
    Feature(
        1.5,
        "a quoted name given to a command",
        lambda s: (
            s.literal.role is Role.POSITIONAL and s.literal.quoted and is_name_like(s.literal.value) and not s.shape
        ),
    ),
    Feature(1.0, "a link given by an option", lambda s: s.literal.role is Role.NAMED and s.shape == "url"),
    Feature(
        -1.0,
        "a bare number between quotes",
        lambda s: s.literal.quoted and s.literal.value.isdigit() and not s.literal.head,
    ),
    Feature(2.5, "fed into the script", lambda s: s.literal.role is Role.PIPED and s.literal.quoted),
    Feature(2.0, "the value of a pair", lambda s: s.literal.role is Role.PAIR and not s.literal.value.isdigit()),
    Feature(1.0, "compared with data", lambda s: s.literal.role is Role.COMPARED),
    Feature(
        1.0,
        "a name rather than a word",
        lambda s: is_name_like(s.literal.value) and not s.literal.number and not s.shape,
    ),
    Feature(0.5, "quoted", lambda s: s.literal.quoted),
    Feature(1.5, "stands in more than one place", lambda s: s.places >= 1 and counts_again(s)),
    Feature(
        2.0,
        "stands in three places or more",
        lambda s: s.places >= 2 and is_name_like(s.literal.value) and counts_again(s),
    ),
    Feature(1.5, "told to the reader", lambda s: s.told and not s.literal.number),
    Feature(1.5, "told to the reader as a name", lambda s: s.told_quoted and not s.literal.number),
    Feature(2.0, "named by the session's evidence", lambda s: s.evident),
    Feature(-2.0, "inside a function", lambda s: s.literal.nested),
    Feature(-3.0, "a state that the script changes", lambda s: s.changed and s.literal.number),
    Feature(
        -2.0,
        "an element of a list or an expression",
        lambda s: s.literal.role is Role.OTHER and s.shape not in SPECIFIC,
    ),
    Feature(-2.0, "given to a function that is called again and again", lambda s: s.many_calls),
    Feature(-3.0, "the name of something public", lambda s: s.public),
    Feature(-2.0, "a constant for a script beside this one", lambda s: s.literal.command == SIBLING_SCRIPT),
    Feature(-9.0, "only a message", lambda s: s.literal.role is Role.MESSAGE),
    Feature(
        -1.5, "a piece of something longer", lambda s: s.literal.role is Role.EMBEDDED and s.literal.label == "version"
    ),
    Feature(-9.0, "interpolated or escaped", lambda s: not s.literal.whole),
)


def score(subject: Subject) -> float:
    return sum(feature.weight for feature in FEATURES if feature.applies(subject))


def explain(subject: Subject) -> list[str]:
    return [feature.reason for feature in FEATURES if feature.weight > 0 and feature.applies(subject)]
