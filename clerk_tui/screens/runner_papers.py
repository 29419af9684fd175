"""The papers of the case in hand: printed by Enter from the palette and after each act, looked at, saved, on the roll."""

import asyncio
from typing import Any

from clerk_tui.intake.case import Case
from clerk_tui.intake.papers import about, handed, kind_of, printable
from clerk_tui.intake.plan import Plan
from clerk_tui.papers.printer import printer_of
from clerk_tui.queue.day import Ticket
from clerk_tui.refusal import Refusal
from clerk_tui.screens.papers import keep_paper, short_place
from clerk_tui.screens.runner_case import CaseActs
from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import text

RELEASE = "release:"
TWICE = "twice:"
WAYS = "ways"
EACH = ".*"
"""After a kind: all papers of that kind, such as the mandate of each principal."""
MOST_CHOICES = 9


class PaperActs(CaseActs):
    """Every print is the command `print_paper`; what was only looked at is gone with the ticket."""

    def papers(self) -> tuple[OptionView, ...]:
        """What can be printed now, the likeliest first, so that Ctrl+P Enter prints it; before them what is stuck."""
        stuck = tuple(OptionView(f"{RELEASE}{row.id}", self._stuck(row)) for row in self.desk.troubled())
        stuck += tuple(OptionView(f"{TWICE}{one.id}", self._twice(one)) for one in self.desk.served_twice())
        case = self.desk.current_case
        file, plan = (self.desk.case_file(case), self.desk.plan(case)) if case else (None, None)
        if file is None or plan is None:
            return stuck
        rows = self._paper_rows(file.case, plan)
        return (*stuck, *rows, OptionView(WAYS, text("palette.ways", self.lang)))

    def _paper_rows(self, case: Case, plan: Plan) -> list[OptionView]:
        """One row a paper; the mandates of several principals, and the sheets for several departments, are one."""
        kinds: dict[str, list[str]] = {}
        for name in printable(case, plan):
            kinds.setdefault(kind_of(name) if kind_of(name) in ("mandate", "transfer_sheet") else name, []).append(name)
        rows = []
        for names in kinds.values():
            if len(names) > 1:
                label = text("palette.each", self.lang, paper=self.paper_name(names[0]), count=len(names))
                rows.append(OptionView(kind_of(names[0]) + EACH, label))
            else:
                rows.append(OptionView(names[0], self.paper_name(names[0], with_whom=True)))
        return rows

    def paper_name(self, paper: str, *, with_whom: bool = False) -> str:
        """A paper by name, and for whom or what where there may be several of them."""
        name = text(f"paper.{kind_of(paper)}", self.lang)
        whom = about(paper)
        if not with_whom or not whom or whom.isdigit():
            return name
        case = self.desk.current_case
        file = self.desk.case_file(case) if case else None
        catalog = self._catalog(file.case.catalog) if file else None
        return f"{name} · {catalog.name(whom, self.lang) if catalog else whom}"

    # Printing

    async def print_paper(self, paper: str) -> None:
        """Prints a paper of the palette; or asks which other way; or lets what was stuck go on."""
        if paper.startswith(RELEASE):
            self.desk.release(paper.removeprefix(RELEASE))
            return
        if paper.startswith(TWICE):
            self.desk.acknowledge(paper.removeprefix(TWICE))
            return
        if paper == WAYS:
            self.ask_which_paper()
            return
        case = self._case()
        where = ""
        for name in self._names(case, paper):
            where = await self.hand_out(case, name)
        if where:
            self.tell("notice.paper_out", "done", paper=self.paper_name(paper.removesuffix(EACH)), place=where)

    def _names(self, case: str, paper: str) -> list[str]:
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is None or file is None or not paper.endswith(EACH):
            return [paper]
        kind = paper.removesuffix(EACH)
        return [name for name in printable(file.case, plan) if kind_of(name) == kind]

    async def hand_out(self, case: str, paper: str, *, large: bool = False) -> str:
        """Prints a paper on the system's printer; without one it is saved and opened. Where it is now, in words.

        Raises Refusal offline.needed, paper.* and what the centre says.
        """
        pdf = await self.desk.print_paper(case, paper, {"large": "true"} if large else {})
        return await self.send_to_printer(self._file_name(case, paper), pdf)

    async def send_to_printer(self, name: str, pdf: bytes) -> str:
        """Prints a file on the system's printer; without one it is saved and opened. Where it is now, in words.

        Raises Refusal printer.kept when the printer did not take it: it is saved then.
        """
        place = await asyncio.to_thread(self.looks.put, name, pdf)
        trouble: Refusal | None = None
        printer: str | None = None
        try:
            printer = await asyncio.to_thread(
                self.opener.print_file, place, name.removesuffix(".pdf"), self.desk.office_printer
            )
        except Refusal as refusal:
            trouble = refusal
        if printer is not None:
            return text("paper.at_printer", self.lang, printer=printer).rstrip()
        kept = await self._save(name, pdf)
        if trouble is not None:
            # It was not printed: the clerk must know that the file is all there is.
            raise Refusal("printer.kept", reason=str(trouble.details.get("reason", "")), place=kept)
        return kept

    async def hand_out_all(self, case: str) -> str:
        """Prints what the applicant is handed after what was just done; where the first of it is now, in words."""
        file = self.desk.case_file(case)
        places = [await self.hand_out(case, paper) for paper in (handed(file.case) if file else ())]
        return places[0] if places else ""

    def _file_name(self, case: str, paper: str) -> str:
        file = self.desk.case_file(case)
        number = file.case.number if file and file.case.number else case[-12:]
        return f"{number}-{paper}.pdf"

    async def _save(self, name: str, pdf: bytes) -> str:
        """Puts a paper where the clerk finds it and opens it; the place as people write it."""
        place = await asyncio.to_thread(keep_paper, self.papers_dir, name, pdf)
        asyncio.get_running_loop().run_in_executor(None, self.opener.open, place)
        return short_place(place)

    # Other ways

    def ask_which_paper(self) -> None:
        """Which paper is to be looked at, saved, printed large or on the roll."""
        case = self._case()
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is None or file is None:
            return
        names = printable(file.case, plan)[:MOST_CHOICES]
        options = tuple(OptionView(name, self.paper_name(name, with_whom=True)) for name in names)
        self.ask(PromptView("paper_which", text("prompt.paper_which", self.lang), options))

    async def answer_paper(self, kind: str, rest: str, option: str) -> bool:
        """Whether the question was about a paper; its answer is done then."""
        if kind == "paper_which":
            ways = ["look", "save", "large", *(["roll"] if self.desk.printer != "none" else [])]
            words = text("prompt.paper_way", self.lang, paper=self.paper_name(option, with_whom=True))
            options = tuple(OptionView(way, text(f"prompt.paper_way.{way}", self.lang)) for way in ways)
            self.ask(PromptView(f"paper_way:{option}", words, options))
            return True
        if kind != "paper_way":
            return False
        case = self._case()
        await {"look": self._look, "save": self._keep_copy, "large": self._large, "roll": self._roll}[option](
            case, rest
        )
        return True

    async def _look(self, case: str, paper: str) -> None:
        """In the system's viewer, from a file that goes with the ticket; nothing counts as printed."""
        pdf = await self.desk.fetch_paper(case, paper)
        place = await asyncio.to_thread(self.looks.put, self._file_name(case, paper), pdf)
        if not await asyncio.to_thread(self.opener.open, place):
            self.tell("notice.no_viewer", "warn", place=short_place(place))
            return
        self.tell("notice.paper_shown", "done", paper=self.paper_name(paper))

    async def _keep_copy(self, case: str, paper: str) -> None:
        pdf = await self.desk.print_paper(case, paper)
        place = await asyncio.to_thread(keep_paper, self.papers_dir, self._file_name(case, paper), pdf)
        self.tell("notice.paper_saved", "done", paper=self.paper_name(paper), place=short_place(place))

    async def _large(self, case: str, paper: str) -> None:
        place = await self.hand_out(case, paper, large=True)
        self.tell("notice.paper_out", "done", paper=self.paper_name(paper), place=place)

    async def _roll(self, case: str, paper: str) -> None:
        printer = printer_of(self.desk.printer)
        if printer is None:
            raise Refusal("printer.away")
        content = await self.desk.print_paper(case, paper, {"form": f"roll{self.desk.roll_mm}"})
        await asyncio.to_thread(printer, content)
        self.tell("notice.paper_on_roll", "done", paper=self.paper_name(paper))

    # What is stuck

    def _twice(self, ticket: Ticket) -> str:
        return text("palette.twice", self.lang, number=ticket.label, window=ticket.window or "")

    def _stuck(self, row: Any) -> str:
        """Why the centre did not take a row, and what Enter does."""
        error = (row.verdict or {}).get("error") or {"code": "case.moved"}
        reason = text(error["code"], self.lang, **error.get("details", {}))
        return text("palette.stuck", self.lang, reason=reason)
