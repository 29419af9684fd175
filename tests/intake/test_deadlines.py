"""When an item is due: lights, half days, the longest path, the law's limits, and years whose holidays nobody knows yet."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clerk_tui.intake import commands as cmd
from clerk_tui.intake.clock import WorkCalendar, add_working_days
from clerk_tui.intake.deadlines import deadlines_of, gap_deadline, notice_deadline, walk, whole, why_this_date
from tests.intake.life_desk import ACCOUNT, CALENDAR, CARD, CATALOG, PLAN, LifeDesk, day


def with_item(key: str, **changes: object):
    """The catalogue with one item otherwise."""
    items = {**CATALOG.items, key: CATALOG.items[key].model_copy(update=changes)}
    return replace(CATALOG, items=items, cache={})


def test_the_promise_is_what_the_applicant_was_told_as_long_as_nothing_stops_it() -> None:
    desk = LifeDesk("all").accepted()
    for one in desk.case.items:
        assert desk.due(one.item).promised == one.due
    total = whole(deadlines_of(desk.case, CATALOG, CALENDAR, desk.now).values())
    assert total is not None
    assert total.promised == desk.case.due


def test_what_waits_begins_on_the_day_it_is_released() -> None:
    desk = LifeDesk("all").accepted()
    desk.pass_to("2026-11-25")
    desk.reply("ga.licence")
    assert desk.due("mz.own").promised == day("2026-12-01")
    desk.pass_to("2026-12-10")
    desk.reply("mz.own")
    assert desk.due("mz.behind").promised == day("2026-12-11")
    assert desk.due("mz.own").light == "red"
    assert desk.due("ga.licence").light == "green"


@pytest.mark.parametrize(
    ("today", "light"),
    [
        ("2026-11-23", "green"),
        ("2026-11-25", "green"),
        ("2026-11-26", "green"),
        ("2026-11-27", "yellow"),
        ("2026-11-30", "yellow"),
        ("2026-12-01", "red"),
    ],
)
def test_lights_of_five_days(today: str, light: str) -> None:
    desk = LifeDesk("ga.licence").accepted()
    desk.pass_to(today)
    assert desk.due("ga.licence").light == light


def test_a_long_period_is_yellow_from_seventy_percent() -> None:
    desk = LifeDesk("ga.licence").accepted()
    catalog = with_item("ga.licence", promise_days=20)
    lights = []
    for days in range(40):
        now = desk.now + timedelta(days=days)
        lights.append(deadlines_of(desk.case, catalog, CALENDAR, now)["ga.licence"].light)
    due = add_working_days(desk.now.date(), 20, CALENDAR).date
    seventy = add_working_days(desk.now.date(), 14, CALENDAR).date
    assert lights.index("yellow") == (seventy - desk.now.date()).days
    assert lights.index("red") == (due - desk.now.date()).days + 1


def test_a_day_or_less_goes_by_hours_and_a_half_day_ends_at_noon() -> None:
    desk = LifeDesk("mz.behind").accepted()
    desk.pass_to("2026-11-24")
    for hour, light in ((9, "green"), (14, "green"), (15, "yellow"), (23, "yellow")):
        desk.now = desk.now.replace(hour=hour)
        assert desk.due("mz.behind").light == light
    half = with_item("mz.behind", promise_days=0.5)
    for hour, light in ((9, "green"), (11, "green"), (12, "red")):
        now = desk.now.replace(hour=hour, minute=30 if hour == 12 else 0)
        told = deadlines_of(desk.case, half, CALENDAR, now)["mz.behind"]
        assert (told.promised, told.noon, told.light) == (day("2026-11-24"), True, light)


def test_the_law_gives_twenty_days_and_forty_five_together() -> None:
    assert (
        LifeDesk("ga.licence").accepted().due("ga.licence").legal
        == add_working_days(day("2026-11-23"), 20, CALENDAR).date
    )
    together = LifeDesk("all").accepted()
    assert together.due("ga.licence").legal == add_working_days(day("2026-11-23"), 45, CALENDAR).date
    alone = LifeDesk("mz.own").accepted()
    assert alone.due("mz.own").legal == day("2026-12-23")
    assert (
        LifeDesk("mz.beside").accepted().due("mz.beside").legal == add_working_days(day("2026-11-23"), 6, CALENDAR).date
    )


def test_a_year_nobody_announced_is_provisional_and_counted_anew() -> None:
    desk = LifeDesk("ga.licence").accepted()
    catalog = with_item("ga.licence", promise_days=30)
    before = deadlines_of(desk.case, catalog, CALENDAR, desk.now)["ga.licence"]
    assert before.provisional
    known = WorkCalendar.of(
        CALENDAR.years | {2027}, CALENDAR.holidays | {date(2027, 1, 1), date(2027, 1, 4)}, CALENDAR.makeup
    )
    after = deadlines_of(desk.case, catalog, known, desk.now)["ga.licence"]
    assert not after.provisional
    assert before.promised == day("2027-01-04")
    assert after.promised == day("2027-01-06")


def test_why_this_date_lists_every_day_of_the_way() -> None:
    desk = LifeDesk("all").accepted()
    days = why_this_date(desk.case, CATALOG, CALENDAR, desk.now, "mz.behind")
    assert days[0].date == day("2026-11-24")
    assert days[-1].date == desk.due("mz.behind").promised
    assert sum(one.counts for one in days) == 10
    assert {one.why for one in days} == {"workday", "weekend"}
    assert why_this_date(desk.case, CATALOG, CALENDAR, desk.now, "nothing") == ()


@pytest.mark.parametrize("days", [0, 0.5, 1, 2.5, 7, 20, 45])
def test_the_walk_counts_as_the_calendar_does(days: float) -> None:
    start = day("2026-09-18")
    due = add_working_days(start, days, CALENDAR)
    assert walk(start, days, CALENDAR) == due.days


def test_the_days_to_say_what_is_missing_are_five_and_three_where_it_is_a_registration() -> None:
    licence, registration = LifeDesk("ga.licence").received(CARD), LifeDesk("mz.beside").received()
    told = notice_deadline(licence.case, CATALOG, CALENDAR, licence.now)
    assert told is not None
    assert (told.promised, told.light) == (day("2026-11-30"), "green")
    licence.pass_to("2026-11-27")
    told = notice_deadline(licence.case, CATALOG, CALENDAR, licence.now)
    assert told is not None
    assert told.light == "yellow"
    late = notice_deadline(registration.case, CATALOG, CALENDAR, licence.now + timedelta(days=1))
    assert late is not None
    assert (late.promised, late.light) == (day("2026-11-26"), "red")
    licence.do(cmd.GiveNotice())
    assert notice_deadline(licence.case, CATALOG, CALENDAR, licence.now) is None


def test_the_day_promised_for_a_gap_has_its_light() -> None:
    desk = LifeDesk("all").received(CARD, PLAN)
    desk.do(cmd.AcceptCase(gaps=(ACCOUNT,), until=day("2026-11-27"), promise=True))
    lights = []
    for days in (0, 1, 2, 3, 4, 5):
        told = gap_deadline(desk.case, CALENDAR, desk.now + timedelta(days=days))
        assert told is not None
        lights.append(told.light)
    assert lights == ["green", "green", "green", "yellow", "yellow", "red"]
    desk.bring(ACCOUNT)
    assert gap_deadline(desk.case, CALENDAR, desk.now) is None
