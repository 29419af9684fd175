"""What each paper says, as plain values: whoever prints one fills it in, the template lays it out.

Words that depend on the catalogue or on persons come as they are to be printed; dates are those of the hall; times are
aware and in the hall's zone. An empty string or None leaves the place out. Contents follow the papers that a window
hands over by 行政许可法 art. 32, 34 and 42; one class a paper, one template of the same name a class.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from clerk_tui.papers.notice import Notice
from clerk_tui.papers.parts import Contact, Party, Reprint, Seal, Signature
from clerk_tui.texts.sheet import Sheet

__all__ = [
    "AcceptanceNotice",
    "ApplicationForm",
    "Checklist",
    "Contact",
    "FormRow",
    "FormSection",
    "GuidePaper",
    "HandOver",
    "HandOverRow",
    "Notice",
    "NoticeItem",
    "Paper",
    "Party",
    "Receipt",
    "ReceiptMaterial",
    "Reprint",
    "Seal",
    "Signature",
    "TicketSlip",
]


@dataclass(frozen=True, kw_only=True)
class NoticeItem:
    """One item of a joint notice: `who` says who acts for whom, `note` stands in place of a date that is not known yet
    (a predecessor is still open).
    """

    name: str
    authority: str
    item_no: str = ""
    who: str = ""
    promised_on: date | None = None
    provisional: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AcceptanceNotice:
    """受理通知书: the case is accepted; until when it will be decided, and how to follow it.

    `promised_on` is the day by which all items are decided; `provisional` marks a date in a year whose holidays are not
    published. `query_url`, when given, is what the QR holds; else the case number. `ground`: all was in, papers are to
    come (容缺), or nobody gave notice in time, so that the law accepted it.
    """

    hall: str
    case_no: str
    matter: str
    applicant: Party
    accepted_on: date
    items: tuple[NoticeItem, ...]
    query_code: str
    contact: Contact
    seals: tuple[Seal, ...]
    agent: Party | None = None
    received_on: date | None = None
    promised_on: date | None = None
    provisional: bool = False
    query_url: str = ""
    window: str = ""
    clerk: str = ""
    ground: Literal["complete", "gaps", "deemed"] = "complete"
    reprint: Reprint | None = None


@dataclass(frozen=True, kw_only=True)
class ReceiptMaterial:
    """One material handed in; `how` says in words how it stands (验原件, 电子证照, …)."""

    name: str
    originals: int = 0
    copies: int = 0
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """收件凭证: what was handed in, when, to whom; it does not say that the case is accepted."""

    hall: str
    case_no: str
    matter: str
    applicant: Party
    received_at: datetime
    materials: tuple[ReceiptMaterial, ...]
    window: str
    clerk: str
    contact: Contact
    seals: tuple[Seal, ...]
    agent: Party | None = None
    query_code: str = ""
    query_url: str = ""
    reprint: Reprint | None = None


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """One question of the form and its answer in words; `source` says where the answer came from."""

    label: str
    value: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class FormTable:
    """A group of questions that repeats (shareholders, vehicles): a head, a line a row, `total` under the last.

    `weights` are the columns' shares of the width.
    """

    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    weights: tuple[int, ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FormSection:
    """The questions that concern one party or one subject; with a `table` instead of rows where they repeat."""

    title: str
    rows: tuple[FormRow, ...] = ()
    table: FormTable | None = None


@dataclass(frozen=True, kw_only=True)
class ApplicationForm:
    """申请表: the one form for all items of a case, to read and sign. Without a case number it is marked as a draft."""

    hall: str
    matter: str
    applicant: Party
    items: tuple[str, ...]
    sections: tuple[FormSection, ...]
    signatures: tuple[Signature, ...]
    printed_at: datetime
    declarations: tuple[str, ...] = ()
    agent: Party | None = None
    case_no: str = ""
    window: str = ""
    clerk: str = ""
    reprint: Reprint | None = None


@dataclass(frozen=True, kw_only=True)
class TicketSlip:
    """The ticket from the machine, 80 or 58 mm wide; waits are minutes (half of all wait less; nine of ten wait less).

    `booked_for`, when given, makes it the slip of a booking: day and slot in words.
    """

    hall: str
    number: str
    taken_at: datetime
    code: str = ""
    matter: str = ""
    ticket_class: str = ""
    ahead: int | None = None
    wait_p50: int | None = None
    wait_p90: int | None = None
    url: str = ""
    booked_for: str = ""
    reprint: Reprint | None = None


@dataclass(frozen=True, kw_only=True)
class HandOverRow:
    """One thing that is handed over: a ticket's or a case's number, what it is about, how it stands."""

    what: str
    about: str = ""
    stands: str = ""


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """交接单: what one window hands to another, or to the pool of all; both sign."""

    hall: str
    from_window: str
    to: str
    reason: str
    at: datetime
    rows: tuple[HandOverRow, ...]
    clerk: str = ""
    reprint: Reprint | None = None


@dataclass(frozen=True, kw_only=True)
class GuidePaper:
    """办事指南 to take home: the guide as the phone shows it at `url`, which the QR holds; about nobody in person."""

    hall: str
    sheet: Sheet
    printed_on: date
    url: str = ""
    reprint: Reprint | None = None


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """办事清单: what to bring for a matter as far as the answers go; about nobody in person. `case_no` may be empty."""

    hall: str
    sheet: Sheet
    printed_on: date
    url: str = ""
    case_no: str = ""
    reprint: Reprint | None = None


Paper = AcceptanceNotice | Receipt | ApplicationForm | TicketSlip | HandOver | GuidePaper | Checklist | Notice
