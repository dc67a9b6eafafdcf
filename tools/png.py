"""PNG files of at most 256 colours, with the standard library alone: a third of what a browser writes."""

import struct
import zlib
from collections import Counter

COLOURS = 256
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def choose_palette(pixels: "memoryview[int]") -> dict[int, int]:
    """The place in the palette of every colour. Screens have few colours and the shades between text and ground:
    the most frequent ones stand for themselves, each other one for its nearest."""
    counted = Counter(pixels)
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    places = {colour: place for place, colour in enumerate(palette)}
    channels = [channels_of(colour) for colour in palette]
    for colour in counted.keys() - places.keys():
        red, green, blue = channels_of(colour)
        places[colour] = min(
            range(len(channels)),
            key=lambda at: (
                (channels[at][0] - red) ** 2 + (channels[at][1] - green) ** 2 + (channels[at][2] - blue) ** 2
            ),
        )
    return places


def channels_of(colour: int) -> tuple[int, int, int]:
    """Of a pixel as four bytes red, green, blue, alpha in the order of this machine (little-endian)."""
    return colour & 255, colour >> 8 & 255, colour >> 16 & 255


def encode(width: int, height: int, rgba: bytes) -> bytes:
    pixels = memoryview(rgba).cast("I")
    if len(pixels) != width * height:
        raise ValueError(f"{len(pixels)} pixels are not {width} × {height}.")
    places = choose_palette(pixels)
    palette = bytearray(3 * COLOURS)
    for colour, place in reversed(places.items()):
        palette[3 * place : 3 * place + 3] = bytes(channels_of(colour))
    indexed = bytes(places[colour] for colour in pixels)
    rows = b"".join(b"\0" + indexed[at : at + width] for at in range(0, len(indexed), width))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", bytes(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(chunk(kind, data) for kind, data in chunks)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
