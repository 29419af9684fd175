"""The window's acts on the queue: sent at once, never kept for later, one at a time."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from clerk_tui.data.client import HttpRefusal, Unreachable
from clerk_tui.data.desk import DeskBase
from clerk_tui.data.outbox import backoff, payload
from clerk_tui.data.tables import NumberBlock
from clerk_tui.protocol.envelope import Verdict
from clerk_tui.queue.day import ENDED, Ticket, TicketState, Window
from clerk_tui.refusal import Refusal

TRIES = 3
BUSY_SECONDS = 2.0
"""How long a key waits at most for a centre that asks for time: then the clerk is told, and may press again."""
ANSWER_SECONDS = 5.0
BLOCK_LOW = 10
_BRINGS_SOMEBODY = frozenset({"call_next", "call_ticket", "resume", "undo"})
_NEVER_LEFT = frozenset({"ConnectError", "ConnectTimeout"})

Act = tuple[str, str | None, dict[str, Any]]
"""Kind, target, body."""


@dataclass(frozen=True, slots=True)
class Called:
    """The answer to a call: which ticket, its number and why it was next; all None when nobody waits."""

    ticket: str | None
    number: str | None = None
    why: Mapping[str, Any] | None = None


class QueueVerbs(DeskBase):
    """Queue commands wait for their verdict: `pending` names what is in the air, a second press sends nothing new."""

    _in_air: "tuple[tuple[str, ...], asyncio.Task[list[Verdict]]] | None" = None
    _unasked: bool = False
    _leasing: bool = False

    @property
    def seat(self) -> Window:
        """This window as the hall's day has it."""
        session = self._signed_in()
        return self._sync.confirmed.day.window(session.window or "")

    @property
    def current_ticket(self) -> Ticket | None:
        """The ticket called to or served at this window."""
        return self._at_seat()

    def _at_seat(self) -> Ticket | None:
        """The ticket at this window in the centre's books."""
        if self.session is None or self.session.window is None:
            return None
        return self._sync.confirmed.day.at_window(self.session.window)

    def pending(self, kind: str | None = None) -> bool:
        """Whether a queue command (of this kind) waits for its verdict: 呼叫中."""
        return self._in_air is not None and (kind is None or kind in self._in_air[0])

    async def call_next(self) -> Called:
        """Opens the window when it is not, and calls the next ticket."""
        return self._called(await self._at_once([*self._opening(), ("call_next", None, {"window": self._window()})]))

    async def finish_and_call_next(
        self, outcome: str | None = None, outcomes: Sequence[Mapping[str, Any]] = ()
    ) -> Called:
        """Finishes the ticket in hand and calls the next, as one list."""
        call: Act = ("call_next", None, {"window": self._window()})
        return self._called(await self._at_once([*self._finish(outcome, outcomes), *self._opening(), call]))

    async def finish(self, outcome: str | None = None, outcomes: Sequence[Mapping[str, Any]] = ()) -> None:
        """Finishes the ticket in hand."""
        await self._at_once(self._finish(outcome, outcomes))

    async def finish_and_pause(
        self, reason: str, outcome: str | None = None, outcomes: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        """Finishes without calling, and pauses the window."""
        pause: Act = ("pause_window", None, {"window": self._window(), "reason": reason})
        await self._at_once([*self._finish(outcome, outcomes), pause])

    async def call_ticket(self, ticket: str) -> Called:
        """Calls a named ticket, waiting or passed."""
        call: Act = ("call_ticket", ticket, {"window": self._window()})
        return self._called(await self._at_once([*self._opening(), call]))

    async def recall(self) -> None:
        """Calls the same number once more."""
        await self._at_once([("recall", self._at_hand().id, {})])

    async def welcome(self) -> None:
        """The called person stands here; nothing happens when that was said before."""
        await self._welcome()

    async def _welcome(self, *, unasked: bool = False) -> None:
        ticket = self._at_hand()
        if ticket.state is not TicketState.SERVING:
            await self._at_once([("welcome", ticket.id, {})], unasked=unasked)

    async def pass_ticket(self, reason: str) -> None:
        """The called person did not come."""
        await self._at_once([("pass", self._at_hand().id, {"reason": reason})])

    async def return_passed(self, ticket: str) -> None:
        """A passed person is here after all and waits again."""
        await self._at_once([("return_passed", ticket, {})])

    async def abandon(self, ticket: str | None = None) -> None:
        """The person went away: the one at the window, or one on hold here."""
        await self._at_once([("abandon", ticket or self._at_hand().id, {})])

    async def hold(self, hold: str) -> None:
        """Holds the ticket: fetch_papers, papers_stay or wait."""
        await self._at_once([("hold", self._at_hand().id, {"hold": hold})])

    async def resume(self, ticket: str) -> None:
        """Takes a held ticket back to this window, opening it when it is not."""
        await self._at_once([*self._opening(), ("resume", ticket, {})])

    async def undo(self) -> None:
        """Takes back this window's last act."""
        act = self.seat.last_act
        if act is None:
            raise Refusal("queue.nothing_to_undo")
        await self._at_once([("undo", None, {"command": act.command})])

    async def propose_change(self, item: str, kind: str, subject: str | None, reason: str) -> str:
        """Proposes to the catalogue's desk how an item gets lighter; the proposal's id. Needs the centre."""
        body: dict[str, Any] = {"item": item, "kind": kind, "reason": reason}
        verdicts = await self._at_once([("propose_change", None, {**body, "subject": subject} if subject else body)])
        return str((verdicts[-1].result or {}).get("proposal", ""))

    async def open_window(self) -> None:
        """Opens this window."""
        await self._at_once([("open_window", None, {"window": self._window()})])

    async def pause(self, reason: str) -> None:
        """Pauses this window."""
        await self._at_once([("pause_window", None, {"window": self._window(), "reason": reason})])

    async def close_window(self) -> None:
        """Closes this window."""
        await self._at_once([("close_window", None, {"window": self._window()})])

    # How they travel

    def _window(self) -> str:
        window = self._signed_in().window
        if window is None:
            raise Refusal("queue.no_window")
        return window

    def _at_hand(self) -> Ticket:
        ticket = self.current_ticket
        if ticket is None:
            raise Refusal("window.nothing_called")
        return ticket

    def _opening(self) -> list[Act]:
        """What opens this window when it is not."""
        return [] if self.seat.state == "open" else [("open_window", None, {"window": self._window()})]

    def _finish(self, outcome: str | None, outcomes: Sequence[Mapping[str, Any]]) -> list[Act]:
        body: dict[str, Any] = (
            {"outcomes": [dict(o) for o in outcomes]} if outcomes else {"outcome": outcome or "other"}
        )
        return [("finish", self._at_hand().id, body)]

    @staticmethod
    def _called(verdicts: list[Verdict]) -> Called:
        result = verdicts[-1].result or {}
        return Called(result.get("ticket"), result.get("number"), result.get("why"))

    async def _at_once(
        self, acts: Sequence[Act], *, unasked: bool = False, first_id: str | None = None
    ) -> list[Verdict]:
        """Sends the acts as one list and waits for all verdicts. Raises the Refusal of the first that was not applied.

        Pressing the same key again while it is in the air waits for the same answer. `first_id` is the first act's id,
        for acts that follow it in the list.
        """
        self._signed_in()
        kinds = tuple(kind for kind, _, _ in acts)
        while self._in_air is not None and self._unasked and self._in_air[0] != kinds:
            # What the window sent by itself is no reason to refuse a key.
            await asyncio.wait({self._in_air[1]})
            await asyncio.sleep(0)
        if self._in_air is not None:
            if self._in_air[0] != kinds:
                raise Refusal("window.busy")
            return await asyncio.shield(self._in_air[1])
        self._nothing_before()
        if not self.online.online and self.online.reason != "starting":
            raise Refusal("offline.queue")
        task = asyncio.create_task(self._deliver(acts, first_id))
        self._in_air, self._unasked = (kinds, task), unasked
        self._changed("pending")
        try:
            return await asyncio.shield(task)
        finally:
            if task.done():
                self._landed()
            else:
                task.add_done_callback(lambda _: self._landed())

    def _nothing_before(self) -> None:
        """Overridden where something may have to reach the centre before the next act."""

    def _landed(self) -> None:
        self._in_air = None
        self._changed("pending", "day")

    async def _deliver(self, acts: Sequence[Act], first_id: str | None) -> list[Verdict]:
        ids = [first_id or self._sync.new_id(), *(self._sync.new_id() for _ in acts[1:])]
        verdicts = await self._ask([self._command(act, own) for act, own in zip(acts, ids, strict=True)])
        for verdict in verdicts:
            if verdict.outcome == "applied":
                continue
            if verdict.status in ("failed", "held"):
                details = dict(verdict.error.details) if verdict.error else {}
                raise Refusal("centre.failed", incident=details.get("incident", ""))
            error = verdict.error
            raise Refusal(error.code, **error.details) if error else Refusal("centre.failed", incident="")
        seqs = [frame.seq for verdict in verdicts for frame in verdict.events or ()]
        await self._moved_to(max(seqs, default=0))
        kinds = {kind for kind, _, _ in acts}
        self._applied(kinds)
        self._after_acts()
        if kinds & _BRINGS_SOMEBODY:
            self.errand(self._bring_cases())
        return verdicts

    def _applied(self, kinds: set[str]) -> None:
        """Overridden where something here ends with these acts."""

    def _command(self, act: Act, own: str | None = None) -> bytes:
        kind, target, body = act
        wire = {
            "id": own or self._sync.new_id(),
            "kind": kind,
            "session": self._signed_in().id,
            "body": body,
            "captured_at": self.now().isoformat(),
        }
        return orjson.dumps(wire if target is None else {**wire, "target": target})

    async def _ask(self, commands: list[bytes]) -> list[Verdict]:
        """The same bytes, up to three times: a lost answer must not call twice, nor leave the key dead for long."""
        body, may_have_landed = payload(commands), False
        for attempt in range(1, TRIES + 1):
            busy = 0.0
            try:
                send = self._client.commands(self._signed_in().hall, body)
                verdicts = await asyncio.wait_for(send, ANSWER_SECONDS)
                self.heard()
                return verdicts
            except TimeoutError:
                reason = "timeout"
            except Unreachable as wrong:
                reason, busy = wrong.reason, wrong.retry_after
            except HttpRefusal as refusal:
                if refusal.status in (401, 403):
                    self.refused(refusal)
                raise
            # A centre that asks for time has looked at nothing.
            may_have_landed = may_have_landed or not (busy or reason in _NEVER_LEFT)
            if attempt < TRIES:
                await self._sleep(max(backoff(attempt, self._random), min(busy, BUSY_SECONDS)))
        if busy and not may_have_landed:
            raise Refusal("centre.busy", seconds=int(busy))
        self.lost(reason)
        raise Refusal("offline.no_answer" if may_have_landed else "offline.queue")

    async def _bring_cases(self) -> None:
        """Overridden where cases are kept: who comes from another window brings them along."""

    def _after_acts(self) -> None:
        """Cases of tickets that are gone leave this window, and what was picked by hand with them."""
        tickets = self._sync.confirmed.day.tickets
        here = self.current_ticket
        dropped = False
        for case in self._sync.case_ids():
            file = self._sync.case_file(case)
            if file is None or not file.case.tickets or (here is not None and here.id in file.case.tickets):
                continue
            if all(t in tickets and tickets[t].state in ENDED for t in file.case.tickets):
                dropped = self._sync.drop_case(case) or dropped
        picked = self._sync.case_file(self._picked) if self._picked else None
        theirs = picked is not None and here is not None and here.id in picked.case.tickets
        if self._picked and not theirs and self._picked_with not in (None, here.id if here else ""):
            # Taken in hand from a list for somebody else, or for nobody: whoever stands here next must not see it.
            dropped = self._sync.drop_case(self._picked) or dropped
            self._picked = self._picked_with = None
        if self._picked and self._picked not in self._sync.case_ids():
            self._picked = self._picked_with = None
        if dropped:
            self._after()
        self._fill_block()

    # Case numbers: one path, on line and cut off

    def _fill_block(self) -> None:
        """Leases the next block when few numbers are left."""
        if self.session is None or self.session.window is None or self._leasing or not self.online.online:
            return
        today = self._sync.confirmed.day.date.isoformat()
        mine = [b for b in self._blocks if b.day == today and b.window == self.session.window]
        if sum(b.last - b.next + 1 for b in mine) < BLOCK_LOW and self._sync.warm:
            self.errand(self._lease())

    async def _lease(self) -> None:
        """Asks for a block of case numbers and keeps it on disk."""
        if self._leasing:
            return
        self._leasing = True
        try:
            window = self._window()
            # The day is the centre's: what its answer belongs to is known once the feed has brought the lease.
            verdict = (await self._ask([self._command(("lease_case_numbers", None, {"window": window}))]))[0]
            result = verdict.result or {}
            if verdict.outcome != "applied" or "first" not in result:
                return
            await self._moved_to(max((frame.seq for frame in verdict.events or ()), default=0))
            day = self._sync.confirmed.day.date.isoformat()
            first, last = int(result["first"]), int(result["last"])
            block = NumberBlock(day=day, window=window, first=first, last=last, next=first)
            self._blocks.append(block)
            self._sync.also_write(lambda changes: changes.put_block(block))
            await self.on_disk()
        finally:
            self._leasing = False

    def _take_serial(self) -> int | None:
        """The next case number of the block; written together with the command that uses it."""
        block = self.block()
        if block is None:
            return None
        serial = block.next
        used = NumberBlock(**{**block.model_dump(), "next": serial + 1})
        self._blocks[self._blocks.index(block)] = used
        self._sync.also_write(lambda changes: changes.put_block(used))
        self._fill_block()
        return serial
