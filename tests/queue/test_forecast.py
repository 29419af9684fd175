"""Forecasts of waits: what must hold of them on any day, and that they hold on days which break their assumptions."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from bench.forecast import asked_on, calibration
from bench.hall_days import DAY_TYPES
from clerk_tui.queue import commands as cmd
from clerk_tui.queue.forecast import Forecasts, forecast
from clerk_tui.queue.policy import Policy
from tests.queue.hall import ZONE, Hall

MINUTE = timedelta(minutes=1)
SKILLED = Policy.model_validate(
    {
        "skills": {"estate": ["gt."]},
        "windows": {"1": {"skills": ["estate"]}, "2": {}, "3": {"skills": ["estate"]}},
        "windows_all_listed": True,
    }
)


def foresee(hall: Hall, now: datetime | None = None) -> Forecasts:
    return forecast(hall.day, hall.policy, now or hall.now, ZONE, Random(5).random)


def served(hall: Hall, times: int, minutes: float, matter: str | None = None, window: str = "3") -> None:
    """So many services of that length, one after the other."""
    for _ in range(times):
        ticket = hall.take(matter=matter)
        hall.serve(ticket, window)
        hall.now += minutes * MINUTE
        hall.do(cmd.Finish(outcome="accepted"), ticket, window)
        hall.now += timedelta(seconds=10)


def test_nobody_there_to_call_means_no_forecast() -> None:
    hall = Hall()
    hall.take()
    assert foresee(hall) == Forecasts(hall.now, {}, {}, {})


def test_an_empty_hall_means_a_short_wait() -> None:
    hall = Hall()
    hall.open()
    told = foresee(hall)
    assert told.tickets == {}
    p50, p90 = told.new[""]
    assert 0 <= p50 <= p90 < 120


def test_waits_grow_along_the_queue_and_p90_is_the_longer() -> None:
    hall = Hall()
    hall.open("1", "2", "3")
    tickets = [hall.take() for _ in range(30)]
    hall.call("1")
    told = foresee(hall)
    waits = [told.tickets[ticket] for ticket in tickets[1:]]
    assert all(p50 <= p90 for p50, p90 in waits)
    assert waits == sorted(waits)
    assert [p90 for _, p90 in waits] == sorted(p90 for _, p90 in waits)
    assert told.new[""] >= waits[-1]


def test_a_head_start_shortens_the_wait() -> None:
    hall = Hall()
    hall.open()
    for _ in range(8):
        hall.take()
        hall.now += MINUTE
    told = foresee(hall)
    ordinary, appointment, green = (told.of_new(None, c) for c in ("ordinary", "appointment", "green"))
    assert ordinary is not None
    assert appointment is not None
    assert green is not None
    assert green[0] < ordinary[0]
    assert appointment[0] < ordinary[0]


def test_measured_services_outweigh_what_was_expected() -> None:
    quick, slow = Hall(), Hall()
    for hall, minutes in ((quick, 3), (slow, 24)):
        hall.open()
        served(hall, 10, minutes, "sj.pension")
        for _ in range(6):
            hall.take(matter="sj.pension")
    in_quick, in_slow = foresee(quick).new[""], foresee(slow).new[""]
    assert 4 * in_quick[0] < in_slow[0]
    assert 6 * 3 * 60 * 0.6 < in_quick[0] < 6 * 3 * 60 * 2
    assert 6 * 24 * 60 * 0.5 < in_slow[0] < 6 * 24 * 60 * 1.5


def test_few_measurements_leave_more_doubt_than_many() -> None:
    widths = []
    for times in (1, 25):
        hall = Hall()
        hall.open()
        served(hall, times, 12)
        for _ in range(10):
            hall.take()
        p50, p90 = foresee(hall).new[""]
        widths.append((p90 - p50) / p50)
    assert widths[1] < widths[0] / 1.5


def test_a_long_service_is_not_expected_to_end_at_once() -> None:
    hall = Hall()
    hall.open()
    served(hall, 12, 10)
    first = hall.take()
    hall.serve(first)
    hall.take()
    after_two = foresee(hall, hall.now + 2 * MINUTE).tickets
    after_forty = foresee(hall, hall.now + 40 * MINUTE).tickets
    (short,), (long,) = after_two.values(), after_forty.values()
    assert long[1] > 15 * 60
    assert long[1] > short[1]


def test_a_skill_waits_for_its_own_windows() -> None:
    hall = Hall(SKILLED)
    hall.open("1", "2", "3")
    for _ in range(8):
        hall.take(matter="sj.pension")
    told = foresee(hall)
    assert told.new["estate"][1] < told.new[""][0]
    hall.do(cmd.CloseWindow(window="2"), window="2")
    assert "" not in foresee(hall).new
    assert "estate" in foresee(hall).new


def test_a_window_more_shortens_the_wait() -> None:
    few, many = Hall(), Hall()
    few.open("1", "2")
    many.open("1", "2", "3", "4")
    for hall in (few, many):
        for _ in range(20):
            hall.take()
    assert foresee(many).new[""][0] < 0.7 * foresee(few).new[""][0]


def test_people_who_do_not_come_shorten_the_wait() -> None:
    hall = Hall(Policy(recalls_min=0))
    hall.open()
    for _ in range(10):
        hall.take()
        hall.call()
        hall.now += timedelta(seconds=70)
        ticket = hall.day.at_window("3")
        assert ticket is not None
        hall.do(cmd.Pass(reason="nobody_came"), ticket.id, "3")
        hall.now += timedelta(seconds=5)
    came = Hall()
    came.open()
    for one in (hall, came):
        for _ in range(10):
            one.take()
    assert foresee(hall).new[""][0] < 0.75 * foresee(came).new[""][0]


def test_who_waits_over_lunch_waits_until_windows_come_back() -> None:
    hall = Hall(Policy.model_validate({"hours": ["08:30-12:00", "13:30-17:00"]}))
    hall.open()
    hall.now += timedelta(hours=3, minutes=20)
    for _ in range(6):
        hall.take()
    last = list(foresee(hall).tickets.values())[-1]
    assert last[1] > 100 * 60
    assert foresee(hall).new[""][1] > 100 * 60


def test_a_booked_slot_is_reckoned_with() -> None:
    free, booked = (Hall(Policy.model_validate({"hours": ["08:30-17:00"]})) for _ in range(2))
    for number in range(6):
        body = cmd.Book.model_validate({"date": "2026-11-24", "slot": "09:00" if number < 3 else "09:30"})
        booked.do(body, person=f"p{number}", today=date(2026, 11, 23))
    for hall in (free, booked):
        hall.now += timedelta(minutes=25)
        hall.open()
        for _ in range(5):
            hall.take()
    assert list(foresee(booked).tickets.values())[-1][0] > list(foresee(free).tickets.values())[-1][0]


def test_the_same_chance_gives_the_same_forecast() -> None:
    hall = Hall()
    hall.open("1", "2")
    for _ in range(12):
        hall.take()
    assert foresee(hall) == foresee(hall)


@pytest.mark.parametrize("name", ["rush at ten", "window closed at noon", "matter twice as long", "many no-shows"])
def test_nine_of_ten_waits_stay_below_p90_on_a_day_that_breaks_the_assumptions(name: str) -> None:
    kind = next(kind for kind in DAY_TYPES if kind.name == name)
    found = calibration(name, [one for seed in (7, 8) for one in asked_on(kind, seed)])
    assert found.count > 60
    assert 0.75 <= found.below_p90 <= 1.0
    assert 0.25 <= found.below_p50 <= 0.8
