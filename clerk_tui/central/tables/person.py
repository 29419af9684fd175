"""Persons and enterprises, apart from the identities by which they are known."""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class PersonRow(Central, table=True):
    """Somebody a case was about: no identity yet for a newborn, several after a change."""

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    created_at: str


class IdentityRow(Central, table=True):
    """One identity of a person: found by the keyed hash of its number, which itself is only here sealed."""

    __tablename__ = "identity"
    keyed_hash: str = Field(primary_key=True)
    person: str = Field(index=True, foreign_key="person.id")
    scheme: str
    country: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    cipher: str
    valid_to: str | None = None
