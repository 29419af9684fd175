"""What may be asked of a case after its receipt; the target is the case, `item` one of its items."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from clerk_tui.intake.command_parts import Channel, Key, Means, Outcome, Reason
from clerk_tui.rules import CommandBody, by_kind

Typed = Annotated[str, Field(min_length=1, max_length=100)]


class AcceptCase(CommandBody):
    """受理 of a received case. With `gaps` 容缺受理: by a signed promise (承诺书), until a day not later than promised."""

    KIND = "accept_case"
    gaps: tuple[Key, ...] = ()
    until: date | None = None
    promise: bool = False


class GiveNotice(CommandBody):
    """一次性告知: one notice of all that is missing or wrong, in all items at once.

    A second one names what the supplement brought in; anything else wants a supervisor's `reason`.
    """

    KIND = "give_notice"
    reason: Reason | None = None


class Supplement(CommandBody):
    """补正已齐: every line of the notice is answered."""

    KIND = "supplement"


class RefuseCase(CommandBody):
    """不予受理, or told that it is another authority's (`where` to go) or needs no permission."""

    KIND = "refuse_case"
    reason: Reason
    kind: Literal["refused", "not_ours", "not_needed"] = "refused"
    where: Reason | None = None


class CommitToNotice(CommandBody):
    """告知承诺: a party promises in writing to meet what one item demands."""

    KIND = "commit_to_notice"
    item: Key
    party: Key
    means: Means


class WithdrawCase(CommandBody):
    KIND = "withdraw_case"
    reason: Reason


class TerminateCase(CommandBody):
    """终止: the supervisor ends what can't go on."""

    KIND = "terminate_case"
    reason: Reason


class CloseCase(CommandBody):
    """办结归档: everything is decided and handed over."""

    KIND = "close_case"


class ClaimCase(CommandBody):
    """Takes a case from the pool to a window."""

    KIND = "claim_case"
    window: Key


class ReturnItem(CommandBody):
    """退件: the department hands an item back to the window."""

    KIND = "return_item"
    item: Key
    reason: Reason


class ResubmitItem(CommandBody):
    KIND = "resubmit_item"
    item: Key


class PauseClock(CommandBody):
    """特别程序: `basis` names a special procedure of the item, or under licence law one of art. 45; `days` its length."""

    KIND = "pause_clock"
    item: Key
    basis: Typed
    days: float = Field(gt=0, le=366)
    note: Reason | None = None


class ResumeClock(CommandBody):
    KIND = "resume_clock"
    item: Key


class ExtendClock(CommandBody):
    """Asks for more working days; another person approves."""

    KIND = "extend_clock"
    item: Key
    days: int = Field(ge=1, le=60)
    reason: Reason


class ApproveExtension(CommandBody):
    KIND = "approve_extension"
    item: Key


class ReplyItem(CommandBody):
    """What the department decided of one item; `number` is the certificate's or the decision's."""

    KIND = "reply_item"
    item: Key
    outcome: Outcome
    number: Typed | None = None
    reason: Reason | None = None


class RecordPayment(CommandBody):
    """A fee that was paid (how, by which receipt) or waived. `amount` is in yuan."""

    KIND = "record_payment"
    item: Key
    amount: str = Field(pattern=r"^\d{1,9}(\.\d{1,2})?$")
    settled: Literal["paid", "waived"]
    how: Literal["cash", "card", "code", "transfer", "none"] = "none"
    receipt: Typed | None = None


class Deliver(CommandBody):
    """送达 of the results of these items; `taken_by` is who took them."""

    KIND = "deliver"
    items: Annotated[tuple[Key, ...], Field(min_length=1, max_length=100)]
    channel: Channel
    taken_by: Typed


class DeemAccepted(CommandBody):
    """Sent by the centre alone: the days of notice passed in silence (行政许可法 32)."""

    KIND = "deem_accepted"
    effective_at: datetime


class LapseGap(CommandBody):
    """Sent by the centre alone: the day promised for the gaps is over."""

    KIND = "lapse_gap"
    effective_at: datetime


COMMANDS = by_kind(
    AcceptCase,
    GiveNotice,
    Supplement,
    RefuseCase,
    CommitToNotice,
    WithdrawCase,
    TerminateCase,
    CloseCase,
    ClaimCase,
    ReturnItem,
    ResubmitItem,
    PauseClock,
    ResumeClock,
    ExtendClock,
    ApproveExtension,
    ReplyItem,
    RecordPayment,
    Deliver,
    DeemAccepted,
    LapseGap,
)
UNVERSIONED = frozenset({"deem_accepted", "lapse_gap"})
"""What the clock sends: guarded by the case's state."""
