"""Chinese in large: the vendored font drawn into half blocks, for whoever stands before a screen without glasses."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from clerk_tui.screens.widgets.half_blocks import half_blocks

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

SIZES = (32, 28, 24, 20, 16)
"""Pixels of a character; a cell holds one across and two down. Below sixteen the strokes run together."""
INK = 105


@cache
def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    from clerk_tui.papers.glyphs import FONT

    return ImageFont.truetype(str(FONT), size)


@lru_cache(maxsize=500)
def largest(words: str, width: int, height: int) -> int:
    """The largest of SIZES in which the words fit into `width` × `height` cells; 0 for none."""
    for size in SIZES:
        left, top, right, bottom = _font(size).getbbox(words)
        if right - left <= width and bottom - top <= 2 * height:
            return size
    return 0


@lru_cache(maxsize=200)
def big_words(words: str, size: int) -> tuple[str, ...]:
    """The words in that size, all rows equally long."""
    from PIL import Image, ImageDraw

    left, top, right, bottom = (int(edge) for edge in _font(size).getbbox(words))
    wide, high = right - left, bottom - top
    picture = Image.new("L", (wide, high), 0)
    ImageDraw.Draw(picture).text((-left, -top), words, fill=255, font=_font(size))
    pixels = picture.tobytes()
    return tuple(half_blocks([[pixels[y * wide + x] >= INK for x in range(wide)] for y in range(high)]))
