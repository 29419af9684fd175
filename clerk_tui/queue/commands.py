"""What may be asked of a hall's day of tickets. Names as on the wire (API docs, command kinds)."""

from typing import Annotated, Literal

from pydantic import Field

from clerk_tui.queue.policy import TicketClass
from clerk_tui.rules import CommandBody, by_kind

Channel = Literal["kiosk", "window", "phone", "booking", "guide"]
Hold = Literal["fetch_papers", "papers_stay", "wait"]
Outcome = Literal["accepted", "noticed", "refused", "supplemented", "pickup", "consultation", "wrong_matter", "other"]
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:/-]+$")]
Sentence = Annotated[str, Field(min_length=1, max_length=200)]


class TakeTicket(CommandBody):
    KIND = "take_ticket"
    channel: Channel
    ticket_class: TicketClass = Field(default="ordinary", alias="class")
    matter: Code | None = None


class CallNext(CommandBody):
    KIND = "call_next"
    window: Code


class CallTicket(CommandBody):
    KIND = "call_ticket"
    window: Code


class Recall(CommandBody):
    KIND = "recall"


class Welcome(CommandBody):
    KIND = "welcome"


class HoldTicket(CommandBody):
    KIND = "hold"
    hold: Hold


class Resume(CommandBody):
    KIND = "resume"


class Pass(CommandBody):
    KIND = "pass"
    reason: Code


class ReturnPassed(CommandBody):
    KIND = "return_passed"


class MatterOutcome(CommandBody):
    KIND = "matter_outcome"
    matter: Code
    outcome: Outcome
    case: Code | None = None


class Finish(CommandBody):
    """Either one outcome for the visit, or one for each matter of it."""

    KIND = "finish"
    outcome: Outcome | None = None
    outcomes: tuple[MatterOutcome, ...] = ()


class Cancel(CommandBody):
    KIND = "cancel"


class Abandon(CommandBody):
    KIND = "abandon"


class Undo(CommandBody):
    """Takes back the window's last act, named by its command id."""

    KIND = "undo"
    command: Code


class OpenWindow(CommandBody):
    KIND = "open_window"
    window: Code


class PauseWindow(CommandBody):
    KIND = "pause_window"
    window: Code
    reason: Code


class CloseWindow(CommandBody):
    KIND = "close_window"
    window: Code


class LeaseCaseNumbers(CommandBody):
    """Asks for the next block of case numbers (申报号) for a window's own use, on line or cut off."""

    KIND = "lease_case_numbers"
    window: Code
    count: int = Field(default=50, ge=1, le=200)


class EndOfDay(CommandBody):
    KIND = "end_of_day"


COMMANDS = by_kind(
    TakeTicket,
    CallNext,
    CallTicket,
    Recall,
    Welcome,
    HoldTicket,
    Resume,
    Pass,
    ReturnPassed,
    Finish,
    Cancel,
    Abandon,
    Undo,
    OpenWindow,
    PauseWindow,
    CloseWindow,
    LeaseCaseNumbers,
    EndOfDay,
)
TARGETED = frozenset(
    {"call_ticket", "recall", "welcome", "hold", "resume", "pass", "return_passed", "finish", "cancel", "abandon"}
)
