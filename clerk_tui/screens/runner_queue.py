"""Queue acts of the window: call, finish, pause, pass, hold, take back."""

from collections.abc import Mapping, Sequence
from typing import Any

from clerk_tui.intake.case import Case, CaseState
from clerk_tui.queue.day import Ticket
from clerk_tui.refusal import Refusal
from clerk_tui.screens import prompts, prompts_queue
from clerk_tui.screens.runner_base import RunnerBase, Spoken

OUTCOMES = {
    CaseState.ACCEPTED: "accepted",
    CaseState.NOTICED: "noticed",
    CaseState.REFUSED: "refused",
    CaseState.NOT_OURS: "refused",
    CaseState.NOT_NEEDED: "refused",
    CaseState.RECEIVED: "other",
}


def _taken_back(case: Case) -> bool:
    """A draft that came to nothing, as the same was open already: no outcome of a visit."""
    return case.state is CaseState.WITHDRAWN and case.number is None


class QueueActs(RunnerBase):
    """Every verb waits for the centre's verdict; what has to be asked first is asked in the line."""

    _done: list[dict[str, Any]]
    _open: list[tuple[str, str]]

    def _at_hand(self) -> Ticket:
        ticket = self.desk.current_ticket
        if ticket is None:
            raise Refusal("window.nothing_called")
        return ticket

    async def call_next(self) -> None:
        """Calls the next ticket, opening the window when it is not; cut off, asks for the number on the paper."""
        if self._ask_number():
            return
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
        if self._ask_number():
            return
        await self._finish(then_call=True, pause_reason="")

    async def finish_and_pause(self, reason: str) -> None:
        """Finishes without calling and pauses the window."""
        if self.desk.current_ticket is None:
            await self.desk.pause(reason)
            self.tell("notice.paused", "done")
            return
        await self._finish(then_call=False, pause_reason=reason)

    def _ask_number(self) -> bool:
        """Whether the line is cut: then whose paper it is has to be asked, for nobody can be called."""
        if not self.cut_off:
            return False
        since = self.desk.online.since.astimezone(self.zone).strftime("%H:%M")
        self.ask(prompts_queue.number_prompt(self.lang, since))
        return True

    async def _finish(self, *, then_call: bool, pause_reason: str) -> None:
        self._then_call, self._pause_reason = then_call, pause_reason
        ticket = self.desk.current_ticket
        if ticket is None:
            await self.call_next()
            return
        files = self.desk.cases_of(ticket.id)
        drafts = [file.case for file in files if file.case.state is CaseState.DRAFT]
        self._done = [
            {"matter": matter, "outcome": OUTCOMES.get(file.case.state, "other"), "case": file.case.id}
            for file in files
            if file.case.state is not CaseState.DRAFT and not _taken_back(file.case)
            for matter in file.case.matters
        ]
        self._open = [(matter, case.id) for case in drafts for matter in case.matters]
        if drafts:
            self.ask(prompts.draft_prompt(self.lang, several=len(self._open) > 1))
        elif self._done:
            await self._finish_with(outcomes=self._done)
        else:
            self.ask(prompts.finish_prompt(self.lang, ticket.label))

    def ask_outcomes(self) -> None:
        """Asks for the outcome of the next matter of a draft, one line a matter."""
        asked = len(self._open)
        total = asked + len(self._done)
        matter = self._name(self._open[0][0])
        self.ask(prompts_queue.outcome_prompt(self.lang, total - asked + 1, total, matter))

    async def outcome(self, code: str) -> None:
        """What became of the matter that was asked for; after the last one the visit is finished."""
        matter, case = self._open.pop(0)
        self._done.append({"matter": matter, "outcome": code, "case": case})
        if self._open:
            self.ask_outcomes()
        else:
            await self._finish_with(outcomes=self._done)

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
        """Calls the number once more; says so when the hub swallowed it, as the call before is still in the air."""
        before = self.desk.current_ticket
        await self.desk.recall()
        after = self.desk.current_ticket
        number = before.label if before else ""
        if before and after and before.id == after.id and before.recalls == after.recalls:
            self.tell("notice.recall_swallowed", "warn", number=number)
        else:
            self.tell("notice.recalled", "done", number=number)

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

    async def take_back(self) -> None:
        """Takes the last queue act back."""
        await self.desk.undo()
        self.tell("notice.undone", "done")
