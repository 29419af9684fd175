"""What may be asked of one case (办件). Names as on the wire; the target of all but `open_case` is the case."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from clerk_tui.intake import commands_life, handover
from clerk_tui.intake.command_parts import MAX_VALUE, Key, MaterialVerdict, Means, Reason
from clerk_tui.intake.commands_life import (
    AcceptCase,
    ApproveExtension,
    ClaimCase,
    CloseCase,
    CommitToNotice,
    DeemAccepted,
    Deliver,
    ExtendClock,
    GiveNotice,
    LapseGap,
    PauseClock,
    RecordPayment,
    RefuseCase,
    ReplyItem,
    ResubmitItem,
    ResumeClock,
    ReturnItem,
    Supplement,
    TerminateCase,
    WithdrawCase,
)
from clerk_tui.rules import CommandBody, by_kind

__all__ = [
    "COMMANDS",
    "MAX_VALUE",
    "UNVERSIONED",
    "AcceptCase",
    "ApproveExtension",
    "AttachMaterial",
    "Change",
    "ChangeMatters",
    "ClaimCase",
    "CloseCase",
    "CommitToNotice",
    "ConfirmSection",
    "DeemAccepted",
    "Deliver",
    "ExtendClock",
    "FollowCatalog",
    "GiveNotice",
    "JudgeMaterial",
    "Key",
    "LapseGap",
    "MaterialVerdict",
    "Means",
    "OpenCase",
    "PatchAnswers",
    "PauseClock",
    "PrintPaper",
    "Reason",
    "RecordLookup",
    "RecordPayment",
    "RefuseCase",
    "ReplyItem",
    "ResubmitItem",
    "ResumeClock",
    "ReturnItem",
    "Reveal",
    "Sign",
    "SubmitCase",
    "Supplement",
    "TerminateCase",
    "WithdrawCase",
]


class OpenCase(CommandBody):
    """Begins a draft for these matters; the ticket, if any, is linked: that is a visit (跑动)."""

    KIND = "open_case"
    matters: Annotated[tuple[Key, ...], Field(min_length=1, max_length=50)]
    catalog: str = Field(pattern="^[0-9a-f]{64}$")
    ticket: str | None = None


class ChangeMatters(CommandBody):
    KIND = "change_matters"
    add: tuple[Key, ...] = ()
    drop: tuple[Key, ...] = ()


class Change(BaseModel):
    """One field of a patch: `base` is that field's version as the sender saw it (0 = never answered).

    `word` is how the one who confirmed the field agreed to its change, when somebody else makes it. `read`: the value
    was read off a card by its reader, not typed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    field: Key
    value: Annotated[str, Field(max_length=MAX_VALUE)] | None
    base: int = Field(default=0, ge=0)
    word: Literal["spoken", "phone"] | None = None
    read: Literal["card"] | None = None


class PatchAnswers(CommandBody):
    KIND = "patch_answers"
    changes: Annotated[tuple[Change, ...], Field(min_length=1, max_length=200)]


class AttachMaterial(CommandBody):
    """Names a file that was sent before, by the SHA-256 of its bytes."""

    KIND = "attach_material"
    material: Key
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    pages: int = Field(default=1, ge=1, le=500)


class JudgeMaterial(CommandBody):
    KIND = "judge_material"
    material: Key
    verdict: MaterialVerdict
    reason: Annotated[str, Field(max_length=40)] | None = None
    copies: int = Field(default=0, ge=0, le=20)


class ConfirmSection(CommandBody):
    """A party says that what stands in a section is right; `witness` is who saw it, when no phone did."""

    KIND = "confirm_section"
    section: Key
    party: Key
    means: Means
    witness: str | None = None


class Sign(CommandBody):
    KIND = "sign"
    party: Key
    means: Means
    witness: str | None = None


class SubmitCase(CommandBody):
    """收件 (receipt); accepts at once (受理) when no rule fails and every paper is judged, unless only received.

    `serial` is from the window's block of case numbers.
    """

    KIND = "submit_case"
    serial: int | None = Field(default=None, ge=1)
    only_receive: bool = False


class LinkVisit(CommandBody):
    """Whoever stands at this window, with this ticket, is here about the case: also one begun elsewhere, or long ago."""

    KIND = "link_visit"
    window: str = Field(min_length=1, max_length=40)
    ticket: str = Field(min_length=1, max_length=64)


class FollowCatalog(CommandBody):
    """Takes a draft over to the catalogue in force. Sent by the centre alone, when another one was published."""

    KIND = "follow_catalog"


class RecordLookup(CommandBody):
    """What a source of shared data gave. Sent by the centre alone, after it asked that source for this case."""

    KIND = "record_lookup"
    source: Key
    party: Key
    purpose: Key
    consent: Key
    grade: Literal["A", "B", "C", "D"]
    values: dict[Key, Annotated[str, Field(max_length=MAX_VALUE)]]
    certificates: tuple[Key, ...] = ()
    read_at: datetime


class PrintPaper(CommandBody):
    KIND = "print_paper"
    paper: Key


class Reveal(CommandBody):
    KIND = "reveal"
    field: Key
    reason: Reason


COMMANDS = (
    commands_life.COMMANDS
    | handover.COMMANDS
    | by_kind(
        OpenCase,
        ChangeMatters,
        PatchAnswers,
        AttachMaterial,
        JudgeMaterial,
        ConfirmSection,
        Sign,
        SubmitCase,
        LinkVisit,
        FollowCatalog,
        RecordLookup,
        PrintPaper,
        Reveal,
    )
)
UNVERSIONED = (
    frozenset({"open_case", "patch_answers", "record_lookup", "follow_catalog", "link_visit", "claim_case"})
    | commands_life.UNVERSIONED
    | handover.UNVERSIONED
)
"""Kinds that carry no base version: a creation, what judges each field by itself, and what only says who has the case."""
