"""Bringing a hall's memory up to date from the ledger: from nothing, or from where it stands."""

from datetime import date

from sqlalchemy import Connection

from clerk_tui.central.log import EventLog, body_of
from clerk_tui.central.memory import HallMemory
from clerk_tui.central.session_book import SessionBook
from clerk_tui.central.stored import StoredEvent
from clerk_tui.protocol.access import SessionClosed
from clerk_tui.queue.day import Day
from clerk_tui.queue.day import evolve as evolve_day

PAGE = 1_000


def fresh(connection: Connection, log: EventLog, seq: int, chain: bytes, today: date) -> HallMemory:
    """The memory folded from the newest business day up to `today` that has events; later ones hold bookings only."""
    last = log.last_day(connection, today)
    day = log.day(connection, last) if last else Day(date=today)
    return HallMemory(seq, chain, (seq, day))


def forward(
    connection: Connection,
    log: EventLog,
    memory: HallMemory,
    seq: int,
    chain: bytes,
    sessions: SessionBook,
    today: date,
) -> list[StoredEvent]:
    """Folds the events after the memory's sequence up to `seq`; the events. Cases they touch are folded when wanted.

    The caller holds the hall's lock, or reads one snapshot of the database, so that what the log has of a day is what it has up to `seq`.
    """
    news: list[StoredEvent] = []
    while memory.seq + len(news) < seq:
        page = log.after(connection, memory.seq + len(news), PAGE)
        if not page:
            raise LookupError(f"the hall's row is at {seq}, its events are not")
        news += page
    days = [_day_of(event) for event in news if event.case is None]
    newest = max((d for d in days if d <= today), default=memory.day.date)
    begun = newest > memory.day.date
    # A day that begins may hold bookings that were made long before.
    day = log.day(connection, newest) if begun else memory.day
    for event in news:
        if event.case is not None:
            memory.cases.drop(event.case)
            continue
        body = body_of(event)
        if isinstance(body, SessionClosed):
            sessions.end(body.session, body.at)
        if body is not None and not begun and _day_of(event) == day.date:
            day = evolve_day(day, body)
    memory.seq, memory.chain = seq, chain
    memory.now = (seq, day)
    return news


def _day_of(event: StoredEvent) -> date:
    return date.fromisoformat(event.stream.removeprefix("day/"))
