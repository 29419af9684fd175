"""What the queue answers to a command: the events that follow from it, or a refusal."""

from collections.abc import Callable
from typing import Any

from clerk_tui.queue import calling, taking, windows
from clerk_tui.queue import commands as cmd
from clerk_tui.queue import events as ev
from clerk_tui.queue.day import Day
from clerk_tui.queue.elsewhere import NOTHING, Elsewhere
from clerk_tui.queue.policy import Policy
from clerk_tui.rules import CommandBody, Context, EventBody

Events = list[EventBody]


def decide(
    day: Day,
    command: CommandBody,
    target: str | None,
    context: Context,
    policy: Policy,
    elsewhere: Elsewhere = NOTHING,
) -> Events:
    """The events that `command` causes on `day`.

    `target` is a ticket id for commands in `commands.TARGETED`. Raises Refusal with a `queue.*` or `booking.*` code.
    """
    return _DECIDERS[type(command)](day, command, target, context, policy, elsewhere)


def result_of(day: Day, command: CommandBody, happened: Events) -> dict[str, Any]:
    """What the caller of a queue command is told, from the day after it."""
    if isinstance(command, cmd.ReassignWindow):
        moved = [day.tickets[e.ticket].label for e in happened if isinstance(e, ev.TicketReassigned)]
        return {"tickets": moved, "cases": []}
    for event in happened:
        match event:
            case ev.TicketTaken() | ev.TicketCheckedIn() | ev.TicketRequeued():
                ticket = day.tickets[event.ticket]
                return {"ticket": ticket.id, "number": ticket.label, "ahead": day.ahead_of(ticket), "forecast": None}
            case ev.TicketBooked():
                ticket = day.tickets[event.ticket]
                slot = event.slot_start.isoformat()
                return {"ticket": ticket.id, "booking_no": ticket.label, "date": day.date.isoformat(), "slot": slot}
            case ev.TicketCalled():
                why = event.why.model_dump(mode="json")
                return {"ticket": event.ticket, "number": day.tickets[event.ticket].label, "why": why}
            case ev.TicketServedByNumber():
                number = day.tickets[event.ticket].label
                return {"ticket": event.ticket, "number": number, "twice": event.twice}
            case ev.CaseNumbersLeased():
                return {"first": event.first, "last": event.last}
    return {"ticket": None} if isinstance(command, cmd.CallNext) else {}


_DECIDERS: dict[type[CommandBody], Callable[[Day, Any, str | None, Context, Policy, Elsewhere], Events]] = {
    cmd.TakeTicket: taking.take,
    cmd.Book: taking.book,
    cmd.CheckIn: taking.check_in,
    cmd.CallNext: calling.call_next,
    cmd.CallTicket: calling.call_ticket,
    cmd.Recall: calling.recall,
    cmd.Welcome: calling.welcome,
    cmd.HoldTicket: calling.hold,
    cmd.Resume: calling.resume,
    cmd.Pass: calling.pass_ticket,
    cmd.ReturnPassed: calling.return_passed,
    cmd.Transfer: calling.transfer,
    cmd.Promote: calling.promote,
    cmd.Finish: calling.finish,
    cmd.Cancel: taking.cancel,
    cmd.Abandon: calling.abandon,
    cmd.ServeByNumber: calling.serve_by_number,
    cmd.InviteRating: calling.invite_rating,
    cmd.Rate: calling.rate,
    cmd.Undo: calling.undo,
    cmd.OpenWindow: windows.open_window,
    cmd.PauseWindow: windows.pause_window,
    cmd.CloseWindow: windows.close_window,
    cmd.ReassignWindow: windows.reassign_window,
    cmd.LeaseCaseNumbers: windows.lease_case_numbers,
    cmd.EndOfDay: windows.end_of_day,
    cmd.VoidBookings: taking.void_bookings,
}
