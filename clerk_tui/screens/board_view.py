"""What a hall's display shows, worked out from the day: which call stands large, windows, next ones, passed ones. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from clerk_tui.queue.day import Day, TicketState
from clerk_tui.voice.announcements import LATE, Call, calls_of

STAND = timedelta(seconds=5)
"""While others wait for the large place, a call stands there at least so long."""
STAND_SHORT = timedelta(seconds=3)
CROWD = 4
"""With so many waiting for it, the shorter time is enough."""
FLASH = timedelta(seconds=8)
"""A call flashes so long after it came there."""
BEAT = timedelta(milliseconds=500)
"""Half a flash: two changes a second are well below what harms anybody."""
PAGE = timedelta(seconds=8)
"""A page of windows stands so long."""
NEXT_MOST = 40
PASSED_MOST = 40

SeatState = Literal["called", "serving", "open", "paused"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A window that is open or paused, and the number there."""

    window: str
    state: SeatState
    number: str = ""


@dataclass(frozen=True, slots=True)
class BoardView:
    """One picture. `large` is the call that stands large, `others` those called besides; `lit` while a flash is on.

    `age` is seconds since the hub last said anything; `away` its time of day, "" while the line lives, "?" when the hub
    never answered. `ticks` counts pages.
    """

    hall: str = ""
    day: datetime | None = None
    loading: bool = True
    large: Call | None = None
    lit: bool = False
    others: tuple[Call, ...] = ()
    seats: tuple[Seat, ...] = ()
    next: tuple[str, ...] = ()
    waiting: int = 0
    passed: tuple[str, ...] = ()
    age: int | None = None
    away: str = ""
    sentence: str = ""
    voice: str = ""
    ticks: int = 0


class Stage:
    """The large place. Calls come there one after the other; the latest stays until its person is there."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, datetime]] | None = None
        self._queue: list[Call] = []
        self._since: datetime | None = None
        self.call: Call | None = None

    def stand(self, calls: Iterable[Call], now: datetime) -> None:
        """These calls stand now, the oldest first. At the first look only those of just now are new."""
        standing = {call.ticket: call for call in calls}
        if self._seen is None:
            new = [call for call in standing.values() if now - call.at <= LATE]
        else:
            new = [call for call in standing.values() if self._seen.get(call.ticket) != (call.window, call.at)]
        self._seen = {call.ticket: (call.window, call.at) for call in standing.values()}
        renewed = {call.ticket for call in new}
        self._queue = [c for c in self._queue if c.ticket in standing and c.ticket not in renewed] + new
        if self.call and (standing.get(self.call.ticket) != self.call or self.call.ticket in renewed):
            self.call = None
        if self.call is None and not self._queue and standing:
            # Whoever was shown last has come: the latest of the others takes the place again, without a flash.
            self.call, self._since = max(standing.values(), key=lambda call: call.place), None
        self.turn(now)

    def turn(self, now: datetime) -> None:
        """Lets the next one in when its time has come."""
        enough = STAND if len(self._queue) < CROWD else STAND_SHORT
        stood = self._since is None or now - self._since >= enough
        if self._queue and (self.call is None or stood):
            self.call, self._since = self._queue.pop(0), now

    def lit(self, now: datetime) -> bool:
        """Whether a flash is on: the first half of each beat for some seconds."""
        if self.call is None or self._since is None or now - self._since >= FLASH:
            return False
        return (now - self._since) // BEAT % 2 == 0

    def fresh(self, now: datetime) -> bool:
        """Whether the call came just now."""
        return self.call is not None and self._since is not None and now - self._since < FLASH


def window_order(window: str) -> tuple[int, str]:
    """Windows by number, those with other names after them."""
    return (int(window), "") if window.isdecimal() else (1_000_000, window)


def seats_of(day: Day) -> tuple[Seat, ...]:
    """The windows that are open, paused or have somebody there."""
    found = []
    for window in sorted(day.windows.values(), key=lambda one: window_order(one.id)):
        ticket = day.tickets.get(window.ticket) if window.ticket else None
        if ticket is not None:
            state: SeatState = "called" if ticket.state is TicketState.CALLED else "serving"
            found.append(Seat(window.id, state, ticket.label))
        elif window.state == "paused":
            found.append(Seat(window.id, "paused"))
        elif window.state == "open":
            found.append(Seat(window.id, "open"))
    return tuple(found)


def passed_of(day: Day) -> tuple[str, ...]:
    """Passed numbers, the latest first."""
    passed = [ticket for ticket in day.tickets.values() if ticket.state is TicketState.PASSED]
    passed.sort(key=lambda ticket: (ticket.last_called_at or ticket.taken_at, ticket.number), reverse=True)
    return tuple(ticket.label for ticket in passed[:PASSED_MOST])


def next_of(day: Day) -> tuple[str, ...]:
    """The numbers that wait, the next first."""
    return tuple(day.tickets[ticket].label for _, _, ticket in day.waiting[:NEXT_MOST])


def of_day(day: Day, stage: Stage, now: datetime) -> BoardView:
    """The part of the picture that the day gives; `stage` has been told its calls."""
    calls = calls_of(day)
    return BoardView(
        loading=False,
        large=stage.call,
        lit=stage.lit(now),
        others=tuple(call for call in reversed(calls) if stage.call is None or call.ticket != stage.call.ticket),
        seats=seats_of(day),
        next=next_of(day),
        waiting=len(day.waiting),
        passed=passed_of(day),
    )
