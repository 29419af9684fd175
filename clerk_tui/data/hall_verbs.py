"""The window's acts that concern the rest of the hall: transfers, hand-overs, a person without a ticket, paper numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import normalize

from clerk_tui.data.catalogs import CatalogShelf
from clerk_tui.data.client import Client
from clerk_tui.data.outbox import BY_NUMBER, Row, RowState
from clerk_tui.data.queue_verbs import Act, Called, QueueVerbs
from clerk_tui.data.store import Contents, Store
from clerk_tui.queue.day import Ticket, TicketState
from clerk_tui.refusal import Refusal

IN_HAND = "number_in_hand"
SEEN_TWICE = "numbers_seen_twice"
_NUMBER = re.compile(r"([A-Z]?)0*(\d{1,5})")
_UNKNOWN = "number:"
_FREES = frozenset({"finish", "call_next", "call_ticket", "hold", "transfer", "abandon", "pass", "resume"})
"""Acts after which whoever stood there by a paper's number is gone."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a hand-over moved: numbers as printed, and case ids."""

    tickets: tuple[str, ...]
    cases: tuple[str, ...]


def is_unknown(ticket: Ticket) -> bool:
    """Whether the window knows nothing of this ticket but the number on its paper."""
    return ticket.id.startswith(_UNKNOWN)


class HallVerbs(QueueVerbs):
    """Cut off, a clerk serves by the number on the paper; that alone is kept and sent later."""

    def __init__(self, store: Store, contents: Contents, client: Client, shelf: CatalogShelf, **how: Any) -> None:
        super().__init__(store, contents, client, shelf, **how)
        # The row by whose number somebody is being served here, and the numbers whose double service was looked at.
        self._in_hand: str | None = contents.meta.get(IN_HAND)
        self._seen_twice: frozenset[str] = frozenset(contents.meta.get(SEEN_TWICE) or ())

    async def transfer(self, *, reason: str, to_window: str | None = None, to_skill: str | None = None) -> None:
        """Sends the person in hand to one window, or to any that has a skill."""
        where = {"to_window": to_window} if to_window is not None else {"to_skill": to_skill}
        await self._at_once([("transfer", self._at_hand().id, {**where, "reason": reason})])

    async def promote(self, ticket: str, reason: str) -> None:
        """Puts a waiting ticket first."""
        await self._at_once([("promote", ticket, {"reason": reason})])

    async def cancel(self, ticket: str) -> None:
        """Gives a waiting number back."""
        await self._at_once([("cancel", ticket, {})])

    async def take_and_call(self, ticket_class: str = "ordinary") -> Called:
        """Somebody without a ticket: takes one at this window and calls it, as one list."""
        taken = self._sync.new_id()
        take: Act = ("take_ticket", None, {"channel": "window", "class": ticket_class})
        call: Act = ("call_ticket", taken, {"window": self._window()})
        return self._called(await self._at_once([take, *self._opening(), call], first_id=taken))

    async def reassign_window(self, from_window: str, to: str, reason: str) -> Moved:
        """Hands over everything a window holds: to another one, or to the `pool`. Raises Refusal window.unsent."""
        if unsent := self.unsent():
            # What is still here would reach the centre when the case is another window's, and be refused.
            raise Refusal("window.unsent", count=unsent)
        body = {"from_window": from_window, "to": to, "reason": reason}
        result = (await self._at_once([("reassign_window", None, body)]))[-1].result or {}
        return Moved(tuple(result.get("tickets") or ()), tuple(result.get("cases") or ()))

    # By the number on the paper

    async def serve_by_number(self, typed: str) -> Ticket:
        """Serves who stands here with a paper, while no call is possible: kept on disk, judged when the line is back.

        Raises Refusal window.bad_number for what is no number, window.line_back when calls are possible.
        """
        if self.online.online:
            raise Refusal("window.line_back")
        match = _NUMBER.fullmatch(normalize("NFKC", typed).strip().upper())
        if match is None:
            raise Refusal("window.bad_number")
        number = f"{match[1] or self.hall.policy.letter}{int(match[2]):03d}"
        body = {"window": self._window(), "business_day": self.today(self.now()).isoformat(), "number": number}
        row = self._sync.capture_number(body, self._author())
        self._picked = self._picked_with = None
        self._keep_in_hand(row.id)
        await self.on_disk()
        self._sender.wake()
        return self._of_paper(row)

    @property
    def current_ticket(self) -> Ticket | None:
        """The ticket called to or served at this window, or the one whose paper says who stands here."""
        real = self._at_seat()
        row = self._paper_in_hand()
        if row is None or (real is not None and real.label == row.body["number"]):
            return real
        return self._of_paper(row)

    def served_twice(self) -> list[Ticket]:
        """Numbers served here by their paper that another window served as well, and that nobody has looked at."""
        rows = [row for row in self._sync.outbox.rows() if row.kind == BY_NUMBER and row.state is RowState.APPLIED]
        found = (self._known(row) for row in rows if not self._acknowledged(row))
        return [ticket for ticket in found if ticket is not None and ticket.twice]

    def acknowledge(self, ticket: str) -> None:
        """The clerk has seen that this number was served twice."""
        self._seen_twice = self._seen_twice | {ticket}
        seen = sorted(self._seen_twice)
        self._sync.also_write(lambda changes: changes.put_meta(SEEN_TWICE, seen))
        self._after()
        self._changed("day")

    def _acknowledged(self, row: Row) -> bool:
        ticket = self._known(row)
        return ticket is None or ticket.id in self._seen_twice

    def _paper_in_hand(self) -> Row | None:
        """The row of who stands here by paper; None also when the centre has made it an ordinary service by now."""
        if self._in_hand is None or self._in_hand not in self._sync.outbox or self.session is None:
            return None
        row = self._sync.outbox[self._in_hand]
        if row.body["window"] != self.session.window:
            return None
        ticket = self._known(row)
        landed = row.state is RowState.APPLIED and ticket is not None and not ticket.twice
        return None if landed and ticket is not None and ticket.window == self.session.window else row

    def _known(self, row: Row) -> Ticket | None:
        day = self._sync.confirmed.day
        if row.body["business_day"] != day.date.isoformat():
            return None
        return day.of_number(int(row.body["number"][1:]))

    def _of_paper(self, row: Row) -> Ticket:
        """The ticket as this window serves it."""
        at, window, known = row.captured_at, row.body["window"], self._known(row)
        if known is None:
            number = row.body["number"]
            known = Ticket(
                id=f"{_UNKNOWN}{number}",
                number=int(number[1:]),
                letter=number[0],
                ticket_class="ordinary",
                channel="kiosk",
                state=TicketState.SERVING,
                taken_at=at,
                effective_arrival=at,
            )
        return replace(
            known,
            state=TicketState.SERVING,
            window=window,
            called_at=known.called_at or at,
            last_called_at=at,
            welcomed_at=at,
            why=None,
        )

    def _keep_in_hand(self, row_id: str | None) -> None:
        self._in_hand = row_id
        self._sync.also_write(lambda changes: changes.put_meta(IN_HAND, row_id))
        self._changed("day")

    def _finish(self, outcome: str | None, outcomes: Sequence[Mapping[str, Any]]) -> list[Act]:
        ticket = self.current_ticket
        if ticket is None or self._paper_in_hand() is None or ticket is self._at_seat():
            return super()._finish(outcome, outcomes)
        # In the centre's books this service is another window's, or nobody's: there is nothing to finish there.
        self._keep_in_hand(None)
        return []

    def _nothing_before(self) -> None:
        if any(row.kind == BY_NUMBER for row in self._sync.outbox.open_rows()) and self.online.online:
            # A call that overtook it would end the service that it tells of.
            raise Refusal("window.numbers_unsent")

    def _applied(self, kinds: set[str]) -> None:
        if self._in_hand is not None and _FREES & kinds:
            self._keep_in_hand(None)


__all__ = ["HallVerbs", "Moved", "is_unknown"]
