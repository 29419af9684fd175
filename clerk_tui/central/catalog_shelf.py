"""Published catalogues: bytes in their table, opened when a case or a window first needs them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from clerk_tui.catalog.build import catalog_hash, load_catalog
from clerk_tui.catalog.model import Catalog
from clerk_tui.central.database import Database, row_of
from clerk_tui.central.tables import CatalogFile
from clerk_tui.central.tables.base import stamp, table_of
from clerk_tui.refusal import Refusal

_CATALOG = table_of(CatalogFile)


class CatalogShelf:
    """Catalogues by hash. Immutable once published, so what is held is always right."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._open: dict[str, Catalog] = {}
        self._bytes: dict[str, bytes] = {}
        self._newest: str | None = None

    def content(self, sha256: str) -> bytes | None:
        """The published bytes; None when there is no such catalogue."""
        held = self._bytes.get(sha256)
        if held is None:
            with self._database.engine.connect() as connection:
                query = select(_CATALOG.c.content).where(_CATALOG.c.hash == sha256)
                found = connection.execute(query).scalar()
            if found is None:
                return None
            held = self._bytes[sha256] = bytes(found)
        return held

    def get(self, sha256: str) -> Catalog:
        """The catalogue with that hash. Raises KeyError when none was published under it."""
        held = self._open.get(sha256)
        if held is None:
            content = self.content(sha256)
            if content is None:
                raise KeyError(sha256)
            held = self._open[sha256] = load_catalog(content)
        return held

    def current(self) -> str | None:
        """The hash of the catalogue in force: the one published last."""
        newest = select(_CATALOG.c.hash).order_by(_CATALOG.c.published_at.desc(), _CATALOG.c.hash).limit(1)
        with self._database.engine.connect() as connection:
            found: str | None = connection.execute(newest).scalar()
        return found

    def publisher_of(self, sha256: str) -> str | None:
        """Who put that catalogue in force, the last time."""
        by = select(_CATALOG.c.published_by).where(_CATALOG.c.hash == sha256)
        with self._database.engine.connect() as connection:
            found: str | None = connection.execute(by).scalar()
        return found

    def look(self) -> str | None:
        """Looks which catalogue is in force, for `newest`; its hash."""
        self._newest = self.current()
        return self._newest

    def newest(self) -> Catalog | None:
        """The catalogue in force as of the last look: a decision waits for no query."""
        return self.get(self._newest) if self._newest else None

    def publish(self, content: bytes, by: str) -> str:
        """Puts a catalogue in force; its hash. Raises Refusal catalog.wrong_bytes."""
        try:
            load_catalog(content)
        except (ValueError, KeyError, TypeError):
            raise Refusal("catalog.wrong_bytes") from None
        sha256 = catalog_hash(content)
        row = {"hash": sha256, "content": content, "published_at": stamp(self._clock()), "published_by": by}
        with self._database.writer() as connection, connection.begin():
            self._database.upsert(connection, CatalogFile, [row_of(CatalogFile, row)])
        self._newest = sha256
        return sha256
