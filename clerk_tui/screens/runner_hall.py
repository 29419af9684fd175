"""Acts that reach beyond the person in hand: transfers, the lists, hand-overs, closing, service by a paper's number."""

import asyncio
from collections.abc import Sequence

from clerk_tui.intake.case import CaseState
from clerk_tui.queue.day import Ticket, TicketState
from clerk_tui.refusal import Refusal
from clerk_tui.screens import prompts_queue as asking
from clerk_tui.screens.papers import keep_paper, short_place
from clerk_tui.screens.present_queue import held_at, held_words, open_windows, returnable
from clerk_tui.screens.runner_queue import QueueActs
from clerk_tui.texts import text

HOLDS = frozenset({"queue.window_holds", "queue.window_has_cases"})
ROW_VERBS = {
    TicketState.WAITING: ("call", "promote", "cancel"),
    TicketState.HELD: ("resume", "abandon"),
    TicketState.PASSED: ("return", "call"),
}


class HallActs(QueueActs):
    """What needs a choice asks in the line, one question after the other; the key of a question says what it is about."""

    # Transfer

    async def transfer(self) -> None:
        """Asks where to."""
        ticket = self._at_hand()
        others = [one for one in open_windows(self.desk.day, self.desk.hall.policy) if one.window != self._window()]
        self.ask(asking.transfer_prompt(self.lang, ticket.label, others))

    async def _transfer_to(self, where: str) -> None:
        ticket = self._at_hand()
        if where == "more" and self.desk.hall.policy.skills:
            self.ask(asking.transfer_more_prompt(self.lang, ticket.label, sorted(self.desk.hall.policy.skills)))
        elif where in ("more", "typed"):
            self.ask(asking.transfer_typed_prompt(self.lang, ticket.label))
        else:
            self.ask(asking.transfer_reason_prompt(self.lang, ticket.label, where))

    async def _transferred(self, where: str, reason: str) -> None:
        ticket, (kind, _, name) = self._at_hand(), where.partition(":")
        if kind == "w":
            await self.desk.transfer(to_window=name, reason=reason)
            shown = text("notice.where_window", self.lang, window=name)
        else:
            await self.desk.transfer(to_skill=name, reason=reason)
            shown = text("notice.where_skill", self.lang, skill=name)
        seconds = self.desk.hall.policy.undo_seconds
        self.tell("notice.transferred", "done", number=ticket.label, where=shown, seconds=seconds)

    # Rows of the lists

    async def on_row(self, verb: str, ticket: str) -> None:
        """A verb on a ticket of the lists; what can't be taken back asks once more, what stays on record asks why."""
        one = self._listed(ticket)
        match verb:
            case "call":
                self._say_called((await self.desk.call_ticket(ticket)).number)
            case "resume":
                await self.desk.resume(ticket)
                self.tell("notice.resumed", "done", number=one.label)
            case "return":
                await self._back_in_queue(one)
            case "promote":
                self.ask(asking.promote_prompt(self.lang, ticket, one.label))
            case "cancel" | "abandon":
                self.ask(asking.sure_prompt(self.lang, verb, ticket, one.label))

    async def _back_in_queue(self, ticket: Ticket) -> None:
        if ticket.window != self._window() and not self._supervisor:
            raise Refusal("queue.other_window", number=ticket.label, window=ticket.window or "")
        await self.desk.return_passed(ticket.id)
        self.tell("notice.returned", "done", number=ticket.label)

    async def resume_one(self) -> None:
        """Takes back the one on hold here, or asks which."""
        held, now = held_at(self.desk.day, self._window()), self.desk.now()
        if not held:
            self.tell("why.nothing_held", "warn")
            return
        rows = [(one.id, f"{one.label} {held_words(one, now, self.lang)}") for one in held]
        self.ask(asking.pick_prompt(self.lang, "resume", rows))

    async def return_one(self) -> None:
        """Asks which of the passed numbers is here."""
        passed = returnable(self.desk.day, self.desk.seat, self.desk.hall.policy)
        if not passed:
            self.tell("why.nothing_passed", "warn")
            return
        self.ask(asking.pick_prompt(self.lang, "return", [(one.id, one.label) for one in passed]))

    async def promote_one(self) -> None:
        """Asks which number."""
        self.ask(asking.promote_number_prompt(self.lang))

    async def abandon(self) -> None:
        """Asks once more."""
        ticket = self._at_hand()
        self.ask(asking.sure_prompt(self.lang, "abandon", ticket.id, ticket.label))

    async def look_up_number(self, typed: str) -> None:
        """A ticket number that was scanned or typed: 23 is A023. One on hold comes back at once, others offer what is due."""
        ticket = self._of_number(typed)
        if ticket is None:
            self.tell("notice.no_such_number", "warn")
        elif ticket.state is TicketState.HELD and self.desk.current_ticket is None:
            await self.on_row("resume", ticket.id)
        elif (verbs := ROW_VERBS.get(ticket.state)) is not None:
            state = text(f"ticket_state.{ticket.state}", self.lang)
            words = text("prompt.row", self.lang, number=ticket.label, state=state)
            self.ask(asking.row_prompt(self.lang, ticket.id, words, verbs))
        else:
            raise Refusal(f"queue.is_{ticket.state}", number=ticket.label)

    def _of_number(self, typed: str) -> Ticket | None:
        digits = "".join(one for one in typed if one.isdigit())
        return self.desk.day.of_number(int(digits)) if 0 < len(digits) <= 5 else None

    # Without a ticket, and without the line

    async def without_ticket(self) -> None:
        """Takes a number at this window and calls it."""
        if (ticket := self.desk.current_ticket) is not None:
            self.tell("why.no_ticket_busy", "warn", number=ticket.label)
            return
        self._say_called((await self.desk.take_and_call()).number)

    async def _by_number(self, typed: str) -> None:
        ticket = await self.desk.serve_by_number(typed)
        self.code, self.unfolded = None, False
        self.tell("notice.by_number", "done", number=ticket.label)

    # Closing and handing over

    async def close_window(self, *, leave: bool = False) -> None:
        """Closes this window; when it still holds something, says what and offers where it may go."""
        window = self._window()
        try:
            await self.desk.close_window()
        except Refusal as refusal:
            if refusal.code not in HOLDS:
                raise
            self.ask(asking.close_prompt(self.lang, window, self._left(refusal), leave=leave))
            return
        self.tell("notice.window_closed", "done", window=window)
        if leave:
            self.leave()

    def _left(self, refusal: Refusal) -> str:
        kind = "cases" if refusal.code == "queue.window_has_cases" else "tickets"
        details = dict(refusal.details)
        numbers = str(details.get("number", ""))
        shown = numbers if self.lang == "zh" else numbers.replace("、", ", ")
        return text(f"prompt.close.{kind}", self.lang, numbers=shown, count=details.get("count"))

    async def reassign(self) -> None:
        """Asks whose work is handed on. For supervisors."""
        if not self._supervisor:
            raise Refusal("window.supervisor_only")
        self.ask(asking.reassign_prompt(self.lang, open_windows(self.desk.day, self.desk.hall.policy)))

    def _ask_to(self, window: str, then: str) -> None:
        others = [one for one in open_windows(self.desk.day, self.desk.hall.policy) if one.window != window]
        self.ask(asking.reassign_to_prompt(self.lang, window, others, then, pool=then == ""))

    async def _reassigned(self, window: str, to: str, reason: str, then: str) -> None:
        numbers = {one.label: one for one in self.desk.day.tickets.values()}
        moved = await self.desk.reassign_window(window, to, reason)
        tickets = [numbers[label] for label in moved.tickets if label in numbers]
        place = await self._list_to_sign(window, to, reason, tickets, moved.cases)
        shown = text("notice.to_pool", self.lang) if to == asking.POOL else self._window_name(to)
        count = {"tickets": len(moved.tickets), "cases": len(moved.cases)}
        if then:
            await self.desk.close_window()
        self.tell("notice.reassigned", "done", window=window, to=shown, place=place, **count)
        if then == "leave":
            self.leave()

    def _window_name(self, window: str) -> str:
        return text("notice.to_window", self.lang, window=window)

    async def _list_to_sign(
        self, window: str, to: str, reason: str, tickets: Sequence[Ticket], cases: Sequence[str]
    ) -> str:
        """The list (交接单) in the papers' folder, opened; where it lies."""
        from clerk_tui.papers import HandOver, HandOverRow, render_pdf

        rows = [HandOverRow(what=one.label, about=self._matter(one), stands=self._stands(one)) for one in tickets]
        for case in cases:
            file = self.desk.case_file(case)
            number = file.case.number if file and file.case.number else case[-12:]
            state = file.case.state if file else CaseState.DRAFT
            title = "、".join(self._name(matter) for matter in file.case.matters) if file else ""
            rows.append(HandOverRow(what=number, about=title, stands=text(f"case_state.{state}", self.lang)))
        known = f"prompt.reassign_reason.{reason}"
        session, now = self.desk.session, self.desk.now().astimezone(self.zone)
        paper = HandOver(
            hall=self.desk.hall.name,
            from_window=self._window_name(window),
            to=text("notice.to_pool", self.lang) if to == asking.POOL else self._window_name(to),
            reason=text(known, self.lang) if reason != "closing" else text("prompt.reassign_reason.closing", self.lang),
            at=now,
            rows=tuple(rows),
            clerk=session.name if session else "",
        )
        pdf = await asyncio.to_thread(render_pdf, paper, self.lang)
        name = f"handover-{window}-{now:%Y%m%d-%H%M%S}.pdf"
        place = await asyncio.to_thread(keep_paper, self.papers_dir, name, pdf)
        asyncio.get_running_loop().run_in_executor(None, self.opener.open, place)
        return short_place(place)

    def _matter(self, ticket: Ticket) -> str:
        catalog, key = self.desk.catalog, ticket.matter
        known = key is not None and catalog is not None and (key in catalog.items or key in catalog.packages)
        return self._name(key) if known and key is not None else ""

    def _stands(self, ticket: Ticket) -> str:
        state = text(f"handover.{ticket.state}", self.lang)
        if ticket.state is TicketState.HELD:
            return f"{state} · " + text(f"hold.{ticket.hold or 'wait'}", self.lang)
        return state

    # Answers

    async def answer_queue(self, kind: str, rest: str, option: str, typed: str) -> bool:
        """Takes the answer of a question that was asked here; False for another's."""
        match kind:
            case "number" | "promote_number" | "transfer_typed" | "reassign_typed" | "reassign_from":
                if typed:
                    await self._answer_typed(kind, rest, typed.strip())
            case "transfer" | "transfer_more":
                await self._transfer_to(option)
            case "transfer_reason":
                await self._transferred(rest, option)
            case "row":
                await self.on_row(option, rest)
            case "resume":
                await self.on_row("resume", option)
            case "return":
                await self.on_row("return", option)
            case "promote":
                await self.desk.promote(rest, option)
                self.tell("notice.promoted", "done", number=self._listed(rest).label)
            case "cancel":
                await self.desk.cancel(rest)
                self.tell("notice.cancelled", "done", number=self._listed(rest).label)
            case "abandon":
                await self.desk.abandon(rest)
                self.tell("notice.abandoned", "done", number=self._listed(rest).label)
            case "outcome":
                await self.outcome(option)
            case "close" | "reassign" | "reassign_to" | "reassign_reason":
                await self._answer_reassign(kind, rest, option)
            case _:
                return False
        return True

    async def _answer_typed(self, kind: str, rest: str, typed: str) -> None:
        match kind:
            case "number":
                await self._by_number(typed)
            case "promote_number":
                ticket = self._of_number(typed)
                if ticket is None:
                    raise Refusal("queue.unknown_ticket")
                if ticket.state is not TicketState.WAITING:
                    raise Refusal(f"queue.is_{ticket.state}", number=ticket.label)
                self.ask(asking.promote_prompt(self.lang, ticket.id, ticket.label))
            case "transfer_typed":
                await self._transfer_to(f"w:{typed}")
            case "reassign_from":
                self._ask_to(typed, "")
            case "reassign_typed":
                window, _, then = rest.partition(":")
                await self._ask_reason(window, typed, then)

    async def _answer_reassign(self, kind: str, rest: str, option: str) -> None:
        then = "leave" if rest == "leave" else "close"
        match kind, option:
            case "close", "colleague":
                self._ask_to(self._window(), then)
            case "close", _:
                await self._reassigned(self._window(), asking.POOL, "closing", then)
            case "reassign", "typed":
                self.ask(asking.reassign_from_prompt(self.lang))
            case "reassign", _:
                self._ask_to(option.removeprefix("w:"), "")
            case "reassign_to", _:
                window, _, then = rest.partition(":")
                if option == "typed":
                    self.ask(asking.reassign_typed_prompt(self.lang, window, then))
                else:
                    await self._ask_reason(window, option.removeprefix("w:"), then)
            case _:
                window, to, then = rest.split(":")
                await self._reassigned(window, to, option, then)

    async def _ask_reason(self, window: str, to: str, then: str) -> None:
        if then:
            await self._reassigned(window, to, "closing", then)
        else:
            self.ask(asking.reassign_reason_prompt(self.lang, window, to, then))

    # What is at hand

    @property
    def _supervisor(self) -> bool:
        return self.desk.session is not None and "supervisor" in self.desk.session.roles

    def _window(self) -> str:
        window = self.desk.session.window if self.desk.session else None
        if window is None:
            raise Refusal("queue.no_window")
        return window

    def _listed(self, ticket: str) -> Ticket:
        found = self.desk.day.tickets.get(ticket)
        if found is None:
            found = self.desk.current_ticket
        if found is None or found.id != ticket:
            raise Refusal("queue.unknown_ticket")
        return found
