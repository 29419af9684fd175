"""Working days by the State Council's calendar: the vectors of DOMAIN 6."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_tui.intake.clock import WorkCalendar, add_working_days
from clerk_tui.protocol.calendar_source import state_council_calendar

CALENDAR = state_council_calendar()


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-09-18", 3, "2026-09-22"),
        ("2026-09-24", 3, "2026-09-30"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-02-13", 4, "2026-02-26"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-04-30", 4, "2026-05-09"),
        ("2026-11-23", 4, "2026-11-27"),
        ("2026-11-23", 20, "2026-12-21"),
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-23", 0.5, "2026-11-24"),
    ],
)
def test_vectors(start: str, days: float, due: str) -> None:
    end = add_working_days(date.fromisoformat(start), days, CALENDAR)
    assert end.date == date.fromisoformat(due)
    assert not end.provisional


def test_each_day_says_why_it_counts_or_not() -> None:
    why = {d.date.isoformat(): (d.counts, d.why) for d in add_working_days(date(2026, 9, 18), 9, CALENDAR).days}
    assert "2026-09-18" not in why, "the day of receipt does not count"
    assert why["2026-09-19"] == (False, "weekend")
    assert why["2026-09-20"] == (True, "makeup")
    assert why["2026-09-21"] == (True, "workday")
    assert why["2026-09-25"] == (False, "holiday")


def test_the_calendar_of_2026_is_the_published_one() -> None:
    makeup = {d.isoformat() for d in CALENDAR.makeup if d.year == 2026}
    assert makeup == {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}
    assert sum(d.year == 2026 for d in CALENDAR.holidays) == 33


def test_a_date_in_a_year_without_a_notice_is_provisional() -> None:
    until_2026 = WorkCalendar.of(
        (y for y in CALENDAR.years if y <= 2026),
        (d for d in CALENDAR.holidays if d.year <= 2026),
        (d for d in CALENDAR.makeup if d.year <= 2026),
    )
    assert not add_working_days(date(2026, 12, 30), 1, until_2026).provisional
    end = add_working_days(date(2026, 12, 30), 4, until_2026)
    assert end.provisional
    assert end.days[-1].why == "unpublished"


@pytest.mark.parametrize("days", [-1, 4000, float("nan"), float("inf")])
def test_an_impossible_period_is_an_error(days: float) -> None:
    with pytest.raises(ValueError, match="period"):
        add_working_days(date(2026, 1, 1), days, CALENDAR)


DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 6, 30))


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_periods_add_up(start: date, first: int, second: int) -> None:
    whole = add_working_days(start, first + second, CALENDAR)
    middle = add_working_days(start, first, CALENDAR)
    assert add_working_days(middle.date, second, CALENDAR).date == whole.date
    assert sum(d.counts for d in whole.days) == first + second
    assert [d.date for d in whole.days] == [start + timedelta(n + 1) for n in range((whole.date - start).days)]
    assert not whole.days or whole.days[-1].counts
