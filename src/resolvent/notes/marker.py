"""The reference that ends every posted note: it recognises our own note after any doubt, and harms no reader."""

import base64
import hashlib
import hmac
from uuid import UUID

from resolvent.notes.structure import Kind


def marker_of(secret: str, session_id: UUID, kind: Kind, round_number: int) -> str:
    """Keyed, so that nobody who reads notes can make one; the same for every try of one write-back."""
    message = f"{session_id}/{kind}/{round_number}".encode()
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return f"Ref RV-{base64.b32encode(digest[:5]).decode()}"


def with_marker(markdown: str, marker: str) -> str:
    return f"{markdown.rstrip()}\n\n{marker}"


def without_marker(text: str) -> str:
    """Of a posted note, what an engineer reads."""
    body, _, last = text.rpartition("\n\n")
    return body if last.startswith("Ref RV-") else text
