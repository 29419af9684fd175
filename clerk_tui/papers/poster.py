"""The poster at the hall's door: a code that opens the page where a phone takes a number."""

import json
from pathlib import Path
from typing import Literal

from clerk_tui.papers.glyphs import FAMILY, FONT, missing_in
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

TEMPLATES = Path(__file__).parent / "templates"
WORDS = ("title", "scan", "other")


def render_poster(hall: str, url: str, form: Literal["pdf", "svg"]) -> bytes:
    """An A4 sheet in Chinese and English with the QR of `url`; equal input gives equal bytes. `hall` may be empty.

    Raises Refusal `papers.missing_glyph` when the font lacks a character of the hall's name.
    """
    import typst  # here, as in `render`, so that nobody who prints nothing loads it
    from qrcode.constants import ERROR_CORRECT_Q
    from qrcode.image.svg import SvgPathImage
    from qrcode.main import QRCode

    if missing := missing_in([hall]):
        raise Refusal("papers.missing_glyph", characters=" ".join(f"{c}(U+{ord(c):04X})" for c in missing))
    # A poster hangs in the sun and gets scratched: a quarter of the code may be lost.
    code = QRCode(border=4, error_correction=ERROR_CORRECT_Q, image_factory=SvgPathImage)
    code.add_data(url)
    words = {lang: {name: text(f"poster.{name}", lang) for name in WORDS} for lang in ("zh", "en")}
    drawn = code.make_image().to_string(encoding="unicode")
    data = {"hall": hall, "url": url, "font": FAMILY, "qr": drawn, "words": words}
    compiler = typst.Compiler(
        root=TEMPLATES,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT.parent]),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    made = compiler.compile(TEMPLATES / "poster.typ", format=form, timestamp=0)
    assert isinstance(made, bytes)
    return made
