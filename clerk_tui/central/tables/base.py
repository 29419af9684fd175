"""What all tables of the centre share: one registry, one way to write names and instants."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of indexes and constraints are fixed, so that a migration can drop what an earlier one made."""


class Central(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of the tables of the central API. Columns in `FIXED` never change once a row is there."""

    FIXED: ClassVar[frozenset[str]] = frozenset()


def table_of(model: type[Central]) -> Table:
    """The Core table of a model."""
    table: Any = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


def stamp(at: datetime) -> str:
    """An aware instant as its column holds it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def instant(stamped: str) -> datetime:
    """The instant again."""
    return datetime.fromisoformat(stamped)
