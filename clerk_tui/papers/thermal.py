"""A ticket or a guide for a thermal printer: ESC/POS in which all is one picture, so that every printer prints the same."""

import io
from typing import Literal

from clerk_tui.papers.render import Rolled, render_png
from clerk_tui.texts import Lang

Roll = Literal[80, 58]
DOTS_PER_MM = 8
"""203 dpi, what thermal heads have."""
PRINTED: dict[int, int] = {80: 576, 58: 384}
"""Dots that the head prints, by the roll's width in mm."""
_PROFILES: dict[int, str] = {80: "RP-F10-80mm", 58: "RP-F10-58mm"}
"""Profiles of the library with a head as wide, and a cutter."""
BAND = 240
"""Rows sent at once: more than the buffer of a cheap printer holds would be torn."""
INK = 150
"""Grey values below it are printed."""


def ticket_bytes(slip: Rolled, lang: Lang = "zh", roll: Roll = 80) -> bytes:
    """What the printer is sent: the picture of the paper in bands, then the cut. Equal slips give equal bytes.

    May be called from any thread. Raises Refusal papers.missing_glyph.
    """
    # Here, so that a window that prints nothing starts without them.
    from escpos.printer import Dummy
    from PIL import Image

    drawn = Image.open(io.BytesIO(render_png(slip, lang, roll, DOTS_PER_MM))).convert("L")
    side = (drawn.width - PRINTED[roll]) // 2
    inked = drawn.crop((side, 0, side + PRINTED[roll], drawn.height)).point([0 if v < INK else 255 for v in range(256)])
    printer = Dummy(profile=_PROFILES[roll])
    printer.hw("INIT")
    printer.image(inked.convert("1"), impl="bitImageRaster", fragment_height=BAND)
    printer.cut()
    return bytes(printer.output)
