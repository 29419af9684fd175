"""A hall's business day of tickets (排队票): its state, and how each event changes it."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from immutables import Map

from clerk_tui.queue import events as ev
from clerk_tui.queue.commands import Channel, Hold, MatterOutcome, Outcome
from clerk_tui.queue.policy import TicketClass
from clerk_tui.rules import EventBody


class TicketState(StrEnum):
    """States of a queue ticket; `called` and `serving` belong to a window."""

    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    PASSED = "passed"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"
    NOT_SERVED = "not_served"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One number (号). Four stamps: taken, called, welcomed, finished; time on hold is kept apart."""

    id: str
    number: int
    letter: str
    ticket_class: TicketClass
    channel: Channel
    state: TicketState
    taken_at: datetime
    effective_arrival: datetime
    matter: str | None = None
    called_at: datetime | None = None
    last_called_at: datetime | None = None
    welcomed_at: datetime | None = None
    finished_at: datetime | None = None
    window: str | None = None
    why: ev.Why | None = None
    recalls: int = 0
    hold: Hold | None = None
    held_since: datetime | None = None
    held_seconds: float = 0.0
    pass_reason: str | None = None
    outcome: Outcome | None = None
    outcomes: tuple[MatterOutcome, ...] = ()

    @property
    def label(self) -> str:
        """The number as called: letter and at least three digits."""
        return f"{self.letter}{self.number:03d}"

    @property
    def place(self) -> tuple[datetime, int, str]:
        """Its place in the queue: effective arrival, the number as the tie."""
        return (self.effective_arrival, self.number, self.id)


@dataclass(frozen=True, slots=True)
class Act:
    """A window's last act that may be taken back, with what it changed."""

    command: str
    kind: str
    at: datetime
    before: Ticket


@dataclass(frozen=True, slots=True)
class Window:
    """A service window (窗口) as the queue sees it."""

    id: str
    state: str = "closed"
    clerk: str = ""
    ticket: str | None = None
    reason: str | None = None
    last_act: Act | None = None
    passed: tuple[str, ...] = ()
    leases: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The fold of one `day/<business date>` stream; `waiting` is sorted, the first is next."""

    date: date
    version: int = 0
    tickets: Map[str, Ticket] = field(default_factory=Map)
    waiting: tuple[tuple[datetime, int, str], ...] = ()
    windows: Map[str, Window] = field(default_factory=Map)
    last_number: int = 0
    last_case_serial: int = 0

    def at_window(self, window: str) -> Ticket | None:
        """The ticket called to or served at this window."""
        seat = self.windows.get(window)
        return self.tickets[seat.ticket] if seat and seat.ticket else None

    def ahead_of(self, ticket: Ticket) -> int:
        """How many waiting tickets come before this one."""
        return bisect_left(self.waiting, ticket.place)

    def window(self, window: str) -> Window:
        """The window, closed when nobody has opened it today."""
        return self.windows.get(window) or Window(id=window)


def _enqueue(day: Day, ticket: Ticket) -> Day:
    waiting = list(day.waiting)
    insort(waiting, ticket.place)
    return replace(day, tickets=day.tickets.set(ticket.id, ticket), waiting=tuple(waiting))


def _dequeue(day: Day, ticket: Ticket) -> tuple[tuple[datetime, int, str], ...]:
    at = bisect_left(day.waiting, ticket.place)
    if at < len(day.waiting) and day.waiting[at] == ticket.place:
        return day.waiting[:at] + day.waiting[at + 1 :]
    return day.waiting


def _put(day: Day, ticket: Ticket) -> Day:
    return replace(day, tickets=day.tickets.set(ticket.id, ticket))


def _seat(day: Day, window: Window) -> Day:
    return replace(day, windows=day.windows.set(window.id, window))


def _leave(day: Day, ticket: Ticket, **changes: object) -> Day:
    """The ticket leaves its window, which is free again."""
    if ticket.window and (seat := day.windows.get(ticket.window)) and seat.ticket == ticket.id:
        day = _seat(day, replace(seat, ticket=None, **changes))  # type: ignore[arg-type]
    return day


def evolve(day: Day, event: EventBody) -> Day:
    """The day after `event`; events of other rooms only count the version on."""
    return replace(_evolve(day, event), version=day.version + 1)


def _evolve(day: Day, event: EventBody) -> Day:
    match event:
        case ev.TicketTaken():
            ticket = Ticket(
                id=event.ticket,
                number=event.number,
                letter=event.letter,
                ticket_class=event.ticket_class,
                channel=event.channel,
                state=TicketState.WAITING,
                taken_at=event.at,
                effective_arrival=event.effective_arrival,
                matter=event.matter,
            )
            return replace(_enqueue(day, ticket), last_number=max(day.last_number, event.number))
        case ev.TicketCalled():
            was = day.tickets[event.ticket]
            called = replace(
                was,
                state=TicketState.CALLED,
                window=event.window,
                why=event.why,
                called_at=was.called_at or event.at,
                last_called_at=event.at,
                recalls=0,
                hold=None,
            )
            act = Act(event.command, event.KIND, event.at, was)
            day = _drop_passed(replace(_put(day, called), waiting=_dequeue(day, was)), was)
            return _seat(day, replace(day.window(event.window), ticket=was.id, last_act=act))
        case ev.TicketRecalled():
            was = day.tickets[event.ticket]
            return _put(day, replace(was, recalls=was.recalls + 1, last_called_at=event.at))
        case ev.TicketWelcomed():
            was = day.tickets[event.ticket]
            day = _put(day, replace(was, state=TicketState.SERVING, welcomed_at=was.welcomed_at or event.at))
            return _forget_act(day, was)
        case ev.TicketHeld():
            was = day.tickets[event.ticket]
            held = replace(was, state=TicketState.HELD, hold=event.hold, held_since=event.at)
            return _forget_act(_leave(_put(day, held), was), was)
        case ev.TicketResumed():
            was = day.tickets[event.ticket]
            gone = (event.at - was.held_since).total_seconds() if was.held_since else 0.0
            back = replace(
                was,
                state=TicketState.SERVING,
                window=event.window,
                hold=None,
                held_since=None,
                held_seconds=was.held_seconds + gone,
            )
            return _seat(_put(day, back), replace(day.window(event.window), ticket=was.id, last_act=None))
        case ev.TicketPassed():
            was = day.tickets[event.ticket]
            passed = replace(was, state=TicketState.PASSED, pass_reason=event.reason)
            act = Act(event.command, event.KIND, event.at, was)
            trail = (was.id, *day.window(was.window or "").passed)[:10]
            return _leave(_put(day, passed), was, last_act=act, passed=trail)
        case ev.TicketReturned():
            was = day.tickets[event.ticket]
            back = replace(
                was,
                state=TicketState.WAITING,
                ticket_class="returned",
                effective_arrival=event.effective_arrival,
                window=None,
                why=None,
            )
            return _drop_passed(_enqueue(day, back), was)
        case ev.TicketFinished():
            was = day.tickets[event.ticket]
            done = replace(
                was,
                state=TicketState.DONE,
                finished_at=event.at,
                welcomed_at=was.welcomed_at or was.called_at,
                outcome=event.outcome,
                outcomes=event.outcomes,
            )
            return _leave(_put(day, done), was, last_act=Act(event.command, event.KIND, event.at, was))
        case ev.TicketCancelled() | ev.TicketAbandoned() | ev.TicketNotServed():
            was = day.tickets[event.ticket]
            state = {
                ev.TicketCancelled.KIND: TicketState.CANCELLED,
                ev.TicketAbandoned.KIND: TicketState.ABANDONED,
                ev.TicketNotServed.KIND: TicketState.NOT_SERVED,
            }[event.KIND]
            waiting = _dequeue(day, was)
            day = _leave(_put(day, replace(was, state=state, finished_at=event.at)), was)
            return replace(day, waiting=waiting)
        case ev.ActUndone():
            return _take_back(day, event)
        case ev.WindowOpened():
            seat = replace(day.window(event.window), state="open", clerk=event.clerk, reason=None)
            return _seat(day, seat)
        case ev.WindowPaused():
            return _seat(day, replace(day.window(event.window), state="paused", reason=event.reason))
        case ev.WindowClosed():
            return _seat(day, replace(day.window(event.window), state="closed", clerk="", reason=None))
        case ev.CaseNumbersLeased():
            seat = day.window(event.window)
            seat = replace(seat, leases=(*seat.leases, (event.first, event.last)))
            return replace(_seat(day, seat), last_case_serial=max(day.last_case_serial, event.last))
    return day


def _forget_act(day: Day, ticket: Ticket) -> Day:
    """After the arrival a call is no longer to be taken back."""
    seat = day.windows.get(ticket.window or "")
    return _seat(day, replace(seat, last_act=None)) if seat else day


def _drop_passed(day: Day, ticket: Ticket) -> Day:
    seat = day.windows.get(ticket.window or "")
    if not seat or ticket.id not in seat.passed:
        return day
    return _seat(day, replace(seat, passed=tuple(t for t in seat.passed if t != ticket.id)))


def _take_back(day: Day, event: ev.ActUndone) -> Day:
    seat = day.window(event.window)
    if not seat.last_act or seat.last_act.command != event.command:
        return day
    before = seat.last_act.before
    day = _drop_passed(_put(day, before), replace(before, window=event.window))
    if before.state is TicketState.WAITING:
        day = _enqueue(day, before)
    holds = before.id if before.state in (TicketState.CALLED, TicketState.SERVING) else None
    return _seat(day, replace(day.window(event.window), ticket=holds, last_act=None))


def fold(day: Day, happened: Iterable[EventBody]) -> Day:
    """The day after all of `happened`, in order."""
    for event in happened:
        day = evolve(day, event)
    return day


def business_date(now: datetime, day_starts_minutes: int) -> date:
    """The business date of the local time `now`: the day begins `day_starts_minutes` after midnight (04:00 = 240)."""
    return (now - timedelta(minutes=day_starts_minutes)).date()
