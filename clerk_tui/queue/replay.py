"""A day's arrivals served under a policy: the room's own `decide` and `evolve`, driven by a list of what happens when.

Deterministic. At one instant services end first, then people arrive, then windows open, and only then do free windows
call, in the order in which the policy names them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from heapq import heapify, heappop, heappush

from pydantic import BaseModel

from clerk_tui.queue import commands as cmd
from clerk_tui.queue.day import Day, business_date, fold
from clerk_tui.queue.day_file import Arrival
from clerk_tui.queue.decide import decide
from clerk_tui.queue.figures import Spread, share_within, spread_of
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context

_END, _ARRIVE, _OPEN, _SHUT = range(4)
DAY_STARTS_MINUTES = 240


class Group(BaseModel):
    """How some tickets fared. Waits and service in seconds, of those that were called; null when none was."""

    tickets: int
    called: int
    wait_mean_s: float | None
    wait_p50_s: float | None
    wait_p90_s: float | None
    wait_p99_s: float | None
    wait_max_s: float | None
    handle_mean_s: float | None
    within_share: float | None


class Replay(Group):
    """The same over all, and for each class."""

    per_class: dict[str, Group]


@dataclass(frozen=True, slots=True)
class Served:
    """What became of one arrival: when its call came and from where; None when no window ever called it."""

    arrival: Arrival
    called_at: datetime | None
    window: str | None

    @property
    def wait_s(self) -> float | None:
        """Seconds from the ticket to the call."""
        return (self.called_at - self.arrival.taken_at).total_seconds() if self.called_at else None


def replay(arrivals: Sequence[Arrival], policy: Policy, windows: int | None = None) -> Replay:
    """The day under `policy`: with its windows, or with so many comprehensive ones. Raises Refusal replay.no_windows."""
    served = serve(arrivals, policy, windows)
    within_s = policy.within_minutes * 60
    classes = sorted({a.ticket_class for a in arrivals})
    per_class = {c: _group([s for s in served if s.arrival.ticket_class == c], within_s) for c in classes}
    return Replay(**_group(served, within_s).model_dump(), per_class=per_class)


def _group(served: Sequence[Served], within_s: float) -> Group:
    waits = [s.wait_s for s in served if s.wait_s is not None]
    handled = spread_of(s.arrival.handle_s for s in served if s.wait_s is not None)
    wait: Spread = spread_of(waits)
    return Group(
        tickets=len(served),
        called=len(waits),
        **{f"wait_{name}": value for name, value in wait.model_dump(exclude={"count"}).items()},
        handle_mean_s=handled.mean_s,
        within_share=share_within(waits, within_s),
    )


def serve(arrivals: Sequence[Arrival], policy: Policy, windows: int | None = None) -> list[Served]:
    """What became of each arrival, in the order of their numbers."""
    ordered = sorted(arrivals, key=lambda a: a.taken_at)
    if windows is not None:
        # Comprehensive windows that never close: neither skills nor hours of the file are theirs.
        policy = policy.model_copy(update={"windows": {}, "hours": None, "skills": {}})
        names = [str(n) for n in range(1, windows + 1)]
    else:
        names = list(policy.windows)
    if not names:
        raise Refusal("replay.no_windows")
    # Who could never be served takes a number all the same, and shows in the figures as not called.
    policy = policy.model_copy(update={"windows_all_listed": False})
    run = _Run(ordered, policy, names)
    run.go()
    tickets = sorted(run.day.tickets.values(), key=lambda t: t.number)
    return [Served(a, t.called_at, t.window) for a, t in zip(ordered, tickets, strict=True)]


class _Run:
    """One run through the day."""

    def __init__(self, arrivals: Sequence[Arrival], policy: Policy, windows: Sequence[str]) -> None:
        self.arrivals = arrivals
        self.policy = policy
        self.windows = windows
        zone: tzinfo = UTC
        if arrivals:
            # Hours are read on the clock of the file: the offset that its first time carries.
            zone = arrivals[0].taken_at.tzinfo or UTC
        self.zone = zone
        self.day = Day(date=arrivals[0].taken_at.date() if arrivals else date.min)
        self.waiting: Counter[str | None] = Counter()
        self.issued = 0
        self.ahead: list[tuple[datetime, int, int, str]] = [
            (a.taken_at, _ARRIVE, i, "") for i, a in enumerate(arrivals)
        ]
        for place, window in enumerate(windows):
            for at, opens in self._changes(window):
                self.ahead.append((at, _OPEN if opens else _SHUT, place, window))
        heapify(self.ahead)

    def go(self) -> None:
        """Until nothing is ahead any more."""
        while self.ahead:
            now = self.ahead[0][0]
            while self.ahead and self.ahead[0][0] == now:
                _, what, index, window = heappop(self.ahead)
                self._happens(now, what, index, window)
            self._call(now)

    def _happens(self, now: datetime, what: int, index: int, window: str) -> None:
        if what == _ARRIVE:
            arrival = self.arrivals[index]
            taken = {"channel": "window", "class": arrival.ticket_class, "matter": arrival.matter}
            ticket = self._do(cmd.TakeTicket.model_validate(taken), now)
            self.waiting[self.day.tickets[ticket].skill] += 1
        elif what == _OPEN:
            self._do(cmd.OpenWindow(window=window), now, window)
        elif what == _END:
            here = self.day.at_window(window)
            self._do(cmd.Finish(outcome="other"), now, window, here.id if here else None)
            if not self._may_open(window, now):
                self._do(cmd.CloseWindow(window=window), now, window)
        elif self.day.at_window(window) is None:
            # A window that is serving when its hours end closes when it has finished.
            self._do(cmd.CloseWindow(window=window), now, window)

    def _call(self, now: datetime) -> None:
        for place, window in enumerate(self.windows):
            if not self.day.waiting:
                return
            seat = self.day.window(window)
            if seat.state != "open" or seat.ticket or not self._may_have_work(window):
                continue
            self._do(cmd.CallNext(window=window), now, window)
            called = self.day.at_window(window)
            if called is not None:
                self.waiting[called.skill] -= 1
                ends = now + timedelta(seconds=self.arrivals[called.number - 1].handle_s)
                heappush(self.ahead, (ends, _END, place, window))
                if ends == now:
                    # A service of no time frees the window at once.
                    return

    def _may_have_work(self, window: str) -> bool:
        """Spares asking a window for which nobody waits: what it then calls, only `decide` says."""
        return any(count and self.policy.serves(window, skill) for skill, count in self.waiting.items())

    def _do(self, body: CommandBody, now: datetime, window: str | None = None, target: str | None = None) -> str:
        self.issued += 1
        context = Context(
            command_id=f"r{self.issued}",
            now=now,
            today=self.day.date,
            actor=window or "",
            role="system",
            window=window,
            zone=self.zone,
        )
        self.day = fold(self.day, decide(self.day, body, target, context, self.policy))
        return context.command_id

    # Hours

    def _may_open(self, window: str, at: datetime) -> bool:
        return self.policy.window_open_at(window, at.astimezone(self.zone))

    def _changes(self, window: str) -> list[tuple[datetime, bool]]:
        """When this window opens and shuts, from the first arrival on, on the business days that have arrivals."""
        if not self.arrivals:
            return []
        first = self.arrivals[0].taken_at
        own = self.policy.windows.get(window)
        hours = own.hours if own and own.hours is not None else self.policy.hours
        if hours is None:
            return [(first, True)]
        days = {business_date(a.taken_at.astimezone(self.zone), DAY_STARTS_MINUTES) for a in self.arrivals}
        marks = {first}
        for day in days:
            for begin, end in hours:
                # What begins before the business day does belongs to the night before it.
                offset = begin if begin >= DAY_STARTS_MINUTES else begin + 24 * 60
                midnight = datetime.combine(day, time(), self.zone)
                marks |= {midnight + timedelta(minutes=m) for m in (offset, offset + end - begin)}
        changes = []
        is_open = False
        for mark in sorted(m for m in marks if m >= first):
            if self._may_open(window, mark) != is_open:
                is_open = not is_open
                changes.append((mark, is_open))
        return changes
