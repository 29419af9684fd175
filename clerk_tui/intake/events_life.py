"""What happens to a case from its receipt on. Personal values stand only in the fields named in `SEALED`."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from clerk_tui.intake.command_parts import Channel, Means, Outcome, RefusalKind
from clerk_tui.rules import EventBody, by_kind


class NumberedItem(BaseModel):
    """One item of the submission: its own 办件编号, by when, and the items of this case that come first.

    `joint`: one of a matter that is handled as one (联办), promised in `cap` working days together. As it was taken in:
    `applicant`, who of the parties acted on which `ground` (plan_types.Ground), and who registered it (`by`, `window`).
    """

    model_config = ConfigDict(frozen=True)
    item: str
    number: str
    due: date | None = None
    requires: tuple[str, ...] = ()
    joint: bool = False
    cap: float | None = None
    applicant: str | None = None
    acting: tuple[str, ...] = ()
    ground: str | None = None
    by: str = ""
    window: str | None = None


class Missing(BaseModel):
    """One line of the one-time notice: what is wrong, where, and why it is wanted."""

    model_config = ConfigDict(frozen=True)
    code: str
    subject: str
    items: tuple[str, ...] = ()


class CaseSubmitted(EventBody):
    """收件: the 申报号 and the receipt; the clock of the acceptance periods begins."""

    KIND = "case_submitted"
    number: str
    query_code: str
    items: tuple[NumberedItem, ...]
    window: str | None = None
    by: str
    on: date
    at: datetime


class CaseAccepted(EventBody):
    """受理: dated by the day all was in; `due` is when the whole is promised.

    `until` is the day promised for the gaps, `gap_items` which items wait for each.
    """

    KIND = "case_accepted"
    on: date
    due: date | None = None
    provisional: bool = False
    items: tuple[NumberedItem, ...]
    gaps: tuple[str, ...] = ()
    gap_items: dict[str, tuple[str, ...]] = {}
    until: date | None = None
    by: str
    at: datetime


class CaseDeemedAccepted(EventBody):
    """Accepted by law on the day of receipt, since nobody gave notice in time. `whole`: no item is left to accept."""

    KIND = "case_deemed_accepted"
    on: date
    due: date | None = None
    provisional: bool = False
    items: tuple[NumberedItem, ...]
    whole: bool
    effective_at: datetime
    at: datetime


class NoticeGiven(EventBody):
    """`in_order` are the papers that stood in order then: a later doubt about them is no fruit of the supplement."""

    KIND = "notice_given"
    SEALED = frozenset({"reason"})
    missing: tuple[Missing, ...]
    second: bool = False
    in_order: tuple[str, ...] = ()
    by: str
    at: datetime
    reason: str = ""


class CaseSupplemented(EventBody):
    """All that was told is in; with `gaps`, all that was promised for later."""

    KIND = "case_supplemented"
    on: date
    gaps: tuple[str, ...] = ()
    by: str
    at: datetime


class CaseRefused(EventBody):
    """`conditions` are the keys of those that failed, `basis` their clauses; `items` those it concerns."""

    KIND = "case_refused"
    SEALED = frozenset({"reason", "where"})
    kind: RefusalKind = "refused"
    conditions: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    on: date | None = None
    by: str
    at: datetime
    reason: str = ""
    where: str = ""


class CommittedToNotice(EventBody):
    KIND = "committed_to_notice"
    item: str
    party: str
    means: Means
    by: str
    at: datetime


class CaseWithdrawn(EventBody):
    KIND = "case_withdrawn"
    SEALED = frozenset({"reason"})
    by: str
    at: datetime
    reason: str = ""


class CaseTerminated(EventBody):
    """终止; `gaps` are the papers that did not come, when that is why."""

    KIND = "case_terminated"
    SEALED = frozenset({"reason"})
    code: Literal["stopped", "gap_lapsed"]
    gaps: tuple[str, ...] = ()
    effective_at: datetime | None = None
    by: str
    at: datetime
    reason: str = ""


class CaseClosed(EventBody):
    KIND = "case_closed"
    on: date
    by: str
    at: datetime


class ItemReturned(EventBody):
    KIND = "item_returned"
    SEALED = frozenset({"reason"})
    item: str
    by: str
    at: datetime
    reason: str = ""


class ItemResubmitted(EventBody):
    KIND = "item_resubmitted"
    item: str
    by: str
    at: datetime


class ClockPaused(EventBody):
    """`until` is the planned end, told in the notice; the clock stands from the day after `on`."""

    KIND = "clock_paused"
    SEALED = frozenset({"note"})
    item: str
    basis: str
    days: float
    on: date
    until: date
    by: str
    at: datetime
    note: str = ""


class ClockResumed(EventBody):
    KIND = "clock_resumed"
    item: str
    on: date
    by: str
    at: datetime


class ExtensionAsked(EventBody):
    KIND = "extension_asked"
    SEALED = frozenset({"reason"})
    item: str
    days: int
    by: str
    at: datetime
    reason: str = ""


class ClockExtended(EventBody):
    KIND = "clock_extended"
    item: str
    days: int
    on: date
    by: str
    at: datetime


class ItemReplied(EventBody):
    """`released` begin now; `fallen` can't go on without this one."""

    KIND = "item_replied"
    SEALED = frozenset({"number", "reason"})
    item: str
    outcome: Outcome
    released: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()
    on: date
    by: str
    role: str
    at: datetime
    number: str = ""
    reason: str = ""


class PaymentRecorded(EventBody):
    KIND = "payment_recorded"
    SEALED = frozenset({"amount", "receipt"})
    item: str
    settled: Literal["paid", "waived"]
    how: str
    by: str
    at: datetime
    amount: str = ""
    receipt: str = ""


class ItemsDelivered(EventBody):
    KIND = "items_delivered"
    SEALED = frozenset({"taken_by"})
    items: tuple[str, ...]
    channel: Channel
    on: date
    by: str
    at: datetime
    taken_by: str = ""


EVENTS = by_kind(
    CaseSubmitted,
    CaseAccepted,
    CaseDeemedAccepted,
    NoticeGiven,
    CaseSupplemented,
    CaseRefused,
    CommittedToNotice,
    CaseWithdrawn,
    CaseTerminated,
    CaseClosed,
    ItemReturned,
    ItemResubmitted,
    ClockPaused,
    ClockResumed,
    ExtensionAsked,
    ClockExtended,
    ItemReplied,
    PaymentRecorded,
    ItemsDelivered,
)
