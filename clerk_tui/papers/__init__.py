"""A case or a ticket on paper: models, templates, the font. Knows only `texts`."""

from clerk_tui.papers.model import (
    AcceptanceNotice,
    ApplicationForm,
    Contact,
    FormRow,
    FormSection,
    GuidePaper,
    HandOver,
    HandOverRow,
    NoticeItem,
    Paper,
    Party,
    Receipt,
    ReceiptMaterial,
    Reprint,
    Seal,
    Signature,
    TicketSlip,
)
from clerk_tui.papers.render import missing_glyphs, render_pdf

__all__ = [
    "AcceptanceNotice",
    "ApplicationForm",
    "Contact",
    "FormRow",
    "FormSection",
    "GuidePaper",
    "HandOver",
    "HandOverRow",
    "NoticeItem",
    "Paper",
    "Party",
    "Receipt",
    "ReceiptMaterial",
    "Reprint",
    "Seal",
    "Signature",
    "TicketSlip",
    "missing_glyphs",
    "render_pdf",
]
