"""Rules for the text of a posted note: its reference, what may be sent, and when what is stored is what was sent."""

import re
import unicodedata

from resolvent.errors import FieldError
from resolvent.ticketing.errors import ValidationRejected
from resolvent.ticketing.provider import VISIBILITY_OF, NoteDraft

LEAST_KEPT = 20
"""Characters: more than the heading with which every note begins."""
MARKER_LINE = re.compile(r"Ref [A-Z]{2}-[A-Z2-7]{8}")


def marker_of_text(text: str) -> str | None:
    """The reference in the last line with anything in it; a quoted one elsewhere is not the note's own."""
    last = text.rstrip().rpartition("\n")[2].strip()
    return last if MARKER_LINE.fullmatch(last) else None


def same_text(sent: str, stored: str) -> bool:
    """Equal but for what vendors change on storing: line ends, blanks at line ends, composed characters."""
    return _settled(sent) == _settled(stored)


def lost_its_end(sent: str, stored: str) -> bool:
    """What is stored is what was sent, cut short: its reference may be gone with the rest."""
    kept = "\n".join(_settled(stored))
    return len(kept) >= LEAST_KEPT and "\n".join(_settled(sent)).startswith(kept)


def _settled(text: str) -> list[str]:
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    return [line.rstrip() for line in lines]


def require_sendable(draft: NoteDraft) -> None:
    """To be called before the first byte: some vendors accept an empty note, and none can take one back unseen."""
    problems = [
        FieldError(field=field, message=message, code="invalid")
        for field, message, wrong in (
            ("text", "The note is empty.", not draft.text.strip().removesuffix(draft.marker).strip()),
            ("marker", "The note does not end with its reference.", marker_of_text(draft.text) != draft.marker),
            ("text", "The note holds a character that cannot be sent.", not _sendable(draft.text)),
            ("visibility", "This kind of note has another visibility.", VISIBILITY_OF[draft.type] != draft.visibility),
        )
        if wrong
    ]
    if problems:
        raise ValidationRejected(problems[0].message, fields=problems)


def _sendable(text: str) -> bool:
    """No NUL, and no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
