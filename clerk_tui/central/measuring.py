"""The figures of a hall, folded from its ledger: today's fold is kept and goes on from where it stood."""

import threading
from dataclasses import dataclass
from datetime import date, timedelta

import orjson
from sqlalchemy import Connection, select

from clerk_tui.central.halls import HallSettings
from clerk_tui.central.memory import Lately
from clerk_tui.central.tables import EventRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.protocol.streams import day_stream
from clerk_tui.queue.events import EVENTS
from clerk_tui.queue.figures import Figures
from clerk_tui.queue.measures import DayRecord, Folding
from clerk_tui.queue.totals import figures_of

DAYS_KEPT = 2
"""Folds kept in memory: a day of 2,000 tickets takes some 10 MB."""
_EVENT = table_of(EventRow)


@dataclass(slots=True)
class _Kept:
    folding: Folding
    version: int = 0
    record: DayRecord | None = None


class Measuring:
    """The figures of one hall. May be used from several threads."""

    def __init__(self, hall: HallSettings) -> None:
        self.hall = hall
        self._kept: Lately[date, _Kept] = Lately(DAYS_KEPT)
        self._lock = threading.Lock()

    def figures(self, connection: Connection, first: date, last: date) -> Figures:
        """The figures of the business days from `first` to `last`, both included."""
        policy = self.hall.policy
        with self._lock:
            records = [self.record(connection, day) for day in self._days(connection, first, last)]
        return figures_of(records, first, last, policy.within_minutes * 60)

    def day(self, connection: Connection, day: date) -> DayRecord:
        """The record of one business day."""
        with self._lock:
            return self.record(connection, day)

    def record(self, connection: Connection, day: date) -> DayRecord:
        """The same for who holds the lock."""
        kept = self._kept.get(day)
        if kept is None:
            kept = _Kept(Folding(day, self.hall.zone))
            self._kept.put(day, kept)
        try:
            self._forward(connection, day, kept)
        except Exception:
            # Half-way is nowhere: the next time it is folded from the first event on.
            self._kept.drop(day)
            raise
        if kept.record is None:
            kept.record = kept.folding.record(self.hall.policy)
        return kept.record

    def _forward(self, connection: Connection, day: date, kept: _Kept) -> None:
        here = (_EVENT.c.hall == self.hall.id) & (_EVENT.c.stream == day_stream(day))
        new = select(_EVENT.c.version, _EVENT.c.kind, _EVENT.c.body).where(here & (_EVENT.c.version > kept.version))
        for version, kind, body in connection.execute(new.order_by(_EVENT.c.version)):
            if model := EVENTS.get(kind):
                # Without the words of ratings: no figure depends on a personal value.
                kept.folding.add(model.joined(orjson.loads(body), None))
                kept.record = None
            kept.version = version

    def _days(self, connection: Connection, first: date, last: date) -> list[date]:
        """The days of the range that have events."""
        here = (_EVENT.c.hall == self.hall.id) & _EVENT.c.stream.between(day_stream(first), day_stream(last))
        streams = connection.execute(select(_EVENT.c.stream).where(here).distinct()).scalars()
        return sorted(date.fromisoformat(stream.removeprefix("day/")) for stream in streams)


def days_between(first: date, last: date) -> int:
    """How many days from `first` to `last`, both included."""
    return (last - first) // timedelta(days=1) + 1
