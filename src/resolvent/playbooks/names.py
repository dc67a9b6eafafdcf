"""What a playbook is called, as far as its text tells. Pure."""

from resolvent.playbooks.source import Read
from resolvent.scripts.slugs import LONGEST, slug_of


def free_name(wanted: str, taken: set[str]) -> str:
    stem, number, name = wanted[: LONGEST - 5].rstrip("-"), 2, wanted
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def slug_in(read: Read) -> str | None:
    """As far as the text tells one."""
    if read.playbook is not None:
        return read.playbook.id
    given = read.raw.get("id") if isinstance(read.raw, dict) else None
    return given if isinstance(given, str) and given and slug_of(given) == given else None


def title_in(read: Read) -> str | None:
    given = read.raw.get("title") if isinstance(read.raw, dict) else None
    return " ".join(given.split())[:180] or None if isinstance(given, str) else None
