"""What a business day looked like: its events folded, with the room's own `evolve`, into records of visits and windows.

An act that was taken back counts as if it had never been, except under `undone`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from clerk_tui.queue import events as ev
from clerk_tui.queue.day import Day, Ticket, TicketState, evolve
from clerk_tui.queue.policy import Policy, TicketClass
from clerk_tui.rules import EventBody

QUARTER_MINUTES = 15
QUARTERS_SEEN = 2 * 24 * 4
_COUNTED = {
    ev.TicketCalled.KIND: "calls",
    ev.TicketRecalled.KIND: "recalls",
    ev.TicketReturned.KIND: "returns",
    ev.TicketReassigned.KIND: "reassigned",
    ev.TicketServedByNumber.KIND: "by_number",
}


@dataclass(slots=True)
class Visit:
    """One ticket as the figures see it. Times in seconds; quarters count from the business date's midnight at the hall.

    `kind` says where its handling belongs: to all, to one of the groups apart, or nowhere (None). `at_windows` is how
    long it was called or served at each window: the time it took from them.
    """

    ticket: Ticket
    ticket_class: TicketClass
    matter: str
    wait: float | None
    handle: float | None
    kind: str | None
    at_windows: dict[str, float]
    first_window: str | None
    unended: bool
    quarters: tuple[int | None, int | None, int | None]
    overtime: float | None = None
    begun_after: bool = False

    @property
    def numbered(self) -> bool:
        """Whether it was a number of the day: a booking that nobody came for was not."""
        return self.quarters[0] is not None

    @property
    def arrived(self) -> datetime:
        """When its wait began: when it was taken, or at the beginning of its slot."""
        return max(self.ticket.taken_at, self.ticket.slot_start or self.ticket.taken_at)


@dataclass(slots=True)
class WindowTime:
    """How long a window was open, and paused by reason, in seconds."""

    open_s: float = 0.0
    paused_s: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class DayRecord:
    """One business day: what `totals.figures_of` adds up. `acts` counts (what, reason); `peaks` the queue by quarter."""

    date: date
    as_of: datetime | None
    visits: list[Visit]
    windows: dict[str, WindowTime]
    acts: Counter[tuple[str, str]]
    grades: Counter[int]
    peaks: dict[int, int]


class Folding:
    """The fold of one day's events, one after the other; `record` may be asked for at any time."""

    def __init__(self, day: date, zone: tzinfo) -> None:
        """`zone` is the hall's."""
        self.day = Day(date=day)
        self.as_of: datetime | None = None
        self._zone = zone
        self._midnight = datetime.combine(day, time())
        self._journals: dict[str, list[ev.TicketEvent]] = {}
        self._seats: dict[str, list[tuple[datetime, str, str]]] = {}
        self._undone: Counter[tuple[str, str]] = Counter()
        self._peaks: dict[int, int] = {}
        self._quarter: int | None = None

    def add(self, event: EventBody) -> None:
        """Takes in the next event of the day's stream. Raises KeyError for a ticket that no event before it brought."""
        if isinstance(event, ev.ActUndone):
            self._take_back(event)
        length = len(self.day.waiting)
        self.day = evolve(self.day, event)
        at: datetime | None = getattr(event, "at", None)
        if at is None or event.KIND not in ev.EVENTS:
            return
        self.as_of = max(self.as_of or at, at)
        match event:
            case ev.TicketEvent():
                self._journals.setdefault(event.ticket, []).append(event)
            case ev.WindowOpened():
                self._seats.setdefault(event.window, []).append((at, "open", ""))
            case ev.WindowPaused():
                self._seats.setdefault(event.window, []).append((at, "paused", event.reason))
            case ev.WindowClosed():
                self._seats.setdefault(event.window, []).append((at, "closed", ""))
        self._see_queue(at, length)

    def _see_queue(self, at: datetime, before: int) -> None:
        quarter = self._quarter_of(at)
        if not 0 <= quarter < QUARTERS_SEEN:
            # A booking made days before, or a day that was ended days after: nobody stood in the hall then.
            return
        since = self._quarter if self._quarter is not None else quarter
        quarter = max(quarter, since)
        if before:
            for between in range(since + 1, quarter + 1):
                self._peaks[between] = before
        self._peaks[quarter] = max(self._peaks.get(quarter, 0), len(self.day.waiting))
        self._quarter = quarter

    def _take_back(self, event: ev.ActUndone) -> None:
        act = self.day.window(event.window).last_act
        journal = self._journals.get(event.ticket, [])
        if act is None or act.command != event.command:
            return
        for i in range(len(journal) - 1, -1, -1):
            if getattr(journal[i], "command", None) == event.command and act.kind == journal[i].KIND:
                del journal[i:]
                break
        self._undone["undone", act.kind.removeprefix("ticket_")] += 1

    def _quarter_of(self, at: datetime) -> int:
        since = at.astimezone(self._zone).replace(tzinfo=None) - self._midnight
        return int(since.total_seconds() // (QUARTER_MINUTES * 60))

    def record(self, policy: Policy) -> DayRecord:
        """The day as it stands. `policy` gives the hall's closing time, for overtime."""
        acts = Counter(self._undone)
        grades: Counter[int] = Counter()
        visits = []
        for ticket in self.day.tickets.values():
            journal = self._journals[ticket.id]
            _count(journal, acts, grades)
            visits.append(self._visit(ticket, journal, policy))
        visits.sort(key=lambda v: (v.ticket.taken_at, v.ticket.number, v.ticket.id))
        windows = {window: self._window_time(seats) for window, seats in self._seats.items()}
        return DayRecord(self.day.date, self.as_of, visits, windows, acts, grades, dict(self._peaks))

    def _visit(self, ticket: Ticket, journal: list[ev.TicketEvent], policy: Policy) -> Visit:
        first = journal[0]
        numbered = any(isinstance(e, ev.TicketTaken | ev.TicketCheckedIn) for e in journal)
        unended = any(isinstance(e, ev.TicketFinished) and e.unended for e in journal)
        done = ticket.state is TicketState.DONE and not unended
        wait = None
        if ticket.called_at is not None:
            # Called before the slot began: it did not wait at all.
            arrived = max(ticket.taken_at, ticket.slot_start or ticket.taken_at)
            wait = max(0.0, (ticket.called_at - arrived).total_seconds())
        handle = None
        if done and ticket.finished_at and ticket.welcomed_at:
            handle = max(0.0, (ticket.finished_at - ticket.welcomed_at).total_seconds() - ticket.held_seconds)
        calls = (e.window for e in journal if isinstance(e, ev.TicketCalled | ev.TicketServedByNumber))
        visit = Visit(
            ticket=ticket,
            ticket_class=first.ticket_class if isinstance(first, ev.TicketTaken | ev.TicketBooked) else "ordinary",
            matter=ticket.matter or (ticket.outcomes[0].matter if ticket.outcomes else ""),
            wait=wait,
            handle=handle,
            kind=_kind(ticket) if done else None,
            at_windows=self._at_windows(journal),
            first_window=next(calls, None),
            unended=unended,
            quarters=(
                self._quarter_of(ticket.taken_at) if numbered else None,
                self._quarter_of(ticket.called_at) if ticket.called_at else None,
                self._quarter_of(ticket.finished_at) if done and ticket.finished_at else None,
            ),
        )
        if done:
            self._overtime(visit, policy)
        return visit

    def _overtime(self, visit: Visit, policy: Policy) -> None:
        began, ended = visit.ticket.welcomed_at, visit.ticket.finished_at
        if began is None or ended is None:
            return
        closes = policy.closes_at(visit.arrived.astimezone(self._zone))
        if closes is None or ended <= closes:
            return
        if began < closes:
            visit.overtime = (ended - closes).total_seconds()
        else:
            visit.begun_after = True

    def _at_windows(self, journal: list[ev.TicketEvent]) -> dict[str, float]:
        spent: dict[str, float] = {}
        window, since = "", None
        for event in journal:
            if isinstance(event, ev.TicketServedByNumber) and event.twice:
                continue
            begins = isinstance(event, ev.TicketCalled | ev.TicketResumed | ev.TicketServedByNumber)
            if since is not None and (begins or isinstance(event, _LEAVING)):
                spent[window] = spent.get(window, 0.0) + max(0.0, (event.at - since).total_seconds())
                since = None
            if isinstance(event, ev.TicketCalled | ev.TicketResumed | ev.TicketServedByNumber):
                window, since = event.window, event.at
        if since is not None and self.as_of is not None:
            spent[window] = spent.get(window, 0.0) + max(0.0, (self.as_of - since).total_seconds())
        return spent

    def _window_time(self, seats: list[tuple[datetime, str, str]]) -> WindowTime:
        total = WindowTime()
        until = [at for at, _, _ in seats[1:]] + [self.as_of or seats[-1][0]]
        for (since, state, reason), end in zip(seats, until, strict=True):
            seconds = max(0.0, (end - since).total_seconds())
            if state == "open":
                total.open_s += seconds
            elif state == "paused":
                total.paused_s[reason] = total.paused_s.get(reason, 0.0) + seconds
        return total


_LEAVING = (
    ev.TicketPassed
    | ev.TicketHeld
    | ev.TicketTransferred
    | ev.TicketReassigned
    | ev.TicketFinished
    | ev.TicketAbandoned
    | ev.TicketCancelled
    | ev.TicketNotServed
)


def _kind(ticket: Ticket) -> str:
    """Where the handling of a finished ticket is reported."""
    if ticket.welcomed_by == "finish":
        return "without_arrival"
    outcomes: set[str | None] = {o.outcome for o in ticket.outcomes} or {ticket.outcome}
    if outcomes == {"consultation"}:
        return "consultation"
    return "pickup" if outcomes <= {"consultation", "pickup"} else "business"


def _count(journal: list[ev.TicketEvent], acts: Counter[tuple[str, str]], grades: Counter[int]) -> None:
    for event in journal:
        if what := _COUNTED.get(event.KIND):
            acts[what, ""] += 1
        match event:
            case ev.TicketPassed():
                acts["passes", event.reason] += 1
            case ev.TicketHeld():
                acts["holds", event.hold] += 1
            case ev.TicketTransferred():
                acts["transfers", event.reason] += 1
            case ev.TicketPromoted():
                acts["promotes", event.reason] += 1
            case ev.TicketServedByNumber() if event.twice:
                acts["double_services", ""] += 1
            case ev.RatingInvited():
                acts["invited", ""] += 1
            case ev.TicketRated():
                grades[event.grade] += 1
            case ev.TicketCheckedIn():
                acts["checked_in", ""] += 1
            case ev.TicketBooked():
                acts["booked", ""] += 1


def record_of(day: date, happened: Iterable[EventBody], zone: tzinfo, policy: Policy) -> DayRecord:
    """The record of a whole day's events, oldest first. `zone` and `policy` are the hall's."""
    folding = Folding(day, zone)
    for event in happened:
        folding.add(event)
    return folding.record(policy)
