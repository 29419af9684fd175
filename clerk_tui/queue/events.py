"""What happened in a hall's day. Only the words of a rating are personal: they are sealed."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from clerk_tui.queue.commands import Hold, MatterOutcome, Outcome, TakenThrough
from clerk_tui.queue.policy import TicketClass
from clerk_tui.rules import EventBody, by_kind


class Why(BaseModel):
    """Why this ticket is next: a code and parameters, a sentence only in the reader's language."""

    model_config = ConfigDict(frozen=True)
    code: str
    params: dict[str, Any] = {}


class TicketEvent(EventBody):
    ticket: str
    at: datetime


class TicketTaken(TicketEvent):
    KIND = "ticket_taken"
    number: int
    letter: str
    channel: TakenThrough
    ticket_class: TicketClass
    effective_arrival: datetime
    matter: str | None = None
    skill: str | None = None
    person: str | None = None
    """A keyed hash of the centre's, by which the same person is known again; never shown, never told to displays."""


class TicketBooked(TicketEvent):
    """A place on this business day, booked before it; `number` counts the day's bookings. Slots are UTC instants."""

    KIND = "ticket_booked"
    number: int
    ticket_class: TicketClass
    slot_start: datetime
    slot_end: datetime
    matter: str | None = None
    skill: str | None = None
    person: str | None = None


class TicketCheckedIn(TicketEvent):
    """Who booked has come, and waits under a number of the day."""

    KIND = "ticket_checked_in"
    number: int
    letter: str
    effective_arrival: datetime


class TicketVoided(TicketEvent):
    """Nobody came for a booking: a no-show on record."""

    KIND = "ticket_voided"


class TicketCalled(TicketEvent):
    KIND = "ticket_called"
    window: str
    why: Why
    command: str


class TicketRecalled(TicketEvent):
    KIND = "ticket_recalled"


class TicketWelcomed(TicketEvent):
    KIND = "ticket_welcomed"


class TicketHeld(TicketEvent):
    KIND = "ticket_held"
    hold: Hold


class TicketResumed(TicketEvent):
    KIND = "ticket_resumed"
    window: str


class TicketRequeued(TicketEvent):
    """Back from hold, and waiting again at the old place."""

    KIND = "ticket_requeued"


class TicketTransferred(TicketEvent):
    """Waits for another window or skill, at its place."""

    KIND = "ticket_transferred"
    from_window: str
    to_window: str | None = None
    to_skill: str | None = None
    reason: str
    command: str


class TicketPromoted(TicketEvent):
    """To the front, for a reason."""

    KIND = "ticket_promoted"
    effective_arrival: datetime
    reason: str


class TicketReassigned(TicketEvent):
    """Its window gave up: it waits at the front, for `to_window` or for any. On hold it stays, at `to_window` or free."""

    KIND = "ticket_reassigned"
    from_window: str
    to_window: str | None = None
    effective_arrival: datetime


class TicketServedByNumber(TicketEvent):
    """Served by its paper while no call was possible; `twice`: another window served it too. Both services stand."""

    KIND = "ticket_served_by_number"
    window: str
    twice: bool = False


class RatingInvited(TicketEvent):
    KIND = "rating_invited"
    means: str


class TicketRated(TicketEvent):
    """The citizen's grade of the visit; never told to the window."""

    KIND = "ticket_rated"
    SEALED = frozenset({"words"})
    grade: int
    reasons: tuple[str, ...] = ()
    words: str = ""


class TicketPassed(TicketEvent):
    KIND = "ticket_passed"
    reason: str
    command: str


class TicketReturned(TicketEvent):
    """A passed ticket waits again, with the head start of class `returned`."""

    KIND = "ticket_returned"
    effective_arrival: datetime


class TicketFinished(TicketEvent):
    """With `unended`, the end of the day came before the clerk's word."""

    KIND = "ticket_finished"
    outcomes: tuple[MatterOutcome, ...] = ()
    outcome: Outcome
    command: str
    unended: bool = False


class TicketCancelled(TicketEvent):
    KIND = "ticket_cancelled"


class TicketAbandoned(TicketEvent):
    KIND = "ticket_abandoned"


class TicketNotServed(TicketEvent):
    """The hall closed before this number's turn: the hall's doing, never counted as a no-show."""

    KIND = "ticket_not_served"
    was: str = "waiting"


class ActUndone(EventBody):
    """The window's last act, named by its command, is taken back; board and voice follow."""

    KIND = "act_undone"
    window: str
    ticket: str
    command: str
    at: datetime


class WindowOpened(EventBody):
    KIND = "window_opened"
    window: str
    clerk: str
    at: datetime


class WindowPaused(EventBody):
    KIND = "window_paused"
    window: str
    reason: str
    at: datetime


class WindowClosed(EventBody):
    KIND = "window_closed"
    window: str
    at: datetime


class WindowReassigned(EventBody):
    """What a window held went to another, or to the pool; `clerk` is who gave the word."""

    KIND = "window_reassigned"
    from_window: str
    to: str
    reason: str
    clerk: str
    at: datetime


class CaseNumbersLeased(EventBody):
    """Serials `first` to `last`, both included, are this window's for the business day."""

    KIND = "case_numbers_leased"
    window: str
    first: int
    last: int
    at: datetime


EVENTS = by_kind(
    TicketTaken,
    TicketBooked,
    TicketCheckedIn,
    TicketVoided,
    TicketCalled,
    TicketRecalled,
    TicketWelcomed,
    TicketHeld,
    TicketResumed,
    TicketRequeued,
    TicketTransferred,
    TicketPromoted,
    TicketReassigned,
    TicketServedByNumber,
    RatingInvited,
    TicketRated,
    TicketPassed,
    TicketReturned,
    TicketFinished,
    TicketCancelled,
    TicketAbandoned,
    TicketNotServed,
    ActUndone,
    WindowOpened,
    WindowPaused,
    WindowClosed,
    WindowReassigned,
    CaseNumbersLeased,
)
UNSEEN_AT_WINDOWS = frozenset({"ticket_rated"})
"""What the clerk must not see (GB/T 39734: no interfering with a rating)."""
