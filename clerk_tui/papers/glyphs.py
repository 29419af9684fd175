"""Which characters the vendored font can print, read from the font itself."""

import struct
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FONT = Path(__file__).parent / "font" / "NotoSansCJKsc-Regular.otf"
FAMILY = "Noto Sans CJK SC"

# Line ends and tabs are laid out, not drawn.
_LAID_OUT = frozenset("\n\r\t")


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """First and last code points of the font's ranges, ascending: the groups of its format 12 `cmap` (OpenType spec)."""
    with FONT.open("rb") as font:
        tables = struct.unpack(">4xH6x", font.read(12))[0]
        directory = [struct.unpack(">4s4xII", font.read(16)) for _ in range(tables)]
        offset, length = next((at, size) for tag, at, size in directory if tag == b"cmap")
        font.seek(offset)
        cmap = font.read(length)
    (subtables,) = struct.unpack_from(">2xH", cmap)
    for index in range(subtables):
        (at,) = struct.unpack_from(">4xI", cmap, 4 + 8 * index)
        (kind,) = struct.unpack_from(">H", cmap, at)
        if kind == 12:
            (count,) = struct.unpack_from(">I", cmap, at + 12)
            groups = [struct.unpack_from(">II", cmap, at + 16 + 12 * group) for group in range(count)]
            return [first for first, _ in groups], [last for _, last in groups]
    raise ValueError("the vendored font has no format 12 character map")


def has_glyph(character: str) -> bool:
    """Whether the font can draw this one character."""
    firsts, lasts = _ranges()
    place = bisect_right(firsts, ord(character)) - 1
    return place >= 0 and ord(character) <= lasts[place]


def missing_in(texts: Iterable[str]) -> list[str]:
    """The characters that the font lacks, each once, in the order in which they first stand."""
    seen: dict[str, None] = {}
    for text in texts:
        for character in text:
            if character not in _LAID_OUT and character not in seen and not has_glyph(character):
                seen[character] = None
    return list(seen)
