"""What a ticket machine or a window reads: identity cards, ticket codes; from a file or pipe, a serial line, a card reader, a HID scanner.

Identity numbers live in memory until the next person, are never shown whole, kept or logged.
"""

import json
import os
import select
import stat
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from stdnum.cn import ric
from stdnum.exceptions import ValidationError as NumberError
from stdnum.iso7064 import mod_11_2

from clerk_tui.devices import WEDGE

AGAIN_S = 2.0
"""A reader that is away is looked for again after so long."""
_LOOK_S = 0.2
_LONGEST_LINE = 4096


@dataclass(frozen=True, slots=True)
class Card:
    """An identity number that was read. `guessed`: its check digit was lost on the way and computed, to be confirmed.

    Name, sex (`male`, `female`) and address as they stand on the card, where the reader gives them.
    """

    id_no: str = field(repr=False)
    guessed: bool = False
    name: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    address: str = field(default="", repr=False)

    @property
    def birth(self) -> date:
        """The date of birth that the number holds."""
        return date.fromisoformat(f"{self.id_no[6:10]}-{self.id_no[10:12]}-{self.id_no[12:14]}")

    def age_on(self, day: date) -> int:
        """Whole years on that day."""
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))


@dataclass(frozen=True, slots=True)
class Scan:
    """Something else that was scanned: a ticket's or booking's number."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mutilated:
    """A scan from which the input method took letters."""


Reading = Card | Scan | Mutilated
Source = Callable[[threading.Event], Iterator[Reading]]
"""Readings until the event is set, in a thread of its own. Raises OSError when the device is away."""


def card_of(words: str) -> Card | None:
    """The card whose number this is, typed or read, in any width; None for what is none (GB 11643)."""
    number = unicodedata.normalize("NFKC", words).strip().upper()
    if len(number) != 18 or not number[:17].isdigit() or not number.isascii():
        return None
    try:
        # Not the library's look at the region: it wants the county to be as old as the person, and elder people's is not.
        ric.get_birth_date(number)
    except NumberError:
        return None
    return Card(number) if mod_11_2.is_valid(number) else None


def completed(digits: str) -> Card | None:
    """The card of seventeen digits whose last character the input method took; its check digit is computed."""
    if len(digits) != 17 or not (digits.isascii() and digits.isdigit()):
        return None
    # The library wants the last place filled, with whatever.
    found = card_of(digits + ric.calc_check_digit(digits + "0"))
    return Card(found.id_no, guessed=True) if found else None


def reading_of(words: str) -> Reading | None:
    """What one scanned line means; None for an empty one."""
    said = unicodedata.normalize("NFKC", words).strip()
    return (card_of(said) or Scan(said[:64])) if said else None


def sources_of(named: str) -> list[Source]:
    """The readers of that name (devices.READER). Nothing is opened here."""
    from clerk_tui.data.card_reader import cards
    from clerk_tui.data.hid_reader import scans

    kinds: dict[str, Callable[[str, threading.Event], Iterator[Reading]]] = {
        "file": _from_file,
        "serial": _from_serial,
        "card": cards,
        "hid": scans,
    }

    def source(one: str) -> Source:
        kind, _, path = one.partition(":")
        return lambda ended: kinds[kind](os.path.expanduser(path), ended)

    devices = [one.strip() for one in named.split(",")]
    return [source(one) for one in devices if one not in ("", "none", WEDGE)]


def follow(source: Source, put: Callable[[Reading], None], ended: threading.Event) -> threading.Thread:
    """Hands what the reader reads to `put`, in a thread, until `ended`; a reader that went away is looked for again."""

    def run() -> None:
        while not ended.is_set():
            try:
                for reading in source(ended):
                    put(reading)
            except (OSError, ValueError):
                pass
            ended.wait(AGAIN_S)

    thread = threading.Thread(target=run, name="reader", daemon=True)
    thread.start()
    return thread


def lines_of(at: int, ended: threading.Event) -> Iterator[str]:
    """The lines that come through a file descriptor; CR, LF or both end one."""
    kept = b""
    whole_file = stat.S_ISREG(os.fstat(at).st_mode)
    while not ended.is_set():
        if not whole_file and not select.select([at], [], [], _LOOK_S)[0]:
            continue
        more = os.read(at, _LONGEST_LINE)
        if not more:
            if not whole_file:
                return
            ended.wait(_LOOK_S)
            continue
        *lines, kept = (kept + more).replace(b"\r", b"\n").split(b"\n")
        kept = kept[-_LONGEST_LINE:]
        yield from (line.decode("utf-8", "replace") for line in lines if line)


def _from_file(path: str, ended: threading.Event) -> Iterator[Reading]:
    """Lines of JSON, `{"id_no": …}` or `{"code": …}`: what another program that knows the device writes.

    With `id_no` may stand `name`, `sex` (male or female) and `address`.
    """
    # Reading and writing: a pipe nobody writes to yet must not block, nor end with its first writer.
    flags = os.O_RDWR if Path(path).is_fifo() else os.O_RDONLY
    at = os.open(path, flags | os.O_NOCTTY)
    try:
        for line in lines_of(at, ended):
            try:
                told = json.loads(line)
                reading = reading_of(str(told.get("id_no") or told.get("code") or ""))
                if isinstance(reading, Card):
                    name, sex, address = (str(told.get(key) or "")[:200] for key in ("name", "sex", "address"))
                    reading = replace(reading, name=name, sex=sex, address=address)
            except (ValueError, AttributeError):
                continue
            if reading is not None:
                yield reading
    finally:
        os.close(at)


def _from_serial(path: str, ended: threading.Event) -> Iterator[Reading]:
    """A scanner on a serial line, 9600 baud: one line a scan."""
    from serial import Serial

    with Serial(path, 9600, timeout=_LOOK_S) as line:
        for words in lines_of(line.fileno(), ended):
            if (reading := reading_of(words)) is not None:
                yield reading
