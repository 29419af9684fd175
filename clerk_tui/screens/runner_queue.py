"""Queue acts of the window: call, finish, pause, pass, hold, take back."""

from collections.abc import Mapping, Sequence
from typing import Any

from clerk_tui.intake.case import CaseState
from clerk_tui.queue.day import TicketState
from clerk_tui.refusal import Refusal
from clerk_tui.screens import prompts
from clerk_tui.screens.runner_base import RunnerBase, Spoken

OUTCOMES = {
    CaseState.ACCEPTED: "accepted",
    CaseState.NOTICED: "noticed",
    CaseState.REFUSED: "refused",
    CaseState.RECEIVED: "other",
}


class QueueActs(RunnerBase):
    """Every verb waits for the centre's verdict; what has to be asked first is asked in the line."""

    async def call_next(self) -> None:
        """Calls the next ticket, opening the window when it is not."""
        self.spoken = Spoken()
        self.changed()
        called = await self.desk.call_next()
        self._say_called(called.number)

    def _say_called(self, number: str | None) -> None:
        if number is None:
            self.tell("notice.nobody")
        else:
            self.tell("notice.called", "done", number=number, seconds=self.desk.hall.policy.undo_seconds)

    async def finish_and_call_next(self) -> None:
        """Finishes with what the case did; asks when it did nothing, or is still a draft."""
        await self._finish(then_call=True, pause_reason="")

    async def finish_and_pause(self, reason: str) -> None:
        """Finishes without calling and pauses the window."""
        if self.desk.current_ticket is None:
            await self.desk.pause(reason)
            self.tell("notice.paused", "done")
            return
        await self._finish(then_call=False, pause_reason=reason)

    async def _finish(self, *, then_call: bool, pause_reason: str) -> None:
        self._then_call, self._pause_reason = then_call, pause_reason
        ticket = self.desk.current_ticket
        if ticket is None:
            await self.call_next()
            return
        file = self.desk.case_file(self.desk.current_case or "")
        if file is None:
            self.ask(prompts.finish_prompt(self.lang, ticket.label))
        elif file.case.state is CaseState.DRAFT:
            self.ask(prompts.draft_prompt(self.lang))
        else:
            outcome = OUTCOMES.get(file.case.state, "other")
            done = [{"matter": matter, "outcome": outcome, "case": file.case.id} for matter in file.case.matters]
            await self._finish_with(outcomes=done)

    async def _finish_with(self, outcome: str | None = None, outcomes: Sequence[Mapping[str, Any]] = ()) -> None:
        self.spoken = Spoken()
        self.changed()
        if self._then_call:
            called = await self.desk.finish_and_call_next(outcome, outcomes)
            self._say_called(called.number)
        else:
            await self.desk.finish_and_pause(self._pause_reason, outcome, outcomes)
            self.tell("notice.paused", "done")

    async def welcome(self) -> None:
        """The person is here."""
        self.spoken.notice = None
        await self.desk.welcome()

    async def recall(self) -> None:
        """Calls the number once more."""
        ticket = self.desk.current_ticket
        await self.desk.recall()
        self.tell("notice.recalled", "done", number=ticket.label if ticket else "")

    async def pass_ticket(self, reason: str) -> None:
        """Passes the number."""
        ticket = self.desk.current_ticket
        await self.desk.pass_ticket(reason)
        self.tell("notice.passed", "done", number=ticket.label if ticket else "")

    async def hold(self, kind: str) -> None:
        """Holds the ticket."""
        ticket = self.desk.current_ticket
        await self.desk.hold(kind)
        self.tell("notice.held", "done", number=ticket.label if ticket else "")

    async def undo(self) -> None:
        """Asks first; the same key again confirms."""
        open_prompt = self.spoken.prompt
        if open_prompt is not None and open_prompt.key == "undo":
            self.spoken.prompt = None
            await self.take_back()
            return
        act = self.desk.seat.last_act
        if act is None:
            raise Refusal("queue.nothing_to_undo")
        self.ask(prompts.undo_prompt(self.lang, act.kind, act.before.label))

    async def look_up_number(self, typed: str) -> None:
        """A ticket number that was scanned or typed: 23 is A023; called, or taken back from hold."""
        digits = "".join(one for one in typed if one.isdigit())
        number = int(digits) if len(digits) <= 4 else -1
        ticket = next((one for one in self.desk.day.tickets.values() if one.number == number), None)
        if ticket is None:
            self.tell("notice.no_such_number", "warn")
        elif ticket.state is TicketState.HELD:
            await self.desk.resume(ticket.id)
            self.tell("notice.resumed", "done", number=ticket.label)
        else:
            called = await self.desk.call_ticket(ticket.id)
            self._say_called(called.number)

    async def take_back(self) -> None:
        """Takes the last queue act back."""
        await self.desk.undo()
        self.tell("notice.undone", "done")
