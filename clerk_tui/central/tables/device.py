"""Enrolled machines: windows, kiosks, displays."""

from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class DeviceRow(Central, table=True):
    """A machine that may deliver commands. Of its token, and of the one-time code before it, only hashes are kept."""

    __tablename__ = "device"
    id: str = Field(primary_key=True)
    hall: str = Field(index=True)
    kind: str
    name: str
    token_hash: str | None = Field(default=None, unique=True)
    code_hash: str | None = Field(default=None, unique=True)
    code_until: str | None = None
    enrolled_at: str | None = None
    disabled_at: str | None = None
