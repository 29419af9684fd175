"""The database: SQLite as the embedded default, PostgreSQL for several API processes; and bulk statements for both."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from clerk_tui.central.tables import HallRow
from clerk_tui.central.tables.base import Central, table_of
from clerk_tui.refusal import Refusal

WAL_PAGES = 4_000
"""Pages in the write-ahead log before SQLite moves them into the file: fewer long pauses than its default."""


class Database:
    """One opened database. `file` is the SQLite file, None on PostgreSQL or in memory."""

    def __init__(self, engine: Engine, file: Path | None, lock: IO[bytes] | None) -> None:
        self.engine = engine
        self.file = file
        self._lock = lock
        self.embedded = engine.dialect.name == "sqlite"
        self._sql: dict[tuple[str, type[Central]], str] = {}

    def close(self) -> None:
        """Ends all connections and lets another hub open the file."""
        self.engine.dispose()
        if self._lock:
            self._lock.close()
            self._lock = None

    def writer(self) -> Connection:
        """A connection for a ledger; on SQLite its transactions take the write lock when they begin."""
        return self.engine.connect().execution_options(writer=True)

    def insert(self, connection: Connection, model: type[Central], rows: Sequence[tuple[Any, ...]]) -> None:
        """Inserts rows whose values are in the order of the model's columns."""
        if rows:
            self._many(connection, self._statement("insert", model), rows)

    def upsert(self, connection: Connection, model: type[Central], rows: Sequence[tuple[Any, ...]]) -> None:
        """The same, but a row with the same key is replaced."""
        if rows:
            self._many(connection, self._statement("upsert", model), rows)

    def query(self, connection: Connection, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of a prepared statement; `?` stands for its values on either engine."""
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql if self.embedded else sql.replace("?", "%s"), values)
            return [tuple(row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def run(self, connection: Connection, sql: str, values: Sequence[Any]) -> None:
        """The same for a statement without rows."""
        self._many(connection, sql if self.embedded else sql.replace("?", "%s"), [tuple(values)])

    @staticmethod
    def _many(connection: Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        # Straight to the driver, inside the connection's transaction: a batch is a handful of statements, and what
        # the layer above adds to each was half of the time of a small one.
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(sql, rows)
        finally:
            cursor.close()

    def _statement(self, how: str, model: type[Central]) -> str:
        known = self._sql.get((how, model))
        if known is not None:
            return known
        table = table_of(model)
        quote = self.engine.dialect.identifier_preparer.quote
        names = [quote(column.name) for column in table.columns]
        mark = "?" if self.embedded else "%s"
        sql = f"INSERT INTO {quote(table.name)} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"
        if how == "upsert":
            keys = [quote(column.name) for column in table.primary_key]
            fixed = {*keys, *(quote(name) for name in model.FIXED)}
            others = ", ".join(f"{name} = excluded.{name}" for name in names if name not in fixed)
            sql += f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {others}"
        self._sql[how, model] = sql
        return sql


def row_of(model: type[Central], values: Mapping[str, Any]) -> tuple[Any, ...]:
    """A row for `insert` and `upsert`; a column that `values` lacks is null."""
    return tuple(values.get(column.name) for column in table_of(model).columns)


def open_database(url: str) -> Database:
    """Opens, or makes, the database. Raises Refusal hub.db_url, db_folder, db_in_use or db_unreachable."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise Refusal("hub.db_url") from None
    if parsed.get_backend_name() == "postgresql":
        return _open_postgresql(parsed)
    if parsed.get_backend_name() != "sqlite":
        raise Refusal("hub.db_url")
    if not parsed.database or parsed.database == ":memory:":
        raise Refusal("hub.db_url")
    file = Path(parsed.database).expanduser().absolute()
    lock = _lock_beside(file)
    try:
        engine = create_engine(
            f"sqlite:///{file}", pool_size=8, connect_args={"check_same_thread": False, "timeout": 30.0}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        with engine.connect():
            pass
        if os.name == "posix":
            file.chmod(0o600)
        return Database(engine, file, lock)
    except (SQLAlchemyError, OSError) as wrong:
        lock.close()
        reason = str(getattr(wrong, "orig", None) or getattr(wrong, "strerror", "") or "")
        raise Refusal("hub.db_folder", file=str(file), reason=reason) from None
    except BaseException:
        lock.close()
        raise


def read_database(url: str) -> Database:
    """Opens an existing hub's database to read, also while its hub runs. Raises Refusal hub.db_*, hub.not_a_hub."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise Refusal("hub.db_url") from None
    if parsed.get_backend_name() == "postgresql":
        database = _open_postgresql(parsed)
    elif parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise Refusal("hub.db_url")
    else:
        file = Path(parsed.database).expanduser().absolute()
        if not file.is_file():
            raise Refusal("hub.db_missing", file=str(file))
        # Not read-only mode: SQLite must be able to open the log of a hub that is running.
        database = Database(create_engine(f"sqlite:///{file}"), file, None)
    try:
        known = inspect(database.engine).has_table(table_of(HallRow).name)
    except SQLAlchemyError:
        known = False
    if not known:
        database.close()
        raise Refusal("hub.not_a_hub")
    return database


def _open_postgresql(parsed: Any) -> Database:
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(parsed, pool_size=8, max_overflow=8, pool_pre_ping=True)
    try:
        with engine.connect():
            pass
    except SQLAlchemyError:
        # The driver's message may name users and addresses: the sentence names neither.
        raise Refusal("hub.db_unreachable") from None
    return Database(engine, None, None)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # Transactions begin where we say so, not where the driver guesses.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writer")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _lock_beside(file: Path) -> IO[bytes]:
    """Keeps a second hub off the same SQLite file: each folds the ledger in its own memory."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = file.with_name(file.name + ".lock").open("ab")
    except OSError as wrong:
        raise Refusal("hub.db_folder", file=str(file), reason=wrong.strerror or "") from None
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise Refusal("hub.db_in_use", file=str(file)) from None
    return handle
