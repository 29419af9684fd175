"""One person's way through the ticket machine: what they chose and who they are, gone with the next person."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from clerk_tui.data.kiosk import Order
from clerk_tui.data.reader import Card
from clerk_tui.queue.policy import TicketClass

Page = Literal[
    "home",
    "search",
    "class",
    "closing",
    "busy",
    "given",
    "identify",
    "guessed",
    "days",
    "slots",
    "booked",
    "number",
    "cancelled",
    "refused",
    "away",
]
Intent = Literal["take", "check_in", "book", "return", "cancel"]
Printed = Literal["", "printing", "done", "none", "failed"]
TYPING: frozenset[Page] = frozenset({"search", "identify", "number"})
"""Pages where characters are typed, so that digits choose nothing."""


ENDS: frozenset[Page] = frozenset({"given", "booked", "cancelled", "refused", "away"})
"""Pages at the end of a way: back, and the next card, begin anew."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence by its code, so that it follows the reader's language."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass
class Visit:
    """All of it is forgotten at once, by dropping it. `said` is the sentence of a refusal; `before` the pages behind."""

    page: Page = "home"
    intent: Intent = "take"
    before: list[Page] = field(default_factory=list)
    card: Card | None = field(default=None, repr=False)
    guessed: Card | None = field(default=None, repr=False)
    ticket_class: TicketClass = "ordinary"
    matter: str | None = None
    typed: str = field(default="", repr=False)
    trouble: Told | None = None
    chosen: int = 0
    day: date | None = None
    first_slot: int = 0
    order: Order | None = None
    result: dict[str, Any] = field(default_factory=dict)
    printed: Printed = ""
    printer_says: Told | None = None
    said: Told | None = None
    number: str = ""

    def go(self, page: Page) -> None:
        """To the next page; back leads here again, unless something is under way."""
        if self.page != "busy":
            self.before.append(self.page)
        self.page = page
        self.chosen = 0
        self.typed, self.trouble = "", None
