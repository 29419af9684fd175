"""The hub: one process of the central API. It owns database, key and clock, and for each hall ledger, committer, feed."""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from uuid import uuid4

import structlog
from sqlalchemy import Connection, select

from clerk_tui.catalog.model import Catalog
from clerk_tui.central.admin import Admin
from clerk_tui.central.answers import Answer
from clerk_tui.central.authority import Author
from clerk_tui.central.batch import Batch
from clerk_tui.central.case_time import CaseTime
from clerk_tui.central.catalog_shelf import CatalogShelf
from clerk_tui.central.committer import Committer
from clerk_tui.central.database import Database, open_database
from clerk_tui.central.fanout import FanOut
from clerk_tui.central.feed import Feed
from clerk_tui.central.files import FileStore
from clerk_tui.central.following import Following
from clerk_tui.central.forecasting import EVERY_SECONDS, Forecasting
from clerk_tui.central.gate import Gate
from clerk_tui.central.halls import HallSettings
from clerk_tui.central.keys import HubKey, load_or_make
from clerk_tui.central.ledger import (
    CommandWork,
    CommitFailedError,
    Committed,
    Deed,
    Ledger,
    Look,
    Work,
    system_id,
    system_session,
)
from clerk_tui.central.metrics import Metrics
from clerk_tui.central.migrations import upgrade
from clerk_tui.central.neighbours import Neighbours
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.publishing import Publishing
from clerk_tui.central.sealing import Sealer
from clerk_tui.central.session_book import SessionBook
from clerk_tui.central.session_life import close_session, open_citizen
from clerk_tui.central.sessions import Session
from clerk_tui.central.sources import Source
from clerk_tui.central.sources.earlier import EARLIER, EarlierAnswers
from clerk_tui.central.stored import StoredEvent
from clerk_tui.central.tables import HallRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.central.tries import Tries
from clerk_tui.central.viewing import Viewing
from clerk_tui.intake.decide import CaseRules
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.protocol.envelope import Command, Verdict
from clerk_tui.protocol.forecast import told_range
from clerk_tui.protocol.streams import CaseFile, case_stream, day_stream
from clerk_tui.queue.day import Day, Ticket, TicketState
from clerk_tui.refusal import Refusal
from clerk_tui.rules import EventBody

T = TypeVar("T")
LOOK_SECONDS = 0.25
"""How often a process looks whether another one wrote (PostgreSQL)."""
DAY_LOOK_SECONDS = 20.0
"""How often a hub looks whether a business day has ended."""
CATALOG_LOOK_SECONDS = 20.0
"""How often a hub looks whether another catalogue is in force that it was not told of."""
PUSH_SECONDS = 5.0
"""How often a hub looks for accepted items that departments' systems have not got."""
LISTS_MAX = 32
"""Lists of commands of one session that may wait for their answers at once."""
SIGN_INS_MAX = 8
"""Sign-ins at one device: each costs a password hash."""
WAITING_MAX = 2_000
"""Works that may wait for one hall's committer, some seconds' worth; more are turned away before they are looked at."""
BUSY_SECONDS = 2
TRY_SPAN = timedelta(minutes=10)
GUESSES = {"digits": (5, 60), "letters": (60, 5_000), "numbers": (40, 600)}
"""Wrong codes of citizens within that span: of one address, of all. Digits are few; letters have 50 bits.

`numbers` are those that phones take: everybody in a hall's own network comes from one address.
"""

_HALL = table_of(HallRow)
log = structlog.get_logger("hub")


def _day_of(ledger: Ledger) -> Day | None:
    memory = ledger.memory
    return memory.day if memory else None


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


@dataclass(slots=True)
class HallRoom:
    """One hall of a running hub."""

    settings: HallSettings
    ledger: Ledger
    committer: Committer
    feed: Feed


class Hub:
    """Everything is handed in; `start` and `stop` are called on the event loop that then owns it."""

    def __init__(
        self,
        database: Database,
        key: HubKey,
        *,
        clock: Callable[[], datetime] = utc_now,
        random: Callable[[int], bytes] = os.urandom,
        new_id: Callable[[], str] = lambda: str(uuid4()),
        public_url: str = "",
        heartbeat_seconds: float = 10.0,
        forecast_seconds: float = EVERY_SECONDS,
    ) -> None:
        self.database = database
        self.key = key
        self.clock = clock
        self.random = random
        self.new_id = new_id
        self.public_url = public_url
        self.heartbeat_seconds = heartbeat_seconds
        self.sealer = Sealer(key.wrap, random)
        self.sessions = SessionBook(lambda token: key.keyed_hash("session", token))
        self.admin = Admin(database, key, clock=clock, random=random)
        self.catalogs = CatalogShelf(database, clock)
        self.publishing = Publishing(database, self.catalogs, clock)
        self.files = FileStore(database, self.sealer)
        self.earlier = EarlierAnswers(database, key, self.sealer.own, clock)
        self.sources: dict[str, Source] = {EARLIER: self.earlier}
        self.metrics = Metrics()
        self.lists, self.sign_ins = Gate(LISTS_MAX), Gate(SIGN_INS_MAX)
        self.guesses = {kind: Tries(clock, each, together, TRY_SPAN) for kind, (each, together) in GUESSES.items()}
        self.neighbours = Neighbours(self)
        self.viewing = Viewing(clock)
        self.forecasts = Forecasting(clock, Random().random, forecast_seconds)
        self.case_rules = CaseRules(
            catalog=self.catalogs.get, calendar=state_council_calendar(), newest=self.catalogs.newest
        )
        self.following = Following(self)
        self.case_time = CaseTime(self)
        self.fanout = FanOut(self, {})
        self._rooms: dict[str, HallRoom] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self.ready = False

    @classmethod
    def open(cls, url: str, *, key_file: Path | None = None, migrate: bool = True, **handed_in: Any) -> "Hub":
        """Opens the database, brings its schema up to date and checks the key. Raises Refusal hub.*.

        The key lies in `key_file`; beside an SQLite database when none is named.
        """
        database = open_database(url)
        try:
            if key_file is None:
                if database.file is None:
                    raise Refusal("hub.key_needed")
                key_file = database.file.with_name(database.file.name + ".key")
            if migrate:
                upgrade(database.engine)
            hub = cls(database, load_or_make(key_file, handed_in.get("random", os.urandom)), **handed_in)
            hub.admin.check_key()
        except BaseException:
            database.close()
            raise
        return hub

    # Life

    async def start(self) -> None:
        """Opens every hall. New halls must be added before."""
        loop = asyncio.get_running_loop()
        for settings in self.admin.halls():
            ledger = Ledger(
                settings,
                self.database,
                self.key,
                self.sealer,
                self.sessions,
                replace(settings.rules(self.case_rules), in_force=self.catalog_in_force),
                clock=self.clock,
                public_url=self.public_url,
                foreseen=partial(self._foreseen, settings.id),
            )
            await asyncio.to_thread(ledger.catch_up)
            memory = ledger.memory
            feed = Feed(memory.seq if memory else 0, self._older(ledger))
            committer = Committer(ledger, loop, self._on_commit(settings.id, feed))
            self._rooms[settings.id] = HallRoom(settings, ledger, committer, feed)
            self.forecasts.add(settings, partial(_day_of, ledger), feed)
            committer.start()
        await self.neighbours.start()
        self._tasks = [asyncio.create_task(self.forecasts.run(hall)) for hall in self._rooms]
        await asyncio.to_thread(self.catalogs.look)
        await asyncio.to_thread(self.earlier.forget_lapsed)
        self.ready = True
        look = DAY_LOOK_SECONDS if self.database.embedded else LOOK_SECONDS
        self._tasks += [asyncio.create_task(self._look(room, look)) for room in self._rooms.values()]
        self._tasks.append(asyncio.create_task(self._look_at_catalogs()))
        self._tasks += [asyncio.create_task(self._push(hall)) for hall in self._rooms]

    async def stop(self) -> None:
        """Ends the feeds, commits what waits, closes the database."""
        self.ready = False
        self.end_feeds()
        await self.neighbours.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for room in self._rooms.values():
            await asyncio.to_thread(room.committer.stop)
        self.database.close()

    def end_feeds(self) -> None:
        """Tells every reader that this process is going."""
        for room in self._rooms.values():
            room.feed.close()

    def _older(self, ledger: Ledger) -> Callable[[int, int], Any]:
        async def read(after: int, limit: int) -> list[StoredEvent]:
            def older(connection: Connection) -> list[StoredEvent]:
                found = ledger.log.after(connection, after, limit)
                for event in found:
                    ledger.log.open(connection, event)
                return found

            return await self.read(older)

        return read

    def _on_commit(self, hall: str, feed: Feed) -> Callable[[Committed], None]:
        def tell(committed: Committed) -> None:
            feed.push(committed.events)
            # After a fold anew the hall may be further than the events in hand: readers fetch those from the ledger.
            feed.begin_at(committed.seq)
            self.metrics.committed(committed.counts, len(committed.events))
            if committed.events:
                self.forecasts.changed(hall)
            if committed.wrote:
                self.neighbours.committed(hall, committed.seq)

        return tell

    def _foreseen(self, hall: str, ticket: Ticket) -> dict[str, Any] | None:
        found = self.forecasts.for_new(hall, ticket)
        return told_range(*found) if found else None

    async def _look(self, room: HallRoom, seconds: float) -> None:
        """Takes in what other processes wrote, and what the clock brought: at once what came while the hub was down."""
        while True:
            try:
                if await self._has_news(room):
                    await room.committer.submit(Look())
                await self._void_bookings(room)
                await self.case_time.look(room.settings.id)
            except Exception as wrong:
                log.warning("look failed", hall=room.settings.id, kind=type(wrong).__name__)
            await asyncio.sleep(seconds)

    async def _look_at_catalogs(self) -> None:
        """Follows what another process, or the command line, put in force; what this one publishes needs no look."""
        while True:
            await self.following.look()
            await asyncio.sleep(CATALOG_LOOK_SECONDS)

    async def _push(self, hall: str) -> None:
        """Hands over what was accepted; a department's slow system keeps nothing else waiting."""
        while True:
            try:
                await self.fanout.look(hall)
            except Exception as wrong:
                log.warning("push failed", hall=hall, kind=type(wrong).__name__)
            await asyncio.sleep(PUSH_SECONDS)

    async def _void_bookings(self, room: HallRoom) -> None:
        """Bookings whose time is over are voided, once, whichever process looks first."""
        memory, now = room.ledger.memory, self.clock()
        grace = timedelta(minutes=room.settings.policy.booking.late_minutes)
        booked = (t for t in memory.day.tickets.values() if t.state is TicketState.BOOKED) if memory else ()
        lapsed = max((t.slot_end for t in booked if t.slot_end and now > t.slot_end + grace), default=None)
        if lapsed is not None:
            own = system_id(room.settings.id, "void_bookings", lapsed)
            await self.submit_system(room.settings.id, [{"id": own, "kind": "void_bookings"}])

    async def _has_news(self, room: HallRoom) -> bool:
        memory = room.ledger.memory
        if memory is None or memory.day.date < room.settings.today(self.clock()):
            return True
        if self.database.embedded:
            return False
        query = select(_HALL.c.seq).where(_HALL.c.id == room.settings.id)
        seq: int = await self.read(lambda connection: connection.execute(query).scalar_one())
        return seq > memory.seq

    def catalog_in_force(self) -> Catalog | None:
        """The catalogue in force; None before the first is published. Blocks on the database."""
        current = self.catalogs.current()
        return self.catalogs.get(current) if current else None

    # Halls

    def hall(self, hall: str) -> HallRoom:
        """A hall of this hub. Raises ProblemError 404."""
        room = self._rooms.get(hall)
        if room is None:
            raise ProblemError(404, "hall.unknown", hall=hall[:64])
        return room

    @property
    def halls(self) -> Mapping[str, HallRoom]:
        """All halls that are open."""
        return self._rooms

    # Commands

    async def submit(
        self, hall: str, commands: Sequence[Command | Mapping[str, Any]], caller: Session
    ) -> list[Verdict]:
        """Judges a list of commands of one caller; verdicts in its order. Raises ProblemError 401, 404, 429 and 503."""
        raw = [c.model_dump(mode="json", exclude_unset=True) if isinstance(c, Command) else c for c in commands]
        return [answer.to_verdict() for answer in await self.answers(hall, raw, caller)]

    async def answers(self, hall: str, commands: Sequence[Mapping[str, Any]], caller: Session) -> list[Answer]:
        """The same before it is put into the wire's models."""
        with self.lists.inside(caller.id):
            outcome = await self._do(hall, CommandWork(commands, caller))
        if isinstance(outcome, Exception):
            raise outcome
        answers: list[Answer] = outcome
        return answers

    async def submit_system(self, hall: str, commands: Sequence[Command | Mapping[str, Any]]) -> list[Verdict]:
        """Commands of the centre itself; their ids are those of `ledger.system_id`, so that they are applied once."""
        return await self.submit(hall, commands, system_session(hall, self.clock()))

    async def deed(self, hall: str, run: Callable[[Batch], T]) -> T:
        """Does something under the hall's lock, in the ledger's transaction. Raises what `run` raises, or 503."""
        outcome = await self._do(hall, Deed(run))
        if isinstance(outcome, Exception):
            raise outcome
        done: T = outcome
        return done

    async def look(self, hall: str) -> None:
        """Takes in what other processes have committed by now. Raises ProblemError 503 and 404."""
        await self._do(hall, Look())

    async def note(self, session: Session, event: EventBody) -> None:
        """Writes an event that no rule folds (a read, a refusal) into the day's stream, in this session's name."""

        def write(batch: Batch) -> None:
            batch.append(day_stream(batch.day.date), event, Author(session, None), self.new_id())

        await self.deed(session.hall, write)

    async def _do(self, hall: str, work: Work) -> Any:
        if not self.ready:
            raise ProblemError(503, "centre.starting")
        committer = self.hall(hall).committer
        if committer.waiting >= WAITING_MAX:
            raise ProblemError(503, "centre.busy", headers={"Retry-After": str(BUSY_SECONDS)}, seconds=BUSY_SECONDS)
        try:
            return await committer.submit(work)
        except CommitFailedError as failed:
            raise ProblemError(503, "centre.failed", incident=str(failed)) from None

    # Reads

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Runs a short read over a connection of its own, in a thread."""

        def run() -> T:
            with self.database.engine.connect() as connection:
                return query(connection)

        return await asyncio.to_thread(run)

    def snapshot(self, hall: str) -> tuple[int, Day]:
        """The hall's sequence and its day as of that sequence. Raises ProblemError 503 while it is folded anew."""
        memory = self.hall(hall).ledger.memory
        if memory is None:
            raise ProblemError(503, "centre.starting")
        return memory.now

    async def case_frames(self, hall: str, case: str) -> list[StoredEvent]:
        """All events of a case, oldest first, personal values opened; empty when there is no such case."""
        room = self.hall(hall)
        return await self.read(lambda connection: room.ledger.log.stream(connection, case_stream(case)))

    async def case_file(self, hall: str, case: str) -> CaseFile | None:
        """The fold of a case, personal values opened; None when there is no such case."""
        room = self.hall(hall)
        return await self.read(lambda connection: room.ledger.log.case(connection, case))

    async def file_pages(self, hall: str, case: str, sha256: str) -> int:
        """How many pages of this file are kept; 0 when it is not here."""
        return await asyncio.to_thread(self.files.pages, hall, case, sha256)

    # Sessions

    async def session_of_token(self, token: str) -> Session:
        """The live session of a token. Raises ProblemError 401."""
        session = self.sessions.held(token)
        if session is None:
            session = await self.read(lambda connection: self.sessions.by_token(connection, token))
        if session is None or not session.alive(self.clock()):
            raise ProblemError(401, "auth.expired")
        return session

    async def open_citizen_session(self, hall: str, scope: str, actor: str, life: timedelta) -> tuple[str, Session]:
        """A citizen's session bound to one ticket or filing; its token and itself."""
        return await open_citizen(self, hall, scope, actor, life)

    async def end_session(self, session: Session, reason: str) -> None:
        """Ends a session."""
        await self.deed(session.hall, lambda batch: close_session(batch, self.sessions, session, reason))
