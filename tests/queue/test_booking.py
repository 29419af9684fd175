"""Bookings: real-name, so many days ahead, one a day, checked in around the slot, voided when nobody came."""

from datetime import date, datetime, timedelta

import pytest

from clerk_tui.queue import commands as cmd
from clerk_tui.queue.day import Day, TicketState
from clerk_tui.queue.elsewhere import Elsewhere
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from tests.queue.hall import TODAY, ZONE, Hall

TOMORROW = TODAY + timedelta(days=1)
POLICY = Policy.model_validate({"hours": ["08:30-12:00"], "booking": {"per_slot": 2}})


@pytest.fixture
def hall() -> Hall:
    """The hall as bookings for tomorrow see it: tomorrow's day, decided today."""
    made = Hall(POLICY)
    made.day = Day(date=TOMORROW)
    return made


def book(hall: Hall, person: str | None = "p1", slot: str = "09:00", day: date = TOMORROW, **more: int) -> str:
    return hall.do(cmd.Book(date=day, slot=slot), role="kiosk", person=person, elsewhere=Elsewhere(**more))


def clock(hall: Hall, at: str) -> None:
    hall.now = datetime.combine(TOMORROW, datetime.strptime(at, "%H:%M").time(), ZONE)  # noqa: DTZ007


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"person": None}, "booking.no_person"),
        ({"day": TODAY}, "booking.too_late"),
        ({"day": TODAY + timedelta(days=6)}, "booking.too_early"),
        ({"slot": "09:10"}, "booking.no_such_slot"),
        ({"slot": "12:00"}, "booking.no_such_slot"),
        ({"no_shows": 3}, "booking.no_shows"),
    ],
)
def test_what_a_booking_needs(hall: Hall, how: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        book(hall, **how)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_one_booking_a_person_a_day_and_so_many_a_slot(hall: Hall) -> None:
    book(hall, "p1")
    assert hall.last["booking_no"] == "Y001"
    with pytest.raises(Refusal, match=r"booking\.twice"):
        book(hall, "p1", "10:00")
    book(hall, "p2")
    with pytest.raises(Refusal, match=r"booking\.slot_full"):
        book(hall, "p3")
    book(hall, "p3", "09:30")


@pytest.mark.parametrize(("at", "code"), [("08:29", "booking.too_soon"), ("09:46", "booking.late")])
def test_check_in_opens_and_closes_around_the_slot(hall: Hall, at: str, code: str) -> None:
    book(hall)
    clock(hall, at)
    with pytest.raises(Refusal) as refused:
        hall.do(cmd.CheckIn(), role="kiosk", person="p1", today=TOMORROW)
    assert refused.value.code == code


@pytest.mark.parametrize("how", [{"person": "p1"}, {"booking": "Y001"}, {"booking": "1"}, {"booking": "id"}])
def test_who_checks_in_waits_ahead_of_the_slot_by_an_appointments_head_start(hall: Hall, how: dict[str, str]) -> None:
    booked = book(hall)
    clock(hall, "08:47")
    walk_in = hall.take()
    clock(hall, "08:50")
    named = booked if how.get("booking") == "id" else how.get("booking")
    hall.do(cmd.CheckIn(booking=named), role="kiosk", person=how.get("person"), today=TOMORROW)
    ticket = hall.ticket(booked)
    assert hall.last["number"] == ticket.label == "A002"
    assert ticket.state is TicketState.WAITING
    assert f"{ticket.effective_arrival.astimezone(ZONE):%H:%M}" == "08:45"
    hall.open()
    hall.call()
    assert hall.last["ticket"] == booked
    assert hall.last["why"] == {"code": "why.head_start", "params": {"ticket_class": "appointment", "minutes": 15}}
    assert hall.ticket(walk_in).state is TicketState.WAITING


def test_nobody_is_found_without_a_booking(hall: Hall) -> None:
    clock(hall, "09:00")
    with pytest.raises(Refusal, match=r"booking\.none_today"):
        hall.do(cmd.CheckIn(), role="kiosk", person="p1", today=TOMORROW)
    with pytest.raises(Refusal, match=r"booking\.no_person"):
        hall.do(cmd.CheckIn(), role="kiosk", today=TOMORROW)


def test_a_booking_is_given_back_in_time_only(hall: Hall) -> None:
    booked = book(hall)
    clock(hall, "07:30")
    with pytest.raises(Refusal, match=r"booking\.cancel_late"):
        hall.do(cmd.Cancel(), booked, role="citizen")
    clock(hall, "06:59")
    hall.do(cmd.Cancel(), booked, role="citizen")
    assert hall.ticket(booked).state is TicketState.CANCELLED
    book(hall)


def test_a_booking_that_nobody_came_for_is_a_no_show_on_record(hall: Hall) -> None:
    early, late = book(hall, "p1", "09:00"), book(hall, "p2", "11:00")
    clock(hall, "10:00")
    hall.do(cmd.VoidBookings(), role="system", today=TOMORROW)
    assert hall.ticket(early).state is TicketState.VOID
    assert hall.ticket(late).state is TicketState.BOOKED
    hall.do(cmd.EndOfDay(), role="system", today=TOMORROW)
    assert hall.ticket(late).state is TicketState.VOID
