"""What the printer would print, read back from the bytes that it is sent."""

import os
import socket
import threading
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path

import cv2
import numpy
import pytest
from barcode.codex import Code128
from PIL import Image

from clerk_tui.papers import TicketSlip
from clerk_tui.papers.printer import printer_of
from clerk_tui.papers.thermal import DOTS_PER_MM, PRINTED, Roll, ticket_bytes
from clerk_tui.refusal import Refusal

URL = "HTTPS://HALL.EXAMPLE/P/7K4M9PQ2AB"
INIT, RASTER, CUT = b"\x1b@", b"\x1dv0", b"\x1dV"
NO_PAPER, PAPER = b"\x7e", b"\x12"


def slip(number: str = "A023", **other: object) -> TicketSlip:
    given: dict[str, object] = {
        "hall": "示范区政务服务中心",
        "code": number[1:],
        "matter": "新生儿出生一件事",
        "ticket_class": "绿色通道",
        "taken_at": datetime(2026, 3, 5, 9, 58, tzinfo=timezone(timedelta(hours=8))),
        "ahead": 6,
        "wait_p50": 12,
        "wait_p90": 25,
        "url": URL,
    }
    return TicketSlip(number=number, **{**given, **other})  # type: ignore[arg-type]


def pictured(sent: bytes) -> Image.Image:
    """The paper: bands of GS v 0 below each other, ink black."""
    assert sent.startswith(INIT)
    at, bands = len(INIT), []
    while sent[at : at + 3] == RASTER:
        columns = int.from_bytes(sent[at + 4 : at + 6], "little")
        rows = int.from_bytes(sent[at + 6 : at + 8], "little")
        at += 8
        bands.append(numpy.unpackbits(numpy.frombuffer(sent, numpy.uint8, columns * rows, at)).reshape(rows, -1))
        at += columns * rows
    assert sent[at:].rfind(CUT) > 0, "the paper is not cut"
    return Image.fromarray(((1 - numpy.vstack(bands)) * 255).astype(numpy.uint8))


@pytest.mark.parametrize("roll", [80, 58])
def test_the_code_on_the_paper_leads_to_the_ticket(roll: Roll) -> None:
    paper = pictured(ticket_bytes(slip(), "zh", roll))
    assert paper.width == PRINTED[roll]
    found, *_rest = cv2.QRCodeDetector().detectAndDecode(numpy.array(paper))
    assert found == URL


@pytest.mark.parametrize("roll", [80, 58])
@pytest.mark.parametrize("number", ["A023", "A1023"])
def test_the_number_is_larger_than_anything_else(number: str, roll: Roll) -> None:
    """The widest rows of ink above the first quarter are the digits: all of the roll's width, at least 9 mm high."""
    paper = numpy.array(pictured(ticket_bytes(slip(number), "zh", roll)))
    inked = (paper == 0).any(axis=1)
    runs, start = [], None
    for row, ink in enumerate([*inked, False]):
        if ink and start is None:
            start = row
        elif not ink and start is not None:
            runs.append((start, row))
            start = None
    first, last = max(runs[:6], key=lambda run: run[1] - run[0])
    assert last - first >= 9 * DOTS_PER_MM
    columns = numpy.flatnonzero((paper[first:last] == 0).any(axis=0))
    assert columns[-1] - columns[0] > paper.shape[1] * 0.85


def test_equal_tickets_print_equally_and_no_word_is_left_to_the_printer() -> None:
    sent = ticket_bytes(slip())
    assert sent == ticket_bytes(slip())
    assert "政务".encode("gb18030") not in sent


def test_a_character_that_the_font_lacks_is_refused_before_anything_is_printed() -> None:
    with pytest.raises(Refusal, match="missing_glyph"):
        ticket_bytes(slip(matter="\U0001f600"))


def test_a_file_grows_by_each_ticket(tmp_path: Path) -> None:
    printer = printer_of(f"file:{tmp_path / 'tickets.bin'}")
    assert printer is not None
    printer(b"one")
    printer(b"two")
    assert (tmp_path / "tickets.bin").read_bytes() == b"onetwo"


def test_a_file_that_cannot_be_written_is_a_printer_that_is_away(tmp_path: Path) -> None:
    printer = printer_of(f"file:{tmp_path / 'nowhere' / 'lp0'}")
    assert printer is not None
    with pytest.raises(Refusal, match=r"printer\.away"):
        printer(b"one")


def test_a_device_that_takes_nothing_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clerk_tui.papers.printer.PATIENCE_S", 0.05)
    os.mkfifo(tmp_path / "lp0")
    jammed = os.open(tmp_path / "lp0", os.O_RDWR | os.O_NONBLOCK)
    printer = printer_of(f"file:{tmp_path / 'lp0'}")
    assert printer is not None
    with pytest.raises(Refusal, match=r"printer\.away"):
        printer(b"x" * 1_000_000)
    os.close(jammed)


def test_none_is_no_printer() -> None:
    assert printer_of("none") is None


class NetworkPrinter:
    """Listens as a printer does and answers the question for paper with one byte."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.got = b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.name = f"net:127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        line, _ = self.socket.accept()
        with line:
            line.recv(16)
            line.sendall(self.answer)
            while more := line.recv(65536):
                self.got += more

    def end(self) -> bytes:
        self.thread.join(10)
        self.socket.close()
        return self.got


def test_a_network_printer_with_paper_gets_the_whole_ticket() -> None:
    there = NetworkPrinter(PAPER)
    printer = printer_of(there.name)
    assert printer is not None
    printer(ticket_bytes(slip()))
    assert there.end() == ticket_bytes(slip())


def test_a_network_printer_without_paper_gets_nothing() -> None:
    there = NetworkPrinter(NO_PAPER)
    printer = printer_of(there.name)
    assert printer is not None
    with pytest.raises(Refusal, match=r"printer\.no_paper"):
        printer(ticket_bytes(slip()))
    assert there.end() == b""


def test_a_network_printer_that_is_not_there_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        name = f"net:127.0.0.1:{free.getsockname()[1]}"
    printer = printer_of(name)
    assert printer is not None
    with pytest.raises(Refusal, match=r"printer\.away"):
        printer(b"one")


def test_a_usb_printer_that_is_not_there_is_away() -> None:
    printer = printer_of("usb:0fe6:811e")
    assert printer is not None
    with pytest.raises(Refusal, match=r"printer\.away"):
        printer(b"one")


@pytest.mark.parametrize("roll", [80, 58])
def test_a_scanner_reads_the_digits(roll: Roll) -> None:
    paper = numpy.array(pictured(ticket_bytes(slip("A1023"), "zh", roll)))
    rows = Counter(bytes(row) for row in paper if (row == 0).any())
    row, high = rows.most_common(1)[0]
    assert high >= 6 * DOTS_PER_MM, "no bars as high as a scanner wants"
    row = row.strip(b"\xff")
    modules = "".join("1" if row[at] == 0 else "0" for at in range(1, len(row), 3))
    assert modules == Code128("1023").build()[0]


def test_a_booking_has_no_digits_that_look_like_a_ticket() -> None:
    booked = slip("Y003", code="", booked_for="11月25日 09:00", ahead=None, wait_p50=None, wait_p90=None, url="")
    assert cv2.QRCodeDetector().detectAndDecode(numpy.array(pictured(ticket_bytes(booked))))[0] == ""
