"""What may be asked of a hall's day of tickets. Names as on the wire (API docs, command kinds)."""

import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as NumberError
from stdnum.iso7064 import mod_11_2

from clerk_tui.queue.policy import TicketClass
from clerk_tui.rules import CommandBody, by_kind

Channel = Literal["kiosk", "window", "phone", "guide"]
TakenThrough = Literal["kiosk", "window", "phone", "guide", "booking"]
Hold = Literal["fetch_papers", "papers_stay", "wait"]
Outcome = Literal["accepted", "noticed", "refused", "supplemented", "pickup", "consultation", "wrong_matter", "other"]
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:/-]+$")]
CalendarDate = date
Reason = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9_.]*$")]
"""A reason's code: the sentence belongs to the reader's language, and no free text enters the open part of an event."""


def _plain(typed: object) -> object:
    return unicodedata.normalize("NFKC", typed).strip().upper() if isinstance(typed, str) else typed


def _checked(number: str) -> str:
    if len(number) == 18:
        try:
            mod_11_2.validate(number)
            # Not the library's look at the region: it wants the county to be as old as the person.
            ric.get_birth_date(number)
        except NumberError:
            raise ValueError("check digit or date") from None
    return number


IdNumber = Annotated[
    str,
    BeforeValidator(_plain),
    Field(min_length=5, max_length=18, pattern=r"^[A-Z0-9]+$"),
    AfterValidator(_checked),
]
"""An identity number (GB 11643 when it has 18 characters). The centre turns it into a keyed hash before it judges."""


class Personal(CommandBody):
    """A command that may say whose ticket it is; `Context.person` is what rules see of it."""

    id_no: IdNumber | None = Field(default=None, repr=False)


class TakeTicket(Personal):
    KIND = "take_ticket"
    channel: Channel
    ticket_class: TicketClass = Field(default="ordinary", alias="class")
    matter: Code | None = None


class Book(Personal):
    """A place on another day (预约): real-name, for one slot that begins at `slot`, local time."""

    KIND = "book"
    date: CalendarDate
    slot: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    ticket_class: TicketClass = Field(default="ordinary", alias="class")
    matter: Code | None = None


class CheckIn(Personal):
    """Who booked is here (到场取号): found by identity number, or by booking number or id."""

    KIND = "check_in"
    booking: Code | None = None


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
    """Back from hold: to the author's window, or, from a kiosk or guide, into the queue at its old place."""

    KIND = "resume"


class Pass(CommandBody):
    KIND = "pass"
    reason: Reason


class ReturnPassed(CommandBody):
    KIND = "return_passed"


class Transfer(CommandBody):
    """To one window, or to any that has a skill; the place in the queue is kept."""

    KIND = "transfer"
    to_window: Code | None = None
    to_skill: Code | None = None
    reason: Reason


class Promote(CommandBody):
    """To the front (置顶)."""

    KIND = "promote"
    reason: Reason


class ServeByNumber(CommandBody):
    """Serves who stands at the window with a paper ticket while no call was possible; `number` as printed, or bare."""

    KIND = "serve_by_number"
    window: Code
    business_day: date
    number: Annotated[str, Field(pattern=r"^[A-Z]?\d{1,5}$")]


class InviteRating(CommandBody):
    """Invites to rate the visit, once (一次一评, GB/T 39734)."""

    KIND = "invite_rating"
    means: Literal["face", "phone", "slip"]


class Rate(CommandBody):
    """The citizen's own word: 5 (非常满意) to 1 (非常不满意); a grade below 3 needs a reason or words."""

    KIND = "rate"
    grade: Annotated[int, Field(ge=1, le=5)]
    reasons: tuple[Annotated[str, Field(pattern=r"^\d{3}$")], ...] = Field(default=(), max_length=10)
    words: str = Field(default="", max_length=150, repr=False)


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
    """`date` names the business day of a booking that is not today's."""

    KIND = "cancel"
    date: CalendarDate | None = None


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
    reason: Reason


class CloseWindow(CommandBody):
    KIND = "close_window"
    window: Code


class ReassignWindow(CommandBody):
    """Everything a window holds goes to another one, or to the pool of all (`pool`)."""

    KIND = "reassign_window"
    from_window: Code
    to: Code
    reason: Reason


class LeaseCaseNumbers(CommandBody):
    """Asks for the next block of case numbers (申报号) for a window's own use, on line or cut off."""

    KIND = "lease_case_numbers"
    window: Code
    count: int = Field(default=50, ge=1, le=200)


class EndOfDay(CommandBody):
    """The business day is over: whoever still holds a number was not served, which is never a no-show."""

    KIND = "end_of_day"


class VoidBookings(CommandBody):
    """Bookings whose time is over are void, and recorded as no-shows."""

    KIND = "void_bookings"


COMMANDS = by_kind(
    TakeTicket,
    Book,
    CheckIn,
    CallNext,
    CallTicket,
    Recall,
    Welcome,
    HoldTicket,
    Resume,
    Pass,
    ReturnPassed,
    Transfer,
    Promote,
    Finish,
    Cancel,
    Abandon,
    ServeByNumber,
    InviteRating,
    Rate,
    Undo,
    OpenWindow,
    PauseWindow,
    CloseWindow,
    ReassignWindow,
    LeaseCaseNumbers,
    EndOfDay,
    VoidBookings,
)
TARGETED = frozenset(
    {
        "call_ticket",
        "recall",
        "welcome",
        "hold",
        "resume",
        "pass",
        "return_passed",
        "transfer",
        "promote",
        "finish",
        "cancel",
        "abandon",
        "invite_rating",
        "rate",
    }
)
