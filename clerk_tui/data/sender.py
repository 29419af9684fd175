"""Carries the outbox to the centre: one list at a time, frozen on disk first, slower while nobody answers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from clerk_tui.data.client import HttpRefusal, Unreachable
from clerk_tui.data.confirmed import Broken, case_of
from clerk_tui.data.outbox import Row, RowState, backoff, payload
from clerk_tui.data.sync import Outgoing, Sync
from clerk_tui.protocol.envelope import Frame, Verdict
from clerk_tui.refusal import Refusal


class Line(Protocol):
    """What the sender needs of the centre."""

    async def commands(self, body: bytes) -> list[Verdict]:
        """Verdicts for a list of commands in bytes."""
        ...

    async def case(self, case: str) -> list[Frame]:
        """All events of a case."""
        ...

    async def upload(self, case: str, sha256: str) -> None:
        """Sends a kept file."""
        ...


class Office(Protocol):
    """Who is told how the sending goes."""

    async def on_disk(self) -> None:
        """Writes what changed and returns after its commit."""
        ...

    def judged(self, rows: Sequence[Row]) -> None:
        """These rows have their verdict, or were set aside."""
        ...

    def repeated(self, old: Row, new: Row) -> None:
        """A conflicted wish goes out again under a new id."""
        ...

    def heard(self) -> None:
        """The centre answered."""
        ...

    def lost(self, reason: str) -> None:
        """No answer."""
        ...

    def refused(self, refusal: HttpRefusal) -> None:
        """The centre refuses this device or session: all is paused."""
        ...


class Sender:
    """Drains the outbox; `wake` when there is something new, or the line is back."""

    def __init__(
        self,
        sync: Sync,
        line: Line,
        office: Office,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        random: Callable[[], float],
    ) -> None:
        self._sync = sync
        self._line = line
        self._office = office
        self._clock = clock
        self._sleep = sleep
        self._random = random
        self._wake = asyncio.Event()
        self._attempt = 0
        self._asked_to_wait = False
        self._looked: set[str] = set()

    def wake(self) -> None:
        """There is something to send, or somebody to send it to: ends a wait."""
        self._wake.set()

    def looked_at(self, row: Row) -> bool:
        """Whether this conflict was compared with what the others did."""
        return row.id in self._looked

    async def run(self) -> None:
        """Sends until cancelled."""
        while True:
            self._wake.clear()
            wait = await self.step()
            if wait is None:
                due = self._sync.outbox.next_ready_at(self._clock())
                wait = (due - self._clock()).total_seconds() if due else None
            if wait is None:
                await self._wake.wait()
            elif self._asked_to_wait:
                await self._sleep(wait)
            elif wait > 0:
                await self._pause(wait)

    async def _pause(self, seconds: float) -> None:
        timer = asyncio.ensure_future(self._sleep(seconds))
        woken = asyncio.ensure_future(self._wake.wait())
        try:
            await asyncio.wait({timer, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            woken.cancel()

    async def step(self) -> float | None:
        """Sends one list. Seconds to wait before the next; None when nothing is due."""
        self._asked_to_wait = False
        try:
            await self._settle_conflicts()
            going = self._sync.outgoing(self._clock())
            if going is None:
                return None
            await self._send(going)
        except Unreachable as wrong:
            if wrong.retry_after:
                # It answers, so it is not lost; a new command does not end the wait that it asks for.
                self._asked_to_wait = True
                self._attempt += 1
                return wrong.retry_after + backoff(1, self._random)
            self._office.lost(wrong.reason)
        except Refusal:
            # The disk is full, or nobody is signed in: nothing leaves that was not kept first.
            self._sync.outbox.put_back_all()
        else:
            self._attempt = 0
            return 0.0
        self._attempt += 1
        return backoff(self._attempt, self._random)

    async def _send(self, going: Outgoing) -> None:
        if going.upload is not None:
            await self._upload(*going.upload)
            return
        # The bytes must outlive this process before they leave it: a retry after a crash sends these very bytes.
        await self._office.on_disk()
        rows = going.rows
        try:
            verdicts = await self._line.commands(payload(row.frozen or b"" for row in rows))
        except Unreachable:
            self._sync.unanswered(rows)
            await self._office.on_disk()
            raise
        except HttpRefusal as refusal:
            await self._refused(rows, refusal)
            return
        self._office.heard()
        done = self._sync.answered(rows, verdicts, self._clock())
        await self._office.on_disk()
        self._office.judged(done)
        if len(verdicts) < len(rows):
            raise Unreachable("verdicts missing")

    async def _refused(self, rows: Sequence[Row], refusal: HttpRefusal) -> None:
        problem: dict[str, Any] = {"code": refusal.code, "details": dict(refusal.details)}
        if refusal.status in (400, 413):
            aside = self._sync.unreadable(rows, problem)
            await self._office.on_disk()
            self._office.judged(aside)
            return
        # 401 and 403 speak of this device or session; any other 4xx would be the same the next time: never in circles.
        self._sync.unanswered(rows)
        self._sync.outbox.paused = refusal.code
        await self._office.on_disk()
        self._office.refused(refusal)

    async def _upload(self, case: str, sha256: str) -> None:
        try:
            await self._line.upload(case, sha256)
        except HttpRefusal as refusal:
            if refusal.status in (401, 403):
                await self._refused((), refusal)
                return
            problem = {"code": refusal.code, "details": dict(refusal.details)}
            row = next(r for r in self._sync.outbox.open_rows() if r.body.get("sha256") == sha256)
            self._office.judged(self._sync.unreadable([row], problem))
        self._sync.uploaded(case, sha256)
        await self._office.on_disk()

    async def _settle_conflicts(self) -> None:
        for row in self._sync.conflicts():
            if row.id in self._looked or row.state is not RowState.CONFLICT:
                continue
            case = case_of(row.chain)
            if case is None:
                continue
            try:
                self._sync.take_case(await self._line.case(case))
                new = self._sync.repeat(row)
            except (HttpRefusal, Broken):
                new = None
            self._looked.add(row.id)
            if new is None and not self._sync.outbox.blocks(row):
                self._sync.outbox.release(row.id)
            await self._office.on_disk()
            if new is None:
                self._office.judged([self._sync.outbox[row.id]])
            else:
                self._office.repeated(row, new)
