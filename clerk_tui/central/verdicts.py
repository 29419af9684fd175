"""First answers in their table: how they are kept, and found again for a second copy."""

from typing import Any

import orjson
from sqlalchemy import Connection

from clerk_tui.central.answers import Answer
from clerk_tui.central.database import Database
from clerk_tui.central.tables import VerdictRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.refusal import Refusal

_VERDICT = table_of(VerdictRow)
_BUCKETS = (1, 8, 64, 512)


class VerdictTable:
    """The verdicts of one hall."""

    def __init__(self, database: Database, hall: str) -> None:
        self.hall = hall
        self._database = database
        self._queries: dict[int, str] = {}

    def among(self, connection: Connection, ids: list[str]) -> dict[str, tuple[Any, ...]]:
        """The rows that are there already, by command id."""
        known: dict[str, tuple[Any, ...]] = {}
        for start in range(0, len(ids), _BUCKETS[-1]):
            some = ids[start : start + _BUCKETS[-1]]
            size = next(bucket for bucket in _BUCKETS if bucket >= len(some))
            # Statements of few sizes only, so that each is prepared once.
            asked = [*some, *[some[0]] * (size - len(some))]
            for row in self._database.query(connection, self._query(size), (self.hall, *asked)):
                known[row[1]] = row
        return known

    def _query(self, size: int) -> str:
        known = self._queries.get(size)
        if known is None:
            quote = self._database.engine.dialect.identifier_preparer.quote
            columns = ", ".join(quote(column.name) for column in _VERDICT.columns)
            marks = ", ".join("?" * size)
            known = f"SELECT {columns} FROM verdict WHERE hall = ? AND id IN ({marks})"
            self._queries[size] = known
        return known


def refused(command: str, refusal: Refusal) -> Answer:
    """The rejection that a refusal is told as."""
    details = dict(refusal.details)
    path = details.get("path") if refusal.code == "invalid" else None
    return Answer(command, "rejected", code=refusal.code, details=details, path=path)


def row_of_answer(hall: str, mac: bytes, answer: Answer) -> tuple[Any, ...]:
    """The row to keep, without anything that must not be told by a table."""
    seqs = [event.seq for event in answer.events]
    return (
        hall,
        answer.id,
        answer.status,
        mac,
        answer.code,
        answer.path,
        orjson.dumps(answer.details).decode() if answer.details else None,
        orjson.dumps(answer.result).decode() if answer.result is not None else None,
        answer.current,
        seqs[0] if seqs else None,
        seqs[-1] if seqs else None,
    )
