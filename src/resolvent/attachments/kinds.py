"""What a file is, told by its bytes alone: neither its name nor what its sender calls it counts. Pure."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from typing import Final

from resolvent.attachments.pictures import Size, measure_gif, measure_jpeg, measure_png, measure_webp
from resolvent.errors import Invalid, WrongMediaType, invalid_field

TEXT: Final = "text/plain"
ACCEPTED: Final = (
    "Accepted are images (PNG, JPEG, GIF, WebP) and text (UTF-8, UTF-16 with a byte order mark, Windows-1252)."
)
MAX_PIXELS: Final = 40_000_000
"""Of a picture: 160 MB once unpacked, whatever its file's size. Phones of today take fewer by default."""

IMAGES: Final[dict[str, tuple[re.Pattern[bytes], Callable[[bytes], Size | None]]]] = {
    "image/png": (re.compile(rb"\x89PNG\r\n\x1a\n"), measure_png),
    "image/jpeg": (re.compile(rb"\xff\xd8\xff"), measure_jpeg),
    "image/gif": (re.compile(rb"GIF8[79]a"), measure_gif),
    "image/webp": (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), measure_webp),
}

REFUSED: Final = tuple(
    (re.compile(pattern, re.DOTALL), what, instead)
    for pattern, what, instead in (
        (rb"PK(?:\x03\x04|\x05\x06)", "a ZIP archive or an Office document", "Unpack it, or save it as plain text."),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document or Outlook message", "Save it as plain text."),
        (rb"ElfFile\0", "a Windows event log", "Export its events as text or CSV."),
        (rb"%PDF-", "a PDF document", "Copy its text, or take a screenshot."),
        (rb"\x1f\x8b|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|MSCF\0{4}|.{257}ustar", "an archive", "Unpack it."),
        (rb"\0\0..ftyp|II\*\0|MM\0\*|BM.{4}\0{4}", "a HEIC, TIFF or BMP image, or a video", "Save it as PNG or JPEG."),
        (rb"MDMP|PAGEDU(?:MP|64)", "a memory dump", "Attach what the debugger says of it."),
        (rb"\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\n\r\r\n", "a packet capture", "Export the packets as text."),
        (rb"MZ.{0,58}\0|\x7fELF", "a program", "Programs are not taken."),
    )
)

BOMS: Final = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
CONTROLS: Final = re.compile(r"\0+|[\x01-\x07\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
"""What text does not have: controls but for blanks, line ends, backspace and escape. A run of NULs is one: a power cut
leaves such runs in a log."""
NOT_IN_CP1252: Final = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
ASCII: Final = bytes(range(128))


def take_apart(data: bytes) -> tuple[str, str | None]:
    """Media type and, of a text, the text. `Invalid` for an image of too many pixels, `WrongMediaType` for all else."""
    if image := find_image(data):
        return image, None
    for pattern, what, instead in REFUSED:
        if pattern.match(data):
            raise WrongMediaType(f"This is {what}. {instead} {ACCEPTED}")
    text = decode_text(data)
    if text is None:
        raise WrongMediaType(f"This is neither an image nor text that can be read. {ACCEPTED}")
    return TEXT, text


def find_image(data: bytes) -> str | None:
    for media_type, (begins, measure) in IMAGES.items():
        if begins.match(data):
            width, height = measure(data) or (0, 0)
            if not width or not height:
                raise WrongMediaType(f"This begins like {media_type} but is damaged. {ACCEPTED}")
            if width * height > MAX_PIXELS:
                raise too_many_pixels(width, height)
            return media_type
    return None


def too_many_pixels(width: int, height: int) -> Invalid:
    return invalid_field(
        "file",
        f"This image has {width:,} × {height:,} pixels; up to {MAX_PIXELS // 1_000_000} megapixels are taken."
        " Save it smaller, or cut out the part that matters.",
        "image_too_large",
    )


def decode_text(data: bytes) -> str | None:
    """Without its byte order mark and NULs. None: binary, or in an encoding that can't be told."""
    text = decode(data)
    if text is None:
        return None
    few = max(3, len(text) // 100)
    _, controls = CONTROLS.subn("", text, count=few + 1)
    return text.replace("\0", "") if controls <= few else None


def decode(data: bytes) -> str | None:
    """A log may be cut in the middle of a character: what is mostly UTF-8 is read as that."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken == 0 or len(text) - len(text.encode("ascii", "ignore")) > 2 * broken:
        return text
    if len(data.translate(None, ASCII)) > max(8, len(data) * 3 // 10):
        return None  # no Western language writes like that
    # Consoles of Western Windows write code page 850, in which every byte is a character.
    return data.decode("cp850" if NOT_IN_CP1252.search(data) else "cp1252")
