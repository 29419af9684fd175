"""Catalogues on this window: fetched whole, kept as files named by their hash, swapped in without a restart."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from clerk_tui.catalog.model import Catalog
from clerk_tui.refusal import Refusal

Load = Callable[[bytes], Catalog]


class CatalogShelf:
    """Published catalogues by hash. They hold nothing personal, so they lie in plain files."""

    def __init__(self, folder: Path, load: Load) -> None:
        self._folder = folder
        self._load = load
        self._known: dict[str, Catalog] = {}
        self.current: str | None = None

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._known

    def get(self, sha256: str) -> Catalog:
        """The catalogue with that hash. Raises KeyError when it is not here."""
        return self._known[sha256]

    def newest(self) -> Catalog | None:
        """The catalogue in force, as far as this window knows."""
        return self._known[self.current] if self.current else None

    def nearest(self, sha256: str) -> Catalog:
        """That catalogue, or the one in force while it is still on its way: a key must not wait for it.

        Raises KeyError when there is none at all.
        """
        return self._known.get(sha256) or self._known[self.current or sha256]

    def open(self) -> None:
        """Reads what was kept; a file that is not what its name says is passed over and fetched again."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            marker = self._folder / "current"
            current = marker.read_text("ascii").strip() if marker.exists() else None
            for file in self._folder.glob("*.json"):
                raw = file.read_bytes()
                if hashlib.sha256(raw).hexdigest() == file.stem:
                    with suppress(ValueError):
                        self._known[file.stem] = self._load(raw)
        except OSError as wrong:
            raise Refusal("store.folder", folder=str(self._folder), reason=wrong.strerror or "") from None
        if current in self._known:
            self.current = current

    def take(self, sha256: str, raw: bytes, *, current: bool = True) -> bool:
        """Puts a fetched catalogue on the shelf; whether anything is new. Raises Refusal catalog.wrong_bytes or newer."""
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise Refusal("catalog.wrong_bytes")
        fresh = sha256 not in self._known or (current and self.current != sha256)
        if sha256 not in self._known:
            try:
                self._known[sha256] = self._load(raw)
            except ValueError:
                raise Refusal("catalog.newer") from None
            self._keep(f"{sha256}.json", raw)
        if current and self.current != sha256:
            self.current = sha256
            self._keep("current", sha256.encode())
        return fresh

    def _keep(self, name: str, raw: bytes) -> None:
        half = self._folder / f".{name}.part"
        half.write_bytes(raw)
        os.replace(half, self._folder / name)
