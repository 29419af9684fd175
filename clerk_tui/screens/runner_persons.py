"""What a scanned number leads to, and a person's other case for the same matter: noticed before it is typed again."""

from collections.abc import Iterable
from typing import Any

from clerk_tui.intake.case import CaseState
from clerk_tui.intake.identity import plain_number
from clerk_tui.queue.day import ENDED
from clerk_tui.refusal import Refusal
from clerk_tui.screens.present_lists import state_words, title_of
from clerk_tui.screens.runner_lists import ListActs
from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import text

OPEN = frozenset({CaseState.DRAFT, CaseState.RECEIVED, CaseState.NOTICED, CaseState.ACCEPTED})
TICKET_DIGITS = 5


class PersonActs(ListActs):
    """Every look-up is the centre's to answer and to write down; cut off there is none, and the work goes on."""

    async def look_up_number(self, typed: str) -> None:
        """A ticket number does what its state allows; any other number opens what it leads to as a list."""
        number = plain_number(typed)
        if len(number) > TICKET_DIGITS + 1:
            purpose = "service" if self.desk.current_ticket is not None else "enquiry"
            found = await self.desk.find_person(purpose, typed=number)
            if not found["cases"]:
                self.tell("notice.nothing_open", "warn")
                return
            self.show_found(found["by"], found["cases"])
            return
        ticket = self._of_number(typed)
        if ticket is not None and ticket.state in ENDED:
            found = await self.desk.find_person("enquiry", ticket=ticket.id)
            if found["cases"]:
                self.show_found("ticket", found["cases"])
                return
        await super().look_up_number(typed)

    # Two for the same matter

    async def take_matter(self, key: str) -> None:
        """As above; a person whom the ticket names may have that matter open already."""
        ticket = self.desk.current_ticket
        if self._draft_case() is None and ticket is not None and ticket.person:
            other = await self._other("", [key], ticket=ticket.id)
            if other is not None:
                self._ask_double(other, f"double_begun:{other['id']}:{key}")
                return
        await super().take_matter(key)

    async def number_entered(self, case: str, key: str) -> None:
        """An identity number or credit code: first whether the same is open already, then what the register knows."""
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        ask = plan.ask(key) if plan else None
        if file is not None and ask is not None and ask.value and ask.error is None:
            other = await self._other(case, file.case.matters, typed=ask.value)
            if other is not None and self.desk.current_case == case:
                self._ask_double(other, f"double_typed:{other['id']}:{key}")
                return
        await super().number_entered(case, key)

    async def _other(self, case: str, matters: Iterable[str], **who: str) -> dict[str, Any] | None:
        """Another open case of that person with one of these matters, the newest; None also when nobody can be asked."""
        try:
            found = await self.desk.find_person("duplicates", **who)
        except Refusal:
            return None
        wanted = self._items_of(matters)
        same = (
            one
            for one in found["cases"]
            if one["id"] != case and one["state"] in OPEN and wanted & self._items_of(one["matters"])
        )
        return next(same, None)

    def _items_of(self, matters: Iterable[str]) -> frozenset[str]:
        """The items behind matters: a package and one of its items are the same matter."""
        catalog = self.desk.catalog
        items: set[str] = set()
        for key in matters:
            package = catalog.packages.get(key) if catalog else None
            items |= {use.item for use in package.items} if package else {key}
        return frozenset(items)

    def _ask_double(self, other: dict[str, Any], key: str) -> None:
        window = other["window"]
        words = text(
            "prompt.double",
            self.lang,
            matter=title_of(other["matters"], self.desk.catalog, self.lang),
            state=state_words(other["state"], self.lang),
            window=text("lists.window", self.lang, window=window) if window else text("lists.in_pool", self.lang),
        )
        options = tuple(OptionView(code, text(f"prompt.double.{code}", self.lang)) for code in ("open", "go_on"))
        self.ask(PromptView(key, words, options, kind="warn"))

    async def answer_double(self, kind: str, rest: str, option: str) -> bool:
        """Opens the other case, or goes on with this one; False for another's question."""
        if kind not in ("double_begun", "double_typed"):
            return False
        other, _, key = rest.partition(":")
        if option == "open":
            await self._go_over(other, begun=kind == "double_typed")
        elif kind == "double_begun":
            await super().take_matter(key)
        else:
            await super().number_entered(self._case(), key)
        return True

    async def _go_over(self, other: str, *, begun: bool) -> None:
        """To the other case; a draft that was only just begun for the same is taken back."""
        here = self._draft_case() if begun else None
        file = await self.desk.open_listed(other, visit=True)
        if here is not None:
            await self.desk.life(here, "withdraw_case", {"reason": text("reason.double", self.lang)})
        title = title_of(file.case.matters, self.desk.catalog, self.lang)
        self.tell("notice.case_opened", "done", what=title)
