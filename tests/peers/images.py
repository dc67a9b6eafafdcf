"""What both vendors check of an image."""

import base64
import binascii

SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}


def decode(data: str) -> bytes | None:
    """None for what is not base64."""
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None


def is_of(media_type: str, content: bytes) -> bool:
    return content.startswith(SIGNATURES[media_type])
