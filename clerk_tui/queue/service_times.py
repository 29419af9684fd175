"""What a hall's day tells of its pace: service times, no-shows, arrivals; shrunk to a prior where little was seen.

A service takes the matter's expected minutes × the hall's level × the matter's × the window's × a shape with mean 1. Each
level begins at 1 with a doubt, and moves with what was measured: old measurements fade, and people still in service count
by how long they already are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import exp, sqrt
from statistics import NormalDist

from clerk_tui.queue.day import AT_WINDOW, Day, Ticket, TicketState
from clerk_tui.queue.policy import Policy, TicketClass

FADES_SECONDS = 75 * 60.0
"""A measurement of this age counts half: the pace of a morning is not that of an afternoon."""
_HALL, _MATTER, _WINDOW = 0.25**2, 0.45**2, 0.2**2
"""Variances of the levels before anything was measured: a matter twice as long as expected is not out of the question."""
_SPREAD, _SPREAD_WEIGHT = 0.45, 15.0
_SHAPE_SIGMA = 0.55
_OWN = 0.88
_WALK = timedelta(seconds=90)
_LONGEST_GAP = 1800.0
_NORMAL = NormalDist()
NORMALS = tuple(_NORMAL.inv_cdf((i + 0.5) / 128) for i in range(128))
_PRIOR_SHAPE = tuple(exp(_SHAPE_SIGMA * _NORMAL.inv_cdf((i + 0.5) / 20)) for i in range(20))
_PRIOR_GAPS = (3.0, 6.0, 10.0, 15.0, 20.0, 30.0, 45.0, 90.0)


@dataclass(frozen=True, slots=True)
class Level:
    """A factor on service times, and the standard deviation of its logarithm."""

    mean: float
    doubt: float


@dataclass(frozen=True, slots=True)
class Coming:
    """What somebody with a head start who may still come is like."""

    ticket_class: TicketClass
    skill: str | None
    matter: str


@dataclass(frozen=True, slots=True)
class ServiceTimes:
    """The pace of one hall's day. Seconds; `shape` and `gaps` are sorted; `coming_rate` is arrivals a second."""

    hall: Level
    matters: dict[str, Level]
    windows: dict[str, Level]
    unseen_matter: Level
    unseen_window: Level
    shape: tuple[float, ...]
    gaps: tuple[float, ...]
    """From a free window, or a person who came to one, to the call."""
    no_show: float
    no_show_seconds: tuple[float, ...]
    given_up: float
    leaves_per_second: float
    coming: tuple[Coming, ...]
    coming_rate: float
    free_since: dict[str, float]
    """Seconds since a window that was used today last ended a service."""

    def matter(self, matter: str) -> Level:
        """The level of a matter."""
        return self.matters.get(matter, self.unseen_matter)

    def window(self, window: str) -> Level:
        """The level of a window."""
        return self.windows.get(window, self.unseen_window)


@dataclass(slots=True)
class _Seen:
    """One service over its expectation; the older, the less it weighs; `open` when it still goes on."""

    matter: str
    window: str
    ratio: float
    weight: float
    open: bool


def begun(ticket: Ticket) -> datetime | None:
    """When its present or last service began: its call, but a call that was missed before it counts not."""
    if ticket.called_at is None:
        return None
    if ticket.welcomed_at is not None and ticket.welcomed_by == "arrival":
        return max(ticket.called_at, ticket.welcomed_at - _WALK)
    return ticket.called_at if ticket.ticket_class != "returned" else ticket.last_called_at


def elapsed(ticket: Ticket, now: datetime) -> float:
    """Seconds of window time that it has had, up to its end or to `now`."""
    start = begun(ticket)
    if start is None:
        return 0.0
    end = ticket.finished_at or ticket.held_since or now
    return max(1.0, (end - start).total_seconds() - ticket.held_seconds)


def measure(day: Day, policy: Policy, now: datetime, zone: tzinfo) -> ServiceTimes:
    """What `day` tells at `now` (aware) about the services to come."""
    seen: list[_Seen] = []
    chains: dict[str, list[Ticket]] = {}
    answered = missed = gone = ended = 0
    first: datetime | None = None
    recent: list[Coming] = []
    expected: dict[str, float] = {}
    hour_ago = now - timedelta(hours=1)
    for ticket in day.tickets.values():
        if ticket.state is TicketState.BOOKED or ticket.state is TicketState.VOID:
            continue
        first = ticket.taken_at if first is None or ticket.taken_at < first else first
        if ticket.taken_at > hour_ago and ticket.channel != "booking" and policy.head_start(ticket.ticket_class):
            recent.append(Coming(ticket.ticket_class, ticket.skill, ticket.matter or ""))
        if ticket.called_at is None:
            gone += ticket.state in (TicketState.CANCELLED, TicketState.ABANDONED)
            continue
        ended += 1
        if ticket.window:
            chains.setdefault(ticket.window, []).append(ticket)
        if ticket.state in (TicketState.PASSED, TicketState.ABANDONED) and ticket.welcomed_at is None:
            missed += 1
        elif ticket.welcomed_at is not None:
            answered += 1
        if ticket.state is TicketState.DONE or ticket.state in AT_WINDOW:
            age = (now - (ticket.finished_at or now)).total_seconds()
            if age > 4 * FADES_SECONDS:
                continue
            matter = ticket.matter or ""
            if matter not in expected:
                expected[matter] = 60.0 * policy.expected(matter)
            ratio = min(max(elapsed(ticket, now), 5.0) / expected[matter], 20.0)
            weight = 0.5 ** (age / FADES_SECONDS)
            seen.append(_Seen(matter, ticket.window or "", ratio, weight, ticket.state in AT_WINDOW))
    gaps, no_show_seconds, free_since, hours = _chains(chains, policy, now, zone)
    left = sum(
        1
        for window in chains
        if day.window(window).state != "open" and policy.window_open_at(window, now.astimezone(zone))
    )
    day_seconds = min(3600.0, (now - first).total_seconds()) if first else 0.0
    hall, matters, windows, shape = _levels(seen)
    patience = policy.pass_after_seconds
    return ServiceTimes(
        hall=hall,
        matters=matters,
        windows=windows,
        unseen_matter=Level(1.0, sqrt(_MATTER)),
        unseen_window=Level(1.0, sqrt(_WINDOW)),
        shape=shape,
        gaps=tuple(sorted([*gaps, *_PRIOR_GAPS])),
        no_show=(missed + 0.6) / (missed + answered + 12.0),
        no_show_seconds=(*no_show_seconds, patience + 10.0, patience + 30.0, patience + 60.0),
        given_up=(gone + 0.2) / (gone + ended + 20.0),
        leaves_per_second=(0.4 + left) / (16.0 + hours) / 3600.0,
        coming=tuple(recent) or (Coming("green", None, ""),),
        coming_rate=(len(recent) + 0.2) / (day_seconds + 600.0),
        free_since=free_since,
    )


def _chains(
    chains: dict[str, list[Ticket]], policy: Policy, now: datetime, zone: tzinfo
) -> tuple[list[float], list[float], dict[str, float], float]:
    """Of the windows' days: gaps between services, what a no-show took, since when each is free, hours worked in all."""
    gaps: list[float] = []
    lost: list[float] = []
    free: dict[str, float] = {}
    hours = 0.0
    for window, tickets in chains.items():
        called = sorted(tickets, key=lambda t: t.last_called_at or now)
        ends = [t.finished_at for t in tickets if t.finished_at]
        last = max(ends, default=called[-1].last_called_at or now)
        hours += max(0.0, (last - (called[0].called_at or now)).total_seconds()) / 3600.0
        free[window] = max(0.0, (now - last).total_seconds())
        for before, after in zip(called[-40:], called[-39:], strict=False):
            call = after.called_at if after.called_at and after.recalls == 0 else after.last_called_at
            if call is None or before.called_at is None:
                continue
            if before.state is TicketState.PASSED and before.last_called_at:
                took = (call - before.called_at).total_seconds()
                if after.taken_at < before.last_called_at and 15.0 < took < 900.0:
                    lost.append(took)
            elif before.state is TicketState.DONE and before.finished_at:
                since = max(before.finished_at, after.taken_at)
                gap = (call - since).total_seconds()
                if 0.0 <= gap < _LONGEST_GAP and (gap < 120.0 or policy.window_open_at(window, since.astimezone(zone))):
                    gaps.append(gap)
    return gaps[-300:], lost[-100:], free, hours


def _levels(
    seen: list[_Seen],
) -> tuple[Level, dict[str, Level], dict[str, Level], tuple[float, ...]]:
    """The levels by turns, each given the others, until they stand still; then what is left: the shape."""
    hall = 1.0
    matters = {s.matter: 1.0 for s in seen}
    windows = {s.window: 1.0 for s in seen}
    # One window alone is the hall: its own factor would be doubted twice.
    among = _WINDOW if len(windows) > 1 else 1e-6
    spread = _SPREAD
    counts: tuple[float, dict[str, float], dict[str, float]] = (0.0, {}, {})
    for _ in range(4):
        full = [_completed(s, hall * matters[s.matter] * windows[s.window]) for s in seen]
        sums, mass = 0.0, 0.0
        for s, (ratio, weight) in zip(seen, full, strict=True):
            sums += weight * ratio / (matters[s.matter] * windows[s.window])
            mass += weight
        prior = spread / _HALL
        hall = (prior + sums) / (prior + mass)
        by_matter = _shrunk(
            ((s.matter, r / (hall * windows[s.window]), w) for s, (r, w) in zip(seen, full, strict=True)),
            spread / _MATTER,
        )
        matters = {key: mean for key, (mean, _) in by_matter.items()}
        by_window = _shrunk(
            ((s.window, r / (hall * matters[s.matter]), w) for s, (r, w) in zip(seen, full, strict=True)),
            spread / among,
        )
        windows = {key: mean for key, (mean, _) in by_window.items()}
        squares, weights = _SPREAD * _SPREAD_WEIGHT, _SPREAD_WEIGHT
        for s, (_, weight) in zip(seen, full, strict=True):
            if not s.open:
                left = min(s.ratio / (hall * matters[s.matter] * windows[s.window]), 8.0)
                squares += weight * (left - 1.0) ** 2
                weights += weight
        spread = min(max(squares / weights, 0.05), 3.0)
        counts = (mass, {k: n for k, (_, n) in by_matter.items()}, {k: n for k, (_, n) in by_window.items()})
    mass, of_matter, of_window = counts
    left_over = [
        s.ratio / (hall * matters[s.matter] * windows[s.window]) for s in seen if not s.open and s.weight > 0.1
    ][-200:]
    shape = sorted([*left_over, *_PRIOR_SHAPE])
    mean = sum(shape) / len(shape)
    # What is left over also holds what the levels are still in doubt about, which is drawn by itself.
    shape = [mean + _OWN * (x - mean) for x in shape]
    return (
        Level(hall, sqrt(spread / (spread / _HALL + mass))),
        {k: Level(v, sqrt(spread / (spread / _MATTER + of_matter[k]))) for k, v in matters.items()},
        {k: Level(v, sqrt(spread / (spread / among + of_window[k]))) for k, v in windows.items()},
        tuple(x / mean for x in shape),
    )


def _shrunk(told: Iterable[tuple[str, float, float]], prior: float) -> dict[str, tuple[float, float]]:
    """For each key the mean of its values, pulled to 1 by `prior` imagined ones, and how many it had."""
    sums: dict[str, list[float]] = {}
    for key, value, weight in told:
        into = sums.setdefault(key, [prior, 0.0])
        into[0] += weight * value
        into[1] += weight
    return {key: (total / (prior + mass), mass) for key, (total, mass) in sums.items()}


def _completed(seen: _Seen, level: float) -> tuple[float, float]:
    """Ratio and weight of a service; one that goes on is taken for what such a long one comes to, as far as it tells."""
    if not seen.open:
        return seen.ratio, seen.weight
    at = seen.ratio / level
    longer = [x for x in _PRIOR_SHAPE if x > at]
    if len(longer) < 2:
        return seen.ratio * 1.6, 1.0
    return level * sum(longer) / len(longer), 1.0 - len(longer) / len(_PRIOR_SHAPE)


def remaining(total: float, had: float, shape: Sequence[float], draw: float) -> float:
    """Seconds left of a service that is expected to take `total` and has had `had`; `draw` is uniform in [0, 1)."""
    at = had / total
    low, high = 0, len(shape)
    while low < high:
        middle = (low + high) // 2
        if shape[middle] > at:
            high = middle
        else:
            low = middle + 1
    tail = len(shape) - low
    if tail >= 3:
        return total * shape[low + int(draw * tail)] - had
    # Longer than anything known: the longer it lasted, the longer it may.
    return had * (1.0 / sqrt(1.0 - draw) - 1.0)
