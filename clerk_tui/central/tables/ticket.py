"""Tickets as lists and look-ups read them; the ledger's events are the truth."""

from sqlalchemy import Index
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class TicketRow(Central, table=True):
    """One ticket of a business day. `code_hash` finds it by the code behind its QR; `person` is a keyed hash of whose."""

    FIXED = frozenset({"day", "channel", "code_hash", "person"})
    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_hall_day_number", "hall", "day", "number"),
        Index("ix_ticket_hall_code_hash", "hall", "code_hash"),
        Index("ix_ticket_hall_person", "hall", "person"),
    )
    hall: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    day: str
    number: int
    label: str
    ticket_class: str
    channel: str
    state: str
    window: str | None = None
    matter: str | None = None
    outcome: str | None = None
    taken_at: str
    called_at: str | None = None
    welcomed_at: str | None = None
    finished_at: str | None = None
    code_hash: str
    person: str | None = None
