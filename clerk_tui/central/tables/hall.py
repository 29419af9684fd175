"""Halls, and the mark by which a hub knows its own key."""

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class HallRow(Central, table=True):
    """One hall. `seq` and `chain` are those of its last event; who writes its ledger locks this row.

    `policy` is the JSON of `queue.policy.Policy`; `day_starts_minutes` counts from midnight in `timezone`.
    """

    __tablename__ = "hall"
    id: str = Field(primary_key=True)
    code: str
    name: str
    timezone: str
    day_starts_minutes: int
    policy: str
    seq: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    chain: bytes = Field(default=bytes(32), sa_column=Column(LargeBinary, nullable=False))


class KeyCheck(Central, table=True):
    """The fingerprint of the hub key under which this database is sealed."""

    __tablename__ = "key_check"
    fingerprint: str = Field(primary_key=True)
