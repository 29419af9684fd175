"""A scanned PDF as the centre keeps it: every page drawn anew, so that nothing but pictures of pages comes in."""

import io
from threading import Lock

from PIL import Image
from pypdfium2 import PdfDocument, PdfiumError

from clerk_tui.protocol.files import LONGEST_SIDE, MAX_PAGES, MAX_SCAN_BYTES
from clerk_tui.refusal import Refusal

MEDIA_TYPE = "application/pdf"
QUALITY = 82
_ONE = Lock()
"""The library draws in one thread at a time."""


def redrawn_pdf(content: bytes) -> tuple[bytes, int]:
    """The same pages as pictures in a new PDF, and how many. Blocks the CPU.

    Raises Refusal phone.file_large or scan.too_many_pages, and phone.file_kind for what is no PDF or is locked.
    """
    if len(content) > MAX_SCAN_BYTES:
        raise Refusal("phone.file_large", megabytes=MAX_SCAN_BYTES // 1024 // 1024, megapixels=24)
    try:
        with _ONE:
            document = PdfDocument(content)
            try:
                count = len(document)
                if count > MAX_PAGES:
                    raise Refusal("scan.too_many_pages", name="PDF", pages=count, most=MAX_PAGES)
                pages = [_as_jpeg(_drawn(document, at)) for at in range(count)]
            finally:
                document.close()
    except (PdfiumError, ValueError, OSError):
        raise Refusal("phone.file_kind") from None
    if not pages:
        raise Refusal("phone.file_kind")
    # One page in memory at a time: fifty of them would not fit beside the hub.
    out = io.BytesIO()
    first, *rest = (Image.open(io.BytesIO(page)) for page in pages)
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=220.0, quality=QUALITY)
    return out.getvalue(), len(pages)


def page_of(content: bytes, page: int) -> bytes | None:
    """One page (from 1) of a kept PDF as JPEG; None when there is none. Blocks the CPU."""
    with _ONE:
        document = PdfDocument(content)
        try:
            return _as_jpeg(_drawn(document, page - 1)) if 1 <= page <= len(document) else None
        finally:
            document.close()


def _drawn(document: PdfDocument, at: int) -> Image.Image:
    page = document[at]
    try:
        longest = max(page.get_size())
        bitmap = page.render(scale=LONGEST_SIDE / max(longest, 1.0), may_draw_forms=False)
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        return picture
    finally:
        page.close()


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
