"""Unsent work: rows that never delete themselves, sent in order, each chain stopped only by its own trouble."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson

from clerk_tui.protocol.envelope import Verdict

BY_NUMBER = "serve_by_number"
"""The one queue command that waits here for the line; its trouble is always for a person to see."""
LIST_LIMIT = 20
BACKOFF_CAP_SECONDS = 30.0
BACKOFF_FIRST_SECONDS = 0.5


class RowState(StrEnum):
    """`superseded`: sent anew under another id after a conflict that touched nothing it had read."""

    QUEUED = "queued"
    SENDING = "sending"
    APPLIED = "applied"
    REJECTED = "rejected"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"
    SUPERSEDED = "superseded"


OPEN = frozenset({RowState.QUEUED, RowState.SENDING})
STOPPED = frozenset({RowState.REJECTED, RowState.CONFLICT, RowState.QUARANTINED})


@dataclass(frozen=True, slots=True)
class Author:
    """The session in which a command was captured: work goes out under its name, whoever is signed in later."""

    session: str
    actor: str
    role: str
    window: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One command on its way. `chain` is the stream it changes; `place` orders rows.

    `own_bases` names, for a field of a patch, the earlier own row that wrote it: the base is known only at first send.
    `reached` is the stream's version after it was applied. `settled` means its trouble no longer holds up its chain.
    """

    id: str
    place: tuple[int, int]
    kind: str
    target: str | None
    chain: str
    body: dict[str, Any]
    captured_at: datetime
    author: Author
    base_version: int | None = None
    state: RowState = RowState.QUEUED
    frozen: bytes | None = None
    attempts: int = 0
    not_before: datetime | None = None
    verdict: dict[str, Any] | None = None
    reached: int | None = None
    settled: bool = False
    own_bases: Mapping[str, str] = field(default_factory=dict)
    replaces: str | None = None

    @property
    def open(self) -> bool:
        """Whether it still waits for a verdict."""
        return self.state in OPEN

    def to_bytes(self) -> bytes:
        """The command as it travels: from the first send on these bytes never change."""
        wire: dict[str, Any] = {
            "id": self.id,
            "kind": self.kind,
            "session": self.author.session,
            "body": self.body,
            "captured_at": self.captured_at.isoformat(),
        }
        if self.target is not None:
            wire["target"] = self.target
        if self.base_version is not None:
            wire["base_version"] = self.base_version
        return orjson.dumps(wire)


def backoff(attempt: int, random: Callable[[], float]) -> float:
    """Seconds before the next try: full jitter from zero up to a doubling bound, never above the cap."""
    return random() * min(BACKOFF_CAP_SECONDS, BACKOFF_FIRST_SECONDS * 2.0 ** min(attempt, 16))


def payload(frozen: Iterable[bytes]) -> bytes:
    """The body of POST commands for these frozen commands."""
    return b'{"commands":[' + b",".join(frozen) + b"]}"


class Outbox:
    """The rows in memory and what may be sent next. Whoever owns it writes `take_changed()` to disk."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._rows: dict[str, Row] = {row.id: row for row in sorted(rows, key=lambda r: r.place)}
        self._chains: dict[str, list[str]] = {}
        for row in self._rows.values():
            self._chains.setdefault(row.chain, []).append(row.id)
        self._open: dict[str, Row] = {row.id: row for row in self._rows.values() if row.open}
        self._changed: dict[str, Row] = {}
        self._last_place = max((row.place[0] for row in self._rows.values()), default=0)
        self._limit = LIST_LIMIT
        self._suspects: set[str] = set()
        self.paused: str | None = None
        """Why nothing is sent: the code of the centre's refusal; None when the way is free."""

    def __getitem__(self, row_id: str) -> Row:
        return self._rows[row_id]

    def __contains__(self, row_id: str) -> bool:
        return row_id in self._rows

    def rows(self) -> list[Row]:
        """All rows, oldest first."""
        return sorted(self._rows.values(), key=lambda r: r.place)

    def open_rows(self) -> list[Row]:
        """Rows without a verdict, in sending order."""
        return list(self._open.values())

    def rows_of(self, chain: str) -> list[Row]:
        """All rows of one chain, oldest first."""
        return sorted((self._rows[i] for i in self._chains.get(chain, ())), key=lambda r: r.place)

    def troubled(self) -> list[Row]:
        """Rows that a person should look at."""
        return [row for row in self.rows() if row.state in STOPPED and not row.settled]

    def next_place(self) -> tuple[int, int]:
        """The place behind all rows."""
        return (self._last_place + 1, 0)

    def put(self, row: Row) -> None:
        """Adds or replaces a row."""
        last = next(reversed(self._open.values()), None)
        known = row.id in self._rows
        if not known:
            self._chains.setdefault(row.chain, []).append(row.id)
        self._rows[row.id] = row
        self._changed[row.id] = row
        self._last_place = max(self._last_place, row.place[0])
        if not row.open:
            self._open.pop(row.id, None)
            return
        self._open[row.id] = row
        if not known and last is not None and row.place < last.place:
            self._open = {r.id: r for r in sorted(self._open.values(), key=lambda r: r.place)}

    def take_changed(self) -> list[Row]:
        """Rows changed since the last call, for the disk."""
        changed = list(self._changed.values())
        self._changed.clear()
        return changed

    def touch(self) -> None:
        """Counts all rows as changed: the disk may have missed some."""
        self._changed = dict(self._rows)

    def forget_settled(self, keep: Callable[[Row], bool]) -> list[str]:
        """Drops rows that have their verdict and are not wanted any more; their ids, for the disk."""
        gone = [row.id for row in self._rows.values() if not row.open and not keep(row)]
        for row_id in gone:
            self._chains[self._rows[row_id].chain].remove(row_id)
            del self._rows[row_id]
            self._changed.pop(row_id, None)
        return gone

    def stopped_chains(self) -> set[str]:
        """Chains that wait for a person: one of their rows was not applied and others had been built on it."""
        return {row.chain for row in self._rows.values() if row.state in STOPPED and not row.settled}

    def ready(self, now: datetime) -> list[Row]:
        """What may go in the next list, in order; empty while paused. Earlier rows of a chain always go first.

        A patch whose base is the version of an own answer that has not landed yet waits for the next list: that version
        can't be guessed, for others may write between the two.
        """
        if self.paused:
            return []
        shut = self.stopped_chains()
        found: list[Row] = []
        for row in self._open.values():
            if row.chain in shut:
                continue
            own = row.own_bases.values() if row.frozen is None else ()
            waits = row.not_before is not None and row.not_before > now
            if waits or any(before in self._open for before in own):
                shut.add(row.chain)
                continue
            found.append(row)
            if len(found) >= self._limit:
                break
        return found

    def next_ready_at(self, now: datetime) -> datetime | None:
        """When something waits only for its time; None when nothing does."""
        if self.paused:
            return None
        shut = self.stopped_chains()
        times = [r.not_before or now for r in self._open.values() if r.chain not in shut]
        return min(times, default=None)

    def freeze(self, row: Row) -> Row:
        """The row ready to be sent, its bytes fixed for good."""
        sent = replace(row, frozen=row.frozen or row.to_bytes(), state=RowState.SENDING, attempts=row.attempts + 1)
        self.put(sent)
        return sent

    def answered(self, verdicts: Sequence[Verdict], now: datetime, random: Callable[[], float]) -> list[Row]:
        """Writes each verdict to its row; the rows that changed, in order of the verdicts."""
        touched: list[Row] = []
        for verdict in verdicts:
            row = self._rows.get(verdict.id)
            if row is None or not row.open:
                continue
            after = self._judged(row, verdict, now, random)
            self.put(after)
            self._suspects.discard(row.id)
            touched.append(after)
        if not self._suspects:
            self._limit = LIST_LIMIT
        return touched

    def _judged(self, row: Row, verdict: Verdict, now: datetime, random: Callable[[], float]) -> Row:
        kept = verdict.model_dump(mode="json", exclude_none=True, exclude={"events"})
        match verdict.outcome:
            case "applied":
                frames = [f.version for f in verdict.events or () if f.stream == row.chain]
                return replace(
                    row, state=RowState.APPLIED, verdict=kept, settled=True, reached=max(frames, default=None)
                )
            case "rejected" | "conflict" as outcome:
                state = RowState.REJECTED if outcome == "rejected" else RowState.CONFLICT
                # Nothing was built on it: it stays visible, and the clerk's next act on the case may go out.
                alone = not self.blocks(row)
                return replace(
                    row, state=state, verdict=kept, settled=alone and outcome == "rejected" and row.kind != BY_NUMBER
                )
            case "failed":
                wait = timedelta(seconds=backoff(row.attempts, random))
                return replace(row, state=RowState.QUEUED, not_before=now + wait, verdict=kept)
        return replace(row, state=RowState.QUEUED, verdict=kept)

    def put_back(self, rows: Iterable[Row]) -> None:
        """No answer came: the same bytes go again later."""
        for row in rows:
            if row.id in self._open:
                self.put(replace(self._rows[row.id], state=RowState.QUEUED))

    def put_back_all(self) -> None:
        """The same for every row that was on its way."""
        self.put_back([row for row in self._open.values() if row.state is RowState.SENDING])

    def unreadable(self, rows: Sequence[Row], problem: Mapping[str, Any]) -> list[Row]:
        """The centre can't read the list (400, 413): halve it until the offender stands alone, then set that aside."""
        self.put_back(rows)
        if len(rows) > 1:
            self._suspects |= {row.id for row in rows}
            self._limit = max(1, len(rows) // 2)
            return []
        row = self._rows[rows[0].id]
        settled = not self.blocks(row)
        aside = replace(row, state=RowState.QUARANTINED, verdict={"error": dict(problem)}, settled=settled)
        self.put(aside)
        self._suspects.discard(row.id)
        if not self._suspects:
            self._limit = LIST_LIMIT
        return [aside]

    def blocks(self, row: Row) -> bool:
        """Whether open rows stand behind this one in its chain."""
        return any(r.chain == row.chain and r.place > row.place for r in self._open.values())

    def release(self, row_id: str) -> None:
        """A person has seen this row's trouble: what stands behind it in its chain goes on."""
        self.put(replace(self._rows[row_id], settled=True))

    def supersede(self, row_id: str, new_id: str, base_version: int | None) -> Row:
        """The same wish again under a new id, right behind the old row, which stays visible as superseded."""
        old = self._rows[row_id]
        self.put(replace(old, state=RowState.SUPERSEDED, settled=True))
        new = replace(
            old,
            id=new_id,
            place=(old.place[0], old.place[1] + 1),
            state=RowState.QUEUED,
            base_version=base_version,
            frozen=None,
            attempts=0,
            not_before=None,
            verdict=None,
            settled=False,
            replaces=row_id,
        )
        self.put(new)
        return new
