"""The demo hall's register of persons: a source of shared data like any other, with a table of its own."""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class RegisterPerson(Central, table=True):
    """One synthetic person: found by the keyed hash of the identity number, or by household and role in it.

    `sealed` is JSON of values by field key and of certificates; `silent` is somebody the register does not answer for.
    """

    __tablename__ = "register_person"
    household: str = Field(primary_key=True)
    role: str = Field(primary_key=True)
    id_hash: str | None = Field(default=None, unique=True)
    silent: bool = False
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    cipher: str
