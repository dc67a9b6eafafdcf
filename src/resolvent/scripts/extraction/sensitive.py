"""Which values are secrets: by where they stand, never by how they look."""

import re

from resolvent.scripts.extraction.labels import is_secret
from resolvent.scripts.extraction.literals import Literal, Role
from resolvent.scripts.extraction.platform import SIBLING_SCRIPT

SECRET_ARGUMENTS = frozenset(
    {("convertto-securestring", 0), ("networkcredential", 1), ("net user", 1), ("networksetup", 2)}
)
"""Operands (command or type, position) that are secrets although nothing names them so."""
NO_SECRET = re.compile(r"[/*-]|\\\\|[A-Za-z]:$|\$")
"""Options, prompts, shares, drives and variables beside which a secret may stand."""
NAME_OF_SECRET = re.compile(
    r"[a-z]+(?:[-_/][a-z]+)*[-_/](?:password|passwd|secret|token|key|credentials?)", re.IGNORECASE
)
"""Words that end in what they are: the secret's name in a vault, not the secret."""


def is_sensitive(literal: Literal) -> bool:
    if literal.number or literal.role in {Role.KEY, Role.MESSAGE, Role.COMPARED, Role.OTHER}:
        return False
    if literal.role in {Role.POSITIONAL, Role.METHOD} and is_secret_operand(literal):
        return True
    label = literal.label.lower()
    if literal.command == "convertto-securestring" and label in {"string", "key"}:
        return True
    if label == "credentials" and ":" in literal.value:
        return True
    named = is_secret(literal.label) or label in {"authorization", "proxy-authorization"}
    return named and not NAME_OF_SECRET.fullmatch(literal.value) and literal.command != SIBLING_SCRIPT


def is_secret_operand(literal: Literal) -> bool:
    if NO_SECRET.match(literal.value):
        return False
    if literal.command == "net use":
        return True
    return (literal.command, literal.position) in SECRET_ARGUMENTS
