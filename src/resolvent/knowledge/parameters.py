"""What a conversation tells of the values that a fix's template needs. Pure."""

from collections.abc import Sequence

from resolvent.knowledge.patterns import compiled
from resolvent.knowledge.playbook import Fix


def read_parameters(fix: Fix, texts: Sequence[str]) -> dict[str, str]:
    """What the texts tell of the fix's template: a value only where they name a single one."""
    found: dict[str, str] = {}
    for name, pattern in fix.parameters.items():
        values = {
            told.upper(): match
            for text in texts
            for match in compiled(pattern).finditer(text)
            if (told := next((group for group in match.groups() if group), None))
        }
        if len(values) == 1:
            found[name] = next(iter(values))
    return found
