"""Width and height of a picture in pixels, by its header alone: nothing is unpacked. Pure.

None where the header is damaged. A size may be 0; whoever asks decides what that means.
"""

import struct
import zlib
from typing import Final

Size = tuple[int, int]

FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers of a frame, whose header tells the size (ITU T.81, table B.1)."""
MAX_SEGMENTS: Final = 1_000
"""Before the frame of a JPEG; a colour profile takes 255 at most."""
MAX_BLOCKS: Final = 100_000
"""Before the first frame of a GIF."""


def measure_png(data: bytes) -> Size | None:
    """The first chunk is a whole IHDR with the right checksum (RFC 2083)."""
    if len(data) < 33 or data[8:16] != b"\0\0\0\rIHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return (width, height) if zlib.crc32(data[12:29]) == int.from_bytes(data[29:33], "big") else None


def measure_jpeg(data: bytes) -> Size | None:
    """Segments follow each other up to a frame."""
    at = 2
    for _ in range(MAX_SEGMENTS):
        if at + 9 > len(data) or data[at] != 0xFF:
            return None
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker in {0xD9, 0xDA} or length < 2:
            return None
        else:
            at += 2 + length
    return None


def measure_gif(data: bytes) -> Size | None:
    """The screen, or its first frame where that is larger: decoders enlarge the screen to it (GIF89a, 18 and 20)."""
    if len(data) < 13:
        return None
    width, height = struct.unpack("<HH", data[6:10])
    at = 13 + color_table(data[10])
    in_extension = False
    for _ in range(MAX_BLOCKS):
        begins = data[at : at + 1]
        if in_extension and begins:
            at += 1 + begins[0]
            in_extension = begins != b"\0"
        elif begins == b"!":
            at += 2
            in_extension = True
        elif begins == b"," and at + 10 <= len(data):
            left, top, wide, high = struct.unpack("<HHHH", data[at + 1 : at + 9])
            return max(width, left + wide), max(height, top + high)
        else:
            return width, height
    return None


def color_table(flags: int) -> int:
    """Its bytes, when there is one."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def measure_webp(data: bytes) -> Size | None:
    """The length that RIFF tells is there, and begins with one of the three kinds of picture (RFC 9649)."""
    length = int.from_bytes(data[4:8], "little")
    if not 20 <= length + 8 <= len(data):
        return None
    kind, body = data[12:16], data[20:30]
    if kind == b"VP8L" and len(body) >= 5 and body[0] == 0x2F:
        sizes = int.from_bytes(body[1:5], "little")
        return (sizes & 0x3FFF) + 1, (sizes >> 14 & 0x3FFF) + 1
    if kind == b"VP8X" and len(body) == 10:
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a" and len(body) == 10:
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return None
