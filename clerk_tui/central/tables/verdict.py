"""Answers to commands, final for their ids."""

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class VerdictRow(Central, table=True):
    """The first answer to a command: what a second copy is told.

    `mac` is a keyed hash of the command's bytes, all that is kept of them. `first_seq` to `last_seq` span its events;
    `details` and `result` are JSON without personal values or codes.
    """

    __tablename__ = "verdict"
    __table_args__ = {"sqlite_with_rowid": False}
    hall: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    status: str
    mac: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    code: str | None = None
    path: str | None = None
    details: str | None = None
    result: str | None = None
    current: int | None = None
    first_seq: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    last_seq: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
