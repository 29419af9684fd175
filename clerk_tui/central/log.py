"""Reading the ledger: events by stream, by sequence, and the folds they give."""

from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Select, select

from clerk_tui.central.sealing import DataKey, Sealer, place_of_event
from clerk_tui.central.stored import FIELDS, StoredEvent
from clerk_tui.central.tables import EventRow, StreamKey
from clerk_tui.central.tables.base import table_of
from clerk_tui.protocol.streams import EVENTS, CaseFile, case_stream, day_stream, evolve_case
from clerk_tui.queue.day import Day
from clerk_tui.queue.day import evolve as evolve_day
from clerk_tui.rules import EventBody

_EVENT = table_of(EventRow)
_KEY = table_of(StreamKey)
_COLUMNS = [_EVENT.c[name] for name in (*FIELDS, "hash")]


class EventLog:
    """The events of one hall. Every method takes the connection to read over."""

    def __init__(self, hall: str, sealer: Sealer) -> None:
        self.hall = hall
        self._sealer = sealer

    def _events(self, connection: Connection, query: Select[Any]) -> list[StoredEvent]:
        return [StoredEvent(tuple(row)) for row in connection.execute(query)]

    def stream(self, connection: Connection, stream: str) -> list[StoredEvent]:
        """All events of a stream, oldest first, their personal values opened."""
        here = (_EVENT.c.hall == self.hall) & (_EVENT.c.stream == stream)
        found = self._events(connection, select(*_COLUMNS).where(here).order_by(_EVENT.c.version))
        for event in found:
            self.open(connection, event)
        return found

    def after(self, connection: Connection, seq: int, limit: int) -> list[StoredEvent]:
        """The next events after `seq`, at most `limit`, as stored: nothing opened."""
        here = (_EVENT.c.hall == self.hall) & (_EVENT.c.seq > seq)
        return self._events(connection, select(*_COLUMNS).where(here).order_by(_EVENT.c.seq).limit(limit))

    def of_command(self, connection: Connection, first: int, last: int, command: str) -> list[StoredEvent]:
        """The events between two sequences, both included, that one command caused; opened."""
        here = (_EVENT.c.hall == self.hall) & _EVENT.c.seq.between(first, last) & (_EVENT.c.command == command)
        found = self._events(connection, select(*_COLUMNS).where(here).order_by(_EVENT.c.seq))
        for event in found:
            self.open(connection, event)
        return found

    def key(self, connection: Connection, stream: str) -> DataKey | None:
        """The data key of a stream; None when it has none, or no longer."""
        known = self._sealer.known(self.hall, stream)
        if known is not None:
            return known
        here = (_KEY.c.hall == self.hall) & (_KEY.c.stream == stream)
        wrapped = connection.execute(select(_KEY.c.wrapped).where(here)).scalar()
        return self._sealer.unwrap(self.hall, stream, wrapped) if wrapped else None

    def open(self, connection: Connection, event: StoredEvent) -> None:
        """Puts the opened personal values on the event; leaves it as it is when the stream's key is gone."""
        if event.sealed is None or event.opened is not None:
            return
        if key := self.key(connection, event.stream):
            event.opened = key.open(event.sealed, place_of_event(self.hall, event.stream, event.version, event.kind))

    def day(self, connection: Connection, day: date) -> Day:
        """The fold of one business day."""
        folded = Day(date=day)
        for event in self.stream(connection, day_stream(day)):
            if body := body_of(event):
                folded = evolve_day(folded, body)
        return folded

    def last_day(self, connection: Connection, until: date) -> date | None:
        """The newest business date up to `until`, that one included, that has events."""
        last = day_stream(until)
        here = (_EVENT.c.hall == self.hall) & (_EVENT.c.stream >= "day/") & (_EVENT.c.stream <= last)
        newest = connection.execute(
            select(_EVENT.c.stream).where(here).order_by(_EVENT.c.stream.desc()).limit(1)
        ).scalar()
        return date.fromisoformat(newest.removeprefix("day/")) if newest else None

    def next_day(self, connection: Connection, after: date, until: date) -> date | None:
        """The first business date after `after`, up to `until`, that has events."""
        here = (_EVENT.c.hall == self.hall) & (_EVENT.c.stream > day_stream(after))
        here &= _EVENT.c.stream <= day_stream(until)
        first = connection.execute(select(_EVENT.c.stream).where(here).order_by(_EVENT.c.stream).limit(1)).scalar()
        return date.fromisoformat(first.removeprefix("day/")) if first else None

    def case(self, connection: Connection, case: str) -> CaseFile | None:
        """The fold of a case; None when there is none."""
        file: CaseFile | None = None
        for event in self.stream(connection, case_stream(case)):
            if body := body_of(event):
                file = evolve_case(file, body, event.actor)
        return file


def body_of(event: StoredEvent) -> EventBody | None:
    """The event for folding; None for a kind that a newer version wrote."""
    model = EVENTS.get(event.kind)
    if model is None:
        return None
    return model.joined(orjson.loads(event.body), orjson.loads(event.opened) if event.opened else None)
