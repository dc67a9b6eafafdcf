"""What a file is, by its bytes."""

import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.attachments.kinds import CONTROLS, IMAGES, TEXT, take_apart
from resolvent.errors import Invalid, WrongMediaType
from tests.attachments import files

LOG = "2026-11-24 14:05:11 Warnung: Drucker „Büro“ antwortet nicht\r\n"
LATIN = "Überprüfung der Ordner für Größe und Änderung läuft\r\n" * 3
CASES = {
    "ASCII": (b"spooler stopped\n", "spooler stopped\n"),
    "UTF-8": (LOG.encode(), LOG),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + LOG.encode(), LOG),
    "UTF-16, little end first": (b"\xff\xfe" + LOG.encode("utf-16-le"), LOG),
    "UTF-16, big end first": (b"\xfe\xff" + LOG.encode("utf-16-be"), LOG),
    "Windows-1252": ((LATIN + "5 €").encode("cp1252"), LATIN + "5 €"),
    "a console's code page 850": (LATIN.encode("cp850"), LATIN),
    "cut in a character": (LOG.encode() + b"\xc3", LOG + "\ufffd"),
    "one bad byte": (LOG.encode() * 2 + b"\xe9\n", LOG * 2 + "\ufffd\n"),
    "NULs of a power cut": (b"last line\n" + b"\0" * 4096 + b"first line\n", "last line\nfirst line\n"),
    "a NUL": (b"a\0b", "ab"),
    "half a pair": (b"\xff\xfe" + "a".encode("utf-16-le") + b"\x00\xd8" + "b".encode("utf-16-le"), "a\ufffdb"),
    "a surrogate in UTF-8": (b"event \xed\xa0\x80 at " + LOG.encode() * 2, "event \ufffd\ufffd\ufffd at " + LOG * 2),
    "colours of a terminal": (b"\x1b[31mFAILED\x1b[0m disk 0\n" * 9, "\x1b[31mFAILED\x1b[0m disk 0\n" * 9),
    "HTML": (b"<html><script>alert(1)</script>", "<html><script>alert(1)</script>"),
    "SVG": (b"<svg onload='alert(1)'/>", "<svg onload='alert(1)'/>"),
    "JSON": (b'{"event": 7031}', '{"event": 7031}'),
    "begins like a ZIP in words": (b"PKI: the certificate expired", "PKI: the certificate expired"),
    "begins like a program in words": (b"MZ-1 printer: paper jam\n", "MZ-1 printer: paper jam\n"),
}
SIZED = {
    "image/png": files.png_header,
    "image/jpeg": files.jpeg,
    "image/gif": files.gif,
    "image/webp": files.webp,
    "image/webp, lossy": files.lossy_webp,
    "image/webp, extended": files.extended_webp,
    "image/gif, by its first frame": files.framed_gif,
}
BINARIES = {
    "ZIP": (b"PK\x03\x04\x14\0", "ZIP archive"),
    "evtx": (b"ElfFile\0\0\0", "Windows event log"),
    "PDF": (b"%PDF-1.7\n1 0 obj\n", "PDF"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20, "Office document"),
    "gzip": (b"\x1f\x8b\x08\0", "archive"),
    "tar": (b"notes.txt".ljust(257, b"\0") + b"ustar\x0000" + b"0" * 300, "archive"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
    "BMP": (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "BMP"),
    "program": (b"MZ\x90\0\x03\0\0\0\x04", "program"),
    "dump": (b"MDMP\x93\xa7\0\0", "memory dump"),
}


@pytest.mark.parametrize("case", CASES)
def test_text_is_read(case: str) -> None:
    data, text = CASES[case]
    assert take_apart(data) == (TEXT, text)


@pytest.mark.parametrize("media_type", files.IMAGES)
def test_images_are_known_by_their_bytes(media_type: str) -> None:
    assert take_apart(files.IMAGES[media_type]) == (media_type, None)


@pytest.mark.parametrize(
    "data",
    [
        files.png(0, 1),
        files.png()[:20],
        files.png()[:29] + b"\0\0\0\0" + files.png()[33:],
        files.jpeg(0, 1),
        b"\xff\xd8\xff\xda\0\x02",
        b"\xff\xd8" + b"\xff" * 100_000,
        b"\xff\xd8\xff\xe0\0\0" * 50,
        files.gif(0, 0),
        b"GIF89a",
        files.webp()[:18],
        files.webp().replace(b"VP8L", b"EVIL"),
    ],
    ids=range(11),
)
def test_a_damaged_image_is_neither_image_nor_text(data: bytes) -> None:
    with pytest.raises(WrongMediaType, match="damaged"):
        take_apart(data)


@pytest.mark.parametrize("kind", SIZED)
@pytest.mark.parametrize(("width", "height"), [(8_000, 5_000), (5_000, 8_000), (16_000, 2_500)])
def test_forty_megapixels_are_taken_and_no_more(kind: str, width: int, height: int) -> None:
    assert take_apart(SIZED[kind](width, height)) == (kind.partition(",")[0], None)
    for wide, high in ((width + 1, height), (width, height + 1)):
        with pytest.raises(Invalid) as refusal:
            take_apart(SIZED[kind](wide, high))
        assert f"{wide:,} × {high:,} pixels; up to 40 megapixels" in refusal.value.detail
        assert [(one.field, one.code) for one in refusal.value.errors] == [("file", "image_too_large")]


def test_a_comment_hides_no_frame() -> None:
    """Its text has the marks of frames and of the end in it."""
    assert take_apart(files.framed_gif(8_000, 5_000, comment=b",;!" * 5_000)) == ("image/gif", None)
    with pytest.raises(Invalid, match="8,001 × 5,000"):
        take_apart(files.framed_gif(8_001, 5_000, comment=b",;!" * 5_000))


def test_a_gif_of_blocks_alone_is_damaged() -> None:
    with pytest.raises(WrongMediaType, match="damaged"):
        take_apart(files.gif().removesuffix(b";") + b"!\xfe\0" * 60_000)


@pytest.mark.parametrize("data", [files.lossy_webp(0, 1), files.lossy_webp(9, 9).replace(b"\x9d\x01", b"\0\0")])
def test_a_webp_without_a_size_is_damaged(data: bytes) -> None:
    with pytest.raises(WrongMediaType, match="damaged"):
        take_apart(data)


@pytest.mark.parametrize("kind", BINARIES)
def test_other_kinds_are_refused_by_name(kind: str) -> None:
    data, named = BINARIES[kind]
    with pytest.raises(WrongMediaType, match=named) as refusal:
        take_apart(data)
    assert "PNG, JPEG, GIF, WebP" in refusal.value.detail


@pytest.mark.parametrize(
    "data",
    [
        random.Random(7).randbytes(2_000),
        struct.pack("<200I", *range(200)),
        LOG.encode("utf-16-le"),
        b"\x01\x02\x03\x04\x05",
        "Принтер не отвечает на запросы".encode("cp1251"),
        b"\xff\xfe" + random.Random(7).randbytes(2_000),
    ],
    ids=["noise", "numbers", "UTF-16 without a mark", "controls", "Cyrillic", "noise with a mark"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(WrongMediaType, match="neither an image nor text"):
        take_apart(data)


@given(st.text(min_size=1))
def test_any_text_comes_back_but_for_controls(text: str) -> None:
    plain = CONTROLS.sub("", text).encode("utf-8", "ignore") or b"-"
    assert take_apart(plain) == (TEXT, plain.decode().removeprefix("\ufeff"))


@given(st.binary(max_size=300))
def test_any_bytes_are_an_image_or_storable_text_or_refused(data: bytes) -> None:
    try:
        media_type, text = take_apart(data)
    except WrongMediaType:
        return
    if text is None:
        assert media_type in IMAGES
    else:
        assert media_type == TEXT
        assert "\0" not in text
        assert text.encode().decode() == text
