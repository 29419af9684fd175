"""The queue as a window sees it: who may be called here, who is held or passed, how the other windows stand."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil, floor

from clerk_tui.queue.calling import may_call
from clerk_tui.queue.day import Day, Ticket, TicketState, Window
from clerk_tui.queue.policy import Policy
from clerk_tui.screens.prompts_queue import OpenWindow
from clerk_tui.screens.seen import Seen
from clerk_tui.screens.view import QueueRow, QueueView, WindowRow
from clerk_tui.texts import Lang, text

FAR, STEP = 15, 5
"""From so many minutes on an estimate is told in steps of so many."""
NEXT_SHOWN = 60
"""Rows that can be reached by the keys; the counts say how many there are."""


def minutes(since: datetime | None, now: datetime) -> int:
    """Whole minutes since then, never negative."""
    return max(int((now - since).total_seconds() // 60), 0) if since else 0


def elapsed(since: datetime | None, now: datetime) -> str:
    """`6:12`, `1:02:03`; empty when nothing runs."""
    if since is None:
        return ""
    seconds = max(int((now - since).total_seconds()), 0)
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def for_window(day: Day, window: str, policy: Policy) -> list[Ticket]:
    """Who waits and may be called at this window, the next one first."""
    waiting = (day.tickets[place[2]] for place in day.waiting)
    return [ticket for ticket in waiting if may_call(ticket, window, policy)]


def held_at(day: Day, window: str) -> list[Ticket]:
    """Who is on hold at this window, the longest first."""
    held = [one for one in day.tickets.values() if one.state is TicketState.HELD and one.window == window]
    return sorted(held, key=lambda one: one.held_since or one.taken_at)


def returnable(day: Day, seat: Window, policy: Policy) -> list[Ticket]:
    """The passed numbers of this window that may come back, the last one first."""
    passed = [day.tickets[key] for key in seat.passed if key in day.tickets]
    return passed if policy.return_rule == "behind" else passed[: policy.return_last_passed]


def open_windows(day: Day, policy: Policy) -> list[OpenWindow]:
    """The windows that are not closed, in their order, with how many wait who could be called there."""
    return [
        OpenWindow(seat.id, len(for_window(day, seat.id, policy)), paused=seat.state == "paused")
        for seat in in_order(day.windows.values())
        if seat.state != "closed"
    ]


def in_order(seats: Iterable[Window]) -> list[Window]:
    """Windows as people count them: 2 before 10."""
    return sorted(seats, key=lambda seat: (len(seat.id), seat.id))


def short_class(ticket: Ticket, lang: Lang) -> str:
    """The ticket's class in a word."""
    return text(f"class.{ticket.ticket_class}", lang)


def held_words(ticket: Ticket, now: datetime, lang: Lang) -> str:
    """What a ticket is held for, and how long."""
    waited = text("queue.minutes", lang, minutes=minutes(ticket.held_since, now))
    return text(f"hold.{ticket.hold or 'wait'}", lang) + " " + waited


def queue_view(seen: Seen, ticket: Ticket | None) -> QueueView:
    """The queue pane at this moment."""
    day, lang = seen.day, seen.lang
    waits = for_window(day, seen.window, seen.policy)
    since = seen.since.astimezone(seen.zone).strftime("%H:%M") if seen.since and not seen.online else ""
    return QueueView(
        number=ticket.label if ticket else "",
        ticket_class=text(f"ticket_class.{ticket.ticket_class}", lang) if ticket else "",
        why=why_sentence(seen, ticket) if ticket else "",
        next=tuple(_next(seen, one) for one in waits[:NEXT_SHOWN]),
        passed=tuple(_passed(seen, one) for one in returnable(day, seen.seat, seen.policy)),
        held=tuple(_held(seen, one) for one in held_at(day, seen.window)),
        windows=tuple(_window(seen, seat) for seat in in_order(day.windows.values()) if seat.state != "closed"),
        waiting=len(waits),
        off_since=since,
    )


def _next(seen: Seen, one: Ticket) -> QueueRow:
    mark = ""
    if one.to_window is not None:
        mark = "reassigned" if one.reassigned else "mine"
    elif one.promoted:
        mark = "promoted"
    elif one.reassigned:
        mark = "reassigned"
    return QueueRow(
        one.label,
        text(f"queue.mark.{mark}", seen.lang) if mark else short_class(one, seen.lang),
        text("queue.minutes", seen.lang, minutes=minutes(one.taken_at, seen.now)),
        key=one.id,
        estimate=_estimate(seen, one),
        mark=mark,
        detail=_matter(seen, one),
    )


def _estimate(seen: Seen, one: Ticket) -> str:
    """Between which minutes the rest of the wait probably lies: half wait less than the first, nine of ten than the second.

    Rounded outwards, far ones to five minutes: nobody should watch a number jump that is no more exact than that.
    """
    found = seen.forecast.get(one.id)
    if found is None:
        return ""
    gone = max((seen.now - seen.foreseen_at).total_seconds(), 0.0) if seen.foreseen_at else 0.0
    low, high = (max(seconds - gone, 0.0) / 60 for seconds in found)
    first = floor(low) if low < FAR else floor(low / STEP) * STEP
    last = ceil(high) if high < FAR else ceil(high / STEP) * STEP
    return f"{first}–{max(last, first + 1)}"


def _matter(seen: Seen, one: Ticket) -> str:
    if one.matter is None or seen.current is None:
        return ""
    known = one.matter in seen.current.items or one.matter in seen.current.packages
    return seen.current.name(one.matter, seen.lang) if known else ""


def _held(seen: Seen, one: Ticket) -> QueueRow:
    since = one.held_since.astimezone(seen.zone).strftime("%H:%M") if one.held_since else ""
    detail = text("queue.held_since", seen.lang, since=since, elapsed=elapsed(one.held_since, seen.now))
    return QueueRow(one.label, "", held_words(one, seen.now, seen.lang), key=one.id, detail=detail)


def _passed(seen: Seen, one: Ticket) -> QueueRow:
    at = one.last_called_at.astimezone(seen.zone).strftime("%H:%M") if one.last_called_at else ""
    return QueueRow(
        one.label,
        short_class(one, seen.lang),
        text("queue.recalled", seen.lang, times=one.recalls + 1),
        key=one.id,
        detail=text("queue.passed_at", seen.lang, at=at) if at else "",
    )


def _window(seen: Seen, seat: Window) -> WindowRow:
    there = seen.day.tickets.get(seat.ticket or "")
    mine = seat.id == seen.window
    if seat.state == "paused":
        known = seat.reason in ("lunch", "away", "fault", "papers", "other")
        return WindowRow(seat.id, "paused", mine, text(f"prompt.pause.{seat.reason}", seen.lang) if known else "")
    return WindowRow(seat.id, "busy" if there else "open", mine, there.label if there else "")


def why_sentence(seen: Seen, ticket: Ticket) -> str:
    """Why this one was next, in a sentence that can be said aloud."""
    waited = text("queue.waited", seen.lang, minutes=minutes(ticket.taken_at, ticket.called_at or seen.now))
    if ticket.why is None:
        return waited
    params = dict(ticket.why.params)
    if "ticket_class" in params:
        params["ticket_class"] = text(f"class.{params['ticket_class']}", seen.lang)
    if ticket.why.code == "why.promoted":
        known = params.get("reason") in ("frail", "urgent", "our_fault")
        params["reason"] = text(f"prompt.promote.{params['reason'] if known else 'other'}", seen.lang)
    return text(f"queue.{ticket.why.code}", seen.lang, **params) + waited
