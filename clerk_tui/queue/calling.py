"""A number on its way through the hall: called, served, held, passed, sent on, finished, and taken back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from clerk_tui.queue import commands as cmd
from clerk_tui.queue import events as ev
from clerk_tui.queue.day import AT_WINDOW, Day, Ticket, TicketState
from clerk_tui.queue.elsewhere import Elsewhere
from clerk_tui.queue.guards import held_here, in_state, open_and_free, ticket_of
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context, EventBody

Events = list[EventBody]


def may_call(ticket: Ticket, window: str, policy: Policy) -> bool:
    """Whether a waiting ticket is for this window: sent to it, or of a skill that it serves."""
    if ticket.to_window is not None:
        return ticket.to_window == window
    return policy.serves(window, ticket.skill)


def next_for(day: Day, window: str, policy: Policy) -> Ticket | None:
    """Who is next at a window: the smallest effective arrival among those that are for it, the number as the tie."""
    return next((ticket for ticket in _waiting(day) if may_call(ticket, window, policy)), None)


def why_next(day: Day, ticket: Ticket, window: str, policy: Policy) -> ev.Why:
    """The one reason that a clerk can say aloud."""
    if ticket.to_window is not None:
        return ev.Why(code="why.transferred", params={"window": window})
    if ticket.reassigned:
        return ev.Why(code="why.reassigned")
    if ticket.promoted:
        return ev.Why(code="why.promoted", params={"reason": ticket.promoted})
    minutes = policy.head_start(ticket.ticket_class)
    if minutes and any(o.taken_at < ticket.taken_at and may_call(o, window, policy) for o in _waiting(day)):
        return ev.Why(code="why.head_start", params={"ticket_class": ticket.ticket_class, "minutes": minutes})
    before = next((o for o in _waiting(day) if o is ticket or o.to_window is None), ticket)
    if before is not ticket:
        return ev.Why(code="why.only_skill", params={"skill": before.skill or ""})
    return ev.Why(code="why.earliest")


def _waiting(day: Day) -> Iterator[Ticket]:
    return (day.tickets[ticket] for _, _, ticket in day.waiting)


def _call(ticket: Ticket, window: str, x: Context, why: ev.Why) -> Events:
    return [ev.TicketCalled(ticket=ticket.id, at=x.now, window=window, why=why, command=x.command_id)]


def call_next(day: Day, c: cmd.CallNext, _t: str | None, x: Context, policy: Policy, _e: Elsewhere) -> Events:
    """Calls who is next at this window; nothing when nobody is."""
    open_and_free(day, c.window)
    ticket = next_for(day, c.window, policy)
    return _call(ticket, c.window, x, why_next(day, ticket, c.window, policy)) if ticket else []


def call_ticket(day: Day, c: cmd.CallTicket, t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """Calls one that waits, or was passed."""
    ticket = ticket_of(day, t)
    in_state(ticket, TicketState.WAITING, TicketState.PASSED)
    if ticket.to_window not in (None, c.window):
        raise Refusal("queue.sent_elsewhere", number=ticket.label, window=ticket.to_window or "")
    open_and_free(day, c.window)
    return _call(ticket, c.window, x, ev.Why(code="why.chosen"))


def recall(day: Day, _c: cmd.Recall, t: str | None, x: Context, policy: Policy, _e: Elsewhere) -> Events:
    """Calls the same number once more."""
    ticket = ticket_of(day, t)
    held_here(ticket, x, TicketState.CALLED)
    if ticket.recalls >= policy.recalls_max:
        raise Refusal("queue.recall_limit", number=ticket.label, limit=policy.recalls_max)
    since = (x.now - (ticket.last_called_at or x.now)).total_seconds()
    if since < policy.recall_gap_seconds:
        # An impatient second press is swallowed: the call is still in the air.
        return []
    return [ev.TicketRecalled(ticket=ticket.id, at=x.now)]


def welcome(day: Day, _c: cmd.Welcome, t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """The called person stands here."""
    ticket = ticket_of(day, t)
    if ticket.state is TicketState.SERVING and ticket.window == x.window:
        return []
    held_here(ticket, x, TicketState.CALLED)
    return [ev.TicketWelcomed(ticket=ticket.id, at=x.now)]


def hold(day: Day, c: cmd.HoldTicket, t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """One of the three holds (不持件 · 持件 · 等待)."""
    ticket = ticket_of(day, t)
    held_here(ticket, x, TicketState.SERVING, TicketState.CALLED)
    return [ev.TicketHeld(ticket=ticket.id, at=x.now, hold=c.hold)]


def resume(day: Day, _c: cmd.Resume, t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """Back to the acting window; without one (kiosk, guide) into the queue, at its old place."""
    ticket = ticket_of(day, t)
    in_state(ticket, TicketState.HELD)
    if x.window is None:
        if x.role not in ("kiosk", "helper"):
            raise Refusal("queue.no_window")
        if ticket.hold != "fetch_papers":
            raise Refusal("queue.other_window", number=ticket.label, window=ticket.window or "")
        return [ev.TicketRequeued(ticket=ticket.id, at=x.now)]
    if ticket.hold == "papers_stay" and ticket.window != x.window:
        raise Refusal("queue.other_window", number=ticket.label, window=ticket.window or "")
    open_and_free(day, x.window)
    return [ev.TicketResumed(ticket=ticket.id, at=x.now, window=x.window)]


def pass_ticket(day: Day, c: cmd.Pass, t: str | None, x: Context, policy: Policy, _e: Elsewhere) -> Events:
    """Nobody came: after so many recalls and so much time, more of it in the green channel."""
    ticket = ticket_of(day, t)
    held_here(ticket, x, TicketState.CALLED)
    if ticket.recalls < policy.recalls_min:
        left = policy.recalls_min - ticket.recalls
        raise Refusal("queue.recall_first", number=ticket.label, left=left, recalls=ticket.recalls)
    green = ticket.ticket_class == "green"
    need = policy.pass_after_seconds_green if green else policy.pass_after_seconds
    waited = (x.now - (ticket.calling_since or x.now)).total_seconds()
    if waited < need:
        raise Refusal("queue.pass_too_early", number=ticket.label, seconds=int(need - waited) + 1)
    return [ev.TicketPassed(ticket=ticket.id, at=x.now, reason=c.reason, command=x.command_id)]


def return_passed(day: Day, _c: cmd.ReturnPassed, t: str | None, x: Context, policy: Policy, _e: Elsewhere) -> Events:
    """A passed person is here after all: one of the window's last few, or behind so many others; the hall's choice."""
    ticket = ticket_of(day, t)
    in_state(ticket, TicketState.PASSED)
    if policy.return_rule == "behind":
        arrival = day.behind(policy.return_behind, x.now)
    else:
        recent = day.window(ticket.window or "").passed[: policy.return_last_passed]
        if x.role != "supervisor" and ticket.id not in recent:
            raise Refusal("queue.passed_too_long_ago", number=ticket.label, last=policy.return_last_passed)
        arrival = x.now - timedelta(minutes=policy.head_start("returned"))
    return [ev.TicketReturned(ticket=ticket.id, at=x.now, effective_arrival=arrival)]


def transfer(day: Day, c: cmd.Transfer, t: str | None, x: Context, policy: Policy, _e: Elsewhere) -> Events:
    """Sends the person in hand to another window, or to whoever has a skill; the place is kept."""
    ticket = ticket_of(day, t)
    held_here(ticket, x, TicketState.SERVING, TicketState.CALLED)
    if (c.to_window is None) == (c.to_skill is None):
        raise Refusal("queue.transfer_where", number=ticket.label)
    if c.to_window is not None:
        if c.to_window == ticket.window:
            raise Refusal("queue.same_window", window=c.to_window)
        if day.window(c.to_window).state == "closed":
            raise Refusal("queue.window_closed", window=c.to_window)
    elif c.to_skill not in policy.skills or not policy.ever_served(c.to_skill):
        raise Refusal("queue.no_window_for", skill=c.to_skill or "")
    return [
        ev.TicketTransferred(
            ticket=ticket.id,
            at=x.now,
            from_window=ticket.window or "",
            to_window=c.to_window,
            to_skill=c.to_skill,
            reason=c.reason,
            command=x.command_id,
        )
    ]


def promote(day: Day, c: cmd.Promote, t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """To the front, with a reason that stays on record."""
    ticket = ticket_of(day, t)
    in_state(ticket, TicketState.WAITING)
    arrival = day.front(ticket.effective_arrival)
    return [ev.TicketPromoted(ticket=ticket.id, at=x.now, effective_arrival=arrival, reason=c.reason)]


def finish(day: Day, c: cmd.Finish, t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """Ends the visit with an outcome for it, or for each of its matters."""
    ticket = ticket_of(day, t)
    held_here(ticket, x, TicketState.SERVING, TicketState.CALLED)
    outcome = c.outcome or (c.outcomes[0].outcome if c.outcomes else None)
    if outcome is None:
        raise Refusal("queue.outcome_missing", number=ticket.label)
    return [ev.TicketFinished(ticket=ticket.id, at=x.now, outcomes=c.outcomes, outcome=outcome, command=x.command_id)]


def abandon(day: Day, _c: cmd.Abandon, t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """The person went away (弃号)."""
    ticket = ticket_of(day, t)
    held_here(ticket, x, TicketState.CALLED, TicketState.SERVING, TicketState.HELD)
    return [ev.TicketAbandoned(ticket=ticket.id, at=x.now)]


def serve_by_number(day: Day, c: cmd.ServeByNumber, _t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """A service that was given on the paper's word while no call was possible: it stands, also when it was the second.

    `day` is the business day on the paper. The service began when it was captured.
    """
    number = int(c.number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    ticket = day.of_number(number)
    if ticket is None:
        raise Refusal("queue.unknown_number", number=c.number)
    at = x.captured_at or x.now
    mine = ticket.window == c.window and ticket.state in AT_WINDOW
    twice = not mine and (ticket.state in AT_WINDOW or ticket.state is TicketState.DONE)
    served = ev.TicketServedByNumber(ticket=ticket.id, at=at, window=c.window, twice=twice)
    before = day.window(c.window).ticket
    happened: Events = []
    if before is not None and before != ticket.id and not twice:
        # Whoever stood there before has left by then: no act could say so while the line was cut.
        happened.append(_unended(before, at, x))
    happened.append(served)
    if day.date != x.today and not twice:
        happened.append(_unended(ticket.id, at, x))
    return happened


def _unended(ticket: str, at: datetime, x: Context) -> ev.TicketFinished:
    return ev.TicketFinished(ticket=ticket, at=at, outcome="other", command=x.command_id, unended=True)


def invite_rating(day: Day, c: cmd.InviteRating, t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """Once a visit, after it ended."""
    ticket = ticket_of(day, t)
    in_state(ticket, TicketState.DONE)
    return [] if ticket.invited_at else [ev.RatingInvited(ticket=ticket.id, at=x.now, means=c.means)]


def rate(day: Day, c: cmd.Rate, t: str | None, x: Context, _p: Policy, _e: Elsewhere) -> Events:
    """The citizen's grade, once; a bad one says why (DOMAIN.md 1.4)."""
    ticket = ticket_of(day, t)
    in_state(ticket, TicketState.DONE)
    if ticket.rated:
        raise Refusal("queue.rated_already")
    if c.grade < 3 and not c.reasons and not c.words.strip():
        raise Refusal("queue.rating_reason")
    return [ev.TicketRated(ticket=ticket.id, at=x.now, grade=c.grade, reasons=c.reasons, words=c.words.strip())]


_LEFT_BY = {
    ev.TicketCalled.KIND: TicketState.CALLED,
    ev.TicketPassed.KIND: TicketState.PASSED,
    ev.TicketFinished.KIND: TicketState.DONE,
}
"""In which state each act that may be taken back leaves its ticket at its window; a transfer leaves it waiting."""


def undo(day: Day, c: cmd.Undo, _t: str | None, x: Context, policy: Policy, _e: Elsewhere) -> Events:
    """Takes back the window's last act, soon and while its ticket has not moved on: a compensating event."""
    seat = day.window(x.window or "")
    act = seat.last_act
    if act is None or act.command != c.command:
        raise Refusal("queue.nothing_to_undo")
    ticket = day.tickets[act.before.id]
    if act.kind == ev.TicketTransferred.KIND:
        moved = ticket.state is not TicketState.WAITING or ticket.place != act.before.place
    else:
        moved = ticket.state is not _LEFT_BY[act.kind] or ticket.window != seat.id
    if moved:
        # It has moved on since (returned, abandoned, called elsewhere): there is no way back over that.
        raise Refusal("queue.nothing_to_undo")
    if (x.now - act.at).total_seconds() > policy.undo_seconds:
        raise Refusal("queue.undo_too_late", seconds=policy.undo_seconds)
    if seat.ticket and seat.ticket != act.before.id:
        raise Refusal("queue.window_busy", window=seat.id, number=day.tickets[seat.ticket].label)
    return [ev.ActUndone(window=seat.id, ticket=act.before.id, command=act.command, at=x.now)]
