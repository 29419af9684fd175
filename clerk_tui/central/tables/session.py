"""Sessions: who acts, in which role, at which window, for how long."""

from sqlalchemy import Index
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class SessionRow(Central, table=True):
    """One session; `scope` is the ticket or filing to which a citizen's session is bound."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_hall_actor", "hall", "actor"),)
    hall: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    actor: str
    roles: str
    window: str | None = None
    device: str
    scope: str | None = None
    opened_at: str
    expires_at: str
    ended_at: str | None = None
