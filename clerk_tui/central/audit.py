"""The ledger read from outside: walking a hall's hash chain, and writing its entries out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select

from clerk_tui.central.database import Database
from clerk_tui.central.halls import HallSettings, hall_of_row
from clerk_tui.central.stored import FIELDS, StoredEvent, chain_hash
from clerk_tui.central.tables import EventRow, HallRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.refusal import Refusal

_EVENT, _HALL = table_of(EventRow), table_of(HallRow)
_COLUMNS = [_EVENT.c[name] for name in (*FIELDS, "hash")]
PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Verified:
    """`count` entries stand whole from the first on; `broken_at` is the sequence of the first that does not."""

    hall: str
    count: int
    broken_at: int | None = None


def verify(database: Database, hall: str) -> Verified:
    """Walks the chain from its beginning to the hall's row. Raises Refusal hall.unknown."""
    with database.engine.connect() as connection:
        row = connection.execute(select(_HALL.c.seq, _HALL.c.chain).where(_HALL.c.id == hall)).first()
        if row is None:
            raise Refusal("hall.unknown", hall=hall)
        before, seq = bytes(32), 0
        while True:
            here = (_EVENT.c.hall == hall) & (_EVENT.c.seq > seq)
            page = connection.execute(select(*_COLUMNS).where(here).order_by(_EVENT.c.seq).limit(PAGE)).all()
            for event in page:
                fields = tuple(bytes(value) if isinstance(value, memoryview) else value for value in event[:-1])
                if event.seq != seq + 1 or chain_hash(before, fields) != bytes(event.hash):
                    return Verified(hall, seq, seq + 1)
                before, seq = bytes(event.hash), event.seq
            if not page:
                break
    # The hall's row names the last entry: a tail that was cut off shows here.
    if (seq, before) != (row.seq, bytes(row.chain)):
        return Verified(hall, seq, seq + 1)
    return Verified(hall, seq)


def hall_in(database: Database, hall: str) -> HallSettings:
    """A hall's settings. Raises Refusal hall.unknown."""
    with database.engine.connect() as connection:
        row = connection.execute(select(_HALL).where(_HALL.c.id == hall)).mappings().first()
    if row is None:
        raise Refusal("hall.unknown", hall=hall)
    return hall_of_row(row)


def told(event: StoredEvent) -> dict[str, Any]:
    """An entry as an auditor reads it: nothing sealed is among it."""
    return {
        "seq": event.seq,
        "stream": event.stream,
        "version": event.version,
        "kind": event.kind,
        "actor": event.actor,
        "session": event.session,
        "device": event.device,
        "command": event.command,
        "captured_at": event.captured_at,
        "recorded_at": event.recorded_at,
        "body": orjson.Fragment(event.body),
        "sealed": event.sealed is not None,
        "hash": bytes(event.hash).hex(),
    }


def export(database: Database, hall: str) -> Iterator[bytes]:
    """The hall's ledger as JSON lines: first what the hall is, then each entry. Raises Refusal hall.unknown."""
    settings = hall_in(database, hall)
    about = {"seq": 0, "stream": "hall", "version": 0, "kind": "hall", "body": settings.told()}
    yield orjson.dumps(about, option=orjson.OPT_APPEND_NEWLINE)
    with database.engine.connect() as connection:
        seq = 0
        while True:
            here = (_EVENT.c.hall == hall) & (_EVENT.c.seq > seq)
            page = connection.execute(select(*_COLUMNS).where(here).order_by(_EVENT.c.seq).limit(PAGE)).all()
            if not page:
                return
            for row in page:
                yield orjson.dumps(told(StoredEvent(tuple(row))), option=orjson.OPT_APPEND_NEWLINE)
            seq = page[-1].seq
