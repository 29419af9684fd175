"""Acts on the case in hand: matters, answers, papers, and asking the register."""

from clerk_tui.intake.case import Case
from clerk_tui.intake.identity import ID_NO, USCC
from clerk_tui.intake.plan import Plan
from clerk_tui.refusal import Refusal
from clerk_tui.screens import prompts
from clerk_tui.screens.rules_changed import out_of_plan
from clerk_tui.screens.runner_base import Spoken
from clerk_tui.screens.runner_hall import HallActs
from clerk_tui.screens.view import NoticeView

EARLIER = "earlier"
"""The centre's source of answers that a person or enterprise gave in earlier cases."""
NUMBERS = frozenset({"id_no", "uscc"})


def _answered_before(plan: Plan, case: Case) -> list[str]:
    """The parties whose number is known and who are still asked what they may have answered before; each once a case."""
    known = {a.party for a in plan.asks if a.field.type in NUMBERS and a.value and a.error is None}
    wanted = [
        a.party
        for a in plan.asks
        if a.party in known and a.state == "open" and a.field.reuse != "never" and a.field.type not in NUMBERS
    ]
    return [p for p in dict.fromkeys(wanted) if p and f"{EARLIER}/{p}" not in case.looked_up]


class CaseActs(HallActs):
    """What is typed shows at once; what it leads to follows from the plan."""

    async def take_matter(self, key: str) -> None:
        """Begins a case, or asks where the matter goes when one is open."""
        case = self._draft_case()
        if case is not None:
            self.ask(prompts.joining_prompt(self.lang, self._name(key), key))
            return
        if self.desk.current_ticket is None:
            raise Refusal("window.nothing_called")
        self.spoken = Spoken()
        self._say_what_fell_out(await self.desk.open_case([key]))
        self.say_ticket_known()

    def say_ticket_known(self) -> None:
        """Says honestly that a ticket taken with a card fills nothing: only a one-way code of it was kept."""
        ticket = self.desk.current_ticket
        if ticket is not None and ticket.person and self.spoken.notice is None:
            self.tell("card.ticket_known")

    def _say_what_fell_out(self, case: str) -> None:
        plan = self.desk.plan(case)
        fell = [words for _, words in out_of_plan(plan, self.lang)] if plan else []
        if fell:
            self._speak(NoticeView(" ".join(fell), "warn"))
            self.changed()

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
        if key.endswith((ID_NO, USCC)):
            await self.number_entered(case, key)

    async def number_entered(self, case: str, key: str) -> None:
        """An identity number asks the register."""
        await self._ask_register(case, key)

    # Rows

    async def add_row(self, group: str) -> None:
        """One more row; the form puts the focus into it."""
        await self.desk.add_row(self._case(), group)

    def ask_drop_row(self, row: str) -> None:
        """Asks in the line whether the row goes; with the word of who has confirmed what stands in it."""
        case = self._case()
        plan = self.desk.plan(case)
        if plan is None or plan.group(row) is None:
            return
        label = plan.row_label(row, self.lang)
        confirmed = any(ask.confirmed and ask.typed for ask in plan.asks if ask.party == row)
        self.ask(prompts.drop_row_prompt(self.lang, label, row, confirmed=confirmed))

    async def drop_row(self, row: str, option: str) -> None:
        """Drops the row with all that stands in it; `option` is how who confirmed it agreed, or yes."""
        case = self._case()
        plan = self.desk.plan(case)
        label = plan.row_label(row, self.lang) if plan else row
        await self.desk.drop_row(case, row, option if option in ("spoken", "phone") else None)
        self.tell("notice.row_dropped", "done", label=label)

    async def _ask_register(self, case: str, key: str) -> None:
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        ask = plan.ask(key) if plan else None
        if plan is None or file is None or ask is None or ask.state in ("open", "wrong"):
            return
        todo = [
            (use.source, use.party)
            for use in plan.sources
            if key.endswith(ID_NO) and use.party and f"{use.source}/{use.party}" not in file.case.looked_up
        ]
        if not todo and not _answered_before(plan, file.case):
            return
        before = plan.proof.now.fields_filled
        self.tell("notice.looking_up")
        for source, party in todo:
            asked = {"source": source, "holder": party, "purpose": file.case.matters[0], "consent": "spoken"}
            await self.desk.look_up(case, asked)
        # What the register does not know its person may have answered in an earlier case.
        plan, file = self.desk.plan(case) or plan, self.desk.case_file(case) or file
        for party in _answered_before(plan, file.case):
            asked = {"source": EARLIER, "holder": party, "purpose": file.case.matters[0], "consent": "spoken"}
            await self.desk.look_up(case, asked)
        after = self.desk.plan(case)
        count = after.proof.now.fields_filled - before if after else 0
        if count > 0:
            self.tell("notice.looked_up", "done", count=count)
        else:
            self.tell("notice.nothing_shared")

    async def reveal(self, key: str, reason: str) -> None:
        """Shows a masked value; logged with its reason."""
        case = self._case()
        await self.desk.reveal(case, key, reason)
        self.revealed |= {key}
        plan = self.desk.plan(case)
        ask = plan.ask(key) if plan else None
        self.tell("notice.revealed", label=ask.field.label(self.lang) if ask else key)
