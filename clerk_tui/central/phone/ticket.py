"""What the page of a ticket says: its number, who is ahead, the window that calls."""

from dataclasses import dataclass

from clerk_tui.queue.day import Day, Ticket, TicketState
from clerk_tui.texts import Lang, text

_GONE = frozenset({TicketState.CANCELLED, TicketState.ABANDONED, TicketState.NOT_SERVED})


@dataclass(frozen=True, slots=True)
class TicketView:
    """The page; `where` is said loudly, `place` quietly; `offer`: the window invites its holder to fill in a form."""

    number: str
    state: str
    where: str
    place: str
    title: str
    offer: bool


def ticket_view(day: Day, ticket: Ticket, lang: Lang, *, offer: bool) -> TicketView:
    """The page of a ticket as the queue stands."""
    where, place = "", ""
    state = ticket.state
    if state is TicketState.CALLED:
        where = text("phone.ticket.called", lang, window=ticket.window or "")
    elif state is TicketState.SERVING:
        place = text("phone.ticket.serving", lang, window=ticket.window or "")
    elif state in (TicketState.WAITING, TicketState.BOOKED):
        ahead = day.ahead_of(ticket)
        place = text("phone.ticket.ahead", lang, count=ahead) if ahead else text("phone.ticket.next", lang)
    elif state is TicketState.HELD:
        place = text(f"phone.ticket.held.{ticket.hold or 'wait'}", lang)
    elif state in _GONE:
        place = text("phone.ticket.gone", lang)
    else:
        place = text(f"phone.ticket.{state.value}", lang)
    title = text("phone.ticket.title", lang, number=ticket.label, state=where or place)
    return TicketView(ticket.label, state.value, where, place, title, offer)
