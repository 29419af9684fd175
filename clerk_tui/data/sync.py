"""The window's side without a thread, a clock or a line: what is confirmed, what is unsent, and what follows from each.

A window drives it with tasks and a real disk; the simulator drives it by hand.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from clerk_tui.data.capture import Capturing
from clerk_tui.data.confirmed import Broken, Confirmed, case_of, is_case
from clerk_tui.data.outbox import Row, RowState
from clerk_tui.data.rebase import may_repeat
from clerk_tui.data.store import Changes
from clerk_tui.data.tables import FileBlob
from clerk_tui.data.view import Above, decide_row, put_on, with_bases
from clerk_tui.protocol.envelope import Frame, Verdict
from clerk_tui.protocol.snapshot import day_to_json
from clerk_tui.protocol.streams import EVENTS, VERSIONED, case_stream
from clerk_tui.queue.day import Day
from clerk_tui.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes next: a list of frozen rows, or first a file that the next row names."""

    rows: tuple[Row, ...] = ()
    upload: tuple[str, str] | None = None


@dataclass(slots=True)
class Took:
    """What became of a frame: `resume` means something is missing before it, `reset` that only a snapshot helps."""

    resume: bool = False
    reset: bool = False


class Sync(Capturing):
    """One window's state: what goes out to the centre and what comes in, on top of what keys change."""

    # On the way out

    def outgoing(self, now: datetime) -> Outgoing | None:
        """What to send next; the rows come frozen and must be on disk (`take_writes`) before they leave."""
        rows = self.outbox.ready(now)
        for at, row in enumerate(rows):
            if row.kind == "attach_material" and (file := (row.target or "", row.body["sha256"])) in self.blobs:
                if at == 0:
                    return Outgoing(upload=file)
                rows = rows[:at]
                break
        if not rows:
            return None
        return Outgoing(tuple(self._frozen(rows)))

    def _frozen(self, rows: Sequence[Row]) -> list[Row]:
        """Base versions are given here, from the confirmed state plus what earlier rows of the list will add."""
        world = Above(self.confirmed)
        reached = {row.id: row.reached for row in self.outbox.rows() if row.reached is not None}
        # Only what a later versioned row of the list stands on has to be decided here.
        last_based = {row.chain: row.id for row in rows if row.kind in VERSIONED and row.frozen is None}
        ready: list[Row] = []
        for row in rows:
            sent = self.outbox.freeze(row if row.frozen else with_bases(row, world, reached))
            ready.append(sent)
            if last_based.get(row.chain) == row.id:
                del last_based[row.chain]
            if row.chain in last_based and self.rules is not None:
                with suppress(Refusal):
                    put_on(world, sent, decide_row(sent, world, self.rules, self._today(sent.captured_at)))
        return ready

    def answered(self, rows: Sequence[Row], verdicts: Sequence[Verdict], now: datetime) -> list[Row]:
        """Takes in the centre's verdicts; the rows that have theirs."""
        changed = self.outbox.answered(verdicts, now, self._random)
        self.outbox.put_back(row for row in rows if self.outbox[row.id].state is RowState.SENDING)
        for verdict in verdicts:
            for frame in verdict.events or ():
                model = EVENTS.get(frame.kind)
                sealed_away = model is not None and model.SEALED and frame.sealed is None
                if is_case(frame) and not sealed_away:
                    self._take_case(frame)
        for row in changed:
            self._note(f"case:{case_of(row.chain)}", "outbox")
        return [row for row in changed if not row.open]

    def unanswered(self, rows: Sequence[Row]) -> None:
        """No answer came, or none that speaks of the commands."""
        self.outbox.put_back(rows)

    def unreadable(self, rows: Sequence[Row], problem: dict[str, Any]) -> list[Row]:
        """The centre could not read the list; the row that was set aside, when it stood alone."""
        aside = self.outbox.unreadable(rows, problem)
        self._note("outbox")
        return aside

    def keep_blob(self, blob: FileBlob) -> None:
        """Keeps a file until the centre has it."""
        self.blobs.add((blob.case_id, blob.sha256))
        self._writes.append(lambda changes: changes.put_blob(blob))

    def uploaded(self, case: str, sha256: str) -> None:
        """The centre has the file."""
        self.blobs.discard((case, sha256))
        self._writes.append(lambda changes: changes.drop_blob(case, sha256))

    def conflicts(self) -> list[Row]:
        """Rows in conflict that nobody has looked at."""
        return [row for row in self.outbox.troubled() if row.state is RowState.CONFLICT]

    def repeat(self, row: Row) -> Row | None:
        """Sends a conflicted wish again on the newer state when that is harmless; None when a person must look.

        To be called when the case has been read anew.
        """
        if self.rules is None:
            return None
        own = [r.id for r in self.outbox.rows_of(row.chain)]
        behind = [r for r in self.outbox.open_rows() if r.target == row.id]
        if any(r.frozen for r in behind) or not may_repeat(
            row, self.confirmed, own, self.rules, self._today(row.captured_at)
        ):
            return None
        new = self.outbox.supersede(row.id, self._ids(), None)
        for dependent in behind:
            self.outbox.put(replace(dependent, target=new.id))
        self.view.forget(case_of(row.chain))
        self._note(f"case:{case_of(row.chain)}", "outbox")
        return new

    # What comes in

    def take_frame(self, frame: Frame) -> Took:
        """Folds one frame of the feed."""
        if frame.seq <= self.confirmed.seq:
            return Took()
        if frame.prev != self.confirmed.seq:
            return Took(resume=True)
        try:
            if is_case(frame):
                self._take_case(frame)
            elif self.confirmed.take_day(frame):
                self._note("day")
        except Broken:
            return Took(reset=True)
        self.confirmed.seq = frame.seq
        return Took()

    def _take_case(self, frame: Frame) -> None:
        taken = self.confirmed.take_case(frame)
        if taken:
            self._note(f"case:{case_of(frame.stream)}")
            self._writes.append(lambda changes: changes.put_frames(taken))

    def take_case(self, frames: Iterable[Frame]) -> None:
        """Folds a case that was read whole. Raises Broken when it does not fit."""
        for frame in frames:
            self._take_case(frame)

    def take_snapshot(self, seq: int, day: Day) -> None:
        """Starts anew from a snapshot; the open cases must be read whole after it."""
        self.confirmed.seq, self.confirmed.day = seq, day
        self.warm = True
        self._note("day")

    def turn_day(self) -> bool:
        """Begins the next business day when its time has come; whether the day shown lies in the future instead.

        The centre turns it by itself too, but says so only with its first event. To be called while the centre answers:
        only then is its time known.
        """
        today = self._today(self._clock())
        if self.confirmed.day.date < today:
            self.confirmed.day = Day(date=today)
            self._note("day")
        return self.confirmed.day.date > today

    def keep_confirmed(self) -> None:
        """Puts cursor and day in line for the disk, as one fact, when they moved."""
        if self.confirmed.seq == self._kept_seq:
            return
        self._kept_seq = self.confirmed.seq
        seq, day = self.confirmed.seq, self.confirmed.day

        def write(changes: Changes) -> None:
            # The day becomes JSON on the writer's side: a day of 2,000 tickets takes longer than a key may wait.
            changes.put_meta("confirmed", {"seq": seq, "day": day_to_json(day)})

        self._writes.append(write)

    def drop_case(self, case: str) -> bool:
        """Forgets a case that is out of the clerk's hands; not while something of it is unsent."""
        chain = case_stream(case)
        if any(r.open or (r.state is not RowState.APPLIED and not r.settled) for r in self.outbox.rows_of(chain)):
            return False
        typed = self.typed.get(case)
        if typed and typed.values:
            return False
        self.confirmed.drop_case(case)
        self.view.forget(case)
        gone = self.outbox.forget_settled(keep=lambda row: row.chain != chain or row.state is not RowState.APPLIED)
        self._writes.append(lambda changes: changes.drop_cases([chain]))
        self._writes.append(lambda changes: changes.drop_rows(gone))
        self._note(f"case:{case}")
        return True

    def wipe_confirmed(self) -> None:
        """Sign-out: what the centre told is forgotten, unsent work stays."""
        self.confirmed = Confirmed.empty(self._today(self._clock()))
        self.warm = False
        self._kept_seq = 0
        self.view.forget()
        self.outbox.forget_settled(keep=lambda row: row.state not in (RowState.APPLIED, RowState.SUPERSEDED))
        self._writes.append(lambda changes: changes.wipe_confirmed())
        self._note("day", "outbox")
