"""Proposed changes of the catalogue as the desk lists them, without the clerk's words."""

from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class ProposalRow(Central, table=True):
    """One proposal of a hall; `stream` is the day on which it was made, where its sealed words are."""

    FIXED = frozenset({"item", "kind", "subject", "stream", "proposed_by", "proposed_at"})
    __tablename__ = "proposal"
    hall: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    item: str
    kind: str
    subject: str | None = None
    state: str = Field(index=True)
    stream: str
    proposed_by: str
    proposed_at: str
    decided_by: str | None = None
    decided_at: str | None = None
