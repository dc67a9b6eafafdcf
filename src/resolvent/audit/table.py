"""Audit entries as lines of a CSV file (RFC 4180, UTF-8) that a spreadsheet opens without running anything. Pure."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any, Final

from resolvent.audit.models import AuditEntry
from resolvent.audit.reading import redact

HEADER: Final = ("time_utc", "who", "what", "subject_id", "session_id", "from", "before", "after")
RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so is a formula to some spreadsheets (OWASP: CSV injection)."""
PARTED: Final = re.compile(r"(?<=.)([;\t\"]\s*)(?=[=+@-])")
"""Where the system's list separator is another one, a cell begins here as well."""


def write_header() -> str:
    return write_table([HEADER])


def write_rows(entries: Iterable[AuditEntry]) -> str:
    return write_lines(
        (
            entry.created_at.isoformat(timespec="milliseconds"),
            entry.actor_name,
            entry.action,
            str(entry.subject_id),
            str(entry.session_id or ""),
            entry.origin or "",
            spell(redact(entry.before)),
            spell(redact(entry.after)),
        )
        for entry in entries
    )


def spell(values: dict[str, Any] | None) -> str:
    """`role: lead; disabled: no`."""
    return "; ".join(f"{name}: {_word(value)}" for name, value in (values or {}).items())


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return f"({spell(value)})"
    if isinstance(value, list):
        return ", ".join(_word(one) for one in value)
    return "" if value is None else str(value)


def safe_cell(text: str) -> str:
    parted = PARTED.sub(r"\1'", text)
    return f"'{parted}" if parted.lstrip(" ").startswith(RUNS) else parted


def write_table(rows: Iterable[tuple[str, ...]]) -> str:
    """A file, or the begin of one: with the mark by which spreadsheets know UTF-8."""
    return "\ufeff" + write_lines(rows)


def write_lines(rows: Iterable[tuple[str, ...]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([[safe_cell(cell) for cell in row] for row in rows])
    return file.getvalue()
