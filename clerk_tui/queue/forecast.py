"""How long those who wait will wait: P50 and P90, by simulating the queue ahead under the hall's own policy.

Pure: chance is handed in as `uniform`, floats in [0, 1). Each replication draws the unknown levels anew, spread evenly
over the replications, so that P90 tells what is not known yet, too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from heapq import heapify, heappop, heappush
from math import exp, inf, log

from clerk_tui.queue.day import Day, Ticket, TicketState
from clerk_tui.queue.policy import Policy, TicketClass
from clerk_tui.queue.service_times import NORMALS, ServiceTimes, elapsed, measure, remaining

Range = tuple[float, float]
"""P50 and P90 in seconds from `as_of`."""

BUDGET = 16_000
"""Simulated services of one forecast, all replications together: some 30 ms."""
FEWEST, MOST = 30, 160
_COMES_BACK, _BOOKING_KEPT = 0.75, 0.85


@dataclass(frozen=True, slots=True)
class Forecasts:
    """What was foreseen at `as_of`: per waiting ticket, and for one that is taken now, by skill ("" for none)."""

    as_of: datetime
    tickets: Mapping[str, Range]
    new: Mapping[str, Range]
    by_class: Mapping[tuple[str, TicketClass], Range] = field(default_factory=dict)

    def of_new(self, skill: str | None, ticket_class: TicketClass) -> Range | None:
        """For a ticket that is taken now; None when nobody could say."""
        return self.by_class.get((skill or "", ticket_class)) or self.new.get(skill or "")


@dataclass(slots=True)
class _Seat:
    """A window that may call; seconds from now."""

    id: str
    groups: tuple[int, ...]
    breaks: tuple[tuple[float, float], ...] = ()
    ticket: Ticket | None = None
    matter: int = 0
    paused: bool = False
    begins: float = 0.0
    """When its hours begin; it is then there with some probability."""


@dataclass(slots=True)
class _Comes:
    """Somebody who comes and may be ahead of those who wait: booked, or on hold."""

    at: float
    spread: float
    likely: float
    place: float
    head: float
    group: int
    matter: int
    had: float = 0.0


class Forecaster:
    """One forecast in the making: `replicate` as often as `replications` says, then `result`."""

    def __init__(self, day: Day, policy: Policy, now: datetime, zone: tzinfo, uniform: Callable[[], float]) -> None:
        self._day, self._policy, self._now, self._zone, self._uniform = day, policy, now, zone, uniform
        self.times: ServiceTimes = measure(day, policy, now, zone)
        self._matters: dict[str, int] = {}
        self._groups: dict[tuple[str | None, str | None], int] = {}
        self._entries: list[tuple[str, TicketClass, str | None]] = []
        """Id ("" for one that is not taken yet), class, skill."""
        waiting = self._enter()
        self._comes = [c for t in day.tickets.values() if (c := self._coming(t)) is not None]
        coming = [(c, self._group(c.skill, None), self._matter(c.matter)) for c in self.times.coming]
        self._later = [(policy.head_start(c.ticket_class) * 60.0, group, matter) for c, group, matter in coming]
        self._queues: list[list[tuple[float, int, int]]] = [[] for _ in self._groups]
        for place, _, entry, group, matter in sorted(waiting):
            self._queues[group].append((place, entry, matter))
        self._seats = self._take_seats()
        size = len(self._entries) + len(self._seats) + 20
        self.replications = min(MOST, max(FEWEST, BUDGET // size)) if self._seats else 0
        self._levels = self._draw_levels()
        self._rows: list[list[float]] = []

    # What there is

    def _group(self, skill: str | None, to_window: str | None) -> int:
        return self._groups.setdefault((None if to_window else skill, to_window), len(self._groups))

    def _matter(self, matter: str | None) -> int:
        return self._matters.setdefault(matter or "", len(self._matters))

    def _enter(self) -> list[tuple[float, int, int, int, int]]:
        """Who waits, and one of each class and skill that is not there yet: (place, order, entry, group, matter)."""
        found = []
        for effective, number, id_ in self._day.waiting:
            ticket = self._day.tickets[id_]
            place = (effective - self._now).total_seconds()
            group = self._group(ticket.skill, ticket.to_window)
            found.append((place, number, len(self._entries), group, self._matter(ticket.matter)))
            self._entries.append((id_, ticket.ticket_class, ticket.skill))
        for skill in (None, *self._policy.skills):
            for ticket_class in self._policy.head_start_minutes:
                place = -60.0 * self._policy.head_start(ticket_class)
                found.append((place, 1 << 60, len(self._entries), self._group(skill, None), -1))
                self._entries.append(("", ticket_class, skill))
        return found

    def _coming(self, ticket: Ticket) -> _Comes | None:
        policy, now = self._policy, self._now
        if ticket.state is TicketState.HELD:
            stays = ticket.hold == "papers_stay"
            window = ticket.window if stays else None
            group, matter = self._group(ticket.skill, window), self._matter(ticket.matter)
            spread = 600.0 if ticket.hold == "wait" else 1200.0
            return _Comes(0.0, spread, 0.8, -inf, 0.0, group, matter, elapsed(ticket, now))
        if ticket.state is TicketState.BOOKED and ticket.slot_start and ticket.slot_end:
            begins = (ticket.slot_start - now).total_seconds()
            ends = (ticket.slot_end - now).total_seconds() + 60.0 * policy.booking.late_minutes
            if ends < 0:
                return None
            head = 60.0 * max(policy.head_start("appointment"), policy.head_start(ticket.ticket_class))
            group, matter = self._group(ticket.skill, None), self._matter(ticket.matter)
            return _Comes(max(0.0, begins - 900.0), 900.0, _BOOKING_KEPT, begins, head, group, matter)
        return None

    def _take_seats(self) -> list[_Seat]:
        seats = []
        known = {*self._day.windows, *self._policy.windows}
        for id_ in sorted(known):
            window = self._day.window(id_)
            breaks, begins = self._hours(id_, window.state == "open")
            if window.state == "closed" and not (begins > 0 and (id_ in self.times.free_since or not self._was_open())):
                continue
            groups = tuple(
                group
                for (skill, to_window), group in self._groups.items()
                if (to_window == id_ if to_window else self._policy.serves(id_, skill))
            )
            paused = window.state != "open"
            ticket = self._day.at_window(id_)
            matter = self._matter(ticket.matter) if ticket else 0
            seats.append(_Seat(id_, groups, breaks, ticket, matter, paused, begins))
        return seats

    def _was_open(self) -> bool:
        return any(w.state != "closed" for w in self._day.windows.values()) or bool(self.times.free_since)

    def _hours(self, window: str, is_open: bool) -> tuple[tuple[tuple[float, float], ...], float]:
        """When it will pause by its hours, and when its hours begin if they have not; an open window may work on."""
        policy = self._policy
        listed = policy.windows.get(window)
        hours = listed.hours if listed and listed.hours is not None else policy.hours
        if hours is None:
            return (), 0.0
        local = self._now.astimezone(self._zone)
        clock = local.hour * 3600.0 + local.minute * 60.0 + local.second
        spans = sorted(
            (begin * 60.0 - clock + shift, end * 60.0 - clock + shift)
            for begin, end in hours
            for shift in (-86400.0, 0.0)
            if end * 60.0 - clock + shift > 0
        )
        inside = bool(spans) and spans[0][0] <= 0
        if not inside:
            return (), 0.0 if is_open else (spans[0][0] if spans else 0.0)
        last = max((end * 60.0 - clock for _, end in policy.hours), default=0.0) if policy.hours else inf
        breaks = []
        for at, (_, end) in enumerate(spans):
            if at + 1 < len(spans):
                breaks.append((end, spans[at + 1][0]))
            elif end < last:
                breaks.append((end, inf))
        return tuple(breaks), 0.0

    def _draw_levels(self) -> list[tuple[list[float], list[float]]]:
        """For each replication seconds per matter and factors per window: every level's quantiles evenly used."""
        times, count, uniform = self.times, self.replications, self._uniform
        if not count:
            return []

        def column(mean: float, doubt: float) -> list[float]:
            spread = [mean * exp(doubt * NORMALS[(2 * i + 1) * 64 // count] - doubt * doubt / 2) for i in range(count)]
            return sorted(spread, key=lambda _: uniform())

        hall = column(times.hall.mean, times.hall.doubt)
        matters = []
        for matter in self._matters:
            level, base = times.matter(matter), 60.0 * self._policy.expected(matter or None)
            matters.append([base * x * h for x, h in zip(column(level.mean, level.doubt), hall, strict=True)])
        windows = [column(level.mean, level.doubt) for level in (times.window(s.id) for s in self._seats)]
        return list(zip(map(list, zip(*matters, strict=True)), map(list, zip(*windows, strict=True)), strict=True))

    # One future

    def replicate(self) -> None:
        """Plays one future."""
        uniform, times = self._uniform, self.times
        seconds, factors = self._levels[len(self._rows)]
        shape, gaps = times.shape, times.gaps
        shapes, gap_count = len(shape), len(gaps)
        given_up, misses = times.given_up, times.given_up + times.no_show
        lost = times.no_show_seconds
        waits = [inf] * len(self._entries)
        heap, away = self._begin(seconds, factors)
        arrivals = self._arrivals()
        next_arrival = arrivals[0][0] if arrivals else inf
        queues, heads = self._queues, [0] * len(self._queues)
        lengths = [len(q) for q in queues]
        extra: list[list[tuple[float, int, float]]] = [[] for _ in queues]
        left = len(waits)
        seats = self._seats
        while heap and left:
            now, seat = heappop(heap)
            gone, back = away[seat]
            if gone <= now < back:
                heappush(heap, (back, seat))
                continue
            until = next((end for begin, end in seats[seat].breaks if begin <= now < end), None)
            if until is not None:
                if until < inf:
                    heappush(heap, (until + gaps[int(uniform() * gap_count)], seat))
                continue
            while next_arrival <= now:
                _, place, group, matter, had = heappop(arrivals)
                heappush(extra[group], (place, matter, had))
                next_arrival = arrivals[0][0] if arrivals else inf
            while True:
                best, chosen = inf, -1
                for group in seats[seat].groups:
                    if heads[group] < lengths[group] and (place := queues[group][heads[group]][0]) < best:
                        best, chosen = place, group
                early = -1
                for group in seats[seat].groups:
                    if extra[group] and extra[group][0][0] < best:
                        best, early = extra[group][0][0], group
                had = 0.0
                if early >= 0:
                    _, matter, had = heappop(extra[early])
                elif chosen >= 0:
                    _, entry, matter = queues[chosen][heads[chosen]]
                    heads[chosen] += 1
                    waits[entry] = now
                    left -= 1
                    if matter < 0:
                        continue
                else:
                    break
                chance = uniform()
                if had == 0.0 and chance < given_up:
                    continue
                total = seconds[matter] * factors[seat]
                if had:
                    busy = remaining(total, had, shape, uniform())
                elif chance < misses:
                    busy = lost[int(uniform() * len(lost))]
                else:
                    busy = total * shape[int(uniform() * shapes)]
                heappush(heap, (now + busy + gaps[int(uniform() * gap_count)], seat))
                break
        self._rows.append(waits)

    def _begin(
        self, seconds: list[float], factors: list[float]
    ) -> tuple[list[tuple[float, int]], list[tuple[float, float]]]:
        """When each window is free first, and for how long it will be away unannounced."""
        uniform, times, policy = self._uniform, self.times, self._policy
        gaps = times.gaps
        heap: list[tuple[float, int]] = []
        away: list[tuple[float, float]] = []
        for at, seat in enumerate(self._seats):
            gone = -log(1.0 - uniform()) / times.leaves_per_second
            away.append((gone, gone + 600.0 + 6000.0 * uniform()))
            gap = gaps[int(uniform() * len(gaps))]
            if seat.ticket is not None:
                had = elapsed(seat.ticket, self._now)
                total = seconds[seat.matter] * factors[at]
                if seat.ticket.state is TicketState.CALLED and uniform() < min(0.9, times.no_show * (1.0 + had / 20.0)):
                    free = max(5.0, policy.pass_after_seconds + 20.0 - had) + gap
                else:
                    free = remaining(total, had, times.shape, uniform()) + gap
            elif seat.begins > 0:
                free = seat.begins + gap if uniform() < 0.9 else inf
            elif seat.paused:
                idle = max(180.0, min(times.free_since.get(seat.id, 0.0), 3600.0))
                free = idle * (1.0 / (1.0 - uniform()) - 1.0) if uniform() < _COMES_BACK else inf
            elif self._day.waiting and (idle := times.free_since.get(seat.id, 0.0)) > gaps[-1]:
                # Open, people wait, and nobody calls: whoever sits there is away.
                free = idle * (1.0 / (1.0 - uniform()) - 1.0)
            else:
                free = gap
            if free < inf:
                heap.append((free, at))
        heapify(heap)
        return heap, away

    def _arrivals(self) -> list[tuple[float, float, int, int, float]]:
        """Who will come and may overtake, as a heap: (when, place, group, matter, seconds of service already had)."""
        uniform, times = self._uniform, self.times
        found = []
        farthest = max((head for head, _, _ in self._later), default=0.0)
        at = 0.0
        while True:
            at -= log(1.0 - uniform()) / times.coming_rate
            if at > farthest:
                break
            head, group, matter = self._later[int(uniform() * len(self._later))]
            if at < head:
                found.append((at, at - head, group, matter, 0.0))
        for one in self._comes:
            if uniform() < one.likely:
                at = one.at - log(1.0 - uniform()) * one.spread
                place = one.place if one.place == -inf else max(at, one.place) - one.head
                found.append((at, place, one.group, one.matter, one.had))
        heapify(found)
        return found

    # What it comes to

    def result(self) -> Forecasts:
        """P50 and P90 of the futures played so far; who is served in too few of them has none."""
        tickets: dict[str, Range] = {}
        new: dict[tuple[str, TicketClass], Range] = {}
        for (id_, ticket_class, skill), waits in zip(self._entries, zip(*self._rows, strict=True), strict=False):
            found = _range(waits)
            if found is None:
                continue
            if id_:
                tickets[id_] = found
            else:
                new[skill or "", ticket_class] = found
        plain = {skill: range_ for (skill, ticket_class), range_ in new.items() if ticket_class == "ordinary"}
        return Forecasts(self._now, tickets, plain, new)


def _range(waits: tuple[float, ...]) -> Range | None:
    ranked = sorted(waits)
    count = len(ranked)
    p50, p90 = ranked[count // 2], ranked[min(count - 1, int(0.9 * (count + 1)))]
    return (p50, p90) if p90 < inf else None


def forecast(day: Day, policy: Policy, now: datetime, zone: tzinfo, uniform: Callable[[], float]) -> Forecasts:
    """The whole forecast at once; `now` is aware, `zone` the hall's. Empty when no window is there to call."""
    making = Forecaster(day, policy, now, zone, uniform)
    for _ in range(making.replications):
        making.replicate()
    return making.result()
