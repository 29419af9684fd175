"""Accounts of people and machines that sign in."""

from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class StaffRow(Central, table=True):
    """One account: several roles, space-separated, the first is the one that its screen shows.

    `failures` counts wrong passwords since the last right one; until `locked_until` none is looked at.
    """

    __tablename__ = "staff"
    staff_no: str = Field(primary_key=True)
    hall: str = Field(index=True)
    name: str
    password_hash: str
    roles: str
    failures: int = 0
    locked_until: str | None = None
    disabled_at: str | None = None
