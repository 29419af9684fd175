"""What happened in a filing. Codes are never stored: they are derived from the filing's id and `serial`."""

from datetime import datetime
from typing import Literal

from clerk_tui.filing.commands import Mode, Purpose
from clerk_tui.rules import EventBody, by_kind


class FilingOpened(EventBody):
    KIND = "filing_opened"
    filing: str
    mode: Mode
    purpose: Purpose
    party: str
    expires_at: datetime
    by: str
    at: datetime


class FilingJoined(EventBody):
    KIND = "filing_joined"
    filing: str
    session: str
    at: datetime


class CodeRenewed(EventBody):
    KIND = "code_renewed"
    filing: str
    serial: int
    expires_at: datetime
    at: datetime


class CodeRevoked(EventBody):
    KIND = "code_revoked"
    filing: str
    at: datetime


class FilingHandedOver(EventBody):
    KIND = "filing_handed_over"
    filing: str
    to: Literal["window", "party"]
    at: datetime


class FilingClosed(EventBody):
    KIND = "filing_closed"
    filing: str
    outcome: Literal["submitted", "to_window", "stopped"]
    minutes: float
    at: datetime


EVENTS = by_kind(FilingOpened, FilingJoined, CodeRenewed, CodeRevoked, FilingHandedOver, FilingClosed)
