"""Migrations and tables are one schema, on both engines."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from clerk_tui.central.database import Database, open_database
from clerk_tui.central.migrations import upgrade
from clerk_tui.central.tables import Central

CENTRE = {
    "alembic_version",
    "catalog",
    "catalog_submission",
    "device",
    "earlier_answer",
    "hall",
    "identity",
    "key_check",
    "person",
    "register_person",
    "staff",
}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


def test_migrating_gives_the_tables_of_the_models(database: Database) -> None:
    upgrade(database.engine)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Central.metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    upgrade(database.engine)
    before = inspect(database.engine).get_table_names()
    upgrade(database.engine)
    assert inspect(database.engine).get_table_names() == before


def test_every_table_but_the_centres_begins_with_its_hall(database: Database) -> None:
    upgrade(database.engine)
    found = inspect(database.engine)
    for table in set(found.get_table_names()) - CENTRE:
        assert found.get_pk_constraint(table)["constrained_columns"][0] == "hall", table
