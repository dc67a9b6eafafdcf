"""What a command is called, without the words before it that only start it."""

import re
from dataclasses import dataclass

PREFIXES = frozenset({"sudo", "doas", "nohup", "time", "exec", "env", "command", "nice", "ionice", "builtin"})
FAMILIES = frozenset({"net", "systemctl", "sc"})
"""Commands whose first operand is the real command."""


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    """In lower case, without folder and ``.exe``: ``net user``."""
    spoken: str
    """As the script writes it."""
    operands: tuple[str, ...]


def name_command(word: str, operands: list[str]) -> Command:
    """``sudo /usr/sbin/useradd`` is useradd; ``net user`` is a command of its own. Operands are those that remain."""
    spoken = clean(word)
    rest = list(operands)
    while spoken.lower() in PREFIXES and rest:
        spoken = clean(rest.pop(0))
    if spoken.lower() in FAMILIES and rest:
        spoken = f"{spoken} {rest.pop(0)}"
    return Command(spoken.lower(), spoken, tuple(rest))


def clean(word: str) -> str:
    return re.sub(r"\.exe$", "", re.split(r"[\\/]", word.strip("\"'&( "))[-1], flags=re.IGNORECASE)
