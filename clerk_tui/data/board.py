"""The line of a hall's display: signs in as its account, takes a snapshot, then follows the feed. It keeps nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from clerk_tui.data.client import Client, HttpRefusal, Unreachable
from clerk_tui.data.confirmed import Broken, Confirmed
from clerk_tui.data.face import FaceAccount
from clerk_tui.data.feed import FeedReader
from clerk_tui.data.hall import HallInfo
from clerk_tui.data.outbox import backoff
from clerk_tui.data.sync import Took
from clerk_tui.protocol.envelope import Frame
from clerk_tui.protocol.snapshot import day_from_json
from clerk_tui.queue.day import Day, business_date
from clerk_tui.refusal import Refusal

AGAIN_SECONDS_MOST = 5.0
"""A hall looks at its display: after the hub is back it is not to wait for the longest of back-offs."""
SLACK = timedelta(minutes=1)
"""A session refused so shortly before its end has ended by itself: clocks differ."""


@dataclass(frozen=True, slots=True)
class BoardNews:
    """What is known now. `day` is None before the first snapshot; times are the hub's, aware.

    `heard_at` is when the hub last said anything, None when it never did; `away` says that the line is dead.
    """

    day: Day | None = None
    hall: str = ""
    timezone: str = "Asia/Shanghai"
    heard_at: datetime | None = None
    away: bool = False
    refusal: Refusal | None = None


class BoardLine:
    """One display's. It signs in again when its session has run out, never against another display."""

    def __init__(
        self,
        client: Client,
        account: FaceAccount,
        *,
        clock: Callable[[], datetime],
        random: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.changed = changed
        self._client = client
        self._account = account
        self._clock = clock
        self._random = random
        self._sleep = sleep
        self._hall_id = ""
        self._hall = HallInfo()
        self._confirmed: Confirmed | None = None
        self._expires_at = datetime.min.replace(tzinfo=UTC)
        self._heard_at: datetime | None = None
        self._away = False
        self._refusal: Refusal | None = None
        self._mended = asyncio.Event()
        self._reader = FeedReader(self._connect, self, sleep=self._pause, random=random)

    def now(self) -> datetime:
        """The hub's time."""
        return self._clock() + self._client.offset.value

    @property
    def news(self) -> BoardNews:
        """What is known now; the day turns by itself at the hall's hour, as the hub's does."""
        day = self._confirmed.day if self._confirmed else None
        if day is not None:
            today = business_date(self.now().astimezone(self._zone), self._hall.day_starts_minutes)
            day = Day(date=today) if day.date < today else day
        return BoardNews(day, self._hall.name, self._hall.timezone, self._heard_at, self._away, self._refusal)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._hall.timezone)

    async def run(self) -> None:
        """Follows the hall until it is cancelled. A refusal stands until `again`."""
        attempt = 0
        while True:
            try:
                if self.now() >= self._expires_at or self._confirmed is None:
                    await self._sign_in()
                    await self.start_anew()
                attempt = 0
                await self._reader.run()
            except Unreachable as wrong:
                self.lost(wrong.reason)
                attempt += 1
                await self._pause(backoff(attempt, self._random))
            except Refusal as refusal:
                self._refusal = refusal
            if self._refusal is not None:
                self.changed()
                await self._mended.wait()
                self._mended.clear()

    def again(self) -> None:
        """What was refused is mended: try anew."""
        if self._refusal is not None:
            self._refusal = None
            self._expires_at = datetime.min.replace(tzinfo=UTC)
            self._mended.set()
            self.changed()

    async def close(self) -> None:
        """Ends the session, when the hub is there, and all connections."""
        try:
            if self._client.token:
                await self._client.sign_out()
        except (Unreachable, Refusal):
            pass
        finally:
            await self._client.close()

    async def _sign_in(self) -> None:
        opened = await self._client.sign_in(self._account.staff_no, self._account.password, None, None)
        self._hall_id = opened["hall"]
        self._expires_at = datetime.fromisoformat(opened["expires_at"])

    def _connect(self, after: int, cases: Iterable[str]) -> Any:
        return self._client.feed(self._hall_id, after, cases)

    async def _pause(self, seconds: float) -> None:
        await self._sleep(min(seconds, AGAIN_SECONDS_MOST * (0.5 + self._random() / 2)))

    # What the feed reader asks of whom it reads for

    def cursor(self) -> int:
        """The sequence of the last frame taken."""
        return self._confirmed.seq if self._confirmed else 0

    def cases(self) -> Iterable[str]:
        """None: a display sees no case."""
        return ()

    def take(self, frame: Frame) -> Took:
        """Folds one frame."""
        if self._confirmed is None or frame.seq <= self._confirmed.seq:
            return Took()
        if frame.prev != self._confirmed.seq:
            return Took(resume=True)
        try:
            self._confirmed.take_day(frame)
        except (Broken, ValueError):
            return Took(reset=True)
        self._confirmed.seq = frame.seq
        self.changed()
        return Took()

    async def start_anew(self) -> None:
        """Takes a snapshot. Raises Unreachable, HttpRefusal."""
        told = await self._client.snapshot(self._hall_id)
        try:
            self._confirmed = Confirmed(told["seq"], day_from_json(told["day"]))
            self._hall = HallInfo.from_json(told.get("hall") or {})
        except (KeyError, TypeError, ValidationError):
            raise Unreachable("strange snapshot") from None
        self.heard()

    def heard(self) -> None:
        """The hub said something."""
        self._heard_at = self.now()
        self._away = False
        self.changed()

    def lost(self, reason: str) -> None:
        """The line is dead."""
        self._away = True
        self.changed()

    def refused(self, refusal: HttpRefusal) -> None:
        """The session is over: at its time that is nothing; before, another display has taken its place."""
        if self.now() < self._expires_at - SLACK and refusal.status == 401:
            self._refusal = Refusal("board.taken_over")
        elif refusal.status != 401:
            self._refusal = refusal
        self._expires_at = datetime.min.replace(tzinfo=UTC)

    def typing(self, what: dict[str, Any]) -> None:
        """Nothing: no case is open here."""

    def told_forecast(self, forecast: Mapping[str, Any]) -> None:
        """Nothing: a display shows no waits."""

    def told_catalog(self, sha256: str) -> None:
        """Nothing: a display decides by no catalogue."""
