"""A photographed paper as the centre keeps it: drawn anew, so that nothing but the picture comes in."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from clerk_tui.refusal import Refusal

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 24_000_000
LONGEST_SIDE = 2_600
"""An A4 page at 220 dots an inch: a clerk can read the small print."""

QUALITY = 82
MEDIA_TYPE = "image/jpeg"


def redrawn(content: bytes) -> bytes:
    """The picture as JPEG without any metadata, upright, at most LONGEST_SIDE long. Blocks the CPU.

    Raises Refusal phone.file_large (over MAX_BYTES or MAX_PIXELS) or phone.file_kind (no JPEG, PNG or WebP).
    """
    too_large = Refusal("phone.file_large", megabytes=MAX_BYTES // 1024 // 1024, megapixels=MAX_PIXELS // 1_000_000)
    if len(content) > MAX_BYTES:
        raise too_large
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
            # The header alone was read: a small file can claim a huge picture.
            if picture.width * picture.height > MAX_PIXELS:
                raise too_large
            picture.load()
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            clean = Image.new("RGB", upright.size)
            clean.paste(upright)
            out = io.BytesIO()
            clean.save(out, "JPEG", quality=QUALITY)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombWarning):
        raise Refusal("phone.file_kind") from None
    except Image.DecompressionBombError:
        raise too_large from None
    return out.getvalue()
