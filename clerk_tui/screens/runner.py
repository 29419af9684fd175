"""The clerk's intents as acts of the window: asks in line where a choice is needed, says in a sentence what came of it."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clerk_tui.catalog.search import search
from clerk_tui.intake.case import CaseState
from clerk_tui.intake.decide import readiness
from clerk_tui.queue.day import TicketState
from clerk_tui.refusal import Refusal
from clerk_tui.screens import prompts
from clerk_tui.screens.papers import Opener, keep_paper
from clerk_tui.screens.present import present
from clerk_tui.screens.seen import PhoneCode, Seen
from clerk_tui.screens.submitting import offers
from clerk_tui.screens.view import NoticeKind, NoticeView, OptionView, PromptView, ResultView, WorkbenchView
from clerk_tui.texts import Lang, text

if TYPE_CHECKING:
    from clerk_tui.data.window import WindowDesk

ID_NO = "person.id_no"
RESULTS = 50
RELEASE = "release:"
NEWS_SECONDS = 10
TROUBLE_SECONDS = 60
OUTCOMES = {
    CaseState.ACCEPTED: "accepted",
    CaseState.NOTICED: "noticed",
    CaseState.REFUSED: "refused",
    CaseState.RECEIVED: "other",
}


@dataclass(slots=True)
class Spoken:
    """What the line says and asks at the moment."""

    notice: NoticeView | None = None
    prompt: PromptView | None = None
    until: datetime | None = None


class Runner:
    """One window's screen logic without any widget. `changed` is called whenever another picture is due."""

    def __init__(
        self,
        desk: "WindowDesk",
        *,
        lang: Lang,
        papers_dir: Path,
        opener: Opener,
        changed: Callable[[], None],
    ) -> None:
        self.desk = desk
        self.lang = lang
        self.papers_dir = papers_dir
        self.opener = opener
        self.changed = changed
        self.spoken = Spoken()
        self.code: PhoneCode | None = None
        self.unfolded = False
        self.revealed: frozenset[str] = frozenset()
        self._codes: dict[str, PhoneCode] = {}
        self._ticket: str | None = None
        self._then_call = True
        self._pause_reason = ""
        self._was_online = True

    # Looking

    def seen(self) -> Seen:
        """This moment at the window."""
        desk = self.desk
        case = desk.current_case
        file = desk.case_file(case) if case else None
        plan = desk.plan(case) if case else None
        typed = desk.typed(case) if case else None
        catalog = self._catalog(file.case.catalog) if file else None
        typing: dict[str, str] = {}
        if case and catalog:
            for key, what in desk.typing_now(case).items():
                typing[key] = catalog.name(str(what.get("party") or key.partition(".")[0]), self.lang)
        troubled = desk.troubled()
        return Seen(
            lang=self.lang,
            now=desk.now(),
            zone=ZoneInfo(desk.hall.timezone),
            window=desk.session.window or "" if desk.session else "",
            day=desk.day,
            seat=desk.seat,
            policy=desk.hall.policy,
            online=desk.online.online or desk.online.reason == "starting",
            since=desk.online.since,
            calling=desk.pending("call_next") or desk.pending("call_ticket"),
            file=file,
            plan=plan,
            catalog=catalog,
            drafts={key: draft.value for key, draft in typed.values.items()} if typed else {},
            refused=typed.refused if typed else {},
            typing=typing,
            revealed=self.revealed,
            code=self.code,
            unfolded=self.unfolded,
            local_hub=desk.local_hub,
            unsent=desk.unsent(),
            saved=desk.all_saved,
            trouble=desk.disk_trouble or (Refusal("outbox.troubled", count=len(troubled)) if troubled else None),
            notice=self.spoken.notice,
            prompt=self.spoken.prompt,
        )

    def _catalog(self, sha256: str) -> Any:
        return self.desk.shelf.get(sha256) if sha256 in self.desk.shelf else None

    def view(self) -> WorkbenchView:
        """The picture of this moment."""
        self._follow()
        return present(self.seen())

    def _follow(self) -> None:
        """The next ticket wipes what belonged to the last one."""
        ticket = self.desk.current_ticket
        if (ticket.id if ticket else None) != self._ticket:
            self._ticket = ticket.id if ticket else None
            self.code, self.unfolded, self.revealed, self._codes = None, False, frozenset(), {}
        if self.spoken.until is not None and self.desk.now() > self.spoken.until:
            self.spoken.notice = self.spoken.until = None
        online = self.desk.online.online
        if online and not self._was_online:
            self.tell("notice.restored", "done")
        if online != self._was_online and not online:
            self.spoken.notice = None
        self._was_online = online

    def find(self, typed: str) -> Sequence[ResultView]:
        """Matters of the catalogue in force; called at every key, touches nothing but memory."""
        shelf = self.desk.shelf
        if shelf.current is None:
            return ()
        catalog = shelf.get(shelf.current)
        if not typed:
            common = [*catalog.packages.values(), *catalog.items.values()][:RESULTS]
            return [self._row(catalog, one.key) for one in common]
        return [
            self._row(catalog, hit.key) for hit in search(catalog.index, typed, RESULTS) if hit.kind != "department"
        ]

    def _row(self, catalog: Any, key: str) -> ResultView:
        package = catalog.packages.get(key)
        kind = text("result.package" if package else "result.item", self.lang)
        if package:
            kind += " · " + text("case.items", self.lang, items=len(package.items))
        department = package.lead if package else catalog.items[key].department
        return ResultView(key, catalog.name(key, self.lang), kind, catalog.name(department, self.lang))

    # Speaking

    def tell(self, sentence: str, kind: NoticeKind = "info", /, **params: Any) -> None:
        """A sentence for the line."""
        self._speak(NoticeView(text(sentence, self.lang, **params), kind))
        self.changed()

    def _speak(self, notice: NoticeView) -> None:
        seconds = NEWS_SECONDS if notice.kind in ("info", "done") else TROUBLE_SECONDS
        self.spoken.notice = notice
        self.spoken.until = self.desk.now() + timedelta(seconds=seconds)

    def ask(self, prompt: PromptView) -> None:
        """A question for the line."""
        self.spoken.prompt = prompt
        self.changed()

    async def attempt(self, act: Coroutine[Any, Any, None]) -> None:
        """Runs an act; a refusal becomes the line's sentence, nothing becomes a traceback."""
        try:
            await act
        except Refusal as refusal:
            self._speak(NoticeView(text(refusal.code, self.lang, **refusal.details), "error"))
        self.changed()

    # The queue

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
            await self.answer("undo", "yes")
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
            self.tell("notice.no_such_number", "warn", typed=typed)
        elif ticket.state is TicketState.HELD:
            await self.desk.resume(ticket.id)
        else:
            called = await self.desk.call_ticket(ticket.id)
            self._say_called(called.number)

    # The case

    async def take_matter(self, key: str) -> None:
        """Begins a case, or asks where the matter goes when one is open."""
        case = self._draft_case()
        if case is not None:
            self.ask(prompts.joining_prompt(self.lang, self._name(key), key))
            return
        if self.desk.current_ticket is None:
            raise Refusal("window.nothing_called")
        self.spoken = Spoken()
        await self.desk.open_case([key])

    def _draft_case(self) -> str | None:
        case = self.desk.current_case
        file = self.desk.case_file(case) if case else None
        return case if file is not None and file.case.state is CaseState.DRAFT else None

    def _name(self, key: str) -> str:
        shelf = self.desk.shelf
        return str(shelf.get(shelf.current).name(key, self.lang)) if shelf.current else key

    def _case(self) -> str:
        case = self.desk.current_case
        if case is None:
            raise Refusal("window.no_case")
        return case

    async def drop_matter(self, key: str) -> None:
        """Drops a matter and only what it alone needed."""
        await self.desk.change_matters(self._case(), drop=[key])
        self.tell("notice.dropped", "done", matter=self._name(key))

    async def answer_question(self, key: str, option: str) -> None:
        """A situation question or a choice: complete with its key."""
        await self.desk.answer_now(self._case(), key, option)

    def typed(self, key: str, value: str) -> None:
        """A key was typed in a field: kept at once, shown to the other side."""
        case = self._case()
        self.desk.answer(case, key, value)
        self.desk.tell_typing(case, key)

    async def left(self, key: str) -> None:
        """The field was left: sent, and an identity number asks the register."""
        case = self._case()
        self.desk.left(case)
        refusal = self.desk.typed(case).refused.get(key)
        if refusal is not None and refusal.code == "case.confirmed_needs_word":
            plan = self.desk.plan(case)
            ask = plan.ask(key) if plan else None
            self.ask(prompts.word_prompt(self.lang, ask.field.label(self.lang) if ask else key, key))
            return
        self.changed()
        if key.endswith(ID_NO):
            await self._ask_register(case, key)

    async def _ask_register(self, case: str, key: str) -> None:
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        ask = plan.ask(key) if plan else None
        if plan is None or file is None or ask is None or ask.state in ("open", "wrong"):
            return
        todo = [
            (use.source, use.party)
            for use in plan.sources
            if use.party and f"{use.source}/{use.party}" not in file.case.looked_up
        ]
        if not todo:
            return
        before = plan.proof.now.fields_filled
        self.tell("notice.looking_up")
        for source, party in todo:
            asked = {"source": source, "holder": party, "purpose": file.case.matters[0], "consent": "spoken"}
            await self.desk.look_up(case, asked)
        after = self.desk.plan(case)
        count = after.proof.now.fields_filled - before if after else 0
        if count > 0:
            self.tell("notice.looked_up", "done", count=count)
        else:
            self.tell("notice.nothing_shared")

    async def judge(self, key: str, verdict: str, reason: str) -> None:
        """How a paper stands."""
        case = self._case()
        plan = self.desk.plan(case)
        paper = plan.material(key) if plan else None
        if verdict == "scanned":
            self.tell("materials.no_scanner", "warn")
            return
        if verdict == "phone":
            self.tell("materials.by_phone")
            return
        meant = {
            "received": "copies_kept" if paper and paper.copies else "original_seen",
            "unacceptable": "not_acceptable",
            "none": "cleared",
        }.get(verdict, verdict)
        await self.desk.judge(case, key, meant, reason or None)

    def view_paper(self) -> None:
        """There is nothing to look at until a scan is there."""
        self.tell("materials.no_viewer")

    async def reveal(self, key: str, reason: str) -> None:
        """Shows a masked value; logged with its reason."""
        case = self._case()
        await self.desk.reveal(case, key, reason)
        self.revealed |= {key}
        plan = self.desk.plan(case)
        ask = plan.ask(key) if plan else None
        self.tell("notice.revealed", label=ask.field.label(self.lang) if ask else key)

    # The phone, or the form on paper

    async def show_phone(self) -> None:
        """Shows the code; pressed again while it is shown, the next party's."""
        case = self._case()
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is None or file is None:
            return
        parties = self._phone_parties(case)
        if not parties:
            raise Refusal("case.questions_open", count=len(plan.open_questions))
        if self.code is not None and self.unfolded:
            at = parties.index(self.code.party) if self.code.party in parties else -1
            party = parties[(at + 1) % len(parties)]
        else:
            party = self.code.party if self.code and self.code.party in parties else parties[0]
        filing = next(
            (one for one in file.filings.values() if one.party == party and one.state in ("invited", "joined")), None
        )
        known = self._codes.get(party)
        if filing is None:
            told = await self.desk.open_filing(case, party)
        elif known is None or (filing.state == "invited" and not filing.code_live(self.desk.now())):
            told = await self.desk.renew_code(filing.id)
        else:
            told = {}
        if told:
            known = PhoneCode(
                filing=str(told["filing"]),
                party=party,
                url=str(told.get("url") or told.get("address") or ""),
                digits=str(told.get("digits") or told.get("code") or ""),
            )
            self._codes[party] = known
        self.code, self.unfolded = known, True
        catalog = self._catalog(file.case.catalog)
        name = catalog.name(party, self.lang) if catalog else party
        if known is not None:
            digits = f"{known.digits[:3]} {known.digits[3:]}"
            self.tell("notice.phone_for", party=name, code=digits)

    def _phone_parties(self, case: str) -> list[str]:
        """Who fills something of their own: who is here first, then the others."""
        plan = self.desk.plan(case)
        if plan is None or plan.open_questions:
            return []
        owners = dict.fromkeys(section.owner for section in plan.sections)
        return sorted(owners, key=lambda party: party not in plan.acting)

    def hide_phone(self) -> None:
        """Folds the code."""
        self.unfolded = False
        self.changed()

    def open_address(self) -> None:
        """Opens the phone's page in this machine's browser."""
        if self.code is not None and self.desk.local_hub:
            asyncio.get_running_loop().run_in_executor(None, self.opener.browse, self.code.url)

    async def print_paper(self, paper: str) -> None:
        """Fetches a paper, keeps it in the papers' folder and opens it; or lets what was stuck go on."""
        if paper.startswith(RELEASE):
            self.desk.release(paper.removeprefix(RELEASE))
            return
        case = self._case()
        pdf = await self.desk.print_paper(case, paper)
        file = self.desk.case_file(case)
        number = file.case.number if file and file.case.number else case[-12:]
        place = await asyncio.to_thread(keep_paper, self.papers_dir, f"{number}-{paper}.pdf", pdf)
        asyncio.get_running_loop().run_in_executor(None, self.opener.open, place)
        self.tell("notice.paper_saved", "done", paper=text(f"paper.{paper}", self.lang), place=place)

    async def signed_on_paper(self) -> None:
        """Everybody has signed the printed form: the clerk is the witness of each section and signature."""
        case = self._case()
        plan, file, session = self.desk.plan(case), self.desk.case_file(case), self.desk.session
        if plan is None or file is None or session is None:
            return
        sections = [one for one in plan.sections if one.key not in file.case.sections]
        signers = [party for party in plan.signers if party not in file.case.signatures]
        if not sections and not signers:
            self.tell("notice.nobody_signs")
            return
        for section in sections:
            await self.desk.confirm(case, section.key, section.owner, "paper", session.actor)
        for party in signers:
            await self.desk.sign(case, party, "paper", session.actor)
        catalog = self._catalog(file.case.catalog)
        names = [catalog.name(party, self.lang) if catalog else party for party in signers]
        self.tell("notice.signed", "done", party="、".join(names) if self.lang == "zh" else ", ".join(names))

    # Submission

    async def submit(self) -> None:
        """Offers what is lawful now, best first."""
        case = self._case()
        self.desk.left(case)
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is None or file is None:
            return
        self.ask(offers(file.case, plan, self.lang))
        ready = readiness(file.case, plan)
        if not ready.failing and (ready.unconfirmed or ready.unsigned):
            count = max(len(ready.unconfirmed), len(ready.unsigned))
            self.tell("submit.unconfirmed", "warn", count=count)

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
        try:
            await self.print_paper(paper)
        finally:
            if option == "notice":
                self.tell("notice.noticed", "done", number=number)
            elif file.case.state is CaseState.ACCEPTED and file.case.due:
                due = file.case.due.strftime("%m-%d")
                said = self.spoken.notice.text if self.spoken.notice and self.spoken.notice.kind == "done" else ""
                self.tell("notice.accepted", "done", number=number, due=due, paper=said)
            else:
                self.tell("notice.received", "done", number=number)

    # Answers to the line's questions

    async def answer(self, key: str, option: str, typed: str = "") -> None:
        """A question of the line was answered."""
        self.spoken.prompt = None
        self.changed()
        kind, _, rest = key.partition(":")
        if kind == "refuse_reason" and typed:
            await self._refuse(typed)
        if not option or option in ("no", "back"):
            return
        match kind:
            case "finish":
                await self._finish_with(outcome=option)
            case "draft" if option == "hold":
                await self.hold("fetch_papers")
                await self._go_on()
            case "draft":
                await self._finish_with(outcome=option)
            case "undo":
                await self.desk.undo()
                self.tell("notice.undone", "done")
            case "join" if option == "this":
                await self.desk.change_matters(self._case(), add=[rest])
                self.tell("notice.added", "done", matter=self._name(rest))
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

    def papers(self) -> tuple[OptionView, ...]:
        """Papers that can be printed now, the likeliest first."""
        case = self.desk.current_case
        file = self.desk.case_file(case) if case else None
        stuck = tuple(OptionView(f"{RELEASE}{row.id}", self._stuck(row)) for row in self.desk.troubled())
        if file is None:
            return stuck
        names = ["application_form"] if file.case.state is CaseState.DRAFT else ["receipt", "application_form"]
        if file.case.state is CaseState.ACCEPTED:
            names.insert(0, "acceptance_notice")
        return (*stuck, *(OptionView(name, text(f"paper.{name}", self.lang)) for name in names))

    def _stuck(self, row: Any) -> str:
        """Why the centre did not take a row, and what Enter does."""
        error = (row.verdict or {}).get("error") or {"code": "case.moved"}
        reason = text(error["code"], self.lang, **error.get("details", {}))
        return text("palette.stuck", self.lang, reason=reason)

    def clock(self) -> datetime:
        """The centre's time as this window knows it."""
        return self.desk.now()
