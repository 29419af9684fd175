"""What the ticket machine does with a touch, a key or a card. No widget in it; `changed` when another page is due."""

from datetime import date
from typing import Any

from clerk_tui.catalog.search import search
from clerk_tui.data.reader import Card, Mutilated, Reading, Scan, card_of
from clerk_tui.queue.day import TicketState
from clerk_tui.screens.kiosk_orders import KioskOrders
from clerk_tui.screens.kiosk_visit import ENDS, TYPING, Intent, Told, Visit
from clerk_tui.screens.typed import normal

LONGEST = {"search": 20, "identify": 18, "number": 5}
SHORTEST_ID = 5
RESULTS = 12
SLOTS_SHOWN = 11
"""Of many slots; with the way to more of them they fill three rows."""


class KioskFlow(KioskOrders):
    """One machine's: every choice, character and card leads to the next page. `wipe` forgets the person."""

    # What a person does

    def wipe(self) -> None:
        """The next person: nothing of the last one stays."""
        visit, self.visit = self.visit, Visit()
        if visit.page == "busy" and visit.order is not None:
            # Its answer comes to nobody: whoever waits for it now sees that the visit is another.
            visit.card = visit.guessed = None
        self.changed()

    def back(self) -> None:
        """One page back; from the end of a way, to the first page."""
        visit = self.visit
        if visit.page == "busy":
            return
        if not visit.before or visit.page in ENDS:
            self.wipe()
            return
        visit.page = visit.before.pop()
        visit.chosen = 0
        visit.typed, visit.trouble = "", None
        if visit.page == "home":
            self.visit = Visit()
        self.changed()

    def press(self, code: str) -> None:
        """Takes a choice by its code; while something is under way nothing is taken twice."""
        visit = self.visit
        if visit.page == "busy":
            return
        kind, _, what = code.partition(":")
        visit.trouble = None
        getattr(self, f"_press_{kind}")(what)
        self.changed()

    def type(self, words: str) -> None:
        """Characters of a keyboard, an input method or the pad."""
        visit = self.visit
        if visit.page not in TYPING:
            return
        visit.trouble = None
        visit.chosen = 0
        came = normal(words) if visit.page != "search" else words
        if visit.page != "search":
            came = "".join(sign for sign in came.upper() if sign.isascii() and sign.isalnum())
        visit.typed = (visit.typed + came)[: LONGEST[visit.page]]
        self.changed()

    def delete(self) -> None:
        """The last character goes."""
        self.visit.typed = self.visit.typed[:-1]
        self.visit.trouble = None
        self.visit.chosen = 0
        self.changed()

    def read(self, reading: Reading) -> None:
        """Something was held before a reader, or came as a burst of keys."""
        if self.visit.page == "busy" or not self.usable:
            return
        if self.visit.page in ENDS:
            self.visit = Visit()
        match reading:
            case Card(guessed=True):
                self.visit.go("guessed")
                self.visit.guessed = reading
            case Card():
                self._identified(reading)
            case Scan(words):
                self._scanned(words)
            case Mutilated():
                self.visit.typed = ""
                self.visit.trouble = Told("kiosk.truncated")
        self.changed()

    # The choices

    def _press_take(self, _what: str) -> None:
        self._begin("take")
        self.visit.go("class")

    def _press_tell(self, _what: str) -> None:
        self._begin("take")
        self.visit.go("search")

    def _press_check_in(self, _what: str) -> None:
        self._begin("check_in")
        self.visit.go("identify")

    def _press_book(self, _what: str) -> None:
        self._begin("book")
        self.visit.go("days" if self.visit.card else "identify")

    def _press_return(self, _what: str) -> None:
        self._begin("return")
        self.visit.go("number")

    def _press_matter(self, key: str) -> None:
        self.visit.matter = key or None
        self.visit.go("class")
        self._prefer_class()

    def _press_class(self, named: str) -> None:
        self.visit.ticket_class = "green" if named == "green" else "ordinary"
        if self._too_late():
            self.visit.go("closing")
        else:
            self._take()

    def _press_anyway(self, _what: str) -> None:
        self._take()

    def _press_day(self, named: str) -> None:
        self.visit.day = date.fromisoformat(named)
        self.visit.first_slot = 0
        self.visit.go("slots")

    def _press_more(self, _what: str) -> None:
        visit = self.visit
        visit.first_slot += SLOTS_SHOWN
        if visit.day is None or visit.first_slot >= len(self.line.hall.policy.slots(visit.day)):
            visit.first_slot = 0

    def _press_slot(self, begins: str) -> None:
        visit = self.visit
        if visit.card is None or visit.day is None:
            self.wipe()
            return
        told: dict[str, Any] = {"date": visit.day.isoformat(), "slot": begins, "id_no": visit.card.id_no}
        told["class"] = visit.ticket_class
        if visit.matter:
            told["matter"] = visit.matter
        self._place(self.line.order("book", told), "booked", begins)

    def _press_yes(self, _what: str) -> None:
        if self.visit.guessed:
            card, self.visit.guessed = self.visit.guessed, None
            self.visit.page = self.visit.before.pop()
            self._identified(Card(card.id_no))

    def _press_no(self, _what: str) -> None:
        self.visit.guessed = None
        self.back()

    def _press_pad(self, sign: str) -> None:
        if sign == "delete":
            self.delete()
        else:
            self.type(sign)

    def _press_ok(self, _what: str) -> None:
        (self._number_typed if self.visit.page == "number" else self._id_typed)()

    def _press_reprint(self, _what: str) -> None:
        self._print()

    def _press_cancel(self, _what: str) -> None:
        """Gives back the booking that stands in the way of a new one; its day and slot can be chosen anew."""
        visit = self.visit
        ticket, day = visit.result.get("ticket"), visit.result.get("date")
        if ticket and day:
            visit.intent = "cancel"
            self._place(self.line.order("cancel", {"date": day}, str(ticket)), "cancelled")

    def _press_home(self, _what: str) -> None:
        self.wipe()

    def _press_back(self, _what: str) -> None:
        self.back()

    def _press_none(self, _what: str) -> None:
        """A row that is there to be read."""

    # Who it is

    def _begin(self, intent: Intent) -> None:
        self.visit.intent = intent
        if not self.usable:
            self.visit.go("away")

    def _identified(self, card: Card) -> None:
        visit = self.visit
        visit.card = card
        match visit.page:
            case "identify" if visit.intent == "book":
                visit.go("days")
            case "identify":
                self._check_in({"id_no": card.id_no})
            case "home":
                visit.go("class")
                self._prefer_class()
            case "class":
                self._prefer_class()

    def _prefer_class(self) -> None:
        """The green channel by age is chosen already; the person still says so."""
        self.visit.chosen = 1 if self.green_by_age else 0

    @property
    def green_by_age(self) -> bool:
        """Whether the card's age opens the green channel."""
        card = self.visit.card
        return card is not None and card.age_on(self.line.local_now().date()) >= self.line.hall.policy.green_from_age

    def _scanned(self, words: str) -> None:
        number = normal(words).upper()
        if self.visit.page == "identify" and self.visit.intent == "check_in":
            self._check_in({"booking": number})
        elif self.visit.page == "number":
            self.visit.typed = number[: LONGEST["number"]]
            self._number_typed()
        elif self.visit.page == "home" and number[:1] == "Y" and number[1:].isdigit():
            self.visit.intent = "check_in"
            self._check_in({"booking": number})
        elif self.visit.page == "home" and number.lstrip("ABCDEF").isdigit():
            self._press_return("")
            self.visit.typed = number[: LONGEST["number"]]
            self._number_typed()

    def _id_typed(self) -> None:
        visit = self.visit
        typed = normal(visit.typed).upper()
        if visit.intent == "check_in" and typed.removeprefix("Y").isdigit() and len(typed) < SHORTEST_ID:
            self._check_in({"booking": typed})
            return
        card = card_of(typed)
        if card is None:
            # 18 signs are an identity number or nothing; other papers have other numbers and go to the guide's desk.
            visit.trouble = Told("kiosk.id_wrong")
            return
        self._identified(card)

    def _number_typed(self) -> None:
        visit = self.visit
        digits = visit.typed.upper().lstrip("ABCDEF")
        if not digits.isdigit():
            return
        ticket = self.line.ticket(int(digits))
        if ticket is None:
            visit.trouble = Told("kiosk.unknown_number", {"number": visit.typed})
        elif ticket.state is not TicketState.HELD:
            visit.trouble = Told(f"queue.is_{ticket.state}", {"number": ticket.label})
        else:
            self._place(self.line.order("resume", {}, ticket.id), "given", ticket.label)

    def _check_in(self, told: dict[str, Any]) -> None:
        self._place(self.line.order("check_in", told), "given")

    # The matter

    def found(self) -> list[tuple[str, str, str]]:
        """Key, name and department of the matters that fit what was typed."""
        catalog, typed = self.line.catalog, normal(self.visit.typed).casefold()
        if catalog is None or not typed:
            return []
        rows = []
        for hit in search(catalog.index, typed, RESULTS):
            if hit.kind != "department":
                lang = self._lang()
                rows.append((hit.key, catalog.name(hit.key, lang), catalog.name(hit.department, lang)))
        return rows
