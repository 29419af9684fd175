"""Published catalogues."""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class CatalogFile(Central, table=True):
    """One published catalogue, named by the SHA-256 of its bytes; the one published last is in force."""

    __tablename__ = "catalog"
    hash: str = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    published_at: str = Field(index=True)
    published_by: str


class CatalogSubmission(Central, table=True):
    """A catalogue that an editor submitted; somebody else publishes it."""

    __tablename__ = "catalog_submission"
    hash: str = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    submitted_at: str = Field(index=True)
    submitted_by: str
