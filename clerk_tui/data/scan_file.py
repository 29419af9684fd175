"""One scanned file as it is taken from the folder: whole, of a kind that is taken, and small enough to send. Blocking."""

import io
import os
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from clerk_tui.protocol.files import (
    LONGEST_SIDE,
    MAX_PAGES,
    MAX_RAW_BYTES,
    MAX_RAW_PIXELS,
    MAX_SCAN_BYTES,
    MediaType,
    kind_of,
)
from clerk_tui.refusal import Refusal

QUALITY = 88
Stamp = tuple[int, int]
"""A file's change time (ns) and size: another file under the same name has another one."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan in memory. `written` is the file's own time (aware, UTC); the path stands only for removal and its name."""

    path: Path
    stamp: Stamp
    written: datetime
    media_type: MediaType
    pages: int
    content: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


def stamp_of(stat: os.stat_result) -> Stamp:
    """By which a file is known again."""
    return stat.st_mtime_ns, stat.st_size


def read_scan(path: Path) -> Scan:
    """Reads and checks a file. Raises Refusal scan.kind, scan.broken, scan.too_large, scan.too_many_pages, scan.unreadable."""
    try:
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            if stat.st_size > MAX_RAW_BYTES:
                raise _too_large(path)
            content = file.read(MAX_RAW_BYTES + 1)
    except OSError as wrong:
        raise Refusal("scan.unreadable", name=path.name, reason=wrong.strerror or "") from None
    kind = kind_of(content)
    if kind is None:
        raise Refusal("scan.broken" if not content else "scan.kind", name=path.name)
    pages = 1
    if kind == "application/pdf":
        pages = _pages(path, content)
        if len(content) > MAX_SCAN_BYTES:
            raise _too_large(path)
    else:
        content, kind = _picture(path, content, kind)
    written = datetime.fromtimestamp(stat.st_mtime, UTC)
    return Scan(path, stamp_of(stat), written, kind, pages, content)


def _too_large(path: Path) -> Refusal:
    return Refusal(
        "scan.too_large",
        name=path.name,
        megabytes=MAX_SCAN_BYTES // 1024 // 1024,
        megapixels=MAX_RAW_PIXELS // 1_000_000,
    )


def _picture(path: Path, content: bytes, kind: MediaType) -> tuple[bytes, MediaType]:
    """The bytes as they are, or drawn smaller when they are larger than a page needs."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            # The header alone was read: a small file can claim a huge picture.
            if picture.width * picture.height > MAX_RAW_PIXELS:
                raise _too_large(path)
            large = max(picture.size) > LONGEST_SIDE or len(content) > MAX_SCAN_BYTES
            if large and kind == "image/jpeg":
                # Half the size is read at an eighth of the cost; it never goes below what is asked for.
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.load()
            if not large:
                return content, kind
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=QUALITY)
            return out.getvalue(), "image/jpeg"
    except Image.DecompressionBombError:
        raise _too_large(path) from None
    except (OSError, SyntaxError, ValueError):
        raise Refusal("scan.broken", name=path.name) from None


def _pages(path: Path, content: bytes) -> int:
    from pypdfium2 import PdfDocument, PdfiumError

    if b"%%EOF" not in content[-2048:]:
        # The reader would mend a file that is cut off, and pages would be missing in silence.
        raise Refusal("scan.broken", name=path.name)
    try:
        document = PdfDocument(content)
        try:
            pages = len(document)
        finally:
            document.close()
    except (PdfiumError, ValueError):
        raise Refusal("scan.broken", name=path.name) from None
    if not pages:
        raise Refusal("scan.broken", name=path.name)
    if pages > MAX_PAGES:
        raise Refusal("scan.too_many_pages", name=path.name, pages=pages, most=MAX_PAGES)
    return pages
