"""The encrypted local store: SQLModel tables in one SQLCipher file, opened by one process at a time."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlcipher3.dbapi2 as cipher
from sqlalchemy import Engine, delete, event
from sqlalchemy import create_engine as sqlalchemy_engine
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, col, select

from clerk_tui.data.outbox import Author, Row, RowState
from clerk_tui.data.tables import SCHEMA_VERSION, CaseFrame, Draft, FileBlob, Local, Meta, NumberBlock, OutboxRecord
from clerk_tui.protocol.envelope import Frame
from clerk_tui.refusal import Refusal

FILE_NAME = "window.db"


@dataclass(slots=True)
class Contents:
    """All that a window finds when it starts."""

    rows: list[Row] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    blocks: list[NumberBlock] = field(default_factory=list)
    blobs: set[tuple[str, str]] = field(default_factory=set)
    meta: dict[str, Any] = field(default_factory=dict)


class Changes:
    """What one transaction writes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put_rows(self, rows: Iterable[Row]) -> None:
        """Writes outbox rows as they stand."""
        self._upsert(OutboxRecord, [_record(row) for row in rows])

    def drop_rows(self, ids: Iterable[str]) -> None:
        """Removes rows that nobody has to see any more."""
        self._session.execute(delete(OutboxRecord).where(col(OutboxRecord.id).in_(list(ids))))

    def put_frames(self, frames: Iterable[Frame]) -> None:
        """Keeps confirmed events of open cases; one that is there already stays as it is."""
        rows = [{"stream": f.stream, "version": f.version, "frame": f.model_dump_json()} for f in frames]
        self._upsert(CaseFrame, rows)

    def drop_cases(self, streams: Iterable[str]) -> None:
        """Forgets the confirmed events of these case streams."""
        self._session.execute(delete(CaseFrame).where(col(CaseFrame.stream).in_(list(streams))))

    def put_drafts(self, drafts: Iterable[Draft]) -> None:
        """Writes values being typed."""
        self._upsert(Draft, [d.model_dump() for d in drafts])

    def drop_draft(self, case_id: str, fields: Iterable[str]) -> None:
        """The values became a command."""
        here = (col(Draft.case_id) == case_id) & col(Draft.field).in_(list(fields))
        self._session.execute(delete(Draft).where(here))

    def put_block(self, block: NumberBlock) -> None:
        """Writes how far a block of case numbers is used."""
        self._upsert(NumberBlock, [block.model_dump()])

    def put_blob(self, blob: FileBlob) -> None:
        """Keeps a file until it is sent."""
        self._upsert(FileBlob, [blob.model_dump()])

    def drop_blob(self, case_id: str, sha256: str) -> None:
        """The centre has the file."""
        self._session.execute(delete(FileBlob).where(_blob_is(case_id, sha256)))

    def put_meta(self, name: str, value: Any) -> None:
        """Writes a small fact; None removes it."""
        if value is None:
            self._session.execute(delete(Meta).where(col(Meta.name) == name))
        else:
            self._upsert(Meta, [{"name": name, "value": json.dumps(value)}])

    def wipe_confirmed(self) -> None:
        """Sign-out: what the centre told is gone; what it has not got yet stays."""
        self._session.execute(delete(CaseFrame))
        for name in ("confirmed", "session"):
            self.put_meta(name, None)
        done = col(OutboxRecord.state).in_([RowState.APPLIED, RowState.SUPERSEDED])
        self._session.execute(delete(OutboxRecord).where(done))

    def _upsert(self, table: type[Local], rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        keys = [c.name for c in table.__table__.primary_key]  # type: ignore[attr-defined]
        statement = insert(table)
        others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        self._session.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), rows)


def _blob_is(case_id: str, sha256: str) -> Any:
    return (col(FileBlob.case_id) == case_id) & (col(FileBlob.sha256) == sha256)


class Store:
    """One open store. Not for two threads at once: the writer owns it while it runs."""

    def __init__(self, folder: Path, engine: Engine, lock: IO[bytes] | None) -> None:
        self.folder = folder
        self._engine = engine
        self._lock = lock

    @classmethod
    def open(cls, folder: Path, key: bytes) -> "Store":
        """The store in `folder`, made if it is new. Raises Refusal store.folder, locked, wrong_key or newer."""
        file = folder / FILE_NAME
        lock = _lock(folder)
        try:
            engine = _engine(file, key)
            _prepare(engine, file)
            os.chmod(file, 0o600)
        except BaseException:
            lock.close()
            raise
        return cls(folder, engine, lock)

    def load(self) -> Contents:
        """Everything but the bytes of files."""
        with Session(self._engine) as session:
            order = (col(OutboxRecord.place), col(OutboxRecord.sub))
            frames = select(CaseFrame.frame).order_by(col(CaseFrame.stream), col(CaseFrame.version))
            blobs = select(FileBlob.case_id, FileBlob.sha256)
            found = Contents(
                rows=[_row(r) for r in session.exec(select(OutboxRecord).order_by(*order))],
                frames=[Frame.model_validate_json(f) for f in session.exec(frames)],
                drafts=list(session.exec(select(Draft))),
                blocks=list(session.exec(select(NumberBlock).order_by(col(NumberBlock.first)))),
                blobs={(case, sha) for case, sha in session.exec(blobs)},
                meta={m.name: json.loads(m.value) for m in session.exec(select(Meta))},
            )
            session.expunge_all()
            return found

    def blob(self, case_id: str, sha256: str) -> FileBlob | None:
        """A file that waits to be sent."""
        with Session(self._engine) as session:
            found = session.get(FileBlob, (case_id, sha256))
            if found:
                session.expunge(found)
            return found

    @contextmanager
    def changing(self) -> Iterator[Changes]:
        """One transaction: on disk (fsync) when the block ends without an error. Raises Refusal store.full."""
        try:
            with Session(self._engine) as session, session.begin():
                yield Changes(session)
        except DatabaseError as wrong:
            raise Refusal("store.full", reason=str(wrong.orig)) from None

    def close(self) -> None:
        """Closes the file and lets others open it."""
        self._engine.dispose()
        if self._lock:
            self._lock.close()
            self._lock = None


def _lock(folder: Path) -> IO[bytes]:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = (folder / "window.lock").open("ab")
    except OSError as wrong:
        raise Refusal("store.folder", folder=str(folder), reason=wrong.strerror or "") from None
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise Refusal("store.locked", folder=str(folder)) from None
    return handle


def _engine(file: Path, key: bytes) -> Engine:
    engine = sqlalchemy_engine(
        f"sqlite:///{file}", module=cipher, poolclass=StaticPool, connect_args={"check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def unlock(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        # The library logs to standard error, which is the clerk's screen.
        cursor.execute("PRAGMA cipher_log_level = NONE")
        cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()

    return engine


def _prepare(engine: Engine, file: Path) -> None:
    try:
        Local.metadata.create_all(engine)
        with Session(engine) as session, session.begin():
            known = session.get(Meta, "schema")
            if known is None:
                session.add(Meta(name="schema", value=str(SCHEMA_VERSION)))
            elif int(known.value) > SCHEMA_VERSION:
                raise Refusal("store.newer", file=str(file), found=int(known.value), known=SCHEMA_VERSION)
    except DatabaseError as wrong:
        engine.dispose()
        if "not a database" in str(wrong.orig):
            raise Refusal("store.wrong_key", file=str(file)) from None
        raise Refusal("store.folder", folder=str(file.parent), reason=str(wrong.orig)) from None


def _record(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "place": row.place[0],
        "sub": row.place[1],
        "kind": row.kind,
        "target": row.target,
        "chain": row.chain,
        "body": json.dumps(row.body, ensure_ascii=False),
        "captured_at": row.captured_at.isoformat(),
        "session": row.author.session,
        "actor": row.author.actor,
        "role": row.author.role,
        "window": row.author.window,
        "base_version": row.base_version,
        "state": str(row.state),
        "frozen": row.frozen,
        "attempts": row.attempts,
        "not_before": row.not_before.isoformat() if row.not_before else None,
        "verdict": json.dumps(row.verdict, ensure_ascii=False) if row.verdict is not None else None,
        "reached": row.reached,
        "settled": row.settled,
        "own_bases": json.dumps(dict(row.own_bases)),
        "replaces": row.replaces,
    }


def _row(r: OutboxRecord) -> Row:
    return Row(
        id=r.id,
        place=(r.place, r.sub),
        kind=r.kind,
        target=r.target,
        chain=r.chain,
        body=json.loads(r.body),
        captured_at=datetime.fromisoformat(r.captured_at),
        author=Author(r.session, r.actor, r.role, r.window),
        base_version=r.base_version,
        state=RowState(r.state),
        frozen=r.frozen,
        attempts=r.attempts,
        not_before=datetime.fromisoformat(r.not_before) if r.not_before else None,
        verdict=json.loads(r.verdict) if r.verdict is not None else None,
        reached=r.reached,
        settled=r.settled,
        own_bases=json.loads(r.own_bases),
        replaces=r.replaces,
    )
