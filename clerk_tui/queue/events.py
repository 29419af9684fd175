"""What happened in a hall's day. No event of this stream holds a personal value."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from clerk_tui.queue.commands import Channel, Hold, MatterOutcome, Outcome
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
    channel: Channel
    ticket_class: TicketClass
    effective_arrival: datetime
    matter: str | None = None


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


class TicketPassed(TicketEvent):
    KIND = "ticket_passed"
    reason: str
    command: str


class TicketReturned(TicketEvent):
    """A passed ticket waits again, with the head start of class `returned`."""

    KIND = "ticket_returned"
    effective_arrival: datetime


class TicketFinished(TicketEvent):
    KIND = "ticket_finished"
    outcomes: tuple[MatterOutcome, ...]
    outcome: Outcome
    command: str


class TicketCancelled(TicketEvent):
    KIND = "ticket_cancelled"


class TicketAbandoned(TicketEvent):
    KIND = "ticket_abandoned"


class TicketNotServed(TicketEvent):
    """The hall closed before this number's turn: the hall's doing, never counted as a no-show."""

    KIND = "ticket_not_served"


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


class CaseNumbersLeased(EventBody):
    """Serials `first` to `last`, both included, are this window's for the business day."""

    KIND = "case_numbers_leased"
    window: str
    first: int
    last: int
    at: datetime


EVENTS = by_kind(
    TicketTaken,
    TicketCalled,
    TicketRecalled,
    TicketWelcomed,
    TicketHeld,
    TicketResumed,
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
    CaseNumbersLeased,
)
