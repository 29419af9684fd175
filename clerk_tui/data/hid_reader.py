"""A scanner that calls itself a keyboard, read past the terminal and its input method: Linux's event device."""

import fcntl
import os
import select
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clerk_tui.data.reader import Reading

EVENT = struct.Struct("@llHHi")
"""struct input_event (linux/input.h): seconds, microseconds, type, code, value."""
KEY, DOWN = 1, 1
ENTERS = frozenset({28, 96})
_SHIFTS = frozenset({42, 54})
_EVIOCGRAB = 0x40044590
_LOOK_S = 0.2
_ROWS = ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'"), (44, "zxcvbnm,./"))
KEYS = {first + n: sign for first, row in _ROWS for n, sign in enumerate(row)} | {57: " "}
_KEYPAD = {79: "1", 80: "2", 81: "3", 75: "4", 76: "5", 77: "6", 71: "7", 72: "8", 73: "9", 82: "0"}
_SHIFTED = {"-": "_", "=": "+", ";": ":", "/": "?", ".": ">", ",": "<"}


def scans(path: str, ended: threading.Event) -> "Iterator[Reading]":
    """One reading for each Enter. The device is taken for this program alone, so that its keys reach no screen."""
    from clerk_tui.data.reader import reading_of

    at = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with suppress(OSError):  # no event device: a pipe in a test, or another system
            fcntl.ioctl(at, _EVIOCGRAB, 1)
        typed, shifted = "", False
        while not ended.is_set():
            if not select.select([at], [], [], _LOOK_S)[0]:
                continue
            came = os.read(at, EVENT.size * 64)
            if not came:
                return
            for _, _, kind, code, value in EVENT.iter_unpack(came[: len(came) // EVENT.size * EVENT.size]):
                if kind != KEY:
                    continue
                if code in _SHIFTS:
                    shifted = value != 0
                elif value == DOWN and code in ENTERS:
                    if (reading := reading_of(typed)) is not None:
                        yield reading
                    typed = ""
                elif value == DOWN and (sign := KEYS.get(code) or _KEYPAD.get(code)):
                    typed = (typed + (_SHIFTED.get(sign, sign.upper()) if shifted else sign))[-64:]
    finally:
        os.close(at)
