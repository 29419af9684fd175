"""Cases and filings as lists and look-ups read them, without any personal value."""

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class CaseRow(Central, table=True):
    """One case; `matters` and `tickets` are space-separated keys and ids.

    `since` is when it came into its state; `applicant` a masked name, sealed all the same with the case's own key;
    `to_hand_over` counts its items that no department's system has yet.
    """

    FIXED = frozenset({"opened_by", "opened_at"})
    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_file_hall_window_state", "hall", "window", "state"),
        Index("ix_case_file_hall_number", "hall", "number"),
    )
    hall: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    version: int
    state: str
    matters: str
    catalog: str
    tickets: str
    opened_by: str
    window: str | None = None
    number: str | None = None
    query_code: str | None = None
    opened_at: str
    changed_at: str
    received_on: str | None = None
    accepted_on: str | None = None
    due: str | None = None
    since: str | None = None
    applicant: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    cipher: str | None = None
    to_hand_over: int | None = None


class CasePersonRow(Central, table=True):
    """Who is in a case, by keyed hash of the number: one row for each party, null when the number was taken back."""

    __tablename__ = "case_person"
    __table_args__ = (Index("ix_case_person_hall_id_hash", "hall", "id_hash"),)
    hall: str = Field(primary_key=True)
    case_id: str = Field(primary_key=True)
    party: str = Field(primary_key=True)
    id_hash: str | None = None


class FilingRow(Central, table=True):
    """One filing, found by the keyed hashes of its newest codes; of the digits only while they open it."""

    __tablename__ = "filing"
    __table_args__ = (
        Index("ix_filing_hall_code_hash", "hall", "code_hash"),
        Index("ix_filing_hall_digits_hash", "hall", "digits_hash"),
        Index("ix_filing_hall_case_id", "hall", "case_id"),
    )
    hall: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    case_id: str
    party: str
    state: str
    serial: int
    expires_at: str
    session: str | None = None
    code_hash: str | None = None
    digits_hash: str | None = None
