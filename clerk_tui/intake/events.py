"""What happened in a case. Personal values stand only in the fields named in `SEALED`."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from clerk_tui.intake import events_life, handover
from clerk_tui.intake.command_parts import MaterialVerdict, Means
from clerk_tui.intake.events_life import (
    CaseAccepted,
    CaseClosed,
    CaseDeemedAccepted,
    CaseRefused,
    CaseSubmitted,
    CaseSupplemented,
    CaseTerminated,
    CaseWithdrawn,
    ClockExtended,
    ClockPaused,
    ClockResumed,
    CommittedToNotice,
    ExtensionAsked,
    ItemReplied,
    ItemResubmitted,
    ItemReturned,
    ItemsDelivered,
    Missing,
    NoticeGiven,
    NumberedItem,
    PaymentRecorded,
)
from clerk_tui.rules import EventBody, by_kind

__all__ = [
    "EVENTS",
    "AnswersPatched",
    "CaseAccepted",
    "CaseClosed",
    "CaseDeemedAccepted",
    "CaseOpened",
    "CaseReassigned",
    "CaseRefused",
    "CaseSubmitted",
    "CaseSupplemented",
    "CaseTerminated",
    "CaseWithdrawn",
    "CatalogFollowed",
    "ChangedField",
    "ClockExtended",
    "ClockPaused",
    "ClockResumed",
    "CommittedToNotice",
    "ExtensionAsked",
    "ItemReplied",
    "ItemResubmitted",
    "ItemReturned",
    "ItemsDelivered",
    "MaterialAttached",
    "MaterialJudged",
    "MattersChanged",
    "Missing",
    "NoticeGiven",
    "NumberedItem",
    "PaperPrinted",
    "PaymentRecorded",
    "SectionConfirmed",
    "SharedDataReceived",
    "Signed",
    "ValueRevealed",
    "VisitLinked",
]


class CaseOpened(EventBody):
    KIND = "case_opened"
    case: str
    matters: tuple[str, ...]
    catalog: str
    ticket: str | None = None
    window: str | None = None
    at: datetime


class VisitLinked(EventBody):
    """Another ticket or online session that touched the case."""

    KIND = "visit_linked"
    ticket: str
    at: datetime


class CaseReassigned(EventBody):
    """The case goes on at another window, or with whoever takes it from the pool (no window)."""

    KIND = "case_reassigned"
    window: str | None = None
    clerk: str
    at: datetime


class MattersChanged(EventBody):
    KIND = "matters_changed"
    add: tuple[str, ...]
    drop: tuple[str, ...]
    at: datetime


class CatalogFollowed(EventBody):
    """A draft goes by another catalogue from here on: how many papers, questions and items it has more (or fewer).

    `reopened` are sections that were confirmed and hold other fields now.
    """

    KIND = "catalog_followed"
    catalog: str
    materials: int
    questions: int
    items: int
    reopened: tuple[str, ...] = ()
    at: datetime


class ChangedField(BaseModel):
    model_config = ConfigDict(frozen=True)
    field: str
    cleared: bool = False
    word: Literal["spoken", "phone"] | None = None
    read: Literal["card"] | None = None


class AnswersPatched(EventBody):
    KIND = "answers_patched"
    SEALED = frozenset({"values"})
    changes: tuple[ChangedField, ...]
    by: str
    role: str
    at: datetime
    values: dict[str, str] = {}


class MaterialAttached(EventBody):
    KIND = "material_attached"
    material: str
    sha256: str
    pages: int
    by: str
    role: str
    at: datetime


class MaterialJudged(EventBody):
    KIND = "material_judged"
    material: str
    verdict: MaterialVerdict
    reason: str | None = None
    copies: int = 0
    by: str
    at: datetime


class SectionConfirmed(EventBody):
    """`fields` are the ask keys that stood there and their versions: what was confirmed, not what is there later."""

    KIND = "section_confirmed"
    section: str
    party: str
    means: Means
    witness: str | None = None
    fields: dict[str, int]
    by: str
    at: datetime


class Signed(EventBody):
    KIND = "signed"
    party: str
    means: Means
    witness: str | None = None
    by: str
    at: datetime


class SharedDataReceived(EventBody):
    """What a source of shared data gave, for one case, with whose consent."""

    KIND = "shared_data_received"
    SEALED = frozenset({"values"})
    source: str
    party: str
    purpose: str
    consent: str
    grade: Literal["A", "B", "C", "D"]
    fields: tuple[str, ...]
    certificates: tuple[str, ...] = ()
    read_at: datetime
    at: datetime
    values: dict[str, str] = {}


class PaperPrinted(EventBody):
    """`copy` counts from 1; from the second on the paper says 补打 (reprint)."""

    KIND = "paper_printed"
    paper: str
    copy_no: int
    by: str
    at: datetime


class ValueRevealed(EventBody):
    KIND = "value_revealed"
    SEALED = frozenset({"reason"})
    field: str
    by: str
    at: datetime
    reason: str = ""


EVENTS = (
    events_life.EVENTS
    | handover.EVENTS
    | by_kind(
        CaseOpened,
        VisitLinked,
        CaseReassigned,
        MattersChanged,
        CatalogFollowed,
        AnswersPatched,
        MaterialAttached,
        MaterialJudged,
        SectionConfirmed,
        Signed,
        SharedDataReceived,
        PaperPrinted,
        ValueRevealed,
    )
)
