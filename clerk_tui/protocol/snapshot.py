"""A hall's day as JSON and back, exactly: what a cold start takes instead of every event since the morning."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from immutables import Map
from pydantic import TypeAdapter

from clerk_tui.queue.day import Day, Ticket, TicketState, Window

_TICKETS: TypeAdapter[list[Ticket]] = TypeAdapter(list[Ticket])
_WINDOWS: TypeAdapter[list[Window]] = TypeAdapter(list[Window])


def day_to_json(day: Day) -> dict[str, Any]:
    """The day as JSON values; who waits in which order follows from the tickets."""
    return {
        "date": day.date.isoformat(),
        "version": day.version,
        "last_number": day.last_number,
        "last_case_serial": day.last_case_serial,
        "tickets": _TICKETS.dump_python(list(day.tickets.values()), mode="json"),
        "windows": _WINDOWS.dump_python(list(day.windows.values()), mode="json"),
    }


def day_from_json(told: Mapping[str, Any]) -> Day:
    """The day that `day_to_json` wrote. Raises ValueError when it is not one."""
    tickets = _TICKETS.validate_python(told["tickets"])
    windows = _WINDOWS.validate_python(told["windows"])
    return Day(
        date=date.fromisoformat(told["date"]),
        version=told["version"],
        tickets=Map((ticket.id, ticket) for ticket in tickets),
        waiting=tuple(sorted(ticket.place for ticket in tickets if ticket.state is TicketState.WAITING)),
        windows=Map((window.id, window) for window in windows),
        last_number=told["last_number"],
        last_case_serial=told["last_case_serial"],
    )
