"""Identity cards at the workbench: whose card it is, what it fills, and what a scan was that is none."""

from dataclasses import replace

from clerk_tui.catalog.model import ROW, join_key
from clerk_tui.catalog.values import birth_date_of, sex_of
from clerk_tui.data.reader import Card, Mutilated, Reading
from clerk_tui.intake.identity import ID_NO
from clerk_tui.intake.plan import Plan
from clerk_tui.refusal import Refusal
from clerk_tui.screens.runner_persons import PersonActs
from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import text
from clerk_tui.texts.masks import mask_name

CARD_QUESTIONS = frozenset({"card_whose", "card_other", "card_guessed"})


class CardActs(PersonActs):
    """A card fills the party in whose section the focus is; where that is unclear the line asks."""

    _card: Card | None = None
    """The card about which the line asks; gone with the answer and with the ticket."""

    async def read(self, reading: Reading, focus: str = "") -> None:
        """Something was read; `focus` is the ask under the caret, "" when there is none."""
        if isinstance(reading, Mutilated):
            self.tell("card.mutilated", "warn")
            return
        if not isinstance(reading, Card):
            self.tell("card.no_card", "warn")
            return
        self._card = reading
        if self._draft_case() is None:
            self.tell("card.no_case", "warn")
            return
        if reading.guessed:
            words = text("prompt.card_guessed", self.lang, last=reading.id_no[-1], number=reading.id_no)
            self.ask(self._yes_no("card_guessed", focus, words))
            return
        await self._find_owner(reading, focus)

    def _yes_no(self, kind: str, rest: str, words: str) -> PromptView:
        options = tuple(OptionView(code, text(f"prompt.{kind}.{code}", self.lang)) for code in ("yes", "no"))
        return PromptView(f"{kind}:{rest}", words, options)

    def holders(self, plan: Plan) -> list[str]:
        """The parties whose identity number is asked: who is here first."""
        found = [ask.party for ask in plan.asks if ask.party and ask.field.key == ID_NO and ask.state != "from_step"]
        return sorted(dict.fromkeys(found), key=lambda party: party not in plan.acting)

    async def _find_owner(self, card: Card, focus: str) -> None:
        plan = self.desk.plan(self._case())
        if plan is None:
            return
        if (row := self._row_at(plan, focus)) is not None:
            await self._into_row(card, plan, row)
            return
        holders = [party for party in self.holders(plan) if plan.group(party) is None] or self.holders(plan)
        if not holders:
            self.tell("card.not_asked", "warn", name=self._called(card))
            return
        asks = {party: ask for party in holders if (ask := plan.ask(join_key(party, ID_NO)))}
        # A number that is wrong gives way without a question.
        known = {party: ask.value for party, ask in asks.items() if ask.state != "wrong"}
        same = [party for party, number in known.items() if number == card.id_no]
        asked = plan.ask(focus)
        here = asked.party if asked is not None and asked.party in holders else None
        if same:
            await self._fill(card, same[0])
        elif here is not None or len(holders) == 1:
            party = here or holders[0]
            if known.get(party):
                words = text("prompt.card_other", self.lang, party=self._party(party), name=self._called(card))
                self.ask(self._yes_no("card_other", party, words))
            else:
                await self._fill(card, party)
        else:
            options = tuple(OptionView(party, self._party(party)) for party in holders)
            self.ask(PromptView("card_whose", text("prompt.card_whose", self.lang, name=self._called(card)), options))

    def _row_at(self, plan: Plan, focus: str) -> str | None:
        """The row of a repeating group in which the caret stands, or whose head has the focus, if it asks for a number."""
        row, group = ROW.fullmatch(focus), plan.group(focus)
        if row is None or group is None or all(one.field != ID_NO for one in group.repeats.fields):
            return None
        return f"{row['group']}.{row['row']}"

    async def _into_row(self, card: Card, plan: Plan, row: str) -> None:
        """A card read in a row fills that row only, also where it is the card of somebody else in the form."""
        group = plan.group(row)
        member = next((one for one in group.repeats.fields if one.field == ID_NO), None) if group else None
        for test in member.when.tests if member else ():
            # Who has an identity card is what the row must say to be asked for its number.
            key = join_key(row, test.key)
            if len(test.values) == 1 and (ask := plan.ask(key)) is not None and not ask.value:
                await self.desk.answer_now(self._case(), key, test.values[0])
        plan = self.desk.plan(self._case()) or plan
        number = plan.ask(join_key(row, ID_NO))
        if number is None:
            self.tell("card.not_asked", "warn", name=self._called(card))
        elif number.value not in ("", card.id_no) and number.state != "wrong":
            words = text("prompt.card_other", self.lang, party=self._party(row), name=self._called(card))
            self.ask(self._yes_no("card_other", row, words))
        else:
            await self._fill(card, row)

    async def answer_card(self, kind: str, rest: str, option: str) -> None:
        """Takes the line's answer to one of CARD_QUESTIONS."""
        card, self._card = self._card, None
        if card is None or option in ("", "no"):
            return
        if kind == "card_guessed":
            self._card = replace(card, guessed=False)
            await self._find_owner(self._card, rest)
        else:
            await self._fill(card, option if kind == "card_whose" else rest)

    def _follow(self) -> None:
        """The next person must not find the last one's card, nor a question about it."""
        before = self._ticket
        super()._follow()
        if self._ticket != before:
            self._card = None
            if self.spoken.prompt is not None and self.spoken.prompt.key.partition(":")[0] in CARD_QUESTIONS:
                self.spoken.prompt = None

    async def _fill(self, card: Card, party: str) -> None:
        self._card = None
        case = self._case()
        plan = self.desk.plan(case)
        if plan is None:
            return
        on_card = {
            ID_NO: card.id_no,
            "person.name": card.name,
            "person.sex": card.sex or sex_of(card.id_no),
            "person.birth_date": birth_date_of(card.id_no),
            "person.household_address": card.address,
        }
        values = {
            key: value
            for field, value in on_card.items()
            if value and (ask := plan.ask(key := join_key(party, field))) is not None and ask.value != value
        }
        if not values:
            self.tell("card.nothing_new", "done", party=self._party(party))
            return
        await self.desk.answer_read(case, values)
        self.tell("card.filled", "done", name=self._called(card), party=self._party(party), count=len(values))
        try:
            await self.number_entered(case, join_key(party, ID_NO))
        except Refusal as refusal:
            if refusal.code != "offline.needed":
                raise

    def _party(self, party: str) -> str:
        catalog = self.seen().catalog
        plan = self.desk.plan(self._case())
        if plan is not None and (row := plan.row_label(party, self.lang)):
            return row
        return str(catalog.name(party, self.lang)) if catalog else party

    def _called(self, card: Card) -> str:
        return mask_name(card.name) if card.name else "…" + card.id_no[-4:]
