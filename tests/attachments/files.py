"""Small files of each kind, made byte by byte."""

import struct
import zlib


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 1, height: int = 1, after: bytes = b"") -> bytes:
    """Grey; `after` follows the end of the image."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (height * (width + 1)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"") + after


def jpeg(width: int = 1, height: int = 1) -> bytes:
    """The segments before the picture, as a camera writes them, and its end."""
    exif = b"\xff\xe1" + struct.pack(">H", 10) + b"Exif\0\0MM"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + exif + b"\xff" + frame + b"\xff\xd9"


def gif(width: int = 1, height: int = 1) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0\0\0\0\xff\xff\xff;"


def riff(kind: bytes, body: bytes) -> bytes:
    picture = kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(picture) + 4) + b"WEBP" + picture


def webp(width: int = 1, height: int = 1) -> bytes:
    """Without loss."""
    return riff(b"VP8L", b"\x2f" + struct.pack("<I", width - 1 | (height - 1) << 14) + b"\0")


def lossy_webp(width: int, height: int) -> bytes:
    return riff(b"VP8 ", b"\x30\x01\0\x9d\x01\x2a" + struct.pack("<HH", width, height))


def extended_webp(width: int, height: int) -> bytes:
    """With a canvas, as moving pictures have it."""
    return riff(b"VP8X", b"\0" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"))


def png_header(width: int, height: int) -> bytes:
    """Of a size whose pixels nobody wants to make."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)


def framed_gif(width: int, height: int, *, comment: bytes = b"") -> bytes:
    """A screen of one pixel whose first frame is larger."""
    blocks = [comment[at : at + 255] for at in range(0, len(comment), 255)]
    extension = b"!\xfe" + b"".join(bytes([len(one)]) + one for one in blocks) + b"\0"
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0)
    return gif().removesuffix(b";") + extension + frame + b"\x02\x02\x4c\x01\0;"


IMAGES = {"image/png": png(), "image/jpeg": jpeg(), "image/gif": gif(), "image/webp": webp()}
