"""The identity card reader on a serial line, by the protocol of its security module (居民身份证验证安全控制模块, SAM_V).

A frame is AA AA AA 96 69, two bytes of length, the bytes counted, the last of them the XOR of length and bytes before.
"""

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from operator import xor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from serial import Serial

    from clerk_tui.data.reader import Card, Reading

HEAD = b"\xaa\xaa\xaa\x96\x69"
FIND, SELECT, READ = b"\x20\x01", b"\x20\x02", b"\x30\x01"
FOUND, DONE = b"\x00\x00\x9f", b"\x00\x00\x90"
NAME_AT, NAME_BYTES = 0, 30
SEX_AT, SEX_BYTES = 30, 2
ADDRESS_AT, ADDRESS_BYTES = 52, 70
ID_AT, ID_BYTES = 122, 36
"""Where each stands in the card's text, as UTF-16 without a mark; people and birth stand between sex and address."""
_SEXES = {"1": "male", "2": "female"}
BAUD = 115200
_LOOK_S = 0.3
_ANSWER_S = 2.0


def frame(content: bytes) -> bytes:
    """The bytes on the line for a command or an answer."""
    counted = (len(content) + 1).to_bytes(2, "big") + content
    return HEAD + counted + bytes([reduce(xor, counted)])


def cards(path: str, ended: threading.Event) -> "Iterator[Reading]":
    """Looks for a card three times a second; each card is read once, and again when it was taken away between."""
    from serial import Serial

    with Serial(path, BAUD, timeout=_ANSWER_S) as line:
        while not ended.is_set():
            # A card that was read is found no more until it is taken away.
            if _ask(line, FIND)[:3] == FOUND and _ask(line, SELECT)[:3] == DONE:
                answer = _ask(line, READ)
                if answer[:3] == DONE:
                    # After the status two lengths, of text and portrait; the portrait is not looked at.
                    text = answer[7 : 7 + int.from_bytes(answer[3:5], "big")]
                    if (card := card_in(text)) is not None:
                        yield card
            ended.wait(_LOOK_S)


def card_in(text: bytes) -> "Card | None":
    """The card whose text this is, a 港澳台居民居住证 too: its first fields are the same; None for another kind."""
    from clerk_tui.data.reader import card_of

    def part(at: int, size: int) -> str:
        return text[at : at + size].decode("utf-16-le", "replace").strip("\x00\u3000 ")

    card = card_of(part(ID_AT, ID_BYTES))
    if card is None:
        return None
    sex = _SEXES.get(part(SEX_AT, SEX_BYTES), "")
    return replace(card, name=part(NAME_AT, NAME_BYTES), sex=sex, address=part(ADDRESS_AT, ADDRESS_BYTES))


def _ask(line: "Serial", command: bytes) -> bytes:
    """The answer's content from its status on; empty when none came or it was torn."""
    line.reset_input_buffer()
    line.write(frame(command))
    head = line.read(len(HEAD) + 2)
    if len(head) < len(HEAD) + 2 or not head.startswith(HEAD):
        return b""
    rest = line.read(int.from_bytes(head[-2:], "big"))
    if not rest or reduce(xor, head[-2:] + rest) != 0:
        return b""
    return rest[:-1]
