"""The clerk's intents as acts of the window: asks in line where a choice is needed, says in a sentence what came of it."""

from dataclasses import replace

from clerk_tui.intake.case import CaseState
from clerk_tui.intake.decide import readiness
from clerk_tui.screens import prompts
from clerk_tui.screens.runner_base import Spoken
from clerk_tui.screens.runner_proposal import ProposalActs
from clerk_tui.screens.submitting import offers
from clerk_tui.texts import text


class Runner(ProposalActs):
    """One window's screen logic without any widget; here submission, and the answers to the line's questions."""

    # Submission

    async def submit(self) -> None:
        """Offers what is lawful now, best first."""
        case = self._case()
        self.desk.left(case)
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is None or file is None:
            return
        prompt = offers(file.case, plan, self.lang)
        ready = readiness(file.case, plan)
        if not ready.failing and (ready.unconfirmed or ready.unsigned):
            count = max(len(ready.unconfirmed), len(ready.unsigned))
            prompt = replace(prompt, text=text("prompt.submit_unconfirmed", self.lang, count=count))
        self.ask(prompt)

    async def submit_as(self, option: str) -> None:
        """Submits in the chosen way; its papers follow."""
        self.spoken = Spoken()
        case = self._case()
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is None or file is None or option == "back":
            self.changed()
            return
        if option == "refuse":
            self.ask(prompts.refuse_prompt(self.lang))
            return
        fresh = file.case.state is CaseState.DRAFT
        if option == "accept":
            done = await (self.desk.submit(case) if fresh else self.desk.accept(case))
            confirmed = done.confirmed
        else:
            confirmed = True
            if fresh:
                confirmed = (await self.desk.submit(case, only_receive=True)).confirmed
            if option == "gaps":
                confirmed = (await self.desk.accept(case, readiness(file.case, plan).tolerable)).confirmed
            elif option == "notice":
                await self.desk.give_notice(case)
        await self._say_submitted(case, option, confirmed=confirmed)

    async def _say_submitted(self, case: str, option: str, *, confirmed: bool) -> None:
        file = self.desk.case_file(case)
        if file is None:
            return
        number = file.case.number or ""
        if not confirmed:
            self.tell("notice.received_here", "done", number=number)
            return
        paper = "acceptance_notice" if file.case.state is CaseState.ACCEPTED else "receipt"
        place = await self._keep(case, paper, number)
        if option == "notice":
            self.tell("notice.noticed", "done", number=number, place=place)
        elif file.case.state is CaseState.ACCEPTED and file.case.due:
            due = file.case.due.strftime("%m-%d")
            self.tell("notice.accepted", "done", number=number, due=due, place=place)
        else:
            self.tell("notice.received", "done", number=number, place=place)

    # Answers to the line's questions

    async def answer(self, key: str, option: str, typed: str = "") -> None:
        """A question of the line was answered."""
        self.spoken.prompt = None
        self.changed()
        kind, _, rest = key.partition(":")
        if kind == "refuse_reason" and typed:
            await self._refuse(typed)
        if not (option or typed) or option in ("no", "back") or await self.answer_queue(kind, rest, option, typed):
            return
        if await self.answer_proposal(kind, rest, option, typed):
            return
        match kind:
            case "finish":
                await self._finish_with(outcome=option)
            case "draft" if option == "hold":
                await self.hold("fetch_papers")
                await self._go_on()
            case "draft" if option == "each":
                self.ask_outcomes()
            case "draft":
                await self._finish_with(outcome=option)
            case "undo":
                await self.take_back()
            case "join" if option == "this":
                await self.desk.change_matters(self._case(), add=[rest])
                self.tell("notice.added", "done", matter=self._name(rest))
            case "join" if option == "guide":
                self.show_guide(rest)
            case "join":
                await self.desk.open_case([rest])
            case "word":
                self.desk.left(self._case(), {rest: option})

    async def _go_on(self) -> None:
        if self._then_call:
            await self.call_next()
        else:
            await self.desk.pause(self._pause_reason)
            self.tell("notice.paused", "done")

    async def _refuse(self, reason: str) -> None:
        case = self._case()
        file = self.desk.case_file(case)
        if file is not None and file.case.state is CaseState.DRAFT:
            await self.desk.submit(case, only_receive=True)
        await self.desk.refuse_case(case, reason)
        file = self.desk.case_file(case)
        self.tell("notice.refused", "done", number=(file.case.number if file else "") or "")
