"""The line of a ticket machine: what it knows of the hall, and orders that are placed once however often they are sent."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from httpx_sse import ServerSentEvent

from clerk_tui.catalog.model import Catalog
from clerk_tui.data.client import Client, HttpRefusal, Unreachable
from clerk_tui.data.confirmed import Broken, Confirmed
from clerk_tui.data.face import FaceAccount
from clerk_tui.data.feed import FeedReader
from clerk_tui.data.hall import HallInfo
from clerk_tui.data.outbox import backoff
from clerk_tui.data.sync import Took
from clerk_tui.protocol.envelope import Frame, Verdict
from clerk_tui.protocol.snapshot import day_from_json
from clerk_tui.queue.day import Day, Ticket, business_date
from clerk_tui.refusal import Refusal

TRIES = 3
"""So often an order is sent while the person waits."""
LONGEST_PAUSE_S = 5.0
"""A centre with too much to do is left alone so long at most while somebody waits."""
AGAIN_SECONDS_MOST = 5.0
"""People stand before the machine: after the hub is back they don't wait for the longest of back-offs."""
_ALMOST = timedelta(minutes=1)
TAKES = frozenset({"take_ticket", "book"})
"""Orders that make a number: when nobody waits for it any more, it is given back."""


@dataclass(frozen=True, slots=True)
class Order:
    """One command, its bytes made once: every copy of it is the same to the centre. They may hold an identity number."""

    id: str
    kind: str
    content: bytes = field(repr=False)


class KioskLine:
    """One ticket machine's. `run` keeps it; all methods belong to one event loop. `changed` is called when it learns."""

    def __init__(
        self,
        client: Client,
        account: FaceAccount,
        *,
        clock: Callable[[], datetime],
        ids: Callable[[], str],
        sleep: Callable[[float], Awaitable[None]],
        random: Callable[[], float],
        load_catalog: Callable[[bytes], Catalog],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._client, self._account = client, account
        self._clock, self._ids, self._sleep, self._random = clock, ids, sleep, random
        self._load_catalog = load_catalog
        self.changed = changed
        self.hall = HallInfo()
        self.catalog: Catalog | None = None
        self.forecast: Mapping[str, Any] | None = None
        self.refusal: Refusal | None = None
        self.online = False
        self.heard_at: datetime | None = None
        self._catalog_hash: str | None = None
        self._hall = ""
        self._expires_at: datetime | None = None
        self._confirmed = Confirmed.empty(date.min)
        self._feed = FeedReader(self._connect, self, sleep=self._nap, random=random)
        self._signing = asyncio.Lock()
        self._mended = asyncio.Event()
        self._settling: set[asyncio.Task[None]] = set()

    # What is known

    def now(self) -> datetime:
        """The hub's time."""
        return self._clock() + self._client.offset.value

    def local_now(self) -> datetime:
        """The hub's time in the hall's zone."""
        return self.now().astimezone(ZoneInfo(self.hall.timezone))

    @property
    def day(self) -> Day | None:
        """The hall's day, when it is today's."""
        today = business_date(self.local_now(), self.hall.day_starts_minutes)
        return self._confirmed.day if self._confirmed.day.date == today else None

    @property
    def waiting(self) -> int:
        """How many wait, as far as is known."""
        return len(self.day.waiting) if self.day else 0

    @property
    def age(self) -> timedelta:
        """How old what is known is."""
        return self.now() - self.heard_at if self.heard_at else timedelta.max

    def ticket(self, number: int) -> Ticket | None:
        """Today's ticket of that number."""
        return self.day.of_number(number) if self.day else None

    def wait_of(self, skill: str | None) -> tuple[float, float] | None:
        """Seconds of wait (P50, P90) that somebody who comes now has to expect; None when nobody has worked it out."""
        news: Mapping[str, Any] = (self.forecast or {}).get("new") or {}
        told = news.get(skill or "")
        return (float(told[0]), float(told[1])) if told else None

    # Orders

    def order(self, kind: str, body: Mapping[str, Any], target: str | None = None) -> Order:
        """A command to be placed, now captured."""
        own = self._ids()
        told: dict[str, Any] = {"id": own, "kind": kind, "body": dict(body), "captured_at": self.now().isoformat()}
        if target is not None:
            told["target"] = target
        return Order(own, kind, orjson.dumps({"commands": [told]}))

    async def place(self, order: Order) -> dict[str, Any]:
        """The centre's answer; the same order may be placed again when none came.

        Raises Refusal when it says no, Unreachable when it does not answer: then nobody knows what became of the order.
        """
        for attempt in range(1, TRIES + 1):
            try:
                return _result(await self._sent(order))
            except Unreachable as wrong:
                if attempt == TRIES:
                    self.lost("no answer")
                    raise
                await self._sleep(max(min(wrong.retry_after, LONGEST_PAUSE_S), backoff(attempt, self._random) / 2))
        raise AssertionError("unreachable")

    def give_up(self, order: Order) -> None:
        """The person has gone: the order is cleared up behind them, a number that it made is given back."""
        self._start(self._settle(order))

    def take_back(self, order: Order, result: Mapping[str, Any]) -> None:
        """The answer came when nobody waited for it any more: gives the number back."""
        self._start(self._cancel(order, result))

    async def _settle(self, order: Order) -> None:
        try:
            result = await self._insisted(order)
        except Refusal:
            return
        await self._cancel(order, result)

    async def _cancel(self, order: Order, result: Mapping[str, Any]) -> None:
        if order.kind not in TAKES:
            return
        body = {"date": result["date"]} if order.kind == "book" else {}
        try:
            await self._insisted(self.order("cancel", body, str(result["ticket"])))
        except Refusal:
            return  # called already, or too late to cancel: its life goes on as any other's

    async def _insisted(self, order: Order) -> dict[str, Any]:
        attempt, pause = 0, 0.0
        while True:
            attempt += 1
            await self._sleep(max(pause, backoff(attempt, self._random)))
            try:
                return _result(await self._sent(order))
            except Unreachable as wrong:
                pause = wrong.retry_after

    async def _sent(self, order: Order) -> Verdict:
        await self._signed_in()
        try:
            verdicts = await self._client.commands(self._hall, order.content)
        except HttpRefusal as refused:
            raise self._ended(refused) from None
        if not verdicts or verdicts[0].outcome in ("failed", "held"):
            raise Unreachable("no verdict")
        self.heard()
        return verdicts[0]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    # Reading

    async def run(self) -> None:
        """Signs in, takes a snapshot and reads the feed, for ever. A refusal stands until `mend`."""
        attempt = 0
        while True:
            try:
                await self._signed_in()
                await self._take_catalog()
                await self.start_anew()
                attempt = 0
                await self._feed.run()
            except Unreachable as wrong:
                self.lost(wrong.reason)
            except Refusal as refusal:
                self.refused(refusal)
            if self.refusal is not None:
                self._mended.clear()
                await self._mended.wait()
                continue
            attempt += 1
            await self._nap(backoff(attempt, self._random))

    async def _nap(self, seconds: float) -> None:
        await self._sleep(min(seconds, AGAIN_SECONDS_MOST))

    def mend(self) -> None:
        """What was refused is mended: tries again."""
        self.refusal = None
        self._expires_at = None
        self._mended.set()

    async def close(self) -> None:
        """Ends the session, when the hub is there, and all connections; numbers nobody waits for stay as they are."""
        for task in list(self._settling):
            task.cancel()
        try:
            if self._client.token:
                await self._client.sign_out()
        except (Unreachable, Refusal):
            pass
        finally:
            await self._client.close()

    async def _signed_in(self) -> None:
        async with self._signing:
            if self._expires_at is not None and self.now() < self._expires_at:
                return
            opened = await self._client.sign_in(self._account.staff_no, self._account.password, None, None)
            self._hall = opened["hall"]
            self._expires_at = datetime.fromisoformat(opened["expires_at"])

    def _ended(self, refusal: Refusal) -> Refusal | Unreachable:
        """A session that ended before its time was taken over by another machine: they would push each other out for ever."""
        if refusal.code != "auth.expired" or self._expires_at is None:
            return refusal
        if self.now() < self._expires_at - _ALMOST:
            return Refusal("kiosk.taken_over")
        self._expires_at = None
        return Unreachable("session over")

    async def _take_catalog(self) -> None:
        fetched = await self._client.current_catalog(self._catalog_hash)
        if fetched is not None:
            self._catalog_hash, raw = fetched
            self.catalog = await asyncio.to_thread(self._load_catalog, raw)

    def _connect(
        self, after: int, _cases: Iterable[str]
    ) -> AbstractAsyncContextManager[AsyncIterator[ServerSentEvent]]:
        return self._client.feed(self._hall, after, ())

    # What the feed reader asks for

    def cursor(self) -> int:
        return self._confirmed.seq

    def cases(self) -> Iterable[str]:
        return ()

    def take(self, frame: Frame) -> Took:
        """Folds one frame."""
        if frame.seq <= self._confirmed.seq:
            return Took()
        if frame.prev != self._confirmed.seq:
            return Took(resume=True)
        try:
            self._confirmed.take_day(frame)
        except Broken:
            return Took(reset=True)
        self._confirmed.seq = frame.seq
        self.changed()
        return Took()

    async def start_anew(self) -> None:
        """Takes a snapshot."""
        told = await self._client.snapshot(self._hall)
        self.hall = HallInfo.from_json(told.get("hall") or {})
        self.forecast = told.get("forecast")
        self._confirmed = Confirmed(told["seq"], day_from_json(told["day"]))
        self.heard()

    def heard(self) -> None:
        """The hub spoke."""
        self.online, self.heard_at = True, self.now()
        self.changed()

    def lost(self, _reason: str) -> None:
        """The hub does not answer."""
        self.online = False
        self.changed()

    def refused(self, refusal: Refusal) -> None:
        """The hub does not let this machine in."""
        ended = self._ended(refusal)
        self.refusal = ended if isinstance(ended, Refusal) else None
        self.online = False
        self.changed()

    def typing(self, what: dict[str, Any]) -> None:
        """Nothing of a case is shown here."""

    def told_forecast(self, forecast: Mapping[str, Any]) -> None:
        """The hub worked out the waits anew."""
        self.forecast = forecast
        self.changed()

    def told_catalog(self, sha256: str) -> None:
        """Another catalogue is in force: fetched beside the rest; when that fails, with the next snapshot."""

        async def fetch() -> None:
            with suppress(Unreachable, Refusal):
                await self._take_catalog()
                self.changed()

        if sha256 != self._catalog_hash:
            self._start(fetch())


def _result(verdict: Verdict) -> dict[str, Any]:
    if verdict.outcome == "applied":
        return verdict.result or {}
    error = verdict.error
    raise Refusal(error.code, **error.details) if error else Refusal("kiosk.strange")
