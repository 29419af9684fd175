"""What persons and enterprises answered in cases that were accepted: offered to them again, in any hall of the centre."""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class EarlierAnswerRow(Central, table=True):
    """The newest answer of one person to one field: found by keyed hash of the number, the value sealed.

    `until` is when it is offered no more and may be removed; `case_id` where it was given.
    """

    __tablename__ = "earlier_answer"
    person: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    hall: str
    case_id: str
    given_at: str
    until: str = Field(index=True)
    cipher: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
