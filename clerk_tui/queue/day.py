"""A hall's business day of tickets (排队票): its state, and how each event changes it."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from immutables import Map

from clerk_tui.queue import events as ev
from clerk_tui.queue.commands import Hold, MatterOutcome, Outcome, TakenThrough
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
    VOID = "void"
    DONE = "done"


ENDED = frozenset(
    {
        TicketState.ABANDONED,
        TicketState.CANCELLED,
        TicketState.NOT_SERVED,
        TicketState.VOID,
        TicketState.DONE,
    }
)
"""States that nothing leads out of; a passed ticket may still return."""
AT_WINDOW = frozenset({TicketState.CALLED, TicketState.SERVING})


BOOKING_LETTER = "Y"
_JUST = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One number (号). Four stamps: taken, called, welcomed, finished.

    `called_at` is the first call, `calling_since` the one in force, `last_called_at` that or its newest recall.
    `held_seconds` is time that belongs to nobody's work: on hold, and between a transfer and the next arrival. A booking
    (预约) has the letter Y and its count of the day until it is checked in; then `taken_at` is when its person came.
    """

    id: str
    number: int
    letter: str
    ticket_class: TicketClass
    channel: TakenThrough
    state: TicketState
    taken_at: datetime
    effective_arrival: datetime
    matter: str | None = None
    skill: str | None = None
    to_window: str | None = None
    slot_start: datetime | None = None
    slot_end: datetime | None = None
    person: str | None = None
    promoted: str | None = None
    reassigned: bool = False
    called_at: datetime | None = None
    calling_since: datetime | None = None
    last_called_at: datetime | None = None
    welcomed_at: datetime | None = None
    welcomed_by: Literal["arrival", "finish"] | None = None
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
    twice: bool = False
    invited_at: datetime | None = None
    rated: bool = False

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
    last_booking: int = 0
    last_case_serial: int = 0

    def at_window(self, window: str) -> Ticket | None:
        """The ticket called to or served at this window."""
        seat = self.windows.get(window)
        return self.tickets[seat.ticket] if seat and seat.ticket else None

    def ahead_of(self, ticket: Ticket) -> int:
        """How many waiting tickets come before this one."""
        return bisect_left(self.waiting, ticket.place)

    def front(self, arrival: datetime) -> datetime:
        """An effective arrival before everybody who waits; `arrival` itself when it already is."""
        return min(arrival, self.waiting[0][0] - _JUST) if self.waiting else arrival

    def behind(self, count: int, arrival: datetime) -> datetime:
        """An effective arrival behind so many who wait; `arrival` itself when there are not that many."""
        return self.waiting[count - 1][0] + _JUST if 0 < count <= len(self.waiting) else arrival

    def of_number(self, number: int) -> Ticket | None:
        """The ticket of that number; bookings that are not checked in have none."""
        return next((t for t in self.tickets.values() if t.number == number and t.letter != BOOKING_LETTER), None)

    def held_by(self, window: str) -> list[Ticket]:
        """What is bound to a window: the ticket before it, those whose papers stay or who wait there, those sent to it."""
        return [
            t
            for t in self.tickets.values()
            if (t.window == window and (t.state in AT_WINDOW or _bound(t)))
            or (t.to_window == window and t.state is TicketState.WAITING)
        ]

    def window(self, window: str) -> Window:
        """The window, closed when nobody has opened it today."""
        return self.windows.get(window) or Window(id=window)


def _bound(ticket: Ticket) -> bool:
    return ticket.state is TicketState.HELD and ticket.hold != "fetch_papers"


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
                skill=event.skill,
                person=event.person,
            )
            return replace(_enqueue(day, ticket), last_number=max(day.last_number, event.number))
        case ev.TicketBooked():
            ticket = Ticket(
                id=event.ticket,
                number=event.number,
                letter=BOOKING_LETTER,
                ticket_class=event.ticket_class,
                channel="booking",
                state=TicketState.BOOKED,
                taken_at=event.at,
                effective_arrival=event.slot_start,
                matter=event.matter,
                skill=event.skill,
                slot_start=event.slot_start,
                slot_end=event.slot_end,
                person=event.person,
            )
            return replace(_put(day, ticket), last_booking=max(day.last_booking, event.number))
        case ev.TicketCheckedIn():
            was = day.tickets[event.ticket]
            here = replace(
                was,
                state=TicketState.WAITING,
                number=event.number,
                letter=event.letter,
                ticket_class="appointment" if was.ticket_class == "ordinary" else was.ticket_class,
                taken_at=event.at,
                effective_arrival=event.effective_arrival,
            )
            return replace(_enqueue(day, here), last_number=max(day.last_number, event.number))
        case ev.TicketCalled():
            was = day.tickets[event.ticket]
            called = replace(
                was,
                state=TicketState.CALLED,
                window=event.window,
                to_window=None,
                why=event.why,
                called_at=was.called_at or event.at,
                calling_since=event.at,
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
            here = replace(
                _unparked(was, event.at),
                state=TicketState.SERVING,
                welcomed_at=was.welcomed_at or event.at,
                welcomed_by=was.welcomed_by or "arrival",
            )
            return _forget_act(_put(day, here), was)
        case ev.TicketHeld():
            was = day.tickets[event.ticket]
            # Whoever is put on hold has been here, whether the arrival was stamped or not.
            held = replace(
                was,
                state=TicketState.HELD,
                hold=event.hold,
                held_since=event.at,
                welcomed_at=was.welcomed_at or event.at,
                welcomed_by=was.welcomed_by or "arrival",
            )
            return _forget_act(_leave(_put(day, held), was), was)
        case ev.TicketResumed():
            was = day.tickets[event.ticket]
            back = replace(_unparked(was, event.at), state=TicketState.SERVING, window=event.window, hold=None)
            return _seat(_put(day, back), replace(day.window(event.window), ticket=was.id, last_act=None))
        case ev.TicketRequeued():
            was = day.tickets[event.ticket]
            return _enqueue(day, replace(was, state=TicketState.WAITING, window=None, hold=None))
        case ev.TicketTransferred():
            was = day.tickets[event.ticket]
            sent = replace(
                _unparked(was, event.at),
                state=TicketState.WAITING,
                window=None,
                to_window=event.to_window,
                skill=event.to_skill or (None if event.to_window else was.skill),
                held_since=event.at if was.welcomed_at else None,
                recalls=0,
            )
            act = Act(event.command, event.KIND, event.at, was)
            return _enqueue(_leave(day, was, last_act=act), sent)
        case ev.TicketPromoted():
            was = day.tickets[event.ticket]
            first = replace(was, promoted=event.reason, effective_arrival=event.effective_arrival)
            return _enqueue(replace(day, waiting=_dequeue(day, was)), first)
        case ev.TicketReassigned():
            return _reassigned(day, event)
        case ev.TicketServedByNumber():
            was = day.tickets[event.ticket]
            if event.twice:
                return _put(day, replace(was, twice=True))
            day = _drop_passed(replace(day, waiting=_dequeue(day, was)), was)
            here = replace(
                _unparked(was, event.at),
                state=TicketState.SERVING,
                window=event.window,
                hold=None,
                called_at=was.called_at or event.at,
                last_called_at=event.at,
                welcomed_at=was.welcomed_at or event.at,
                welcomed_by=was.welcomed_by or "arrival",
                finished_at=None,
            )
            return _seat(_put(day, here), replace(day.window(event.window), ticket=was.id, last_act=None))
        case ev.RatingInvited():
            return _put(day, replace(day.tickets[event.ticket], invited_at=event.at))
        case ev.TicketRated():
            return _put(day, replace(day.tickets[event.ticket], rated=True))
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
                _unparked(was, event.at),
                state=TicketState.DONE,
                finished_at=event.at,
                welcomed_at=was.welcomed_at or was.calling_since,
                welcomed_by=was.welcomed_by or "finish",
                outcome=event.outcome,
                outcomes=event.outcomes,
            )
            return _leave(_put(day, done), was, last_act=Act(event.command, event.KIND, event.at, was))
        case ev.TicketCancelled() | ev.TicketAbandoned() | ev.TicketNotServed() | ev.TicketVoided():
            was = day.tickets[event.ticket]
            state = {
                ev.TicketCancelled.KIND: TicketState.CANCELLED,
                ev.TicketAbandoned.KIND: TicketState.ABANDONED,
                ev.TicketNotServed.KIND: TicketState.NOT_SERVED,
                ev.TicketVoided.KIND: TicketState.VOID,
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


def _unparked(ticket: Ticket, at: datetime) -> Ticket:
    """Work on it goes on: what it was on hold, or on its way to another window, is added up."""
    if ticket.held_since is None:
        return ticket
    gone = max(0.0, (at - ticket.held_since).total_seconds())
    return replace(ticket, held_since=None, held_seconds=ticket.held_seconds + gone)


def _reassigned(day: Day, event: ev.TicketReassigned) -> Day:
    was = day.tickets[event.ticket]
    if was.state is TicketState.HELD:
        return _put(day, replace(was, window=event.to_window, hold=was.hold if event.to_window else "fetch_papers"))
    back = replace(
        was,
        state=TicketState.WAITING,
        window=None,
        to_window=event.to_window,
        effective_arrival=event.effective_arrival,
        held_since=(was.held_since or event.at) if was.welcomed_at else None,
        recalls=0,
        reassigned=True,
    )
    day = (
        replace(day, waiting=_dequeue(day, was))
        if was.state is TicketState.WAITING
        else _leave(day, was, last_act=None)
    )
    return _enqueue(day, back)


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
    now = day.tickets[before.id]
    if now.state is TicketState.WAITING:
        day = replace(day, waiting=_dequeue(day, now))
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
