"""The order of announcements: one after the other, none for who is there already, late ones short. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from clerk_tui.queue.day import Day, TicketState
from clerk_tui.voice.words import sentence

LATE = timedelta(seconds=15)
"""An announcement that waited longer is number and window only, in one language."""
HEARD_MOST = 5_000
HEARD_FOR = timedelta(days=1)
"""A hall's display runs for months: beyond so many tickets, those of earlier days are forgotten."""


@dataclass(frozen=True, slots=True)
class Call:
    """A ticket that is called to a window now; `at` is its last call or recall, by the hub's clock."""

    ticket: str
    number: str
    window: str
    at: datetime
    green: bool = False

    @property
    def place(self) -> tuple[datetime, str, str]:
        """Its place among calls: the time, the number as the tie."""
        return (self.at, self.number, self.ticket)


def calls_of(day: Day) -> tuple[Call, ...]:
    """The tickets that are called and have not come, the oldest call first."""
    found = []
    for window in day.windows.values():
        ticket = day.tickets.get(window.ticket) if window.ticket else None
        if ticket is not None and ticket.state is TicketState.CALLED and ticket.last_called_at is not None:
            green = ticket.ticket_class == "green"
            found.append(Call(ticket.id, ticket.label, window.id, ticket.last_called_at, green))
    return tuple(sorted(found, key=lambda call: call.place))


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence in one language; `call` is what it belongs to."""

    lang: str
    words: str
    call: Call


class Announcements:
    """Told all calls that stand now, it says what to speak next.

    It compares with what it was told before, so that it follows every act that ends a call: arrival, pass, finish,
    transfer, an act taken back.
    """

    def __init__(self, langs: tuple[str, ...], *, green_words: str = "") -> None:
        self._langs = langs
        self._green_words = green_words
        self._first = True
        self._pending: list[Call] = []
        self._begun: list[Utterance] = []
        self._heard: dict[str, tuple[str, datetime]] = {}

    def stand(self, calls: Iterable[Call], now: datetime) -> bool:
        """These calls stand now; whether there is something new to speak.

        What stood before the first look and is late already was announced by somebody else, or long ago.
        """
        standing = tuple(calls)
        if self._first:
            new = [call for call in standing if now - call.at <= LATE]
        else:
            # A pass that was taken back brings the old call again: same time, so nothing new to say.
            new = [call for call in standing if self._heard.get(call.ticket) != (call.window, call.at)]
        self._first = False
        if len(self._heard) > HEARD_MOST:
            self._heard = {ticket: heard for ticket, heard in self._heard.items() if now - heard[1] < HEARD_FOR}
        self._heard |= {call.ticket: (call.window, call.at) for call in standing}
        here = {(call.ticket, call.window) for call in standing}
        again = {call.ticket for call in new}
        self._pending = [c for c in self._pending if (c.ticket, c.window) in here and c.ticket not in again]
        self._pending += sorted(new, key=lambda call: call.place)
        self._begun = [one for one in self._begun if (one.call.ticket, one.call.window) in here]
        return bool(new)

    def next(self, now: datetime) -> Utterance | None:
        """What to speak now; the languages of one call stay together."""
        if self._begun:
            return self._begun.pop(0)
        if not self._pending:
            return None
        call = self._pending.pop(0)
        self._begun = self._utterances(call, short=now - call.at > LATE)
        return self._begun.pop(0)

    def _utterances(self, call: Call, *, short: bool) -> list[Utterance]:
        extra = self._green_words if call.green else ""
        langs = self._langs[:1] if short else self._langs
        return [
            Utterance(lang, sentence(lang, call.number, call.window, short=short, extra=extra), call) for lang in langs
        ]
