"""What of a closed session is kept for searching: its texts without secrets, each cut to what a reader can use. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from resolvent.ai.redaction import clear_text
from resolvent.sessions.category import tell_problem

LONGEST: Final = {"title": 300, "number": 100, "company": 300, "contact": 300, "problem": 8_000, "note": 12_000}
LONGEST_CAUSE: Final = 2_000
LONGEST_TOLD: Final = 2_000
MOST_FIXES: Final = 20
"""The newest."""
READ: Final = 2
"""Times the length that is kept is read before masking: masks are shorter than what they hide."""
CAUSE: Final = "Root cause"
"""The title of a resolution note's section (`notes.structure.CAUSE`)."""
HEADING: Final = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$")
REFERENCE: Final = re.compile(r"\n\nRef RV-\S+\s*\Z")
"""The marker that ends a posted note."""


def make_contents(
    session: Mapping[str, Any], fixes: Sequence[Mapping[str, Any]], note: str | None, secrets: Collection[str]
) -> dict[str, Any]:
    """Columns of a search row. `session`: `title`, `problem` and `ticket` (a snapshot or None); `fixes`: `title`, `status`
    and `told` of those that were tried, oldest first; `note`: as posted."""
    ticket = session["ticket"] or {}
    posted = REFERENCE.sub("", note) if note else None
    texts = {
        "title": session["title"],
        "problem": tell_problem(session["problem"], session["ticket"]),
        "number": ticket.get("number"),
        "company": ticket.get("company"),
        "contact": ticket.get("contact"),
        "note": posted,
    }
    told = [
        {
            "title": keep(one["title"], LONGEST["title"], secrets),
            "status": one["status"],
            "told": keep(one["told"], LONGEST_TOLD, secrets),
        }
        for one in fixes[-MOST_FIXES:]
    ]
    worked = [one["title"] for one in told if one["status"] == "applied_success" and one["title"]]
    return {
        **{name: keep(text, LONGEST[name], secrets) for name, text in texts.items()},
        "title": keep(texts["title"], LONGEST["title"], secrets) or "Untitled",
        "problem": keep(texts["problem"], LONGEST["problem"], secrets) or "",
        "fixes": told,
        "fixed": "\n".join(worked) or None,
        "cause": keep(find_section(posted or "", CAUSE), LONGEST_CAUSE, secrets),
    }


def keep(text: str | None, longest: int, secrets: Collection[str]) -> str | None:
    """Masked, then cut. None: there is nothing."""
    if not text:
        return None
    cleared = clear_text(text[: longest * READ], secrets).strip()
    return cut(cleared, longest) or None


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def find_section(markdown: str, title: str) -> str | None:
    """What stands under the heading, up to the next one."""
    lines: list[str] = []
    inside = False
    for line in markdown.splitlines():
        heading = HEADING.match(line)
        if heading is not None:
            if inside:
                break
            inside = heading[1].strip().casefold() == title.casefold()
        elif inside:
            lines.append(line)
    return "\n".join(lines).strip() or None
