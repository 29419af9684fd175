"""The clerk's intents as acts of the window: asks in line where a choice is needed, says in a sentence what came of it."""

from dataclasses import replace

from clerk_tui.intake.case import CaseState
from clerk_tui.intake.decide import readiness
from clerk_tui.intake.deciding.readiness import nobody_named
from clerk_tui.refusal import Refusal
from clerk_tui.screens import prompts
from clerk_tui.screens.runner_base import Spoken
from clerk_tui.screens.runner_cards import CARD_QUESTIONS
from clerk_tui.screens.runner_handover import HandoverActs
from clerk_tui.screens.submitting import gap_day_prompt, gaps_of, gaps_prompt, offers, read_day
from clerk_tui.texts import text


class Runner(HandoverActs):
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
        if file.case.number is None and option in ("refuse", "notice", "receive") and nobody_named(plan):
            self.tell("notice.name_first", "warn")
            return
        if option in ("refuse", "not_ours", "not_needed"):
            self.ask(prompts.refuse_prompt(self.lang, option))
            return
        if option == "gaps":
            self._ask_gaps(case)
            return
        fresh = file.case.state is CaseState.DRAFT
        confirmed = True
        if option == "accept":
            done = await (self.desk.submit(case) if fresh else self.desk.accept(case))
            confirmed = done.confirmed
        elif option == "supplement":
            confirmed = await self._supplemented(case)
        else:
            if fresh:
                confirmed = (await self.desk.submit(case, only_receive=True)).confirmed
            if option == "notice":
                await self.desk.give_notice(case)
        await self._say_submitted(case, option, confirmed=confirmed)

    async def _supplemented(self, case: str) -> bool:
        """All that was told is in: what can be accepted by that is accepted."""
        await self.desk.supplement(case)
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is None or file is None or file.case.state is not CaseState.RECEIVED:
            return True
        if not readiness(file.case, plan).acceptable:
            return True
        return (await self.desk.accept(case)).confirmed

    def _ask_gaps(self, case: str) -> None:
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is not None and file is not None:
            gaps = gaps_of(file.case, plan)
            self.ask(gaps_prompt(self.lang, len(gaps), self.desk.latest_gap_day(plan, gaps)))

    async def print_promise(self) -> None:
        """Prints the promise to be signed, and asks again whether it is."""
        case = self._case()
        place = await self.hand_out(case, "gap_promise")
        self._ask_gaps(case)
        self.tell("notice.paper_out", "done", paper=self.paper_name("gap_promise"), place=place)

    async def _with_gaps(self, typed: str | None) -> None:
        """容缺受理 by a signed promise; without a typed day until the latest lawful one."""
        case = self._case()
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is None or file is None:
            return
        gaps = gaps_of(file.case, plan)
        latest = self.desk.latest_gap_day(plan, gaps)
        until = latest if typed is None else read_day(typed, latest)
        if until is None or until > latest or until < self.desk.today(self.desk.now()):
            raise Refusal("case.gap_too_long", date=latest.isoformat())
        if file.case.state is CaseState.DRAFT:
            await self.desk.submit(case, only_receive=True)
        done = await self.desk.accept(case, gaps, until)
        await self._say_submitted(case, "gaps", confirmed=done.confirmed)

    async def _say_submitted(self, case: str, option: str, *, confirmed: bool) -> None:
        file = self.desk.case_file(case)
        if file is None:
            return
        number = file.case.number or ""
        if not confirmed:
            self.tell("notice.received_here", "done", number=number)
            return
        place = await self.hand_out_all(case)
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
            await self._refuse(rest or "refused", typed)
        if typed and await self.answer_handover(kind, rest, typed):
            return
        if kind == "gap_day" and typed:
            await self._with_gaps(typed)
        if kind in CARD_QUESTIONS:
            await self.answer_card(kind, rest, option)
            return
        if kind == "life" and (typed or option not in ("", "back")):
            await self.answer_life(rest, option, typed)
            return
        if not (option or typed) or option in ("no", "back") or await self.answer_queue(kind, rest, option, typed):
            return
        if await self.answer_proposal(kind, rest, option, typed) or await self.answer_list(kind, rest, option):
            return
        if await self.answer_material(kind, rest, option, typed):
            return
        if await self.answer_paper(kind, rest, option) or await self.answer_checklist(kind, rest, option):
            return
        if await self.answer_double(kind, rest, option):
            return
        match kind:
            case "gaps" if option == "latest":
                await self._with_gaps(None)
            case "gaps" if option == "promise":
                await self.print_promise()
            case "gaps":
                plan, file = self.desk.plan(self._case()), self.desk.case_file(self._case())
                if plan is not None and file is not None:
                    latest = self.desk.latest_gap_day(plan, gaps_of(file.case, plan))
                    self.ask(gap_day_prompt(self.lang, latest))
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
            case "drop_row":
                await self.drop_row(rest, option)
            case "word":
                self.desk.left(self._case(), {rest: option})

    async def _go_on(self) -> None:
        if self._then_call:
            await self.call_next()
        else:
            await self.desk.pause(self._pause_reason)
            self.tell("notice.paused", "done")

    async def _refuse(self, kind: str, typed: str) -> None:
        """Ends it: by a condition (the reason was typed), or since it is another's (where to go was), or needs none."""
        case = self._case()
        file = self.desk.case_file(case)
        if file is not None and file.case.state is CaseState.DRAFT:
            await self.desk.submit(case, only_receive=True)
        if kind == "not_ours":
            await self.desk.refuse_case(case, text("refusal.not_ours", "zh"), kind, typed)
        else:
            await self.desk.refuse_case(case, typed, kind)
        file = self.desk.case_file(case)
        number = (file.case.number if file else "") or ""
        if not self.desk.online.online:
            self.tell(f"notice.{kind}", "done", number=number)
            return
        place = await self.hand_out_all(case)
        self.tell("notice.ended_paper", "done", said=text(f"notice.{kind}", self.lang, number=number), place=place)
