"""Identity cards at the workbench: whose card it is, what it fills, and what a scan was that is none."""

from dataclasses import replace

from clerk_tui.catalog.model import join_key
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
        holders = self.holders(plan)
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
        return str(catalog.name(party, self.lang)) if catalog else party

    def _called(self, card: Card) -> str:
        return mask_name(card.name) if card.name else "…" + card.id_no[-4:]
