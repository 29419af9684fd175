"""What the queue answers to a command: the events that follow from it, or a refusal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from clerk_tui.queue import commands as cmd
from clerk_tui.queue import events as ev
from clerk_tui.queue.day import Day, Ticket, TicketState
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context, EventBody

Events = list[EventBody]


def decide(day: Day, command: CommandBody, target: str | None, context: Context, policy: Policy) -> Events:
    """The events that `command` causes on `day`.

    `target` is a ticket id for commands in `commands.TARGETED`. Raises Refusal with a `queue.*` code.
    """
    return _DECIDERS[type(command)](day, command, target, context, policy)


def result_of(day: Day, command: CommandBody, happened: Events) -> dict[str, Any]:
    """What the caller of a queue command is told, from the day after it."""
    for event in happened:
        match event:
            case ev.TicketTaken():
                ticket = day.tickets[event.ticket]
                return {"ticket": ticket.id, "number": ticket.label, "ahead": day.ahead_of(ticket), "forecast": None}
            case ev.TicketCalled():
                why = event.why.model_dump(mode="json")
                return {"ticket": event.ticket, "number": day.tickets[event.ticket].label, "why": why}
            case ev.CaseNumbersLeased():
                return {"first": event.first, "last": event.last}
    return {"ticket": None} if isinstance(command, cmd.CallNext) else {}


def _ticket(day: Day, target: str | None) -> Ticket:
    ticket = day.tickets.get(target or "")
    if ticket is None:
        raise Refusal("queue.unknown_ticket")
    return ticket


def _in_state(ticket: Ticket, *states: TicketState) -> None:
    if ticket.state not in states:
        raise Refusal(f"queue.is_{ticket.state}", number=ticket.label)


def _held_here(ticket: Ticket, context: Context, *states: TicketState) -> None:
    """The ticket is in one of `states` at the acting window; a supervisor acts for any window."""
    _in_state(ticket, *states)
    if context.role not in ("supervisor", "system") and ticket.window != context.window:
        raise Refusal("queue.other_window", number=ticket.label, window=ticket.window or "")


def _open_and_free(day: Day, window: str) -> None:
    seat = day.window(window)
    if seat.ticket:
        raise Refusal("queue.window_busy", window=window, number=day.tickets[seat.ticket].label)
    if seat.state == "paused":
        raise Refusal("queue.window_paused", window=window)
    if seat.state != "open":
        raise Refusal("queue.window_closed", window=window)


def _take(day: Day, c: cmd.TakeTicket, _t: str | None, x: Context, policy: Policy) -> Events:
    head_start = timedelta(minutes=policy.head_start(c.ticket_class))
    return [
        ev.TicketTaken(
            ticket=x.command_id,
            at=x.now,
            number=day.last_number + 1,
            letter=policy.letter,
            channel=c.channel,
            ticket_class=c.ticket_class,
            effective_arrival=x.now - head_start,
            matter=c.matter,
        )
    ]


def _why(day: Day, ticket: Ticket, policy: Policy) -> ev.Why:
    """The one reason that a clerk can say aloud: earliest arrival, or a head start that put it before earlier ones."""
    minutes = policy.head_start(ticket.ticket_class)
    passed_by = minutes and any(day.tickets[other].taken_at < ticket.taken_at for _, _, other in day.waiting)
    if not passed_by:
        return ev.Why(code="why.earliest")
    return ev.Why(code="why.head_start", params={"ticket_class": ticket.ticket_class, "minutes": minutes})


def _call(day: Day, ticket: Ticket, window: str, x: Context, why: ev.Why) -> Events:
    return [ev.TicketCalled(ticket=ticket.id, at=x.now, window=window, why=why, command=x.command_id)]


def _call_next(day: Day, c: cmd.CallNext, _t: str | None, x: Context, policy: Policy) -> Events:
    _open_and_free(day, c.window)
    if not day.waiting:
        return []
    ticket = day.tickets[day.waiting[0][2]]
    return _call(day, ticket, c.window, x, _why(day, ticket, policy))


def _call_ticket(day: Day, c: cmd.CallTicket, t: str | None, x: Context, _p: Policy) -> Events:
    ticket = _ticket(day, t)
    _in_state(ticket, TicketState.WAITING, TicketState.PASSED)
    _open_and_free(day, c.window)
    return _call(day, ticket, c.window, x, ev.Why(code="why.chosen"))


def _recall(day: Day, _c: cmd.Recall, t: str | None, x: Context, policy: Policy) -> Events:
    ticket = _ticket(day, t)
    _held_here(ticket, x, TicketState.CALLED)
    if ticket.recalls >= policy.recalls_max:
        raise Refusal("queue.recall_limit", number=ticket.label, limit=policy.recalls_max)
    since = (x.now - (ticket.last_called_at or x.now)).total_seconds()
    if since < policy.recall_gap_seconds:
        # An impatient second press is swallowed: the call is still in the air.
        return []
    return [ev.TicketRecalled(ticket=ticket.id, at=x.now)]


def _welcome(day: Day, _c: cmd.Welcome, t: str | None, x: Context, _p: Policy) -> Events:
    ticket = _ticket(day, t)
    if ticket.state is TicketState.SERVING and ticket.window == x.window:
        return []
    _held_here(ticket, x, TicketState.CALLED)
    return [ev.TicketWelcomed(ticket=ticket.id, at=x.now)]


def _hold(day: Day, c: cmd.HoldTicket, t: str | None, x: Context, _p: Policy) -> Events:
    ticket = _ticket(day, t)
    _held_here(ticket, x, TicketState.SERVING, TicketState.CALLED)
    return [ev.TicketHeld(ticket=ticket.id, at=x.now, hold=c.hold)]


def _resume(day: Day, _c: cmd.Resume, t: str | None, x: Context, _p: Policy) -> Events:
    ticket = _ticket(day, t)
    _in_state(ticket, TicketState.HELD)
    if x.window is None:
        raise Refusal("queue.no_window")
    if ticket.hold == "papers_stay" and ticket.window != x.window:
        raise Refusal("queue.other_window", number=ticket.label, window=ticket.window or "")
    _open_and_free(day, x.window)
    return [ev.TicketResumed(ticket=ticket.id, at=x.now, window=x.window)]


def _pass(day: Day, c: cmd.Pass, t: str | None, x: Context, policy: Policy) -> Events:
    ticket = _ticket(day, t)
    _held_here(ticket, x, TicketState.CALLED)
    if ticket.recalls < policy.recalls_min:
        left = policy.recalls_min - ticket.recalls
        raise Refusal("queue.recall_first", number=ticket.label, left=left, recalls=ticket.recalls)
    green = ticket.ticket_class == "green"
    need = policy.pass_after_seconds_green if green else policy.pass_after_seconds
    waited = (x.now - (ticket.called_at or x.now)).total_seconds()
    if waited < need:
        raise Refusal("queue.pass_too_early", number=ticket.label, seconds=int(need - waited) + 1)
    return [ev.TicketPassed(ticket=ticket.id, at=x.now, reason=c.reason, command=x.command_id)]


def _return_passed(day: Day, _c: cmd.ReturnPassed, t: str | None, x: Context, policy: Policy) -> Events:
    ticket = _ticket(day, t)
    _in_state(ticket, TicketState.PASSED)
    recent = day.window(ticket.window or "").passed[: policy.return_last_passed]
    if x.role != "supervisor" and ticket.id not in recent:
        raise Refusal("queue.passed_too_long_ago", number=ticket.label, last=policy.return_last_passed)
    arrival = x.now - timedelta(minutes=policy.head_start("returned"))
    return [ev.TicketReturned(ticket=ticket.id, at=x.now, effective_arrival=arrival)]


def _finish(day: Day, c: cmd.Finish, t: str | None, x: Context, _p: Policy) -> Events:
    ticket = _ticket(day, t)
    _held_here(ticket, x, TicketState.SERVING, TicketState.CALLED)
    outcome = c.outcome or (c.outcomes[0].outcome if c.outcomes else None)
    if outcome is None:
        raise Refusal("queue.outcome_missing", number=ticket.label)
    return [ev.TicketFinished(ticket=ticket.id, at=x.now, outcomes=c.outcomes, outcome=outcome, command=x.command_id)]


def _cancel(day: Day, _c: cmd.Cancel, t: str | None, x: Context, _p: Policy) -> Events:
    ticket = _ticket(day, t)
    _in_state(ticket, TicketState.WAITING, TicketState.BOOKED)
    return [ev.TicketCancelled(ticket=ticket.id, at=x.now)]


def _abandon(day: Day, _c: cmd.Abandon, t: str | None, x: Context, _p: Policy) -> Events:
    ticket = _ticket(day, t)
    _held_here(ticket, x, TicketState.CALLED, TicketState.SERVING, TicketState.HELD)
    return [ev.TicketAbandoned(ticket=ticket.id, at=x.now)]


_LEFT_BY = {
    ev.TicketCalled.KIND: TicketState.CALLED,
    ev.TicketPassed.KIND: TicketState.PASSED,
    ev.TicketFinished.KIND: TicketState.DONE,
}
"""In which state each act that may be taken back leaves its ticket."""


def _undo(day: Day, c: cmd.Undo, _t: str | None, x: Context, policy: Policy) -> Events:
    seat = day.window(x.window or "")
    act = seat.last_act
    if act is None or act.command != c.command:
        raise Refusal("queue.nothing_to_undo")
    ticket = day.tickets[act.before.id]
    if ticket.state is not _LEFT_BY[act.kind] or ticket.window != seat.id:
        # It has moved on since (returned, abandoned, called elsewhere): there is no way back over that.
        raise Refusal("queue.nothing_to_undo")
    if (x.now - act.at).total_seconds() > policy.undo_seconds:
        raise Refusal("queue.undo_too_late", seconds=policy.undo_seconds)
    if seat.ticket and seat.ticket != act.before.id:
        raise Refusal("queue.window_busy", window=seat.id, number=day.tickets[seat.ticket].label)
    return [ev.ActUndone(window=seat.id, ticket=act.before.id, command=act.command, at=x.now)]


def _open_window(day: Day, c: cmd.OpenWindow, _t: str | None, x: Context, _p: Policy) -> Events:
    seat = day.window(c.window)
    if seat.state == "open" and seat.clerk == x.actor:
        return []
    return [ev.WindowOpened(window=c.window, clerk=x.actor, at=x.now)]


def _holding(day: Day, window: str) -> Ticket | None:
    """What this window still holds: the one before it, or one on hold whose papers stay here."""
    if ticket := day.at_window(window):
        return ticket
    stays = (t for t in day.tickets.values() if t.state is TicketState.HELD and t.window == window)
    return next(stays, None)


def _pause_window(day: Day, c: cmd.PauseWindow, _t: str | None, x: Context, _p: Policy) -> Events:
    if ticket := day.at_window(c.window):
        raise Refusal("queue.window_busy", window=c.window, number=ticket.label)
    return [ev.WindowPaused(window=c.window, reason=c.reason, at=x.now)]


def _close_window(day: Day, c: cmd.CloseWindow, _t: str | None, x: Context, _p: Policy) -> Events:
    if ticket := _holding(day, c.window):
        raise Refusal("queue.window_holds", window=c.window, number=ticket.label)
    return [] if day.window(c.window).state == "closed" else [ev.WindowClosed(window=c.window, at=x.now)]


def _lease(day: Day, c: cmd.LeaseCaseNumbers, _t: str | None, x: Context, _p: Policy) -> Events:
    first = day.last_case_serial + 1
    return [ev.CaseNumbersLeased(window=c.window, first=first, last=first + c.count - 1, at=x.now)]


def _end_of_day(day: Day, _c: cmd.EndOfDay, _t: str | None, x: Context, _p: Policy) -> Events:
    return [ev.TicketNotServed(ticket=ticket, at=x.now) for _, _, ticket in day.waiting]


_DECIDERS: dict[type[CommandBody], Callable[[Day, Any, str | None, Context, Policy], Events]] = {
    cmd.TakeTicket: _take,
    cmd.CallNext: _call_next,
    cmd.CallTicket: _call_ticket,
    cmd.Recall: _recall,
    cmd.Welcome: _welcome,
    cmd.HoldTicket: _hold,
    cmd.Resume: _resume,
    cmd.Pass: _pass,
    cmd.ReturnPassed: _return_passed,
    cmd.Finish: _finish,
    cmd.Cancel: _cancel,
    cmd.Abandon: _abandon,
    cmd.Undo: _undo,
    cmd.OpenWindow: _open_window,
    cmd.PauseWindow: _pause_window,
    cmd.CloseWindow: _close_window,
    cmd.LeaseCaseNumbers: _lease,
    cmd.EndOfDay: _end_of_day,
}
