"""Files of a case: the centre's own rendition, sealed with the case's data key."""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field

from clerk_tui.central.tables.base import Central


class FileRow(Central, table=True):
    """One file, named within its case by the SHA-256 of the bytes that were sent; `size` counts sealed bytes."""

    __tablename__ = "file"
    hall: str = Field(primary_key=True)
    case_id: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    media_type: str
    pages: int
    size: int
    cipher: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    stored_at: str
    stored_by: str
