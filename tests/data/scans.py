"""Files as a document scanner writes them."""

import io
import os
from pathlib import Path

from PIL import Image, ImageDraw


def picture(words: str = "演示", size: tuple[int, int] = (900, 1200), kind: str = "JPEG") -> bytes:
    """A page with something on it; noise, so that it is as large as a photographed one."""
    page = Image.effect_noise(size, 40).convert("RGB")
    draw = ImageDraw.Draw(page)
    draw.rectangle((60, 60, size[0] - 60, 200), fill="white", outline="black", width=4)
    draw.text((80, 90), words, fill="black", font_size=64)
    out = io.BytesIO()
    page.save(out, kind)
    return out.getvalue()


def pdf(pages: int) -> bytes:
    """A scanned PDF."""
    drawn = [Image.new("RGB", (620, 877), (250, 250 - 10 * at, 240)) for at in range(pages)]
    out = io.BytesIO()
    drawn[0].save(out, "PDF", save_all=True, append_images=drawn[1:])
    return out.getvalue()


def aged(place: Path, seconds: int) -> Path:
    """The file as if it were written that long before."""
    stat = place.stat()
    os.utime(place, (stat.st_atime - seconds, stat.st_mtime - seconds))
    return place
