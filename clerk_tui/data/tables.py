"""The tables of a window's store. Their metadata is their own, so that the centre's never land in this file."""

from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

SCHEMA_VERSION = 1


class Local(SQLModel, registry=registry()):
    """Base of every table that a window keeps."""


class Meta(Local, table=True):
    """Small facts by name, JSON values: schema version, feed cursor with the confirmed day, session, hall."""

    __tablename__ = "meta"
    name: str = Field(primary_key=True)
    value: str


class OutboxRecord(Local, table=True):
    """One command captured here."""

    __tablename__ = "outbox"
    id: str = Field(primary_key=True)
    place: int = Field(index=True)
    sub: int
    kind: str
    target: str | None = None
    chain: str
    body: str
    captured_at: str
    session: str
    actor: str
    role: str
    window: str | None = None
    base_version: int | None = None
    state: str
    frozen: bytes | None = None
    attempts: int = 0
    not_before: str | None = None
    verdict: str | None = None
    reached: int | None = None
    settled: bool = False
    own_bases: str = "{}"
    replaces: str | None = None


class CaseFrame(Local, table=True):
    """One confirmed event of a case that is open here, as the feed gave it."""

    __tablename__ = "case_frame"
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    frame: str


class Draft(Local, table=True):
    """A value that is being typed: not yet a command. `base` is the field's version as the clerk saw it."""

    __tablename__ = "draft"
    case_id: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    value: str
    base: int
    own_base: str | None = None


class FileBlob(Local, table=True):
    """A file to send, by the SHA-256 of its bytes, before the command that names it."""

    __tablename__ = "file_blob"
    case_id: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    media_type: str
    content: bytes


class NumberBlock(Local, table=True):
    """A block of case numbers leased for this window; `next` is the first that is still free."""

    __tablename__ = "number_block"
    day: str = Field(primary_key=True)
    window: str = Field(primary_key=True)
    first: int = Field(primary_key=True)
    last: int
    next: int
