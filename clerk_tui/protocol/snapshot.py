"""A day as JSON and back: what a cold start is given instead of all events since the morning."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from immutables import Map
from pydantic import TypeAdapter

from clerk_tui.queue.day import Day, Ticket, TicketState, Window

_TICKETS = TypeAdapter(list[Ticket])
_WINDOWS = TypeAdapter(list[Window])
_DATE = TypeAdapter(date)


def day_to_json(day: Day) -> dict[str, Any]:
    """The day as JSON values with tickets and windows as lists."""
    return {
        "date": day.date.isoformat(),
        "version": day.version,
        "last_number": day.last_number,
        "last_booking": day.last_booking,
        "last_case_serial": day.last_case_serial,
        "tickets": _TICKETS.dump_python(list(day.tickets.values()), mode="json"),
        "windows": _WINDOWS.dump_python(list(day.windows.values()), mode="json"),
    }


def day_from_json(told: Mapping[str, Any]) -> Day:
    """The day again, equal to the one that was told. Raises pydantic.ValidationError for other JSON."""
    tickets = _TICKETS.validate_python(told["tickets"])
    windows = _WINDOWS.validate_python(told["windows"])
    waiting = sorted(t.place for t in tickets if t.state is TicketState.WAITING)
    return Day(
        date=_DATE.validate_python(told["date"]),
        version=told["version"],
        tickets=Map({t.id: t for t in tickets}),
        waiting=tuple(waiting),
        windows=Map({w.id: w for w in windows}),
        last_number=told["last_number"],
        last_booking=told.get("last_booking", 0),
        last_case_serial=told["last_case_serial"],
    )
