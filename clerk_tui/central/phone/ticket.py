"""What the page of a ticket says: its number, who is ahead, the window that calls, and what its holder may do."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from clerk_tui.central.phone.estimates import Estimate
from clerk_tui.queue.day import AT_WINDOW, Day, Ticket, TicketState
from clerk_tui.queue.policy import Policy
from clerk_tui.texts import Lang, text

NOW_SHOWN = 3
"""Newest calls of the hall on the page."""
SOON = 3
"""With fewer people than this ahead, a page without script looks more often."""
AGAIN = frozenset(
    {TicketState.PASSED, TicketState.CANCELLED, TicketState.ABANDONED, TicketState.NOT_SERVED, TicketState.VOID}
)
"""After these, and after a finished visit, the phone may take another number."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a ticket beside the queue: an invitation, a call taken back, an estimate, the hall's rules."""

    policy: Policy
    zone: ZoneInfo
    now: datetime
    offer: bool = False
    undone: bool = False
    estimate: Estimate | None = None


@dataclass(frozen=True, slots=True)
class TicketView:
    """The page. `where` is said loudly, `place` quietly, `notes` below; `at` is the hall's clock when it was so.

    `refresh` is after how many seconds a page without script looks again; 0 never.
    """

    number: str
    state: str
    calls: int
    where: str
    place: str
    notes: tuple[str, ...]
    calling: tuple[str, ...]
    title: str
    offer: bool
    cancel: bool
    rate: bool
    rated: bool
    again: bool
    refresh: int
    at: str = field(compare=False)

    @property
    def may(self) -> str:
        """What its holder may do, as a word: while it is the same, the forms on the page are left alone."""
        named = {"begin": self.offer, "cancel": self.cancel, "rate": self.rate, "rated": self.rated}
        return " ".join(name for name, so in named.items() if so)

    @property
    def said(self) -> str:
        """What a screen reader is told when it changes."""
        return self.where or self.place


def ticket_view(day: Day, ticket: Ticket, lang: Lang, standing: Standing) -> TicketView:
    """The page of a ticket as the queue stands."""
    state, window = ticket.state, ticket.window or ""
    where, place = "", ""
    ahead = day.ahead_of(ticket) if state is TicketState.WAITING else 0
    if state is TicketState.CALLED:
        where = text("ticket_page.called", lang, window=window)
    elif state is TicketState.WAITING:
        place = text("ticket_page.ahead", lang, count=ahead) if ahead else text("ticket_page.next", lang)
    elif state is TicketState.BOOKED:
        begin, end = (clock(at, standing.zone) if at else "" for at in (ticket.slot_start, ticket.slot_end))
        place = text("ticket_page.booked", lang, begin=begin, end=end)
    elif state is TicketState.HELD:
        place = text(f"ticket_page.held.{ticket.hold or 'wait'}", lang, window=window)
    else:
        place = text(f"ticket_page.{state.value}", lang, window=window)
    done = state is TicketState.DONE
    return TicketView(
        number=ticket.label,
        state=state.value,
        calls=ticket.recalls,
        where=where,
        place=place,
        notes=tuple(_notes(ticket, lang, standing)),
        calling=_calling(day, ticket, lang),
        title=text("ticket_page.title", lang, number=ticket.label, state=where or place),
        offer=standing.offer,
        cancel=state is TicketState.WAITING,
        rate=done and not ticket.rated,
        rated=ticket.rated,
        again=done or state in AGAIN,
        refresh=_refresh(state, ahead),
        at=f"{standing.now.astimezone(standing.zone):%H:%M:%S}",
    )


def clock(at: datetime, zone: ZoneInfo) -> str:
    """The hall's clock at an instant, `HH:MM`."""
    return f"{at.astimezone(zone):%H:%M}"


def _notes(ticket: Ticket, lang: Lang, standing: Standing) -> list[str]:
    """What its holder should know or do, the most urgent first."""
    if ticket.state is TicketState.PASSED:
        rule = standing.policy
        if rule.return_rule == "behind":
            return [text("ticket_page.passed.behind", lang, window=ticket.window or "", count=rule.return_behind)]
        return [text("ticket_page.passed.last", lang, window=ticket.window or "", count=rule.return_last_passed)]
    if ticket.state is TicketState.HELD and ticket.hold == "fetch_papers":
        return [text("ticket_page.held.fetch_papers.how", lang)]
    if ticket.state is not TicketState.WAITING:
        return []
    notes = []
    if standing.undone:
        notes.append(text("ticket_page.undone", lang))
    elif ticket.reassigned:
        notes.append(text("ticket_page.reassigned", lang))
    elif ticket.to_window:
        notes.append(text("ticket_page.transferred", lang, window=ticket.to_window))
    elif ticket.called_at:
        notes.append(text("ticket_page.in_line", lang))
    if standing.estimate:
        notes.append(text("ticket_page.estimate", lang, **standing.estimate.told(standing.zone)))
    return notes


def _calling(day: Day, own: Ticket, lang: Lang) -> tuple[str, ...]:
    """The newest calls of the hall, while they help to see that the line moves."""
    if own.state is not TicketState.WAITING:
        return ()
    there = (day.tickets[seat.ticket] for seat in day.windows.values() if seat.ticket)
    called = sorted((t for t in there if t.last_called_at), key=lambda t: t.last_called_at or t.taken_at, reverse=True)
    one = [text("ticket_page.now_one", lang, number=t.label, window=t.window or "") for t in called[:NOW_SHOWN]]
    return tuple(one)


def _refresh(state: TicketState, ahead: int) -> int:
    if state is TicketState.WAITING:
        return 8 if ahead < SOON else 20
    # A form that is being filled in must not be swept away.
    return 15 if state in {*AT_WINDOW, TicketState.HELD, TicketState.BOOKED, TicketState.PASSED} else 0
