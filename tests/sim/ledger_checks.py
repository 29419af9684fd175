"""What must hold of any day's events, said without the rules that made them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from clerk_tui.queue.policy import Policy

_ENDS = {
    "ticket_finished": "done",
    "ticket_passed": "passed",
    "ticket_abandoned": "abandoned",
    "ticket_cancelled": "cancelled",
    "ticket_not_served": "not_served",
    "ticket_voided": "void",
}
_WAITS = frozenset({"ticket_taken", "ticket_checked_in", "ticket_returned", "ticket_requeued", "ticket_transferred"})
_LEAVES = frozenset({*_ENDS, "ticket_held", "ticket_transferred", "ticket_reassigned"})


@dataclass
class _Known:
    """One ticket, as its events tell it."""

    skill: str | None = None
    to_window: str | None = None
    slot: datetime | None = None
    taken_at: datetime | None = None
    waits: bool = False
    late: bool = False
    """Came back after it was passed: its place is not that of its first arrival."""
    first: bool = False
    """Was sent ahead by somebody's word, or kept its place while it was elsewhere."""
    end: str | None = None


@dataclass
class _Hall:
    """All tickets, and who stands at which window."""

    policy: Policy
    tickets: dict[str, _Known] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    numbers: Counter[int] = field(default_factory=Counter)


def check_events(events: Iterable[dict[str, Any]], policy: Policy) -> dict[str, str]:
    """The end of every ticket of one day's stream. Fails when a number was given twice, two tickets stood at one
    window, one ended twice, or somebody was overtaken by one who came later than the largest head start allows.
    """
    listed = list(events)
    # What was taken back did not happen: between an act and its undoing its ticket did nothing else.
    undone = {event["body"]["command"] for event in listed if event["kind"] == "act_undone"}
    calls = {event["body"]["command"] for event in listed if event["kind"] == "ticket_called"}
    hall = _Hall(policy)
    for event in listed:
        body = event["body"]
        if body.get("command") in undone:
            if body["command"] in calls:
                # While somebody was called by mistake, others were rightly called before them.
                hall.tickets[body["ticket"]].waits = event["kind"] == "act_undone"
        elif "ticket" in body:
            _happened(hall, event["kind"], body)
    assert set(hall.numbers.values()) == {1}, "a number was given twice"
    assert not hall.at, "somebody still stands at a window"
    open_ends = [ticket for ticket, known in hall.tickets.items() if known.end is None]
    assert not open_ends, "a ticket never ended"
    return {ticket: str(known.end) for ticket, known in hall.tickets.items()}


def _happened(hall: _Hall, kind: str, body: dict[str, Any]) -> None:
    known = hall.tickets.setdefault(body["ticket"], _Known())
    now = datetime.fromisoformat(body["at"])
    if kind in ("ticket_taken", "ticket_checked_in"):
        hall.numbers[body["number"]] += 1
        # Who comes before the slot is not there before it.
        known.taken_at = max(now, known.slot or now)
    if kind == "ticket_booked":
        known.slot = datetime.fromisoformat(body["slot_start"])
    if kind in ("ticket_taken", "ticket_booked"):
        known.skill = body.get("skill")
    if kind == "ticket_called":
        _check_turn(hall, body["ticket"], body["window"], chosen=body["why"]["code"] == "why.chosen")
    if kind in _LEAVES:
        _leave(hall, body["ticket"])
    if kind in ("ticket_called", "ticket_resumed") or (kind == "ticket_served_by_number" and not body.get("twice")):
        _stand(hall, body["ticket"], body["window"])
        known.waits, known.to_window = False, None
        known.end = None if known.end == "passed" else known.end
        assert known.end is None, f"{kind} after {known.end}"
    if kind in _WAITS:
        assert known.end in (None, "passed"), f"{kind} after {known.end}"
        known.waits, known.end = True, None
        known.late = known.late or kind == "ticket_returned"
        known.first = known.first or kind in ("ticket_requeued", "ticket_transferred")
    if kind == "ticket_transferred":
        known.to_window, known.skill = body.get("to_window"), body.get("to_skill") or known.skill
    if kind == "ticket_reassigned":
        known.first, known.to_window = True, body.get("to_window")
    known.first = known.first or kind == "ticket_promoted"
    if kind in _ENDS:
        assert known.end in (None, "passed"), f"{kind} after {known.end}"
        known.waits, known.end = False, _ENDS[kind]


def _stand(hall: _Hall, ticket: str, window: str) -> None:
    assert hall.at.get(window, ticket) == ticket, f"two tickets at window {window}"
    _leave(hall, ticket)
    hall.at[window] = ticket


def _leave(hall: _Hall, ticket: str) -> None:
    hall.at = {window: there for window, there in hall.at.items() if there != ticket}


def _check_turn(hall: _Hall, called: str, window: str, *, chosen: bool) -> None:
    """Nobody whom this window might have called has waited longer by more than the largest head start."""
    who = hall.tickets[called]
    if chosen or who.first or who.taken_at is None:
        return
    most = timedelta(minutes=max(hall.policy.head_start_minutes.values()))
    for known in hall.tickets.values():
        if not known.waits or known.late or known is who or known.taken_at is None:
            continue
        if known.to_window not in (None, window):
            continue
        if known.to_window is None and not hall.policy.serves(window, known.skill):
            continue
        assert who.taken_at - known.taken_at < most, f"overtaken by too much: {known} by {who} at {window}"
