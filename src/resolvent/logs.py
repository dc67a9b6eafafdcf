"""Structured logs, to standard error. Only named fields are logged: no bodies, no tokens, no texts of a session.

What gets in all the same, in a message of another library or in an exception, is masked when it looks like a secret.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

from resolvent.secret_shapes import MASK, is_secret_pair, mask_secrets

LONGEST = 16_384
"""Characters of a text in a line of the log."""
MARGIN = 4_096
"""How far beyond it is read, so that no secret is cut in two and half of it shown."""
HARMLESS = re.compile(r"[a-z_.]{0,40}|[0-9TZ:.+-]{0,40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Names of events, times, identifiers: most of what is logged."""


def configure_logs(level: str, form: Literal["console", "json"]) -> None:
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask_event,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskingFormatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


class MaskingFormatter(logging.Formatter):
    """For lines of other libraries, their tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_text(super().format(record))


def mask_event(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor; it stands behind the one that writes exceptions out."""
    return {name: mask_value(name, value) for name, value in event.items()}


def mask_value(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    if isinstance(value, str):
        return MASK if is_secret_pair(name, value) else mask_text(value)
    if isinstance(value, dict):
        return {key: mask_value(str(key), one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_value(name, one) for one in value]
    # Anything else is written by its `repr`, which may show what it holds.
    return value if value is None or isinstance(value, bool | int | float) else mask_text(str(value))


def mask_text(text: str) -> str:
    if HARMLESS.fullmatch(text):
        return text
    try:
        masked = mask_secrets(text[: LONGEST + MARGIN])
    except Exception:
        # A line of the log is no reason for a request to fail, nor to show what could not be looked at.
        return MASK
    return masked if len(text) <= LONGEST else f"{masked[:LONGEST]}… ({len(text)} characters)"
