"""Adding up the records of one or several business days into figures (DOMAIN.md 4)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import fsum

from clerk_tui.queue.day import BOOKING_LETTER, TicketState
from clerk_tui.queue.figures import (
    PLACES,
    Acts,
    Bookings,
    Figures,
    Group,
    Overtime,
    Quarter,
    Ratings,
    Spread,
    WindowFigures,
    share_within,
    spread_of,
)
from clerk_tui.queue.measures import QUARTER_MINUTES, DayRecord, Visit

_STATES = {
    TicketState.DONE: "served",
    TicketState.NOT_SERVED: "not_served",
    TicketState.PASSED: "no_show",
    TicketState.ABANDONED: "abandoned",
    TicketState.CANCELLED: "cancelled",
    TicketState.VOID: "cancelled",
    TicketState.WAITING: "waiting",
    TicketState.CALLED: "at_window",
    TicketState.SERVING: "at_window",
    TicketState.HELD: "held",
}


def figures_of(records: Sequence[DayRecord], from_day: date, to_day: date, within_s: int) -> Figures:
    """The figures of the days `from_day` to `to_day`, both included; T is `within_s` seconds."""
    visits = [v for record in records for v in record.visits if v.numbered]
    waits = _waits(visits)
    states = Counter(_STATES[v.ticket.state] for v in visits)
    acts: Counter[tuple[str, str]] = sum((r.acts for r in records), Counter())
    over = [v.overtime for v in visits if v.overtime is not None]
    outcomes: Counter[str] = Counter()
    for v in visits:
        if v.ticket.state is TicketState.DONE:
            outcomes.update([o.outcome for o in v.ticket.outcomes] or [v.ticket.outcome or "other"])
    return Figures.model_validate(
        {
            "from": from_day,
            "to": to_day,
            "days": sum(bool(r.visits or r.windows) for r in records),
            "as_of": max((r.as_of for r in records if r.as_of), default=None),
            "taken": len(visits),
            "called": sum(v.wait is not None for v in visits),
            **states,
            "unended": sum(v.unended for v in visits),
            "by_channel": _sorted(Counter(v.ticket.channel for v in visits)),
            "by_class": _sorted(Counter(v.ticket_class for v in visits)),
            "wait": spread_of(waits),
            "within_s": within_s,
            "within_share": share_within(waits, within_s),
            "wait_of_abandoned": spread_of(
                v.wait for v in visits if v.wait is not None and v.ticket.state is TicketState.ABANDONED
            ),
            **{key: _handles(visits, kind) for key, kind in _HANDLES.items()},
            "overtime": Overtime(
                tickets=len(over), seconds=round(fsum(over), PLACES), begun_after=sum(v.begun_after for v in visits)
            ),
            "outcomes": _sorted(outcomes),
            "bookings": _bookings(records, acts),
            "acts": _acts(acts),
            "ratings": _ratings(acts, sum((r.grades for r in records), Counter())),
            "classes": {c: _group(vs, within_s) for c, vs in _by(visits, lambda v: v.ticket_class)},
            "windows": _windows(records, visits, within_s),
            "matters": {m: _group(vs, within_s) for m, vs in _by(visits, lambda v: v.matter)},
            "curve": _curve(records, visits),
        }
    )


_HANDLES = {
    "handle": "business",
    "handle_consultation": "consultation",
    "handle_pickup": "pickup",
    "handle_without_arrival": "without_arrival",
}


def _waits(visits: Iterable[Visit]) -> list[float]:
    return [v.wait for v in visits if v.wait is not None and v.ticket.state is not TicketState.ABANDONED]


def _handles(visits: Iterable[Visit], kind: str) -> Spread:
    return spread_of(v.handle for v in visits if v.kind == kind and v.handle is not None)


def _group(visits: Sequence[Visit], within_s: int) -> Group:
    waits = _waits(visits)
    states = Counter(v.ticket.state for v in visits)
    return Group(
        taken=len(visits),
        called=sum(v.wait is not None for v in visits),
        served=states[TicketState.DONE],
        no_show=states[TicketState.PASSED],
        wait=spread_of(waits),
        within_share=share_within(waits, within_s),
        handle=spread_of(v.handle for v in visits if v.kind == "business" and v.handle is not None),
    )


def _by(visits: Iterable[Visit], key: Callable[[Visit], str]) -> list[tuple[str, list[Visit]]]:
    groups: dict[str, list[Visit]] = {}
    for visit in visits:
        groups.setdefault(key(visit), []).append(visit)
    return sorted(groups.items())


def _windows(records: Sequence[DayRecord], visits: Sequence[Visit], within_s: int) -> dict[str, WindowFigures]:
    """Per window: who was called there first (waits), who came to it at all (called), who ended there (the rest)."""
    open_s: defaultdict[str, float] = defaultdict(float)
    busy: defaultdict[str, float] = defaultdict(float)
    paused: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for record in records:
        for window, spent in record.windows.items():
            open_s[window] += spent.open_s
            for reason, seconds in spent.paused_s.items():
                paused[window][reason] += seconds
    calls: Counter[str] = Counter()
    for visit in visits:
        for window, seconds in visit.at_windows.items():
            busy[window] += seconds
            calls[window] += 1
    first = dict(_by((v for v in visits if v.first_window), lambda v: v.first_window or ""))
    last = dict(_by((v for v in visits if v.ticket.window), lambda v: v.ticket.window or ""))
    found = {}
    for window in sorted({*open_s, *busy}, key=lambda w: (len(w), w)):
        begun, ended = first.get(window, []), last.get(window, [])
        waits = _waits(begun)
        found[window] = WindowFigures(
            taken=len(begun),
            called=calls[window],
            served=sum(v.ticket.state is TicketState.DONE for v in ended),
            no_show=sum(v.ticket.state is TicketState.PASSED for v in ended),
            wait=spread_of(waits),
            within_share=share_within(waits, within_s),
            handle=spread_of(v.handle for v in ended if v.kind == "business" and v.handle is not None),
            open_s=round(open_s[window], PLACES),
            busy_s=round(busy[window], PLACES),
            paused_s={reason: round(s, PLACES) for reason, s in sorted(paused[window].items())},
        )
    return found


def _bookings(records: Sequence[DayRecord], acts: Counter[tuple[str, str]]) -> Bookings:
    unused = Counter(v.ticket.state for r in records for v in r.visits if v.ticket.letter == BOOKING_LETTER)
    return Bookings(
        booked=acts["booked", ""],
        checked_in=acts["checked_in", ""],
        void=unused[TicketState.VOID],
        cancelled=unused[TicketState.CANCELLED],
        open=unused[TicketState.BOOKED],
    )


def _acts(acts: Counter[tuple[str, str]]) -> Acts:
    def named(what: str) -> dict[str, int]:
        return {name: n for (act, name), n in sorted(acts.items()) if act == what}

    by_name: dict[str, object] = {what: named(what) for what in ("passes", "holds", "transfers", "promotes", "undone")}
    plain = {what: acts[what, ""] for what in ("calls", "recalls", "returns", "reassigned", "by_number")}
    return Acts.model_validate({**by_name, **plain, "double_services": acts["double_services", ""]})


def _ratings(acts: Counter[tuple[str, str]], grades: Counter[int]) -> Ratings:
    rated = grades.total()
    good = grades[5] + grades[4] + grades[3]
    return Ratings(
        invited=acts["invited", ""],
        rated=rated,
        grades={str(grade): n for grade, n in sorted(grades.items())},
        good_share=round(good / rated, PLACES) if rated else None,
    )


def _curve(records: Sequence[DayRecord], visits: Sequence[Visit]) -> list[Quarter]:
    taken, called, finished = (Counter(q for v in visits if (q := v.quarters[i]) is not None) for i in range(3))
    waits: dict[int, list[float]] = {}
    for v in visits:
        if v.quarters[1] is not None and v.wait is not None and v.ticket.state is not TicketState.ABANDONED:
            waits.setdefault(v.quarters[1], []).append(v.wait)
    seen = sorted({*taken, *called, *finished})
    peaks: Counter[int] = Counter()
    for record in records:
        for quarter, length in record.peaks.items():
            peaks[quarter] = max(peaks[quarter], length)
    return [
        Quarter(
            begins=f"{q * QUARTER_MINUTES // 60 % 24:02d}:{q * QUARTER_MINUTES % 60:02d}",
            taken=taken[q],
            called=called[q],
            finished=finished[q],
            waiting_max=peaks[q],
            wait_mean_s=spread_of(waits.get(q, [])).mean_s,
        )
        for q in (range(seen[0], seen[-1] + 1) if seen else ())
    ]


def _sorted(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items()))
