"""What becomes of an uploaded picture."""

import io

import pytest
from PIL import Image

from clerk_tui.central.pictures import LONGEST_SIDE, MAX_BYTES, MAX_PIXELS, redrawn
from clerk_tui.refusal import Refusal


def drawn(size: tuple[int, int], kind: str = "JPEG", **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **how)
    return out.getvalue()


def test_metadata_does_not_survive_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "a maker"
    exif.get_ifd(0x8825)[1] = "N"
    kept = Image.open(io.BytesIO(redrawn(drawn((400, 300), exif=exif) + b"<script>trailing</script>")))
    assert kept.size == (300, 400)
    assert not kept.getexif()
    assert b"script" not in redrawn(drawn((40, 30)) + b"<script>")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_common_kinds_are_taken_and_made_small(kind: str) -> None:
    kept = Image.open(io.BytesIO(redrawn(drawn((4000, 3000), kind))))
    assert kept.format == "JPEG"
    assert max(kept.size) == LONGEST_SIDE


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"GIF89a", drawn((300, 300))[:200], b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        redrawn(content)
    assert refused.value.code == "phone.file_kind"


def test_too_many_bytes_and_too_many_pixels_are_refused() -> None:
    with pytest.raises(Refusal, match="file_large"):
        redrawn(b"\xff\xd8\xff" + bytes(MAX_BYTES))
    side = int(MAX_PIXELS**0.5) + 50
    with pytest.raises(Refusal, match="file_large"):
        redrawn(drawn((side, side), "PNG"))
