"""When each item of a case is due, and why that day: a fold over its events, computed when looked at.

Working days count from the day after; a special procedure (特别程序) stops the clock from the day after it began until it
is resumed, at most its planned days; what hangs on another item begins when that one is decided. Nothing here is stored,
so a year whose holidays are published later is simply counted anew.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from clerk_tui.catalog.model import Catalog, ClockRule, Item
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.clock import ONE_DAY, DueDay, WorkCalendar, add_working_days
from clerk_tui.intake.items import ItemLife, ItemState, in_order

Light = Literal["green", "yellow", "red"]
YELLOW_FROM = 0.7
"""The part of a period from which its light is yellow (DOMAIN 6)."""
JOINT_LEGAL_DAYS = 45.0
"""行政许可法 42: what several authorities decide together, where no other limit is named."""
NOTICE_DAYS: Mapping[ClockRule, int] = {"licence": 5, "registration": 3, "own": 5}
"""Working days from receipt within which whoever received says what is missing; under `licence` the law answers then."""
DAY_OPENS, NOON, DAY_ENDS = time(9), time(12), time(17)
"""Hours by which the light of a period of one day or less goes."""
MOST_DAYS = 3_660


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something is due: as promised, and as the law allows. `noon`: a half day, until twelve o'clock.

    `left` are the counted days after today, below 0 when overdue; `days` every day of the way to `promised`.
    """

    promised: date | None
    legal: date | None
    light: Light
    provisional: bool = False
    paused: bool = False
    days: tuple[DueDay, ...] = ()
    noon: bool = False
    left: int = 0


@dataclass(frozen=True, slots=True)
class ItemClock:
    """The clock of one item: from where it counts, and the spans (after, until] in which it stands."""

    life: ItemLife
    start: date
    stands: tuple[tuple[date, date], ...]

    def stood(self, day: date) -> bool:
        """Whether the clock stood on that day."""
        return any(after < day <= until for after, until in self.stands)


def stands_of(life: ItemLife, calendar: WorkCalendar) -> tuple[tuple[date, date], ...]:
    """The spans of the item's special procedures; none is longer than planned."""
    spans = []
    for pause in life.pauses:
        planned = add_working_days(pause.on, pause.days, calendar).date
        spans.append((pause.on, min(planned, pause.resumed) if pause.resumed else planned))
    return tuple(spans)


def walk(
    start: date,
    days: float,
    calendar: WorkCalendar,
    stood: Callable[[date], bool] = lambda _: False,
    *,
    working: bool = True,
) -> tuple[DueDay, ...]:
    """Each day from the day after `start` to the end of `days` counted ones; empty for 0. Part of a day takes it whole.

    Raises ValueError for an endless period.
    """
    left = -int(-days // 1)
    day, seen = start, list[DueDay]()
    while left > 0:
        day += ONE_DAY
        works, why = calendar.judge(day)
        counts = (works or not working) and not stood(day)
        seen.append(DueDay(day, counts, "paused" if stood(day) else why))
        left -= counts
        if len(seen) > MOST_DAYS:
            raise ValueError(f"a period of {days} days that does not end")
    return tuple(seen)


def deadlines_of(case: Case, catalog: Catalog, calendar: WorkCalendar, now: datetime) -> dict[str, Deadline]:
    """The deadline of each item that was accepted; `now` on the hall's clock. Lights are those of this instant."""
    clocks: dict[str, ItemClock] = {}
    found: dict[str, Deadline] = {}

    def settle(key: str) -> Deadline:
        if key not in found:
            life = case.item_lives[key]
            before = [settle(r) for r in life.requires if r in case.item_lives]
            start = life.begun or _projected(case.item_lives, life, before)
            clocks[key] = ItemClock(life, start, stands_of(life, calendar))
            item = catalog.items.get(key)
            found[key] = _deadline(item, clocks, key, before, calendar, now) if item else _told(life)
        return found[key]

    return {life.item: settle(life.item) for life in in_order(case.item_lives)}


def whole(deadlines: Iterable[Deadline]) -> Deadline | None:
    """The deadline of the whole: the end of the longest path; its light is the worst of all."""
    known = [one for one in deadlines if one.promised]
    if not known:
        return None
    last = max(known, key=lambda one: one.promised or date.min)
    worst: Light = max((one.light for one in known), key=("green", "yellow", "red").index)
    return replace(last, light=worst, provisional=any(one.provisional for one in known))


def why_this_date(case: Case, catalog: Catalog, calendar: WorkCalendar, now: datetime, item: str) -> tuple[DueDay, ...]:
    """Every day from the item's acceptance to the day it is promised for, and why each counts or not."""
    deadline = deadlines_of(case, catalog, calendar, now).get(item)
    return deadline.days if deadline else ()


def notice_deadline(case: Case, catalog: Catalog, calendar: WorkCalendar, now: datetime) -> Deadline | None:
    """By when it must be said what is missing; None when nothing is to be said any more.

    Only under `licence` does the law answer when it passes; elsewhere the light is red and that is all.
    """
    begun = case.supplemented_on or case.received_on
    if case.state is not CaseState.RECEIVED or begun is None:
        return None
    rules = {catalog.items[one.item].clock_rule for one in case.items if one.item in catalog.items}
    periods = [NOTICE_DAYS[rule] for rule in rules if rule in NOTICE_DAYS]
    if not periods:
        return None
    return _plain(begun, min(periods), calendar, now)


def deemed_on(case: Case, catalog: Catalog, calendar: WorkCalendar) -> date | None:
    """The last day on which notice could be given of items under licence law; accepted by law from the day after."""
    begun = case.supplemented_on or case.received_on
    if case.state is not CaseState.RECEIVED or begun is None or not deemable(case, catalog):
        return None
    return add_working_days(begun, NOTICE_DAYS["licence"], calendar).date


def deemable(case: Case, catalog: Catalog) -> tuple[str, ...]:
    """The items that silence accepts: under licence law alone, and not accepted yet."""
    return tuple(
        one.item
        for one in case.items
        if one.item not in case.item_lives
        and (item := catalog.items.get(one.item)) is not None
        and item.clock_rule == "licence"
    )


def gap_deadline(case: Case, calendar: WorkCalendar, now: datetime) -> Deadline | None:
    """By when the papers promised for later must be in; None when none is awaited."""
    if case.state is not CaseState.ACCEPTED or case.until is None or case.accepted_on is None or not case.open_gaps:
        return None
    days, day = [], case.accepted_on
    while day < case.until:
        day += ONE_DAY
        counts, why = calendar.judge(day)
        days.append(DueDay(day, counts, why))
    return _lit(Deadline(case.until, case.until, "green", days=tuple(days)), calendar, now)


def _projected(lives: Mapping[str, ItemLife], life: ItemLife, before: Iterable[Deadline]) -> date:
    """When an item that waits can begin, if those before it keep their promise."""
    return max((one.promised for one in before if one.promised), default=life.accepted_on)


def _told(life: ItemLife) -> Deadline:
    return Deadline(life.told, None, "green")


def _plain(start: date, days: float, calendar: WorkCalendar, now: datetime) -> Deadline:
    due = add_working_days(start, days, calendar)
    return _lit(Deadline(due.date, due.date, "green", days=due.days), calendar, now)


def _deadline(
    item: Item,
    clocks: Mapping[str, ItemClock],
    key: str,
    before: list[Deadline],
    calendar: WorkCalendar,
    now: datetime,
) -> Deadline:
    clock = clocks[key]
    life = clock.life
    path = max((one for one in before if one.promised), key=lambda one: one.promised or date.min, default=None)
    earlier = path.days if path and life.begun is None else ()
    promise = item.promise_days + life.extended
    days = (*earlier, *walk(clock.start, promise, calendar, clock.stood))
    end = days[-1].date if days else clock.start
    if life.cap is not None:
        spans = [span for one in _with_ancestors(clocks, key) for span in one.stands]
        capped = walk(
            life.accepted_on,
            life.cap + life.extended,
            calendar,
            lambda day: any(after < day <= until for after, until in spans),
        )
        last = capped[-1].date if capped else life.accepted_on
        if last < end:
            days, end = capped, last
    legal = _legal(item, clock, calendar)
    deadline = Deadline(
        promised=end,
        legal=legal,
        light="green",
        paused=life.state is ItemState.PAUSED and clock.stood(now.date() + ONE_DAY),
        days=days,
        noon=bool(promise % 1),
    )
    if life.decided_on is not None:
        late = life.decided_on > end or (legal is not None and life.decided_on > legal)
        return replace(_lit(deadline, calendar, now), light="red" if late else "green", left=0)
    return _lit(deadline, calendar, now, short=promise <= 1)


def _legal(item: Item, clock: ItemClock, calendar: WorkCalendar) -> date | None:
    limit = item.legal_limit
    if limit is None or item.clock_rule == "none":
        return None
    if item.clock_rule == "licence" and item.legal_days is None and clock.life.joint:
        limit = JOINT_LEGAL_DAYS
    working = item.legal_unit == "working_days"
    days = walk(clock.start, limit + clock.life.extended, calendar, clock.stood, working=working)
    return days[-1].date if days else clock.start


def _with_ancestors(clocks: Mapping[str, ItemClock], key: str) -> tuple[ItemClock, ...]:
    seen: dict[str, ItemClock] = {}
    todo = [key]
    while todo:
        one = todo.pop()
        if one not in seen and one in clocks:
            seen[one] = clocks[one]
            todo += clocks[one].life.requires
    return tuple(seen.values())


def _lit(deadline: Deadline, calendar: WorkCalendar, now: datetime, *, short: bool = False) -> Deadline:
    """The deadline with its light: green below 70 %, yellow from there or with a day left, red when it is over."""
    due, today = deadline.promised or date.max, now.date()
    total = sum(day.counts for day in deadline.days)
    left = sum(day.counts and day.date > today for day in deadline.days)
    late = today > due or (deadline.noon and today == due and now.time() > NOON)
    if deadline.legal is not None and today > deadline.legal:
        late = True
    light: Light = "green"
    if late:
        light = "red"
        left = -sum(calendar.judge(due + ONE_DAY * n)[0] for n in range(1, min((today - due).days, MOST_DAYS) + 1))
    elif short:
        light = "yellow" if today == due and _share_of_day(now, noon=deadline.noon) >= YELLOW_FROM else "green"
    elif nearly_over(left, total):
        light = "yellow"
    years = {day.date.year for day in deadline.days} | ({deadline.legal.year} if deadline.legal else set())
    return replace(deadline, light=light, left=left, provisional=not years <= calendar.years)


def nearly_over(left: int, total: int) -> bool:
    """Whether a period of so many counted days is yellow: a day is left, or so large a part of it is gone (DOMAIN 6)."""
    return left <= 1 or total - left >= YELLOW_FROM * total


def _share_of_day(now: datetime, *, noon: bool) -> float:
    def minutes(at: time) -> int:
        return at.hour * 60 + at.minute

    ends = minutes(NOON if noon else DAY_ENDS)
    return (minutes(now.time()) - minutes(DAY_OPENS)) / (ends - minutes(DAY_OPENS))
