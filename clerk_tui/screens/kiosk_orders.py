"""The ticket machine's orders and its paper: placed once, printed, cleared up behind whoever has gone."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from clerk_tui.data.client import Unreachable
from clerk_tui.data.kiosk import Order
from clerk_tui.papers import TicketSlip
from clerk_tui.papers.thermal import Roll, ticket_bytes
from clerk_tui.refusal import Refusal
from clerk_tui.screens.kiosk_line import Line, Print
from clerk_tui.screens.kiosk_slip import slip_of
from clerk_tui.screens.kiosk_visit import Told, Visit
from clerk_tui.texts import Lang, text

PRINT_S = 10.0
"""A printer that is not done by then is away."""

Spawn = Callable[[Coroutine[Any, Any, None]], None]


class KioskOrders:
    """What a visit asks of the hub and the printer. Everything a person said is in `visit`."""

    def __init__(
        self,
        line: Line,
        printer: Print | None,
        *,
        lang: Callable[[], Lang],
        spawn: Spawn,
        changed: Callable[[], None],
        roll: Roll = 80,
    ) -> None:
        self.line, self.printer, self.roll = line, printer, roll
        self._lang, self._spawn, self.changed = lang, spawn, changed
        self.visit = Visit()

    def say(self, code: str, **params: Any) -> str:
        """A sentence in the reader's language."""
        return text(code, self._lang(), **params)

    def told(self, told: Told | None) -> str:
        """The same for one that waits to be said; empty for none."""
        if told is None:
            return ""
        try:
            return self.say(told.code, **told.params)
        except (KeyError, IndexError):
            # A newer hub may say what this machine has no words for.
            return self.say("kiosk.strange")

    @property
    def usable(self) -> bool:
        """Whether numbers can be given now."""
        return self.line.online and self.line.refusal is None

    def _too_late(self) -> bool:
        closes, until = self.closing()
        return closes is not None and until is not None and until > closes

    def closing(self) -> tuple[Any, Any]:
        """When the hall closes and until when the cautious forecast has a newcomer wait, local; None when not known."""
        policy, now = self.line.hall.policy, self.line.local_now()
        wait = self.line.wait_of(policy.skill_of(self.visit.matter))
        return policy.closes_at(now), now + timedelta(seconds=wait[1]) if wait else None

    def _take(self) -> None:
        visit = self.visit
        told: dict[str, Any] = {"channel": "kiosk", "class": visit.ticket_class}
        if visit.matter:
            told["matter"] = visit.matter
        if visit.card:
            told["id_no"] = visit.card.id_no
        self._place(self.line.order("take_ticket", told), "given")

    def _place(self, order: Order, then: Any, what: str = "") -> None:
        if not self.usable:
            self.visit.go("away")
            return
        self.visit.go("busy")
        self.visit.order = order
        self.visit.number = what
        self._spawn(self._placed(order, self.visit, then))

    async def _placed(self, order: Order, visit: Visit, then: Any) -> None:
        try:
            result = await self.line.place(order)
        except Refusal as refusal:
            if visit is self.visit:
                visit.go("refused")
                visit.said = Told(refusal.code, dict(refusal.details))
                visit.result = dict(refusal.details) if refusal.code == "booking.twice" else {}
                held = refusal.details.get("number")
                visit.number = str(held) if held and refusal.code == "queue.already_has_ticket" else ""
                if refusal.code in ("booking.slot_full", "booking.no_such_slot") and visit.day:
                    visit.page = visit.before.pop()
                    visit.trouble, visit.said = visit.said, None
        except Unreachable:
            self.line.give_up(order)
            if visit is self.visit:
                visit.go("away")
                visit.said = Told("kiosk.away.unsure")
        else:
            if visit is not self.visit:
                self.line.take_back(order, result)
                return
            visit.result = result
            visit.go(then)
            if visit.intent in ("return", "cancel"):
                visit.printed = ""
            else:
                self._print()
        visit.order = None
        self.changed()

    # Paper

    def _print(self) -> None:
        visit = self.visit
        if self.printer is None:
            visit.printed = "none"
            return
        slip = slip_of(visit, self.line, self._lang())
        visit.printed = "printing"
        self._spawn(self._printing(visit, slip, self._lang(), self.printer))

    async def _printing(self, visit: Visit, slip: TicketSlip, lang: Lang, printer: Print) -> None:
        try:
            async with asyncio.timeout(PRINT_S):
                await asyncio.to_thread(lambda: printer(ticket_bytes(slip, lang, self.roll)))
        except TimeoutError:
            visit.printed, visit.printer_says = "failed", Told("printer.away")
        except Refusal as refusal:
            visit.printed, visit.printer_says = "failed", Told(refusal.code, dict(refusal.details))
        else:
            visit.printed = "done"
        self.changed()
