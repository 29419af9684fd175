"""What several deciders ask before they say yes; each raises the Refusal that says why not."""

from clerk_tui.queue.day import Day, Ticket, TicketState
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context


def ticket_of(day: Day, target: str | None) -> Ticket:
    """The ticket that a command acts on."""
    ticket = day.tickets.get(target or "")
    if ticket is None:
        raise Refusal("queue.unknown_ticket")
    return ticket


def in_state(ticket: Ticket, *states: TicketState) -> None:
    """The ticket is in one of `states`."""
    if ticket.state not in states:
        raise Refusal(f"queue.is_{ticket.state}", number=ticket.label)


def held_here(ticket: Ticket, context: Context, *states: TicketState) -> None:
    """The ticket is in one of `states` at the acting window; a supervisor acts for any window."""
    in_state(ticket, *states)
    if context.role not in ("supervisor", "system") and ticket.window != context.window:
        raise Refusal("queue.other_window", number=ticket.label, window=ticket.window or "")


def open_and_free(day: Day, window: str) -> None:
    """The window is open and nobody is before it."""
    seat = day.window(window)
    if seat.ticket:
        raise Refusal("queue.window_busy", window=window, number=day.tickets[seat.ticket].label)
    if seat.state == "paused":
        raise Refusal("queue.window_paused", window=window)
    if seat.state != "open":
        raise Refusal("queue.window_closed", window=window)
