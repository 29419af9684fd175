"""What a scanned paper may be, at the window that takes it and at the centre that keeps it."""

from typing import Literal

MediaType = Literal["image/jpeg", "image/png", "application/pdf"]

MAX_SCAN_BYTES = 16 * 1024 * 1024
"""Of what travels to the centre; a window makes a larger picture smaller before it sends it."""
MAX_PAGES = 50
"""Of one PDF."""
MAX_RAW_BYTES = 64 * 1024 * 1024
MAX_RAW_PIXELS = 60_000_000
"""Of a picture as the scanner wrote it: A3 at 400 dots an inch."""
LONGEST_SIDE = 2_600
"""Pixels of a page as it is kept: A4 at 220 dots an inch; a clerk can read the small print."""


def kind_of(content: bytes) -> MediaType | None:
    """What the bytes begin like; None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "application/pdf" if content[:1024].lstrip().startswith(b"%PDF-") else None
