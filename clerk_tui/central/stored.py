"""An event as the ledger holds it: its row, its place in the hash chain, and how readers get it as JSON."""

from hashlib import sha256
from typing import Any

import orjson

FIELDS = (
    "hall",
    "seq",
    "stream",
    "version",
    "kind",
    "actor",
    "session",
    "device",
    "command",
    "captured_at",
    "recorded_at",
    "body",
    "cipher",
    "sealed",
)
"""The columns that the chain covers, in its order; `hash` follows them in the row."""


class StoredEvent:
    """One row of the ledger. `opened` is the JSON of its personal values, once somebody who may see them opened it."""

    __slots__ = (*FIELDS, "_frames", "hash", "opened")

    hall: str
    seq: int
    stream: str
    version: int
    kind: str
    actor: str
    session: str
    device: str | None
    command: str
    captured_at: str | None
    recorded_at: str
    body: str
    cipher: str | None
    sealed: bytes | None
    hash: bytes
    opened: bytes | None

    def __init__(self, row: tuple[Any, ...], opened: bytes | None = None) -> None:
        """`row` holds FIELDS and then the hash."""
        (
            self.hall,
            self.seq,
            self.stream,
            self.version,
            self.kind,
            self.actor,
            self.session,
            self.device,
            self.command,
            self.captured_at,
            self.recorded_at,
            self.body,
            self.cipher,
            self.sealed,
            self.hash,
        ) = row
        self.opened = opened
        self._frames: dict[bool, bytes] = {}

    @property
    def case(self) -> str | None:
        """The case of its stream; None in a day's stream."""
        return self.stream[5:] if self.stream.startswith("case/") else None

    def frame(self, prev: int, *, full: bool) -> bytes:
        """The JSON of its feed frame for a reader who was sent `prev` before.

        `full` gives actor, session and opened personal values; without it none of them, nor whose window it is.
        """
        rest = self._frames.get(full)
        if rest is None:
            rest = self._frames[full] = self._render(full)
        return b'{"prev":%d,%s' % (prev, rest)

    def _render(self, full: bool) -> bytes:
        frame: dict[str, Any] = {
            "seq": self.seq,
            "stream": self.stream,
            "version": self.version,
            "kind": self.kind,
            "recorded_at": self.recorded_at,
        }
        if not full:
            body = orjson.loads(self.body)
            if "clerk" in body:
                body["clerk"] = ""
            body.pop("person", None)
            return orjson.dumps({**frame, "body": body})[1:]
        frame |= {
            "actor": self.actor,
            "session": self.session,
            "captured_at": self.captured_at,
            "command": self.command,
            "body": orjson.Fragment(self.body),
            "sealed": orjson.Fragment(self.opened) if self.opened else None,
        }
        return orjson.dumps(frame)[1:]


def chain_hash(before: bytes, fields: tuple[Any, ...]) -> bytes:
    """SHA-256(previous hash ‖ canonical row).

    The canonical row is the JSON array of FIELDS in their order, as orjson writes it, `body` as the stored text and
    `sealed` (the ciphertext) in hexadecimal: nothing in it depends on an engine, or on the order of an object's keys.
    """
    sealed = fields[-1]
    row = orjson.dumps((*fields[:-1], sealed.hex() if sealed else None))
    return sha256(before + row).digest()
