"""Working days of the State Council's calendar: counted from the day after, never Mon–Fri."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

DayReason = Literal["workday", "weekend", "holiday", "makeup", "unpublished", "paused"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Holidays and make-up workdays (调休上班) of the years whose notice is published."""

    years: frozenset[int]
    holidays: frozenset[date] = field(default=frozenset())
    makeup: frozenset[date] = field(default=frozenset())

    @classmethod
    def of(cls, years: Iterable[int], holidays: Iterable[date], makeup: Iterable[date]) -> "WorkCalendar":
        """The calendar from any iterables."""
        return cls(frozenset(years), frozenset(holidays), frozenset(makeup))

    def judge(self, day: date) -> tuple[bool, DayReason]:
        """Whether `day` is a working day, and why. Without a published notice Mon–Fri count, provisionally."""
        if day in self.makeup:
            return True, "makeup"
        if day in self.holidays:
            return False, "holiday"
        if day.weekday() >= 5:
            return False, "weekend"
        return True, "workday" if day.year in self.years else "unpublished"


@dataclass(frozen=True, slots=True)
class DueDay:
    """One calendar day of a period: whether it counts, and why."""

    date: date
    counts: bool
    why: DayReason


@dataclass(frozen=True, slots=True)
class Due:
    """When a period ends, and each day from the day after its start.

    `provisional`: it runs into a year whose holidays are not published (暂定).
    """

    date: date
    provisional: bool
    days: tuple[DueDay, ...]


def add_working_days(start: date, days: float, calendar: WorkCalendar) -> Due:
    """The end of `days` working days, counted from the day after `start` (行政许可法 art. 82; DOMAIN 6).

    Part of a day takes the whole day; 0 ends on `start` itself. Raises ValueError for a negative or endless period.
    """
    if not 0 <= days <= 3650:
        raise ValueError(f"a period of {days} working days")
    left = math.ceil(days)
    day = start
    seen: list[DueDay] = []
    while left:
        day += ONE_DAY
        counts, why = calendar.judge(day)
        seen.append(DueDay(day, counts, why))
        left -= counts
    return Due(day, any(one.date.year not in calendar.years for one in seen), tuple(seen))
