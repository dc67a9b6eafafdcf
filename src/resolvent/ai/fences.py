"""Untrusted text on its way to a model: in a fence that it can't close, cut where it is too long. Pure."""

import hashlib
from uuid import UUID

from resolvent.secret_shapes import mask_secrets

SHORTEST = 400


def code_for(session_id: UUID, secret: str) -> str:
    """The same through a session, so that a prompt's beginning stays the same; nobody outside can know it."""
    return hashlib.blake2b(session_id.bytes, key=secret.encode()[:64], digest_size=8).hexdigest()


def fence(kind: str, text: str, code: str, **attributes: str) -> str:
    """`code` is unknown to whoever wrote the text; should it stand there all the same, it is broken."""
    named = "".join(f' {name}="{clean_attribute(value)}"' for name, value in attributes.items())
    inside = text.replace(code, "…") if code else text
    return f"<data {code} kind={kind}{named}>\n{inside}\n</data {code}>"


def clean_attribute(value: str) -> str:
    return " ".join(value.replace('"', "'").replace("<", "(").replace(">", ")").split())[:200]


LONGEST_READ = 200_000
"""Characters of a text that are looked at before it is cut to what a model is shown."""


def clear_and_cut(text: str, limit: int) -> str:
    """Secrets are masked first: of one that lies across the cut, a half would not be known any more."""
    return cut_middle(mask_secrets(cut_middle(text, LONGEST_READ)), limit)


def cut_middle(text: str, limit: int) -> str:
    """Head and tail, with a word on what is missing: errors stand at the end of a log, what it is of at its start."""
    if len(text) <= limit:
        return text
    keep = max(limit, SHORTEST)
    head = keep * 2 // 5
    tail = keep - head
    gone = len(text) - head - tail
    if gone <= 0:
        return text
    return f"{text[:head]}\n[… {gone:,} characters left out here …]\n{text[-tail:]}"
