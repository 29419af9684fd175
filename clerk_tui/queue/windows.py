"""Windows (窗口): open, pause, close, hand over; numbers for their cases; the end of the day."""

from datetime import datetime

from clerk_tui.queue import commands as cmd
from clerk_tui.queue import events as ev
from clerk_tui.queue.day import AT_WINDOW, Day, Ticket, TicketState
from clerk_tui.queue.elsewhere import Elsewhere
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context, EventBody

Events = list[EventBody]
POOL = "pool"
"""Where a window's work goes when no colleague is named: to all of them."""


def open_window(day: Day, c: cmd.OpenWindow, _t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """Opens it for its clerk, or anew after a pause."""
    seat = day.window(c.window)
    if seat.state == "open" and seat.clerk == x.actor:
        return []
    return [ev.WindowOpened(window=c.window, clerk=x.actor, at=x.now)]


def pause_window(day: Day, c: cmd.PauseWindow, _t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """Pauses it with a reason; nobody may stand before it."""
    if ticket := day.at_window(c.window):
        raise Refusal("queue.window_busy", window=c.window, number=ticket.label)
    seat = day.window(c.window)
    if seat.state == "paused" and seat.reason == c.reason:
        return []
    return [ev.WindowPaused(window=c.window, reason=c.reason, at=x.now)]


def close_window(day: Day, c: cmd.CloseWindow, _t: str | None, x: Context, _p: Policy, elsewhere: Elsewhere) -> Events:
    """Closes it when it holds nothing: no ticket, none on hold or on its way, no draft, no waiting case."""
    if held := day.held_by(c.window):
        raise Refusal("queue.window_holds", window=c.window, number="、".join(t.label for t in held))
    if elsewhere.cases:
        raise Refusal("queue.window_has_cases", window=c.window, count=len(elsewhere.cases))
    return [] if day.window(c.window).state == "closed" else [ev.WindowClosed(window=c.window, at=x.now)]


def reassign_window(day: Day, c: cmd.ReassignWindow, _t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """A colleague falls ill: what the window held goes on elsewhere; who had been called goes to the front."""
    if c.to == c.from_window:
        raise Refusal("queue.same_window", window=c.to)
    if c.to != POOL and day.window(c.to).state == "closed":
        raise Refusal("queue.window_closed", window=c.to)
    to = None if c.to == POOL else c.to
    happened: Events = [
        ev.WindowReassigned(from_window=c.from_window, to=c.to, reason=c.reason, clerk=x.actor, at=x.now)
    ]
    held = sorted(day.held_by(c.from_window), key=lambda t: t.place)
    happened += [
        ev.TicketReassigned(
            ticket=ticket.id,
            at=x.now,
            from_window=c.from_window,
            to_window=to,
            effective_arrival=_arrival(day, ticket),
        )
        for ticket in held
    ]
    return happened


def _arrival(day: Day, ticket: Ticket) -> datetime:
    return day.front(ticket.effective_arrival) if ticket.state in AT_WINDOW else ticket.effective_arrival


def lease_case_numbers(
    day: Day, c: cmd.LeaseCaseNumbers, _t: str | None, x: Context, _p: Policy, _e: Elsewhere
) -> Events:
    """The next block of case numbers, for one window."""
    first = day.last_case_serial + 1
    return [ev.CaseNumbersLeased(window=c.window, first=first, last=first + c.count - 1, at=x.now)]


def end_of_day(day: Day, _c: cmd.EndOfDay, _t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """Whoever holds a number was not served; what is in service ends without the clerk's word; windows close."""
    happened: Events = []
    for ticket in sorted(day.tickets.values(), key=lambda t: (t.number, t.id)):
        match ticket.state:
            case TicketState.BOOKED:
                happened.append(ev.TicketVoided(ticket=ticket.id, at=x.now))
            case TicketState.WAITING | TicketState.CALLED | TicketState.HELD:
                happened.append(ev.TicketNotServed(ticket=ticket.id, at=x.now, was=str(ticket.state)))
            case TicketState.SERVING:
                happened.append(
                    ev.TicketFinished(ticket=ticket.id, at=x.now, outcome="other", command=x.command_id, unended=True)
                )
    happened += [
        ev.WindowClosed(window=seat.id, at=x.now)
        for seat in sorted(day.windows.values(), key=lambda w: w.id)
        if seat.state != "closed"
    ]
    return happened
