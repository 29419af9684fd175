"""Alembic migrations of the central API's tables, run when a hub starts."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

LOCK = 7_106_221
"""The advisory lock under which one API process migrates PostgreSQL; on SQLite the hub's lock file does it."""


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, with the scripts of this package."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine) -> None:
    """Brings the schema to the newest version, in one transaction."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        command.upgrade(config(connection), "head")
