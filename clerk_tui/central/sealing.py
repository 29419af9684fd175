"""Sealing of personal values: AES-256-GCM under a data key of each stream, which the hub's key wraps.

A sealed value is a nonce of 12 bytes followed by the ciphertext; it is bound to its place (hall, stream, version,
kind), so that a row can't be moved to another.
"""

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CIPHER = "aes-256-gcm"
NONCE_BYTES = 12
_KEPT = 4_096


class SealBrokenError(Exception):
    """The bytes were not sealed here, under this key and for this place."""


class DataKey:
    """The data key of one stream."""

    __slots__ = ("_aead", "_random")

    def __init__(self, key: bytes, random: Callable[[int], bytes]) -> None:
        self._aead = AESGCM(key)
        self._random = random

    def seal(self, plain: bytes, place: str) -> bytes:
        """`plain` encrypted for `place`."""
        nonce = self._random(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """The plain bytes. Raises SealBrokenError."""
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except InvalidTag:
            raise SealBrokenError(place) from None


class Sealer:
    """Makes, wraps and keeps data keys. Safe to use from several threads: its one dict only ever gains equal values."""

    def __init__(self, wrap_key: bytes, random: Callable[[int], bytes]) -> None:
        self._wrapping = DataKey(wrap_key, random)
        self._random = random
        self._keys: dict[tuple[str, str], DataKey] = {}

    @property
    def own(self) -> DataKey:
        """The hub's own key, for rows that belong to no stream."""
        return self._wrapping

    def known(self, hall: str, stream: str) -> DataKey | None:
        """The stream's data key, when it was used lately."""
        return self._keys.get((hall, stream))

    def make(self, hall: str, stream: str) -> tuple[DataKey, bytes]:
        """A new data key for a stream and its wrapped form. It is not kept: its row may yet not be written."""
        raw = self._random(32)
        return DataKey(raw, self._random), self._wrapping.seal(raw, _place_of_key(hall, stream))

    def unwrap(self, hall: str, stream: str, wrapped: bytes) -> DataKey:
        """The data key of a stream from its row; kept for the next time. Raises SealBrokenError."""
        key = DataKey(self._wrapping.open(wrapped, _place_of_key(hall, stream)), self._random)
        self.keep(hall, stream, key)
        return key

    def keep(self, hall: str, stream: str, key: DataKey) -> None:
        """Remembers a key whose row is written."""
        if len(self._keys) >= _KEPT:
            self._keys.clear()
        self._keys[hall, stream] = key

    def forget(self) -> None:
        """Drops all keys from memory."""
        self._keys.clear()


def _place_of_key(hall: str, stream: str) -> str:
    return f"key|{hall}|{stream}"


def place_of_event(hall: str, stream: str, version: int, kind: str) -> str:
    """To what the sealed part of an event is bound."""
    return f"event|{hall}|{stream}|{version}|{kind}"


def place_of_file(hall: str, case: str, sha256: str) -> str:
    """To what a sealed file is bound."""
    return f"file|{hall}|{case}|{sha256}"


def place_of_row(table: str, *key: str) -> str:
    """To what a sealed column of a row is bound: its table and the row's key."""
    return "|".join(("row", table, *key))
