"""The real ledger on a real SQLite file, reached without a network, and killed at will."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

import orjson

from clerk_tui.central.admin import Admin
from clerk_tui.central.batch import Batch
from clerk_tui.central.database import open_database
from clerk_tui.central.halls import HallSettings
from clerk_tui.central.keys import HubKey
from clerk_tui.central.ledger import CommandWork, CommitFailedError, Deed, Ledger, Work
from clerk_tui.central.migrations import upgrade
from clerk_tui.central.sealing import Sealer
from clerk_tui.central.session_book import SessionBook
from clerk_tui.central.sessions import Session
from clerk_tui.central.stored import StoredEvent
from clerk_tui.central.tables import SessionRow
from clerk_tui.central.tables.base import stamp
from clerk_tui.data.outbox import Author
from clerk_tui.protocol.envelope import Frame, Verdict
from clerk_tui.protocol.streams import CaseFile, case_stream
from clerk_tui.queue.day import Day
from tests.data.samples import Clock, hall_rules
from tests.sim.world import CrashError

HALL = HallSettings(id="sim", code="3301", name="仿真大厅")
KIOSK = "session-kiosk"
ROLES = {1: ("clerk",), 2: ("clerk", "supervisor")}
"""The second clerk may act on the first one's cases, not the other way round."""


class KilledError(BaseException):
    """The hub's process ends here."""


class LedgerHub:
    """One hub: `crash` kills it in its next commit, after which a new process opens the same file."""

    def __init__(self, folder: Path, clock: Clock, seed: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.clock = clock
        self._random = Random(seed)
        self._key = HubKey(bytes(range(32)))
        self._database = open_database(f"sqlite:///{folder / 'hub.db'}")
        upgrade(self._database.engine)
        Admin(self._database, self._key, clock=clock, random=self._bytes).add_hall(HALL)
        self._crash: str | None = None
        self._events: list[StoredEvent] = []
        self._frames: list[Frame] = []
        self.ledger = self._start()
        self._sessions = {1: self._session(1), 2: self._session(2), 0: self._session(0)}
        self.ledger.commit([Deed(partial(self._open, session)) for session in self._sessions.values()])

    def _bytes(self, n: int) -> bytes:
        return self._random.randbytes(n)

    def _start(self) -> Ledger:
        """A fresh process: nothing but the file."""
        sealer = Sealer(self._key.wrap, self._bytes)
        book = SessionBook(lambda token: self._key.keyed_hash("session", token))
        ledger = Ledger(HALL, self._database, self._key, sealer, book, hall_rules(), clock=self.clock)
        ledger.commit(())
        return ledger

    def _session(self, window: int) -> Session:
        now = self.clock()
        return Session(
            id=f"session-{window}" if window else KIOSK,
            hall=HALL.id,
            actor=f"clerk-{window}" if window else "kiosk",
            roles=ROLES.get(window, ("kiosk",)),
            window=str(window) if window else None,
            device=f"device-{window}",
            scope=None,
            opened_at=now,
            expires_at=now + timedelta(hours=12),
        )

    def _open(self, session: Session, batch: Batch) -> None:
        batch.upsert(
            SessionRow,
            hall=session.hall,
            id=session.id,
            token_hash=session.id,
            actor=session.actor,
            roles=" ".join(session.roles),
            window=session.window,
            device=session.device,
            opened_at=stamp(session.opened_at),
            expires_at=stamp(session.expires_at),
        )

    def close(self) -> None:
        self.ledger.close()
        self._database.close()

    # What the world asks

    @property
    def day(self) -> Day:
        memory = self.ledger.memory
        assert memory is not None
        return memory.day

    def author(self, window: int) -> Author:
        session = self._sessions[window]
        return Author(session.id, session.actor, session.roles[-1], session.window)

    def commit(self, body: bytes, window: int) -> list[Verdict]:
        work = CommandWork(orjson.loads(body)["commands"], self._sessions[window])
        when, self._crash = self._crash, None
        works: list[Work] = [work, Deed(_die)] if when == "before" else [work]
        try:
            outcome = self.ledger.commit(works).outcomes[0]
        except KilledError:
            self._restart()
            raise CrashError from None
        except CommitFailedError:
            raise CrashError from None
        if when == "after":
            self._restart()
            raise CrashError
        return [answer.to_verdict() for answer in outcome]

    def _restart(self) -> None:
        self.ledger.close()
        self.ledger = self._start()

    def crash(self, when: str) -> None:
        self._crash = when

    def take_ticket(self, command_id: str) -> None:
        command = {"id": command_id, "kind": "take_ticket", "body": {"channel": "kiosk"}}
        self.ledger.commit([CommandWork([command], self._sessions[0])])

    def all_frames(self) -> list[Frame]:
        """The whole ledger, read from the file."""
        with self._database.engine.connect() as connection:
            while page := self.ledger.log.after(connection, len(self._events), 500):
                for event in page:
                    self.ledger.log.open(connection, event)
                self._events += page
        self._frames += [
            Frame.model_validate_json(event.frame(0, full=True)) for event in self._events[len(self._frames) :]
        ]
        return self._frames

    def feed(self, after: int, cases: Iterable[str]) -> list[Frame]:
        wanted = {case_stream(case) for case in cases}
        sent: list[Frame] = []
        for frame in self.all_frames()[after:]:
            if frame.stream.startswith("day/") or frame.stream in wanted:
                sent.append(frame.model_copy(update={"prev": sent[-1].seq if sent else after}))
        return sent

    def case_frames(self, case: str) -> list[Frame]:
        return [frame for frame in self.all_frames() if frame.stream == case_stream(case)]

    def file(self, case: str) -> CaseFile | None:
        with self._database.engine.connect() as connection:
            return self.ledger.log.case(connection, case)

    def applied(self, command_id: str) -> bool:
        with self._database.engine.connect() as connection:
            query = "SELECT status FROM verdict WHERE hall = ? AND id = ?"
            row = connection.exec_driver_sql(query, (HALL.id, command_id)).first()
        return row is not None and row[0] == "applied"


def _die(_batch: Batch) -> None:
    raise KilledError
