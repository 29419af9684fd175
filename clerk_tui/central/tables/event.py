"""The ledger: events in the hall's order, and the data keys that seal their personal values."""

from sqlalchemy import BigInteger, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class EventRow(Central, table=True):
    """One event. `seq` is gap-free in the hall, `version` in the stream; `hash` chains the row to the one before.

    `body` is JSON of keys, codes, counts, times and ids; `sealed` the encrypted JSON of personal values, `cipher` how.
    """

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("hall", "stream", "version"), {"sqlite_with_rowid": False})
    hall: str = Field(primary_key=True)
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    stream: str
    version: int
    kind: str
    actor: str
    session: str
    device: str | None = None
    command: str
    captured_at: str | None = None
    recorded_at: str
    body: str
    cipher: str | None = None
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class StreamKey(Central, table=True):
    """The data key of one stream, wrapped by the hub's key; without it the stream's personal values are gone."""

    __tablename__ = "stream_key"
    hall: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    cipher: str
    wrapped: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
