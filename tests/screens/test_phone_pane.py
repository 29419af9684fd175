"""The QR on the screen is one that a phone's camera reads."""

import cv2
import numpy
import pytest

from clerk_tui.screens.widgets.phone_pane import QUIET, qr_rows

URL = "HTTPS://HALL.EXAMPLE.GOV.CN/P/7K3MQ9RWTDABC"
PIXELS = 6


def picture(rows: list[str]) -> "numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.uint8]]":
    """What the screen shows: half blocks of black ink on white."""
    image = numpy.full((len(rows) * 2, len(rows[0])), 255, numpy.uint8)
    for y, row in enumerate(rows):
        for x, block in enumerate(row):
            image[2 * y, x] = 0 if block in "▀█" else 255
            image[2 * y + 1, x] = 0 if block in "▄█" else 255
    return numpy.kron(image, numpy.ones((PIXELS, PIXELS), numpy.uint8))


@pytest.mark.parametrize("url", [URL, "HTTP://127.0.0.1:8765/P/7K3MQ9RWTD"])
def test_a_camera_reads_the_address_back(url: str) -> None:
    found, *_rest = cv2.QRCodeDetector().detectAndDecode(picture(qr_rows(url)))
    assert found == url


def test_it_fits_the_smallest_screen_with_its_quiet_zone() -> None:
    rows = qr_rows(URL)
    assert (len(rows[0]), len(rows)) == (37, 19)
    assert all(row[:QUIET].strip() == "" for row in rows)
    assert all(row.strip() == "" for row in rows[: QUIET // 2])
