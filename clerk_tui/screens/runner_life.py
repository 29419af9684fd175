"""Acts on a case after its acceptance, from the palette: which item, why, and what follows is asked in the line."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clerk_tui.catalog.model import Item
from clerk_tui.intake.case import Case
from clerk_tui.intake.deciding.clocking import ARTICLE_45
from clerk_tui.intake.items import ItemLife, ItemState, in_order
from clerk_tui.intake.papers import kind_of, printable
from clerk_tui.refusal import Refusal
from clerk_tui.screens import prompts_life as asking
from clerk_tui.screens.runner_cards import CardActs
from clerk_tui.screens.view import NoticeView
from clerk_tui.texts import text

NOTHING = ("-", "无", "none", "no")
"""What is typed where a number is asked for and there is none."""
OWED = frozenset({"withdrawal", "termination", "special_procedure", "extension", "return_notice"})
"""Notices that are handed out with the act itself."""
BY_SUPERVISOR = frozenset({"terminate", "approve", "hand_back"})
ON_ITEM: Mapping[str, Callable[[ItemLife], bool]] = {
    "hand_back": lambda life: life.state is ItemState.HANDLING,
    "resubmit": lambda life: life.state is ItemState.RETURNED,
    "stop_clock": lambda life: life.state is ItemState.HANDLING,
    "start_clock": lambda life: life.state is ItemState.PAUSED,
    "extend": lambda life: life.state in (ItemState.HANDLING, ItemState.PAUSED),
    "approve": lambda life: life.asked is not None,
    "reply": lambda life: life.state is ItemState.HANDLING,
}
"""Which items an act may be about."""


class LifeActs(CardActs):
    """Withdraw, hand back, stop the clock, extend, reply, deliver, close: each is judged by the case's own rules."""

    async def life(self, verb: str) -> None:
        """An act of the palette was chosen."""
        case = self._the_case()
        session = self.desk.session
        if verb in BY_SUPERVISOR and (session is None or "supervisor" not in session.roles):
            raise Refusal("window.supervisor_only")
        if verb in ON_ITEM:
            lives = [life for life in in_order(case.item_lives) if ON_ITEM[verb](life)]
            if not lives:
                raise Refusal(f"life.none.{verb}")
            if len(lives) > 1:
                named = [(life.item, self._item_name(case, life.item)) for life in lives]
                self.ask(asking.item_prompt(self.lang, verb, named))
                return
            await self._on_item(case, verb, lives[0].item)
        elif verb == "close_case":
            await self.desk.life(case.id, "close_case", {})
            self.tell("life.closed", "done", number=case.number or "")
        elif verb == "deliver":
            if not case.to_deliver:
                raise Refusal("life.none.deliver")
            self.ask(asking.channel_prompt(self.lang, len(case.to_deliver)))
        else:
            self.ask(asking.entry_prompt(self.lang, verb))

    async def answer_life(self, rest: str, option: str, typed: str) -> None:
        """The answer of one of these questions: `rest` is the verb and, behind it, the item or channel."""
        case = self._the_case()
        verb, _, subject = rest.partition(":")
        typed = typed.strip()
        match verb:
            case "item":
                await self._on_item(case, subject, option)
            case "withdraw" | "terminate":
                place = await self._turn(case, f"{verb}_case", {"reason": typed})
                self._say(place, f"life.{verb}", number=case.number or "")
            case "hand_back":
                await self._do(case, "return_item", subject, "life.returned", {"reason": typed})
            case "basis":
                self.ask(asking.entry_prompt(self.lang, "stop_clock", f"{subject}:{option}"))
            case "stop_clock":
                await self._stop(case, subject, typed)
            case "extend":
                days, _, reason = typed.partition(" ")
                if not days.isdigit() or not reason.strip():
                    raise Refusal("life.days_and_reason")
                body = {"days": int(days), "reason": reason.strip()}
                await self._do(case, "extend_clock", subject, "life.extension_asked", body)
            case "reply":
                self.ask(asking.entry_prompt(self.lang, f"reply_{option}", subject))
            case "deliver":
                self.ask(asking.entry_prompt(self.lang, "taken_by", option))
            case "taken_by":
                await self._deliver(case, subject, typed)
            case _ if verb.startswith("reply_"):
                await self._reply(case, subject, verb.removeprefix("reply_"), typed)

    async def _on_item(self, case: Case, verb: str, item: str) -> None:
        match verb:
            case "resubmit":
                await self._do(case, "resubmit_item", item, "life.resubmitted", {})
            case "start_clock":
                await self._do(case, "resume_clock", item, "life.clock_runs", {})
            case "approve":
                await self._do(case, "approve_extension", item, "life.extended", {})
            case "stop_clock":
                bases = self._bases(case, item)
                if not bases:
                    raise Refusal("clock.no_basis")
                self.ask(asking.basis_prompt(self.lang, item, bases))
            case "reply":
                waits = item in case.gapped_items
                outcomes = ("passed_with_gap" if waits else "passed", "not_passed", "not_needed")
                self.ask(asking.outcome_prompt(self.lang, self._item_name(case, item), item, outcomes))
            case _:
                self.ask(asking.entry_prompt(self.lang, verb, item))

    async def _do(self, case: Case, kind: str, item: str, said: str, body: Mapping[str, Any]) -> None:
        place = await self._turn(case, kind, {"item": item, **body})
        self._say(place, said, item=self._item_name(case, item))

    async def _turn(self, case: Case, kind: str, body: Mapping[str, Any]) -> str:
        """Does it, and prints the notice that it owes; where that is now, in words, or "" when none or cut off."""
        plan = self.desk.plan(case.id)
        had = set(printable(case, plan)) if plan else set()
        await self.desk.life(case.id, kind, body)
        file, plan = self.desk.case_file(case.id), self.desk.plan(case.id)
        if file is None or plan is None or self.cut_off:
            return ""
        owed = [name for name in printable(file.case, plan) if name not in had and kind_of(name) in OWED]
        places = [await self.hand_out(case.id, name) for name in owed]
        return places[0] if places else ""

    def _say(self, place: str, said: str, **params: Any) -> None:
        words = text(said, self.lang, **params)
        self._speak(NoticeView(f"{words} · {place}" if place else words, "done"))
        self.changed()

    async def _stop(self, case: Case, subject: str, typed: str) -> None:
        item, _, place = subject.rpartition(":")
        bases = self._bases(case, item)
        if not typed.replace(".", "", 1).isdigit():
            raise Refusal("life.days_wanted")
        body = {"basis": bases[int(place)], "days": float(typed)}
        await self._do(case, "pause_clock", item, "life.clock_stands", body)

    async def _reply(self, case: Case, item: str, outcome: str, typed: str) -> None:
        body: dict[str, Any] = {"outcome": outcome}
        if typed.casefold() not in NOTHING:
            body["reason" if outcome in ("not_passed", "not_needed") else "number"] = typed
        await self._do(case, "reply_item", item, "life.replied", body)
        after = self.desk.case_file(case.id)
        fallen = [key for key in case.item_lives if after and after.case.item_lives[key].state is ItemState.FALLEN]
        if outcome == "not_passed" and fallen:
            items = ("、" if self.lang == "zh" else ", ").join(self._item_name(case, key) for key in sorted(fallen))
            self.tell("life.fell", "warn", item=self._item_name(case, item), items=items)

    async def _deliver(self, case: Case, channel: str, taken_by: str) -> None:
        items = list(case.to_deliver)
        await self.desk.life(case.id, "deliver", {"items": items, "channel": channel, "taken_by": taken_by})
        self.tell("life.delivered", "done", count=len(items))

    def _the_case(self) -> Case:
        file = self.desk.case_file(self._case())
        if file is None:
            raise Refusal("window.no_case")
        return file.case

    def _catalog_item(self, case: Case, key: str) -> Item | None:
        catalog = self._catalog(case.catalog)
        return catalog.items.get(key) if catalog else None

    def _item_name(self, case: Case, key: str) -> str:
        item = self._catalog_item(case, key)
        return item.label(self.lang) if item else key

    def _bases(self, case: Case, key: str) -> Sequence[str]:
        """What may stop the item's clock: its own special procedures, under licence law those of article 45 as well."""
        item = self._catalog_item(case, key)
        if item is None:
            return ()
        own = [one.name for one in item.uncounted]
        return [*own, *(sorted(ARTICLE_45) if item.clock_rule == "licence" else ())]
