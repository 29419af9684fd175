"""Files of cases: sealed with the case's data key, found by the SHA-256 of the bytes that were sent."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from clerk_tui.central.database import Database, row_of
from clerk_tui.central.log import EventLog
from clerk_tui.central.sealing import CIPHER, Sealer, place_of_file
from clerk_tui.central.tables import FileRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.protocol.streams import case_stream

_FILE = table_of(FileRow)


@dataclass(frozen=True, slots=True)
class CaseFileContent:
    """The centre's rendition of a file, opened."""

    media_type: str
    pages: int
    content: bytes


class FileStore:
    """Blocking; to be called in a thread. The case's stream must have its data key (`Batch.data_key`) before `put`."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

    def has(self, hall: str, case: str, sha256: str) -> bool:
        """Whether the file is here."""
        with self._database.engine.connect() as connection:
            return connection.execute(select(_FILE.c.size).where(_here(hall, case, sha256))).first() is not None

    def pages(self, hall: str, case: str, sha256: str) -> int:
        """How many pages the file has; 0 when it is not here."""
        with self._database.engine.connect() as connection:
            return int(connection.execute(select(_FILE.c.pages).where(_here(hall, case, sha256))).scalar() or 0)

    def put(self, hall: str, case: str, sha256: str, file: CaseFileContent, stored_at: str, stored_by: str) -> None:
        """Keeps a file; the same again changes nothing. Raises LookupError when the case has no data key."""
        with self._database.writer() as connection, connection.begin():
            key = EventLog(hall, self._sealer).key(connection, case_stream(case))
            if key is None:
                raise LookupError("the case has no data key")
            row = {
                "hall": hall,
                "case_id": case,
                "sha256": sha256,
                "media_type": file.media_type,
                "pages": file.pages,
                "size": len(file.content),
                "cipher": CIPHER,
                "sealed": key.seal(file.content, place_of_file(hall, case, sha256)),
                "stored_at": stored_at,
                "stored_by": stored_by,
            }
            self._database.upsert(connection, FileRow, [row_of(FileRow, row)])

    def get(self, hall: str, case: str, sha256: str) -> CaseFileContent | None:
        """The file, opened; None when it is not here, or its case's key is gone."""
        query = select(_FILE.c.media_type, _FILE.c.pages, _FILE.c.sealed).where(_here(hall, case, sha256))
        with self._database.engine.connect() as connection:
            row = connection.execute(query).first()
            key = EventLog(hall, self._sealer).key(connection, case_stream(case))
        if row is None or key is None:
            return None
        return CaseFileContent(
            row.media_type, row.pages, key.open(bytes(row.sealed), place_of_file(hall, case, sha256))
        )


def _here(hall: str, case: str, sha256: str) -> ColumnElement[bool]:
    return (_FILE.c.hall == hall) & (_FILE.c.case_id == case) & (_FILE.c.sha256 == sha256)
