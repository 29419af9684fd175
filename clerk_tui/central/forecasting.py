"""Forecasts of a hub's halls: worked out beside the ledger after changes, never for an answer, and held against what came.

The work is done in slices of a few milliseconds in a thread, so that whoever commits or answers meanwhile waits for none
of it. Each process forecasts for itself; until its first run there is no forecast.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from time import thread_time

import orjson
import structlog

from clerk_tui.central.feed import Feed, Foreseen
from clerk_tui.central.halls import HallSettings
from clerk_tui.protocol.forecast import forecast_to_json
from clerk_tui.queue.day import BOOKING_LETTER, Day, Ticket
from clerk_tui.queue.forecast import Forecaster, Forecasts, Range

EVERY_SECONDS = 5.0
"""At most this often a hall's forecast is worked out."""
ANYWAY_SECONDS = 30.0
"""Also without changes: who waits has waited longer since."""
SLICE_SECONDS = 0.002
BUDGET_SECONDS = 0.05
"""CPU time of one forecast, after which it makes do with the futures it has."""
FEWEST = 20
REMEMBERED = 500

log = structlog.get_logger("forecast")


@dataclass(frozen=True, slots=True)
class ForecastError:
    """How well the last forecasts given at a take held, over the tickets called since.

    `error_s` is the median of |real wait − P50|, `late_s` the median of real wait − P50; shares are of real waits.
    """

    count: int
    below_p50: float
    below_p90: float
    error_s: float
    late_s: float


@dataclass(slots=True)
class _Hall:
    settings: HallSettings
    day: Callable[[], Day | None]
    feed: Feed
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    newest: Forecasts | None = None
    today: date | None = None
    last_number: int = 0
    open: dict[str, Range] = field(default_factory=dict)
    """What was foreseen when a ticket was taken, until it is called."""
    judged: deque[tuple[float, float, float]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))


class Forecasting:
    """All halls' forecasts of this process. `of` and `error` may be asked from any thread."""

    def __init__(
        self, clock: Callable[[], datetime], uniform: Callable[[], float], every_seconds: float = EVERY_SECONDS
    ) -> None:
        self._clock, self._uniform, self._every = clock, uniform, every_seconds
        self._halls: dict[str, _Hall] = {}

    def add(self, settings: HallSettings, day: Callable[[], Day | None], feed: Feed) -> None:
        """Takes a hall on; `day` gives its confirmed fold, None while it is folded anew."""
        self._halls[settings.id] = _Hall(settings, day, feed)

    def changed(self, hall: str) -> None:
        """The hall's day moved on. To be called on the loop."""
        self._halls[hall].changed.set()

    def of(self, hall: str) -> Forecasts | None:
        """The newest forecast of a hall; None before the first."""
        known = self._halls.get(hall)
        return known.newest if known else None

    def for_new(self, hall: str, ticket: Ticket) -> tuple[Range, datetime] | None:
        """What the newest forecast says of a ticket like this that is taken now, and when it was made."""
        newest = self.of(hall)
        found = newest.of_new(ticket.skill, ticket.ticket_class) if newest else None
        return (found, newest.as_of) if newest and found else None

    def error(self, hall: str) -> ForecastError | None:
        """How forecasts held in this hall, in this process, lately; None before any can be judged."""
        known = self._halls.get(hall)
        judged = list(known.judged) if known else []
        if not judged:
            return None
        count = len(judged)
        return ForecastError(
            count,
            sum(real <= p50 for p50, _, real in judged) / count,
            sum(real <= p90 for _, p90, real in judged) / count,
            median(abs(real - p50) for p50, _, real in judged),
            median(real - p50 for p50, _, real in judged),
        )

    async def run(self, hall: str) -> None:
        """Forecasts for one hall until it is cancelled."""
        known = self._halls[hall]
        while True:
            known.changed.clear()
            try:
                await self._once(known)
            except Exception as wrong:
                log.warning("forecast failed", hall=hall, kind=type(wrong).__name__)
            await asyncio.sleep(self._every)
            try:
                async with asyncio.timeout(ANYWAY_SECONDS):
                    await known.changed.wait()
            except TimeoutError:
                continue

    async def _once(self, hall: _Hall) -> None:
        day = hall.day()
        if day is None:
            return
        await asyncio.to_thread(self._judge, hall, day)
        settings = hall.settings
        making, spent = await asyncio.to_thread(self._begin, day, settings)
        played = 0
        while played < making.replications and (spent < BUDGET_SECONDS or played < FEWEST):
            more, took = await asyncio.to_thread(_slice, making, making.replications - played)
            played, spent = played + more, spent + took
        made = await asyncio.to_thread(making.result)
        hall.newest = made
        hall.feed.foresee(Foreseen(orjson.dumps(forecast_to_json(made))))

    def _begin(self, day: Day, settings: HallSettings) -> tuple[Forecaster, float]:
        begun = thread_time()
        making = Forecaster(day, settings.policy, self._clock(), settings.zone, self._uniform)
        return making, thread_time() - begun

    def _judge(self, hall: _Hall, day: Day) -> None:
        """Holds what was foreseen at takes against the waits of those called since."""
        if hall.today != day.date:
            hall.today, hall.last_number = day.date, 0 if hall.today else day.last_number
            hall.open.clear()
        newest = hall.newest
        for ticket in day.tickets.values():
            if newest is None or ticket.number <= hall.last_number or ticket.letter == BOOKING_LETTER:
                continue
            if found := newest.of_new(ticket.skill, ticket.ticket_class):
                hall.open[ticket.id] = found
        hall.last_number = day.last_number
        for id_, (p50, p90) in list(hall.open.items()):
            ticket = day.tickets[id_]
            if ticket.called_at is not None:
                hall.judged.append((p50, p90, (ticket.called_at - ticket.taken_at).total_seconds()))
            if ticket.called_at is not None or ticket.finished_at is not None:
                del hall.open[id_]


def _slice(making: Forecaster, most: int) -> tuple[int, float]:
    """Plays futures for one slice; how many, and the CPU time."""
    begun, played = thread_time(), 0
    while True:
        making.replicate()
        played += 1
        spent = thread_time() - begun
        if played >= most or spent >= SLICE_SECONDS:
            return played, spent
