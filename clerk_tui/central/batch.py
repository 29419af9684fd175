"""One transaction of the ledger in the making: what its commands see, and the rows they will leave."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from clerk_tui.catalog.proposals import ChangeProposed
from clerk_tui.central import rows
from clerk_tui.central.authority import Author
from clerk_tui.central.database import Database, row_of
from clerk_tui.central.keys import HubKey
from clerk_tui.central.log import EventLog
from clerk_tui.central.memory import HallMemory
from clerk_tui.central.sealing import CIPHER, DataKey, Sealer, place_of_event
from clerk_tui.central.stored import StoredEvent, chain_hash
from clerk_tui.central.tables import CaseRow, EventRow, FilingRow, ProposalRow, StreamKey, TicketRow, VerdictRow
from clerk_tui.central.tables.base import Central, stamp, table_of
from clerk_tui.intake.case import WAITING
from clerk_tui.protocol.streams import CaseFile, Decision, evolve_case
from clerk_tui.queue.day import Day
from clerk_tui.queue.day import evolve as evolve_day
from clerk_tui.rules import EventBody

_FILING, _CASE, _TICKET = table_of(FilingRow), table_of(CaseRow), table_of(TicketRow)


@dataclass(frozen=True, slots=True)
class Mark:
    """To where a batch goes back when one of its commands fails half-way."""

    seq: int
    chain: bytes
    day: Day
    cases: dict[str, CaseFile]
    filings: dict[str, str]
    days: dict[date, Day]
    writes: int


class Batch:
    """The world of one batch: the hall's memory with this batch's own events on top."""

    def __init__(
        self,
        connection: Connection,
        memory: HallMemory,
        log: EventLog,
        sealer: Sealer,
        key: HubKey,
        now: datetime,
    ) -> None:
        self.connection = connection
        self.hall = log.hall
        self.now = now
        self.recorded_at = stamp(now)
        self.seq = memory.seq
        self.chain = memory.chain
        self.day = memory.day
        self.events: list[StoredEvent] = []
        self.verdicts: list[tuple[Any, ...]] = []
        self.cases: dict[str, CaseFile] = {}
        self.filings: dict[str, str] = {}
        self.afterwards: list[Callable[[], None]] = []
        self._memory = memory
        self._log = log
        self._sealer = sealer
        self._key = key
        self._keys: dict[str, tuple[DataKey, bytes]] = {}
        self._writes: list[tuple[type[Central], tuple[Any, ...]]] = []
        self._tickets: dict[str, date] = {}
        self._days: dict[date, Day] = {}
        self._event_rows: list[tuple[Any, ...]] = []

    # The world that decisions see

    def day_on(self, day: date) -> Day:
        """Any business day, folded from the ledger when it is not the one in memory."""
        if day == self.day.date:
            return self.day
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = self._log.day(self.connection, day)
        return known

    def cases_at(self, window: str) -> tuple[str, ...]:
        """Drafts and waiting cases of that window, those of this batch among them."""
        rows_there = (_CASE.c.hall == self.hall) & (_CASE.c.window == window) & _CASE.c.state.in_(sorted(WAITING))
        there = set(self.connection.execute(select(_CASE.c.id).where(rows_there)).scalars())
        for case, file in self.cases.items():
            there.discard(case)
            if file.case.window == window and file.case.state in WAITING:
                there.add(case)
        return tuple(sorted(there))

    def no_shows(self, person: str, since: date) -> int:
        """Bookings of that person that lapsed on or after that day."""
        lapsed = (_TICKET.c.hall == self.hall) & (_TICKET.c.person == person) & (_TICKET.c.state == "void")
        counted = select(func.count()).where(lapsed & (_TICKET.c.day >= since.isoformat()))
        return int(self.connection.execute(counted).scalar_one())

    def case_file(self, case: str) -> CaseFile | None:
        """The case, folded from the ledger when it was not used lately."""
        if file := self.cases.get(case) or self._memory.cases.get(case):
            return file
        file = self._log.case(self.connection, case)
        if file is not None:
            self._memory.cases.put(case, file)
        return file

    def case_of_filing(self, filing: str) -> str | None:
        """The case on which a filing was opened."""
        if case := self.filings.get(filing) or self._memory.filings.get(filing):
            return case
        here = (_FILING.c.hall == self.hall) & (_FILING.c.id == filing)
        found: str | None = self.connection.execute(select(_FILING.c.case_id).where(here)).scalar()
        if found:
            self._memory.filings.put(filing, found)
        return found

    # What happens

    def follow(self, decision: Decision, author: Author, command: str) -> list[StoredEvent]:
        """Writes what was decided; folds that the decision has made already are taken over."""
        versions: dict[str, int] = {}
        written = []
        for stream, event in decision.events:
            case = _case_of(stream)
            folded = decision.day if case is None else decision.file
            if folded is None:
                written.append(self.append(stream, event, author, command))
                continue
            version = versions.get(stream) or self._version(stream)
            versions[stream] = version + 1
            written.append(self._write(stream, version + 1, event, author, command))
        if decision.day is not None:
            self._take_day(decision.day)
        if decision.file is not None:
            self._take(decision.file)
        return written

    def append(self, stream: str, event: EventBody, author: Author, command: str) -> StoredEvent:
        """Writes one event at the end of its stream and folds it."""
        case = _case_of(stream)
        stored = self._write(stream, self._version(stream) + 1, event, author, command)
        if case is None:
            self._take_day(evolve_day(self.day_on(_date_of(stream)), event))
        else:
            self._take(evolve_case(self.case_file(case), event, author.session.actor))
        return stored

    def _version(self, stream: str) -> int:
        case = _case_of(stream)
        if case is None:
            return self.day_on(_date_of(stream)).version
        file = self.case_file(case)
        return file.version if file else 0

    def _take_day(self, day: Day) -> None:
        if day.date == self.day.date:
            self.day = day
        else:
            self._days[day.date] = day

    def _take(self, file: CaseFile) -> None:
        case = file.case.id
        self.cases[case] = file
        for filing in file.filings:
            self.filings[filing] = case

    def _write(self, stream: str, version: int, event: EventBody, author: Author, command: str) -> StoredEvent:
        body = event.open_json()
        opened = sealed = cipher = None
        if event.SEALED and (values := event.sealed_part()):
            opened = orjson.dumps(values)
            place = place_of_event(self.hall, stream, version, event.KIND)
            sealed = self._data_key(stream).seal(opened, place)
            cipher = CIPHER
        fields = (
            self.hall,
            self.seq + 1,
            stream,
            version,
            event.KIND,
            author.session.actor,
            author.session.id,
            author.session.device,
            command,
            stamp(author.captured_at) if author.captured_at else None,
            self.recorded_at,
            body,
            cipher,
            sealed,
        )
        if _case_of(stream) is None and (ticket := getattr(event, "ticket", None)):
            self._tickets[ticket] = _date_of(stream)
        if isinstance(event, ChangeProposed):
            self._propose(stream, event, author)
        self.seq += 1
        self.chain = chain_hash(self.chain, fields)
        row = (*fields, self.chain)
        self._event_rows.append(row)
        stored = StoredEvent(row, opened)
        self.events.append(stored)
        return stored

    def _propose(self, stream: str, event: ChangeProposed, author: Author) -> None:
        self.upsert(
            ProposalRow,
            hall=self.hall,
            id=event.proposal,
            item=event.item,
            kind=event.kind,
            subject=event.subject,
            state="open",
            stream=stream,
            proposed_by=author.session.actor,
            proposed_at=stamp(event.at),
            decided_by=None,
            decided_at=None,
        )

    def upsert(self, model: type[Central], **values: Any) -> None:
        """Writes another row in the same transaction."""
        self._writes.append((model, row_of(model, values)))

    def data_key(self, stream: str) -> None:
        """Makes sure that the stream has a data key once this batch is committed."""
        self._data_key(stream)

    def _data_key(self, stream: str) -> DataKey:
        if made := self._keys.get(stream):
            return made[0]
        if known := self._log.key(self.connection, stream):
            return known
        self._keys[stream] = self._sealer.make(self.hall, stream)
        return self._keys[stream][0]

    def begin_day(self, day: date) -> None:
        """Another business day begins, with what was booked for it."""
        begun = self.day_on(day)
        self._days[self.day.date] = self.day
        self.day = begun

    # Going back, writing, keeping

    def mark(self) -> Mark:
        """Where the batch stands."""
        cases, filings, days = dict(self.cases), dict(self.filings), dict(self._days)
        return Mark(self.seq, self.chain, self.day, cases, filings, days, len(self._writes))

    def back_to(self, mark: Mark) -> None:
        """Undoes what came after the mark."""
        keep = len(self.events) - (self.seq - mark.seq)
        del self.events[keep:]
        del self._event_rows[keep:]
        del self._writes[mark.writes :]
        self.seq, self.chain, self.day = mark.seq, mark.chain, mark.day
        self.cases, self.filings, self._days = dict(mark.cases), dict(mark.filings), dict(mark.days)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.events or self.verdicts or self._writes or self._keys)

    def write(self, database: Database) -> None:
        """Writes all rows over the batch's connection; the caller commits."""
        connection = self.connection
        days = {**self._days, self.day.date: self.day}
        tickets = {ticket: days[date] for ticket, date in self._tickets.items() if ticket in days[date].tickets}
        changed = rows.changed(self.hall, self._key, tickets, self.cases, self.recorded_at, self._data_key)
        keys = [(self.hall, stream, CIPHER, wrapped) for stream, (_, wrapped) in self._keys.items()]
        database.insert(connection, StreamKey, keys)
        database.insert(connection, VerdictRow, self.verdicts)
        for model, written in changed.items():
            database.upsert(connection, model, written)
        for model, row in self._writes:
            database.upsert(connection, model, [row])
        if self.events:
            database.insert(connection, EventRow, self._event_rows)
            at = (self.seq, self.chain, self.hall)
            database.run(connection, "UPDATE hall SET seq = ?, chain = ? WHERE id = ?", at)

    def keep(self) -> None:
        """After the commit: the hall's memory takes over what this batch brought."""
        memory = self._memory
        for stream, (key, _) in self._keys.items():
            self._sealer.keep(self.hall, stream, key)
        for case, file in self.cases.items():
            memory.cases.put(case, file)
        for filing, case in self.filings.items():
            memory.filings.put(filing, case)
        memory.seq, memory.chain = self.seq, self.chain
        memory.now = (self.seq, self.day)
        for act in self.afterwards:
            act()


def _date_of(stream: str) -> date:
    return date.fromisoformat(stream[4:])


def _case_of(stream: str) -> str | None:
    return stream[5:] if stream.startswith("case/") else None
