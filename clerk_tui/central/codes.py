"""Codes that let a citizen in: derived from what they open, never stored, bound to one purpose.

A scanned code has ten letters of 32 (50 bits); a typed one has six digits and is guarded by a limit of tries. Both
follow from the hub's key, the thing's id and a serial that a renewal counts on, so the centre can say them again to a
window that asks, and a table holds keyed hashes at most.
"""

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals without 0, 1, I and O; all of them in a QR code's compact alphanumeric set."""

LENGTH = 10
DIGITS = 6
Purpose = Literal["filing", "ticket", "viewer"]

_WRITTEN = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")
_TYPED = re.compile(rf"[0-9]{{{DIGITS}}}")
_MEANT = str.maketrans("０１２３４５６７８９", "0123456789", " -—–·　")


@dataclass(frozen=True, slots=True)
class Code:
    """What opens one thing: `text` behind the QR, `digits` to be typed."""

    text: str
    digits: str


def derive(key: bytes, purpose: Purpose, thing: str, serial: int = 0) -> Code:
    """The code of a filing or ticket; `serial` counts renewals, and each one ends the codes before it."""
    seed = hmac.digest(key, f"{purpose}-code|{thing}|{serial}".encode(), sha256)
    number = int.from_bytes(seed[:8], "big")
    letters = "".join(ALPHABET[number >> (5 * place) & 31] for place in range(LENGTH))
    return Code(text=letters, digits=f"{int.from_bytes(seed[8:16], 'big') % 10**DIGITS:0{DIGITS}d}")


def keyed_hash(key: bytes, code: str) -> str:
    """What a row may hold of a code, to find it by: 64 hexadecimal digits."""
    return hmac.digest(key, f"code-row|{code}".encode(), sha256).hex()


def read(typed: str) -> str | None:
    """The code that somebody typed or scanned, in capitals without blanks and dashes; None when it can't be one."""
    code = typed[:64].translate(_MEANT).upper()
    return code if _WRITTEN.fullmatch(code) or _TYPED.fullmatch(code) else None


def is_digits(code: str) -> bool:
    """Whether `code`, as `read` gave it, is the typed kind."""
    return len(code) == DIGITS


def address(base_url: str, code: str) -> str:
    """What the QR holds: all capitals, which makes the picture smaller; `base_url` has no path."""
    return f"{base_url.rstrip('/')}/p/{code}".upper()
