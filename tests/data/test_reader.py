"""Readers through real pipes and pseudo-terminals, and the burst that an input method mutilates."""

import json
import os
import threading
import tty
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from queue import Empty, Queue

import pytest
from stdnum.cn import ric

from clerk_tui.data.card_reader import DONE, FIND, FOUND, HEAD, ID_AT, SELECT, card_in, frame
from clerk_tui.data.hid_reader import EVENT, KEYS
from clerk_tui.data.reader import Card, Mutilated, Reading, Scan, card_of, completed, follow, sources_of
from clerk_tui.data.wedge import FAST_S, Wedge, burst

BODY = "33040219500101001"
ID = BODY + ric.calc_check_digit(BODY + "0")
X_BODY = next(b for n in range(1000) if ric.calc_check_digit((b := f"33040219500101{n:03d}") + "0") == "X")
PATIENCE_S = 20


@pytest.fixture
def ended() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def heard(named: str, ended: threading.Event) -> "Queue[Reading]":
    got: Queue[Reading] = Queue()
    for source in sources_of(named):
        follow(source, got.put, ended)
    return got


def test_a_card_says_the_age() -> None:
    card = card_of(ID)
    assert card is not None
    assert (card.age_on(date(2025, 12, 31)), card.age_on(date(2026, 1, 1))) == (75, 76)


@pytest.mark.parametrize("typed", [ID[:17] + ("1" if ID[17] != "1" else "2"), ID[:17], "", "A023", "一" * 18])
def test_what_is_no_number_is_no_card(typed: str) -> None:
    assert card_of(typed) is None


def test_a_number_of_any_width_is_one() -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in ID)
    assert card_of(wide) == Card(ID)


def test_no_number_stands_in_what_python_prints() -> None:
    assert ID not in repr([Card(ID), Scan(ID)])


def test_a_pipe_is_read_line_by_line_by_one_writer_after_the_other(tmp_path: Path, ended: threading.Event) -> None:
    pipe = tmp_path / "reader"
    os.mkfifo(pipe)
    got = heard(f"file:{pipe}", ended)
    for told in ({"id_no": ID}, {"code": "023"}):
        with pipe.open("w") as out:
            out.write("no JSON\n" + json.dumps(told) + "\n")
    assert [got.get(timeout=PATIENCE_S), got.get(timeout=PATIENCE_S)] == [Card(ID), Scan("023")]


def test_two_readers_are_heard_together(tmp_path: Path, ended: threading.Event) -> None:
    files = [tmp_path / "one", tmp_path / "two"]
    for file, number in zip(files, ("1", "2"), strict=True):
        file.write_text(json.dumps({"code": number}) + "\n")
    got = heard(",".join(f"file:{file}" for file in files), ended)
    assert {got.get(timeout=PATIENCE_S), got.get(timeout=PATIENCE_S)} == {Scan("1"), Scan("2")}


def test_a_scanner_on_a_serial_line(ended: threading.Event) -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    got = heard(f"serial:{os.ttyname(theirs)}", ended)
    first = None
    while first is None:  # what came before the line was opened is thrown away with it
        os.write(ours, b"023\r\n")
        with suppress(Empty):
            first = got.get(timeout=0.2)
    assert first == Scan("023")
    os.write(ours, ID.encode() + b"\r")
    while (reading := got.get(timeout=PATIENCE_S)) == Scan("023"):
        pass
    assert reading == Card(ID)


def test_a_scanner_that_is_a_keyboard(tmp_path: Path, ended: threading.Event) -> None:
    pipe = tmp_path / "event0"
    os.mkfifo(pipe)
    keeps_open = os.open(pipe, os.O_RDWR)
    got = heard(f"hid:{pipe}", ended)
    codes = {sign: code for code, sign in KEYS.items()}
    strokes = [*(codes[sign] for sign in "023"), 28]
    os.write(keeps_open, b"".join(EVENT.pack(0, 0, 1, code, value) for code in strokes for value in (1, 0)))
    assert got.get(timeout=PATIENCE_S) == Scan("023")
    os.close(keeps_open)


def card_text(number: str) -> bytes:
    return b"\x20\x00" * (ID_AT // 2) + number.encode("utf-16-le") + b"\x20\x00" * 49


def security_module(ours: int, number: str, stop: threading.Event) -> None:
    """Answers as the module does: one card, found once."""
    told = {FIND: [b"\x00\x00\x9f\x00\x00\x00\x00"], SELECT: [b"\x00\x00\x90" + b"\x00" * 8]}
    text = card_text(number)
    read = DONE + len(text).to_bytes(2, "big") + (1024).to_bytes(2, "big") + text + b"\x00" * 1024
    came = b""
    while not stop.is_set():
        came += os.read(ours, 64)
        while (at := came.find(HEAD)) >= 0 and len(came) >= at + 10:
            command, came = came[at + 7 : at + 9], came[at + 10 :]
            left = told.get(command, [read])
            os.write(ours, frame(left.pop() if left else b"\x00\x00\x80"))


def test_an_identity_card_reader(ended: threading.Event) -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    module = threading.Thread(target=security_module, args=(ours, ID, ended), daemon=True)
    module.start()
    got = heard(f"card:{os.ttyname(theirs)}", ended)
    assert got.get(timeout=PATIENCE_S) == Card(ID)
    assert FOUND == b"\x00\x00\x9f"


def test_name_sex_and_address_stand_on_the_card() -> None:
    def part(words: str, size: int) -> bytes:
        return words.ljust(size // 2).encode("utf-16-le")

    text = part("演示父", 30) + part("1", 2) + part("01", 4) + part("19500101", 16) + part("演示市演示路1号", 70)
    card = card_in(text + part(ID, 36) + part("", 98))
    assert card == Card(ID, name="演示父", sex="male", address="演示市演示路1号")
    assert not {"演示父", "演示市", ID} & set(repr(card).split("'"))
    assert card_in(b"\x00" * 256) is None


def test_a_program_that_knows_the_device_may_tell_the_name(tmp_path: Path, ended: threading.Event) -> None:
    file = tmp_path / "one"
    file.write_text(json.dumps({"id_no": ID, "name": "演示父", "sex": "male", "address": None}) + "\n")
    assert heard(f"wedge,file:{file}", ended).get(timeout=PATIENCE_S) == Card(ID, name="演示父", sex="male")


def test_the_frames_are_those_of_the_module() -> None:
    assert frame(FIND).hex(" ") == "aa aa aa 96 69 00 03 20 01 22"
    assert frame(SELECT).hex(" ") == "aa aa aa 96 69 00 03 20 02 21"


def typed(words: str, gap: float) -> Reading | None:
    wedge, at = Wedge(), 100.0
    for sign in words:
        wedge.hear(sign, at)
        at += gap
    return wedge.enter(at)


def test_a_wedge_is_told_by_its_speed() -> None:
    assert typed(ID, FAST_S / 5) == Card(ID)
    assert typed(ID, FAST_S * 2) is None
    assert typed("023", FAST_S / 5) == Scan("023")
    assert typed("02", FAST_S / 5) is None


def test_seventeen_digits_are_completed_and_marked() -> None:
    assert typed(X_BODY, 0.001) == Card(X_BODY + "X", guessed=True)
    assert completed("12345678901234567") is None


@pytest.mark.parametrize("left", ["//..//", ID[:15], ID[:16], "33040一219500101", "HTTPS://H/P/7K4M9"])
def test_a_burst_that_lost_letters_is_told(left: str) -> None:
    assert burst(left) == Mutilated()


def test_a_burst_of_digits_is_a_number() -> None:
    assert typed("11240023", 0.001) == Scan("11240023")


def test_a_file_that_is_not_there_is_looked_for_again(
    tmp_path: Path, ended: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clerk_tui.data.reader.AGAIN_S", 0.05)
    got = heard(f"file:{tmp_path / 'later'}", ended)
    with closing((tmp_path / "half").open("w")) as out:
        out.write(json.dumps({"code": "7"}) + "\n")
    (tmp_path / "half").rename(tmp_path / "later")
    assert got.get(timeout=PATIENCE_S) == Scan("7")
