"""The ground on which a window's verbs stand: store, line, tasks, and who is told what changed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from clerk_tui.data.catalogs import CatalogShelf
from clerk_tui.data.client import Client, HttpRefusal, Unreachable
from clerk_tui.data.confirmed import Broken
from clerk_tui.data.feed import FeedReader
from clerk_tui.data.hall import HallInfo
from clerk_tui.data.line import HallLine
from clerk_tui.data.outbox import STOPPED, Author, Row, RowState
from clerk_tui.data.sender import Sender
from clerk_tui.data.session import OnlineState, Session
from clerk_tui.data.store import Contents, Store
from clerk_tui.data.sync import Sync, Took
from clerk_tui.data.tables import NumberBlock
from clerk_tui.data.writer import Write, Writer
from clerk_tui.protocol.envelope import Frame
from clerk_tui.protocol.forecast import forecast_from_json
from clerk_tui.protocol.snapshot import day_from_json
from clerk_tui.queue.day import business_date
from clerk_tui.queue.forecast import Forecasts
from clerk_tui.refusal import Refusal

KEEP_EVERY_SECONDS = 2.0
"""How often cursor and day are put on disk while they move: a restart catches up from there."""


TASK_REST_SECONDS = 5.0
FEED_CASES = 50
CATALOG_LOOK_TURNS = 30
"""Every so many turns of the keeper it asks whether another catalogue is in force."""
TELL_EVERY_SECONDS = 0.016
"""A screen is not told more often than it can paint: a feed that catches up brings thousands of frames a second."""


class DeskBase:
    """Owns the parts and the tasks; the verbs are in its subclasses."""

    def __init__(
        self,
        store: Store,
        contents: Contents,
        client: Client,
        shelf: CatalogShelf,
        *,
        clock: Callable[[], datetime],
        ids: Callable[[], str],
        random: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._store = store
        self._client = client
        self.shelf = shelf
        self._clock = clock
        self._sleep = sleep
        self._random = random
        self._loop = asyncio.get_running_loop()
        self._writer = Writer(store, self._loop)
        self._writer.on_error = self._disk_failed
        self._hall = HallInfo.from_json(contents.meta.get("hall") or {})
        kept = contents.meta.get("session")
        self.session: Session | None = Session.from_store(kept) if kept else None
        if self.session and not self.session.alive(clock()):
            self.session = None
        self._sync = Sync(contents, clock=self.now, ids=ids, random=random, today=self.today)
        self._blocks = list(contents.blocks)
        self._client.token = self.session.token if self.session else ""
        self.online = OnlineState(False, clock(), "starting")
        self.saved_at: datetime | None = None
        self.disk_trouble: Refusal | None = None
        self.task_trouble: Exception | None = None
        """The last error that a background task did not expect: for a maintainer, never for the log as it is."""
        self._callbacks: list[Callable[[set[str]], None]] = []
        self._topics: set[str] = set()
        self._told_at = 0.0
        self._tasks: list[asyncio.Task[None]] = []
        self._errands: set[asyncio.Task[Any]] = set()
        self._waiters: dict[str, list[asyncio.Future[Row]]] = {}
        self._moved = asyncio.Event()
        self._troubles: list[Row] = []
        self._picked: str | None = None
        self._picked_with: str | None = None
        """The ticket at whose service a case was taken from a list ("" for none); None for one begun here."""
        self.stopped = False
        self.forecast: Forecasts | None = None
        """The newest that the centre told; its `as_of` says how old it is."""
        self._typing: dict[str, dict[str, Any]] = {}
        line = HallLine(client, store, self._signed_in)
        self._sender = Sender(self._sync, line, self, clock=self.now, sleep=sleep, random=random)
        self._reader = FeedReader(line.feed, self, sleep=sleep, random=random)
        self._apply_rules()

    # Time

    def now(self) -> datetime:
        """The centre's time as well as this machine knows it; never before the session it works in was opened."""
        now = self._clock() + self._client.offset.value
        opened = self.session.opened_at if self.session else None
        return max(now, datetime.fromisoformat(opened)) if opened else now

    @property
    def hall(self) -> HallInfo:
        """The hall as the centre last described it."""
        return self._hall

    @property
    def local_hub(self) -> bool:
        """Whether the hub is on this machine, so that its pages open in this machine's browser."""
        return urlsplit(self._client.hub).hostname in ("127.0.0.1", "localhost", "::1")

    @property
    def clock_offset(self) -> timedelta:
        """How far the centre's clock is ahead."""
        return self._client.offset.value

    def today(self, at: datetime) -> date:
        """The hall's business date at that time."""
        return business_date(at.astimezone(ZoneInfo(self._hall.timezone)), self._hall.day_starts_minutes)

    # Being told

    def on_change(self, callback: Callable[[set[str]], None]) -> Callable[[], None]:
        """Calls back on the loop with what changed: day, case:<id>, outbox, online, typing, forecast, saved, session, catalog.

        Returns the way to stop it.
        """
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def _changed(self, *topics: str) -> None:
        first = not self._topics
        self._topics.update(topics)
        if first and self._topics:
            self._loop.call_at(max(self._loop.time(), self._told_at + TELL_EVERY_SECONDS), self._tell)

    def _tell(self) -> None:
        self._told_at = self._loop.time()
        topics, self._topics = self._topics, set()
        for callback in list(self._callbacks):
            callback(set(topics))

    def _after(self) -> "asyncio.Future[None] | None":
        """Hands what changed to the writer and to whoever looks; the future of its commit."""
        self._changed(*self._sync.take_topics())
        write = self._sync.take_writes()
        if write is None:
            return None
        done = self._writer.write(write)
        done.add_done_callback(lambda done: self._on_disk_now(write, done))
        return done

    def _on_disk_now(self, write: Write, done: "asyncio.Future[None]") -> None:
        if done.cancelled():
            return
        if done.exception() is not None:
            self._sync.write_again(write)
        else:
            self.disk_trouble = None
            self.saved_at = self._clock()
            self._changed("saved")

    def _disk_failed(self, wrong: BaseException) -> None:
        self.disk_trouble = wrong if isinstance(wrong, Refusal) else Refusal("store.full", reason=type(wrong).__name__)
        self._changed("saved")

    @property
    def all_saved(self) -> bool:
        """Whether everything typed so far is on disk."""
        return self._writer.idle and self.disk_trouble is None

    async def saved(self) -> None:
        """Returns when everything so far is on disk."""
        await self._writer.saved()

    async def on_disk(self) -> None:
        """Writes what changed and returns after its commit."""
        if (done := self._after()) is not None:
            await done

    # Life

    async def start(self) -> None:
        """Begins to sync; returns at once."""
        if self.session is not None and not self._tasks:
            self._tasks = [
                asyncio.create_task(self._lasting(self._sender.run), name="sender"),
                asyncio.create_task(self._lasting(self._read_feed), name="feed"),
                asyncio.create_task(self._lasting(self._keep), name="keeper"),
            ]

    async def _lasting(self, work: Callable[[], Awaitable[None]]) -> None:
        """Runs a task of the window's life; an error of ours ends it only for a moment, and is shown."""
        while True:
            try:
                await work()
                return
            except Exception as wrong:
                self.task_trouble = wrong
                self._changed("trouble")
                await self._sleep(TASK_REST_SECONDS)

    async def _halt(self) -> None:
        tasks = [*self._tasks, *self._errands]
        self._tasks = []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def stop(self) -> None:
        """Ends all tasks, writes what is left, closes line and store."""
        self.stopped = True
        await self._halt()
        self._sync.keep_confirmed()
        with suppress(Refusal):
            await self.on_disk()
        await self._writer.close()
        await self._client.close()
        await asyncio.to_thread(self._store.close)

    async def _read_feed(self) -> None:
        attempt = 0
        while not self._sync.warm:
            try:
                await self.start_anew()
            except Unreachable as wrong:
                self.lost(wrong.reason)
            except HttpRefusal as refusal:
                self.refused(refusal)
                return
            attempt += 1
            if not self._sync.warm:
                await self._sleep(min(5.0, attempt) * self._random())
        await self._reader.run()

    async def _keep(self) -> None:
        for turn in count(1):
            await self._sleep(KEEP_EVERY_SECONDS)
            if self.online.online and self._sync.warm and self._sync.turn_day():
                self.errand(self.start_anew())
            self._sync.keep_confirmed()
            self._after()
            if turn % CATALOG_LOOK_TURNS == 0 and self.online.online:
                self.errand(self._fetch_catalog())

    def errand(self, work: Any) -> None:
        """Runs a small task beside the rest; its trouble is the line's."""

        async def run() -> None:
            with suppress(Unreachable, Refusal, Broken):
                await work

        task = asyncio.create_task(run())
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    # The catalogue and the hall's rules

    async def _fetch_catalog(self) -> None:
        answer = await self._client.current_catalog(self.shelf.current)
        if answer is None:
            return
        sha, raw = answer
        if await asyncio.to_thread(self.shelf.take, sha, raw):
            self._apply_rules()
            self._changed("catalog")

    async def want_catalog(self, sha256: str) -> None:
        """Fetches the catalogue to which a case is pinned, when it is not here."""
        if sha256 not in self.shelf:
            raw = await self._client.catalog(sha256)
            await asyncio.to_thread(self.shelf.take, sha256, raw, current=False)
            self._apply_rules()
            self._changed("catalog")

    def _apply_rules(self) -> None:
        if self.shelf.current is not None:
            self._sync.rules = self._hall.rules(self.shelf)
            self._sync.view.forget()

    # Reader and Office: what the feed and the sender report

    def cursor(self) -> int:
        """The feed's cursor."""
        return self._sync.confirmed.seq

    def cases(self) -> list[str]:
        """The cases that are open here, as many of the newest as one feed may name."""
        return self._sync.case_ids()[-FEED_CASES:]

    def take(self, frame: Frame) -> Took:
        """Folds one frame of the feed."""
        took = self._sync.take_frame(frame)
        if self._sync.confirmed.gaps():
            self.errand(self._mend_gaps())
        self._after()
        self._moved.set()
        return took

    async def start_anew(self) -> None:
        """Takes a snapshot, and the open cases after it."""
        session = self._signed_in()
        answer = await self._client.snapshot(session.hall)
        if answer.get("hall"):
            self._hall = HallInfo.from_json(answer["hall"])
            kept = answer["hall"]
            self._sync.also_write(lambda changes: changes.put_meta("hall", kept))
            self._apply_rules()
        self.forecast = forecast_from_json(answer["forecast"]) if answer.get("forecast") else None
        self._sync.take_snapshot(answer["seq"], day_from_json(answer["day"]))
        for case in list(self._sync.confirmed.files):
            self._sync.take_case(await self._client.case(session.hall, case))
        self._sync.keep_confirmed()
        self.heard()
        self._after()
        self._moved.set()

    async def _mend_gaps(self) -> None:
        session = self._signed_in()
        for case in self._sync.confirmed.gaps():
            self._sync.take_case(await self._client.case(session.hall, case))
        self._after()

    def heard(self) -> None:
        """The centre answers."""
        if not self.online.online:
            self.online = OnlineState(True, self._clock())
            self._changed("online")
            self._sender.wake()
            self._fill_block()
            self.errand(self._fetch_catalog())

    def lost(self, reason: str) -> None:
        """The centre does not answer; `since` stays at the first time."""
        if self.online.online or self.online.reason == "starting":
            self.online = OnlineState(False, self._clock(), reason)
            self._changed("online")

    def refused(self, refusal: HttpRefusal) -> None:
        """The centre refuses this session or device: nothing goes out until somebody signs in again."""
        self._sync.outbox.paused = refusal.code
        self._changed("session", "outbox", "online")

    def judged(self, rows: Sequence[Row]) -> None:
        """Rows got their verdict: whoever waits for one is told, and nobody else is told twice."""
        for row in rows:
            if row.state in STOPPED and row.id not in self._waiters and not self._conflict_open(row):
                self._troubles.append(row)
            if self._conflict_open(row):
                continue
            for waiter in self._waiters.pop(row.id, []):
                if not waiter.done():
                    waiter.set_result(row)
        if rows:
            self._changed("outbox")

    def _conflict_open(self, row: Row) -> bool:
        """A conflict is first looked at by the sender: it may be harmless."""
        return row.state is RowState.CONFLICT and not self._sender.looked_at(row)

    def take_troubles(self) -> list[Row]:
        """Rows that were refused, in conflict or set aside since the last call, and that nobody waited for."""
        troubles, self._troubles = self._troubles, []
        return troubles

    def repeated(self, old: Row, new: Row) -> None:
        """Whoever waits for the old row waits for the new one."""
        self._waiters.setdefault(new.id, []).extend(self._waiters.pop(old.id, []))

    def typing(self, what: dict[str, Any]) -> None:
        """The other side types; what this window says itself comes back over the feed as well."""
        if self.session is not None and what.get("session") == self.session.id:
            return
        self._typing[f"{what.get('case')}/{what.get('field')}"] = {**what, "at": self._clock()}
        self._changed("typing")

    def told_forecast(self, forecast: Mapping[str, Any]) -> None:
        """The centre worked out the waits anew."""
        self.forecast = forecast_from_json(forecast)
        self._changed("forecast")

    def told_catalog(self, sha256: str) -> None:
        """Another catalogue is in force: it is fetched whole, whatever is open goes on meanwhile."""
        if sha256 != self.shelf.current:
            self.errand(self._fetch_catalog())

    def _fill_block(self) -> None:
        """Overridden where case numbers are leased."""

    def _signed_in(self) -> Session:
        if self.session is None:
            raise Refusal("window.signed_out")
        return self.session

    def _author(self) -> Author:
        session = self._signed_in()
        return Author(session.id, session.actor, session.role, session.window)

    async def settled(self, row_id: str, seconds: float) -> Row:
        """The row after its verdict, or as it stands when that much time has passed."""
        row = self._sync.outbox[row_id]
        if row.open:
            waiter: asyncio.Future[Row] = self._loop.create_future()
            self._waiters.setdefault(row_id, []).append(waiter)
            self._sender.wake()
            with suppress(TimeoutError):
                return await asyncio.wait_for(waiter, seconds)
        return self._sync.outbox[row_id]

    async def _moved_to(self, seq: int, seconds: float = 2.0) -> None:
        """Returns when the feed has brought this sequence, or the time is over: then the feed will bring it later."""

        async def moved() -> None:
            while self._sync.confirmed.seq < seq:
                self._moved.clear()
                await self._moved.wait()

        with suppress(TimeoutError):
            await asyncio.wait_for(moved(), seconds)

    def _keep_session(self, session: Session | None) -> None:
        self.session = session
        self._client.token = session.token if session else ""
        kept = asdict(session) if session else None
        self._sync.also_write(lambda changes: changes.put_meta("session", kept))
        self._changed("session")

    def block(self) -> NumberBlock | None:
        """The block of case numbers in use today: the one with free numbers that was leased first."""
        day, window = self._sync.confirmed.day.date.isoformat(), self._signed_in().window
        return next((b for b in self._blocks if b.day == day and b.window == window and b.next <= b.last), None)

    def unsent(self) -> int:
        """How many commands wait for the centre."""
        return len(self._sync.outbox.open_rows())

    def troubled(self) -> list[Row]:
        """Rows that the clerk should look at: rejected with others behind them, in conflict, or set aside."""
        return self._sync.outbox.troubled()

    def release(self, row_id: str) -> None:
        """The clerk has seen the row's trouble: what stands behind it goes on."""
        self._sync.outbox.release(row_id)
        self._after()
        self._changed("outbox")
        self._sender.wake()
