"""The ledger of one hall: a batch of commands under one lock, in one transaction, then all answers (group commit).

`Ledger.commit` is a plain function. A thread calls it in the hub, the simulator calls it directly; it starts nothing
and reads the time only from the clock it was given.
"""

import hmac
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson
import structlog
from pydantic import ValidationError
from sqlalchemy import Connection

from clerk_tui.central.answers import Answer, First
from clerk_tui.central.authority import Author, acting_role, author_of, inside
from clerk_tui.central.batch import Batch
from clerk_tui.central.database import Database
from clerk_tui.central.halls import HallSettings
from clerk_tui.central.incident import incident_of
from clerk_tui.central.keys import HubKey
from clerk_tui.central.log import EventLog
from clerk_tui.central.memory import HallMemory
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.refold import forward, fresh
from clerk_tui.central.sealing import Sealer
from clerk_tui.central.secrets import person_of, with_codes
from clerk_tui.central.session_book import SessionBook
from clerk_tui.central.sessions import Session
from clerk_tui.central.sources.earlier import ACCEPTING, keep
from clerk_tui.central.stored import StoredEvent
from clerk_tui.central.verdicts import VerdictTable, refused, row_of_answer
from clerk_tui.protocol.access import PermissionRefused
from clerk_tui.protocol.envelope import Command
from clerk_tui.protocol.permissions import COMMANDS as PERMITTED
from clerk_tui.protocol.streams import COMMANDS, Conflict, HallRules, day_stream, decide, parse_body
from clerk_tui.queue.day import ENDED, Day, Ticket, TicketState
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context

log = structlog.get_logger("ledger")


class CommitFailedError(Exception):
    """The batch was not committed: nothing of it happened, everything stays with its sender."""


@dataclass(slots=True)
class CommandWork:
    """A list of commands as one caller delivered it; its outcome is a list of answers in its order."""

    commands: Sequence[Mapping[str, Any]]
    caller: Session


@dataclass(slots=True)
class Deed:
    """What the centre itself does under the hall's lock (a sign-in, a key); its outcome is what `run` gives.

    A Refusal or ProblemError that `run` raises is the outcome too; what it wrote before stays.
    """

    run: Callable[[Batch], Any]


@dataclass(slots=True)
class Look:
    """Takes in what other processes committed; its outcome is None. A batch of looks alone waits for nobody's lock."""


Work = CommandWork | Deed | Look


@dataclass(slots=True)
class _Delivered:
    """One command of a list: what could be read of it."""

    raw: Mapping[str, Any]
    id: str | None
    mac: bytes
    command: Command | None = None
    wrong: Refusal | None = None


@dataclass(slots=True)
class Committed:
    """What a commit brought: outcomes in the order of the works, events for the feed, counts for the metrics.

    `seq` is the hall's sequence after it; `wrote` says whether this process added to it.
    """

    outcomes: list[Any]
    events: list[StoredEvent]
    seq: int
    wrote: bool
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)


class Ledger:
    """One hall's ledger over one connection. Not for two threads at once."""

    def __init__(
        self,
        hall: HallSettings,
        database: Database,
        key: HubKey,
        sealer: Sealer,
        sessions: SessionBook,
        rules: HallRules,
        *,
        clock: Callable[[], datetime],
        public_url: str = "",
        foreseen: Callable[[Ticket], dict[str, Any] | None] = lambda _: None,
    ) -> None:
        self.hall = hall
        self.log = EventLog(hall.id, sealer)
        self._database = database
        self._key = key
        self._sealer = sealer
        self._sessions = sessions
        self._rules = rules
        self._clock = clock
        self._public_url = public_url
        self._foreseen = foreseen
        self._connection: Connection | None = None
        self._memory: HallMemory | None = None
        self._verdicts = VerdictTable(database, hall.id)

    @property
    def memory(self) -> HallMemory | None:
        """The confirmed fold; None before the first commit, and after one that failed."""
        return self._memory

    def close(self) -> None:
        """Gives the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def commit(self, works: Sequence[Work]) -> Committed:
        """Judges the works in order and writes them in one transaction. Raises CommitFailedError: nothing happened."""
        try:
            return self._commit(works)
        except Exception as wrong:
            # What is in memory may be ahead of what is on disk: it is folded anew from there.
            self._memory = None
            self._drop_connection()
            incident = incident_of(wrong)
            log.error("commit failed", hall=self.hall.id, **incident.told())
            raise CommitFailedError(incident.id) from wrong

    def catch_up(self) -> list[StoredEvent]:
        """Folds what other processes wrote since, and brings the business day up to date; the new events."""
        return self.commit(()).events

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.invalidate()
                connection.close()
            except Exception as wrong:
                log.warning("connection not closed", kind=type(wrong).__name__)

    def _commit(self, works: Sequence[Work]) -> Committed:
        now = self._clock()
        if self._connection is None:
            self._connection = self._database.writer()
        connection = self._connection
        if works and all(isinstance(work, Look) for work in works) and not self._day_is_over(now):
            with connection.begin():
                # One snapshot of the database: the row, its events and whole days agree without the lock.
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                memory, news = self._up_to_date(connection, now, "")
            return Committed([None for _ in works], news, memory.seq, wrote=False)
        with connection.begin() as transaction:
            memory, news = self._up_to_date(connection, now, "" if self._database.embedded else " FOR UPDATE")
            batch = Batch(connection, memory, self.log, self._sealer, self._key, now)
            counts: Counter[tuple[str, str]] = Counter()
            self._roll_day(batch, counts)
            delivered = [self._read(work) if isinstance(work, CommandWork) else [] for work in works]
            known = self._verdicts.among(connection, [d.id for ds in delivered for d in ds if d.id])
            outcomes: list[Any] = []
            for work, read in zip(works, delivered, strict=True):
                if isinstance(work, Deed):
                    outcomes.append(self._do(work, batch))
                elif isinstance(work, Look):
                    outcomes.append(None)
                elif self._ended(work.caller):
                    outcomes.append(ProblemError(401, "auth.expired"))
                else:
                    outcomes.append(self._judge_list(batch, read, work.caller, known, counts))
            if batch.empty:
                transaction.rollback()
            else:
                batch.write(self._database)
        # The transaction is on disk from here on.
        batch.keep()
        return Committed(outcomes, [*news, *batch.events], batch.seq, bool(batch.events), counts)

    def _ended(self, caller: Session) -> bool:
        """Whether the session has ended since the request came in: here, or at another process whose news we just read."""
        known = self._sessions.held_by_id(caller.id)
        return known is not None and known.ended_at is not None

    def _day_is_over(self, now: datetime) -> bool:
        return self._database.embedded or self._memory is None or self._memory.day.date < self.hall.today(now)

    # The lock and the memory

    def _up_to_date(self, connection: Connection, now: datetime, lock: str) -> tuple[HallMemory, list[StoredEvent]]:
        found = self._database.query(connection, f"SELECT seq, chain FROM hall WHERE id = ?{lock}", (self.hall.id,))
        seq, chain = found[0][0], bytes(found[0][1])
        memory = self._memory
        news: list[StoredEvent] = []
        if memory is not None and memory.seq < seq:
            news = forward(connection, self.log, memory, seq, chain, self._sessions, self.hall.today(now))
        elif memory is None or memory.seq > seq:
            memory = fresh(connection, self.log, seq, chain, self.hall.today(now))
            self._sessions.look_again(connection, self.hall.id)
            self._memory = memory
        return memory, news

    def _roll_day(self, batch: Batch, counts: Counter[tuple[str, str]]) -> None:
        """Ends the business days that are over, each as a command of the system, and begins today's.

        A day on which the hub was away may lie between; it holds bookings at most.
        """
        today = self.hall.today(batch.now)
        while batch.day.date < today:
            if _unfinished(batch.day):
                ended = {"id": system_id(self.hall.id, "end_of_day", batch.day.date), "kind": "end_of_day"}
                caller = system_session(self.hall.id, batch.now)
                self._judge_list(batch, self._read(CommandWork([ended], caller)), caller, {}, counts)
            batch.begin_day(self.log.next_day(batch.connection, batch.day.date, today) or today)

    # One list

    def _read(self, work: CommandWork) -> list[_Delivered]:
        return [self._read_one(raw) for raw in work.commands]

    def _read_one(self, raw: Mapping[str, Any]) -> _Delivered:
        mac = hmac.digest(self._key.mac, orjson.dumps(raw, option=orjson.OPT_SORT_KEYS), "sha256")
        try:
            command = Command.model_validate(raw)
            return _Delivered(raw, str(command.id), mac, command)
        except ValidationError as wrong:
            first = wrong.errors(include_url=False, include_input=False, include_context=False)[0]
            path = "/".join(map(str, first["loc"]))
            refusal = Refusal("invalid", path=path, reason=first["type"])
        try:
            known: str | None = str(UUID(str(raw.get("id"))))
        except ValueError:
            known = None
        return _Delivered(raw, known, mac, wrong=refusal)

    def _judge_list(
        self,
        batch: Batch,
        read: list[_Delivered],
        caller: Session,
        known: dict[str, tuple[Any, ...]],
        counts: Counter[tuple[str, str]],
    ) -> list[Answer]:
        stopped: set[str] = set()
        answers = []
        for delivered in read:
            answer = self._judge(batch, delivered, caller, known, stopped)
            if not answer.applied:
                # What comes later for the same thing was meant to follow this: it waits. A creation is its own target.
                command = delivered.command
                stopped.update(x for x in (command.target if command else None, delivered.id) if x)
            kind = delivered.command.kind if delivered.command else ""
            counts[kind if kind in COMMANDS else "unknown", answer.status] += 1
            answers.append(answer)
        return answers

    def _judge(
        self,
        batch: Batch,
        delivered: _Delivered,
        caller: Session,
        known: dict[str, tuple[Any, ...]],
        stopped: set[str],
    ) -> Answer:
        command = delivered.command
        if delivered.id is None:
            wrong = cast(Refusal, delivered.wrong)
            return refused(str(delivered.raw.get("id", ""))[:64], wrong)
        if first := known.get(delivered.id):
            return self._again(batch, delivered, first)
        if command is not None and command.target in stopped:
            return Answer(delivered.id, "held", code="held", details={})
        mark = batch.mark()
        try:
            if command is None:
                raise cast(Refusal, delivered.wrong)
            answer = self._decide(batch, command, caller)
        except Refusal as refusal:
            answer = refused(delivered.id, refusal)
        except Conflict as conflict:
            answer = Answer(delivered.id, "conflict", code="conflict", current=conflict.current)
        except Exception as error:
            batch.back_to(mark)
            incident = incident_of(error)
            log.error("command failed", hall=self.hall.id, command=delivered.id, **incident.told())
            return Answer(delivered.id, "failed", code="centre.failed", details={"incident": incident.id})
        row = row_of_answer(self.hall.id, delivered.mac, answer)
        batch.verdicts.append(row)
        known[delivered.id] = row
        if answer.result and command:
            answer.result = with_codes(answer.result, command.kind, self._key, self._public_url)
        return answer

    def _decide(self, batch: Batch, command: Command, caller: Session) -> Answer:
        author = author_of(command, caller, lambda named: self._session(batch, named), batch.now)
        if command.kind not in COMMANDS or command.kind not in PERMITTED:
            raise Refusal("unknown_kind", kind=command.kind)
        acting = acting_role(author.session.roles, command.kind)
        if acting is None or not inside(acting[1], command, author.session, batch):
            self._permission_refused(batch, command, author)
            raise Refusal("forbidden")
        body = parse_body(command)
        context = Context(
            command_id=str(command.id),
            now=batch.now,
            today=batch.day.date,
            actor=author.session.actor,
            role=acting[0],
            session=author.session.id,
            window=author.session.window,
            captured_at=author.captured_at,
            zone=self.hall.zone,
            person=person_of(body, self._key),
        )
        decision = decide(command, body, batch, context, self._rules)
        events = batch.follow(decision, author, context.command_id)
        if decision.file is not None and any(event.kind in ACCEPTING for event in events):
            case = decision.file.case
            keep(batch, case, self._rules.case.catalog(case.catalog), self._key, self._sealer.own, batch.now)
        result = decision.result
        if command.kind == "renew_code" and command.target:
            result = {"filing": command.target}
        if "forecast" in result:
            # The newest there is, never one made for this answer.
            result = {**result, "forecast": self._foreseen(batch.day.tickets[result["ticket"]])}
        if filing := result.get("filing"):
            result = {**result, **_invitation(batch, filing)}
        return Answer(context.command_id, "applied", events=events, result=result)

    def _permission_refused(self, batch: Batch, command: Command, author: Author) -> None:
        event = PermissionRefused(
            session=author.session.id, kind=command.kind, target=_id_or_none(command.target), at=batch.now
        )
        batch.append(day_stream(batch.day.date), event, author, str(command.id))

    def _session(self, batch: Batch, session: str) -> Session | None:
        return self._sessions.by_id(batch.connection, self.hall.id, session)

    def _do(self, deed: Deed, batch: Batch) -> Any:
        mark = batch.mark()
        try:
            return deed.run(batch)
        except Refusal as refusal:
            return refusal
        except Exception as error:
            batch.back_to(mark)
            return error

    # Verdicts that are there already

    def _again(self, batch: Batch, delivered: _Delivered, first: tuple[Any, ...]) -> Answer:
        """The first answer, for a second copy of the same bytes."""
        _, _, status, mac, code, path, details, result, current, first_seq, last_seq = first
        if not hmac.compare_digest(bytes(mac), delivered.mac):
            return refused(cast(str, delivered.id), Refusal("id_reused"))
        answer = Answer(
            cast(str, delivered.id),
            "duplicate",
            first=cast(First, status),
            code=code,
            path=path,
            details=orjson.loads(details) if details else {},
            result=orjson.loads(result) if result else None,
            current=current,
        )
        if status == "applied" and first_seq is not None:
            answer.events = [e for e in batch.events if e.command == answer.id] or self.log.of_command(
                batch.connection, first_seq, last_seq, answer.id
            )
        if answer.result and delivered.command:
            answer.result = with_codes(answer.result, delivered.command.kind, self._key, self._public_url)
        return answer


def _unfinished(day: Day) -> bool:
    """Whether a day that is over still has something that only its end will end."""
    return any(t.state not in ENDED and t.state is not TicketState.PASSED for t in day.tickets.values()) or any(
        window.state != "closed" for window in day.windows.values()
    )


def system_id(hall: str, kind: str, due: date | datetime | str, target: str = "") -> str:
    """The id of what time does: the same in every process, so that it is applied once."""
    return str(uuid5(NAMESPACE_URL, f"clerk-tui|{hall}|{kind}|{target}|{due}"))


def system_session(hall: str, now: datetime) -> Session:
    """In whose name the centre itself acts."""
    ends = now.replace(year=now.year + 1, day=1)
    return Session("system", hall, "system", ("system",), None, "", None, now, ends)


def _invitation(batch: Batch, filing: str) -> dict[str, Any]:
    """From what the filing's code is derived when the answer goes out, and until when it opens the filing."""
    case = batch.case_of_filing(filing)
    file = batch.case_file(case) if case else None
    if file is None:
        return {"serial": 0}
    known = file.filings[filing]
    return {"serial": known.serial, "expires_at": known.expires_at.isoformat()}


def _id_or_none(target: str | None) -> str | None:
    """What may stand in the open part of an event: ids are ours, anything else could be somebody's number."""
    try:
        return str(UUID(target)) if target else None
    except ValueError:
        return None
