"""办事清单 for who only asked: the situation questions in the line, then what to bring on paper. No case, nobody's name."""

import asyncio

from clerk_tui.catalog.guide import address
from clerk_tui.catalog.model import Catalog
from clerk_tui.intake.checklist import checklist_of
from clerk_tui.intake.plan import AnswerFact, Facts, Plan, plan
from clerk_tui.papers.printer import printer_of
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.refusal import Refusal
from clerk_tui.screens.runner_guide import GuideActs
from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import text
from clerk_tui.texts.sheet import sheet_of

ANSWER = "="
"""Before the value of an answer: `no` alone would be the line's own no."""
MOST_OPTIONS = 7


class ChecklistActs(GuideActs):
    """Asks as far as somebody likes to answer; what stays open stands on the paper as what it still depends on."""

    def ask_checklist(self) -> None:
        """Begins with the guide that is open; what was answered in the case in hand is known already."""
        if self.guide is None:
            return
        case = self.desk.current_case
        file, made = (self.desk.case_file(case), self.desk.plan(case)) if case else (None, None)
        self._consulted: dict[str, str] = {}
        if file is not None and made is not None and self.guide in file.case.matters:
            self._consulted = {q.key: q.value for q in made.questions if q.value}
        self._ask_next(self.guide)

    def _asked_plan(self, catalog: Catalog, key: str) -> Plan:
        answers = {asked: AnswerFact(value) for asked, value in self._consulted.items()}
        today = self.desk.today(self.desk.now())
        return plan(catalog, (key,), Facts(answers=answers), today, state_council_calendar())

    def _ask_next(self, key: str) -> None:
        catalog = self._in_force()
        if catalog is None or catalog.matter(key) is None:
            self.tell("guide.unknown", "warn")
            return
        ends = [OptionView("print", text("prompt.checklist.print", self.lang))]
        if self.desk.printer != "none":
            ends.append(OptionView("roll", text("prompt.checklist.roll", self.lang)))
        question = next(iter(self._asked_plan(catalog, key).open_questions), None)
        if question is None:
            self.ask(PromptView(f"checklist:{key}", text("prompt.checklist", self.lang), tuple(ends)))
            return
        options = [OptionView(ANSWER + o.value, o.label(self.lang)) for o in question.field.options[:MOST_OPTIONS]]
        if not options:
            options = [OptionView(ANSWER + value, text(f"bool.{value}", self.lang)) for value in ("yes", "no")]
        words = question.field.label(self.lang)
        self.ask(PromptView(f"checklist:{key}/{question.key}", words, (*options, *ends)))

    async def answer_checklist(self, kind: str, rest: str, option: str) -> bool:
        """Takes an answer of the line; False for another's."""
        if kind != "checklist":
            return False
        key, _, question = rest.partition("/")
        if option.startswith(ANSWER):
            self._consulted[question] = option.removeprefix(ANSWER)
            self._ask_next(key)
        else:
            await self._print_checklist(key, roll=option == "roll")
        return True

    async def _print_checklist(self, key: str, *, roll: bool) -> None:
        catalog = self._in_force()
        if catalog is None or catalog.matter(key) is None:
            return
        from clerk_tui.papers.model import Checklist

        lang = self.lang
        sheet = sheet_of(checklist_of(catalog, self._asked_plan(catalog, key), lang), lang)
        day = self.desk.now().astimezone(self.zone).date()
        url = address(self.desk.hall.public_url, key)
        paper = Checklist(hall=self.desk.hall.name, sheet=sheet, printed_on=day, url=url)
        name = text("paper.checklist", lang)
        if roll:
            from clerk_tui.papers.thermal import ticket_bytes

            printer = printer_of(self.desk.printer)
            if printer is None:
                raise Refusal("printer.away")
            content = await asyncio.to_thread(ticket_bytes, paper, lang, self.desk.roll_mm)
            await asyncio.to_thread(printer, content)
            self.tell("notice.paper_on_roll", "done", paper=name)
            return
        from clerk_tui.papers.render import render_pdf

        pdf = await asyncio.to_thread(render_pdf, paper, lang)
        file = f"{name}-{sheet.title}.pdf".replace("/", "-").replace(" ", "-")
        self.tell("notice.paper_out", "done", paper=name, place=await self.send_to_printer(file, pdf))
