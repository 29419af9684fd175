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
    """The memory folded from the newest business day that has events; from `today` when none has."""
    last = log.last_day(connection)
    day = log.day(connection, last) if last else Day(date=today)
    return HallMemory(seq, chain, (seq, day))


def forward(
    connection: Connection, log: EventLog, memory: HallMemory, seq: int, chain: bytes, sessions: SessionBook
) -> list[StoredEvent]:
    """Folds the events after the memory's sequence up to `seq`; the events. Cases they touch are folded when wanted."""
    news: list[StoredEvent] = []
    while memory.seq + len(news) < seq:
        page = log.after(connection, memory.seq + len(news), PAGE)
        if not page:
            raise LookupError(f"the hall's row is at {seq}, its events are not")
        news += page
    day = memory.day
    for event in news:
        if event.case is not None:
            memory.cases.drop(event.case)
            continue
        stream_day = date.fromisoformat(event.stream.removeprefix("day/"))
        if stream_day > day.date:
            day = Day(date=stream_day)
        body = body_of(event)
        if isinstance(body, SessionClosed):
            sessions.end(body.session, body.at)
        if body is not None and stream_day == day.date:
            day = evolve_day(day, body)
    memory.seq, memory.chain = seq, chain
    memory.now = (seq, day)
    return news
