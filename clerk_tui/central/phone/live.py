"""What a phone's page is sent while it is open: its own part of the case, or its ticket, whenever they change."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson

from clerk_tui.central.feed import Heartbeat, Sent, Typing
from clerk_tui.central.phone.estimates import of_ticket
from clerk_tui.central.phone.offer import offered
from clerk_tui.central.phone.render import filing_parts, ticket_parts
from clerk_tui.central.phone.session import Seat, seat_of
from clerk_tui.central.phone.ticket import Standing, TicketView, ticket_view
from clerk_tui.central.phone.view import FilingView, filing_view
from clerk_tui.central.problems import ProblemError, sentence
from clerk_tui.central.sessions import Session
from clerk_tui.central.stored import StoredEvent
from clerk_tui.filing.events import EVENTS as FILING_EVENTS
from clerk_tui.queue.day import AT_WINDOW, Day, Ticket, TicketState
from clerk_tui.texts import Lang

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub


UNDONE_SHOWN = timedelta(minutes=5)
"""How long a page says that a call was taken back."""
OTHERS_SECONDS = 0.3
"""How long changes for others are gathered: hundreds of phones look at one line."""


def alive(hub: "Hub", session: Session) -> bool:
    """Whether the session still is one: it may have ended since the request came."""
    return (hub.sessions.held_by_id(session.id) or session).alive(hub.clock())


def told(event: str, data: dict[str, Any]) -> bytes:
    """One server-sent event."""
    return b"event: %s\ndata: %s\n\n" % (event.encode(), orjson.dumps(data))


def now_ms(hub: "Hub") -> int:
    """The authority's time in milliseconds, by which a phone stamps what it captures."""
    return int(hub.clock().timestamp() * 1000)


def view_of(hub: "Hub", seat: Seat, lang: Lang) -> FilingView:
    """The page of a seat as the case stands."""
    case = seat.case
    return filing_view(case.file, seat.filing, case.plan, case.catalog, lang, hub.clock())


def message(hub: "Hub", view: FilingView, lang: Lang, sent: dict[str, str]) -> dict[str, Any]:
    """What has changed of the page since `sent`, which is brought up to date: parts by id, and their order."""
    parts = filing_parts(view, lang)
    fresh = {id_: html for id_, html in parts.items() if sent.get(id_) != html}
    sent.clear()
    sent.update(parts)
    return {"version": view.version, "now": now_ms(hub), "order": list(view.order), "parts": fresh}


async def filing_feed(hub: "Hub", session: Session, case: str, lang: Lang) -> AsyncIterator[bytes]:
    """The whole page first, then what changes, what the window types, and a sign of life; ends when the phone is out."""
    feed = hub.hall(session.hall).feed

    def wants(event: StoredEvent) -> bool:
        return event.case == case

    def wants_typing(what: Typing) -> bool:
        return what.case == case and what.what.get("by") == "window"

    sent: dict[str, str] = {}
    with feed.subscribe(feed.seq, wants, wants_typing) as reader:
        own: frozenset[str] = frozenset()
        stale = True
        while alive(hub, session):
            if stale:
                try:
                    seat = await seat_of(hub, session)
                except ProblemError as out:
                    yield told("over", {"detail": sentence(out.code, lang, out.details)})
                    return
                view = view_of(hub, seat, lang)
                own = frozenset(view.fields)
                yield told("view", message(hub, view, lang, sent))
                stale = False
            items = await reader.next(hub.heartbeat_seconds)
            if items is None:
                return
            for item in items:
                if isinstance(item, Typing):
                    if item.what.get("field") in own:
                        yield told("typing", {"field": item.what["field"]})
                elif isinstance(item, Heartbeat):
                    yield told("heartbeat", {"now": now_ms(hub)})
                else:
                    stale = True


async def seen(hub: "Hub", session: Session) -> tuple[Day, Ticket] | None:
    """The day and the ticket that a session is bound to; None when that is not of this business day."""
    scope = session.scope or ""
    day = hub.snapshot(session.hall)[1]
    if scope not in day.tickets:
        # It may have been taken a moment ago, by another process.
        await hub.neighbours.up_to_date(session.hall)
        day = hub.snapshot(session.hall)[1]
    ticket = day.tickets.get(scope)
    return (day, ticket) if ticket else None


async def ticket_of(hub: "Hub", session: Session, lang: Lang) -> TicketView | None:
    """The page of the session's ticket; None when it is not of this business day."""
    room = hub.hall(session.hall)
    found = await seen(hub, session)
    if found is None:
        return None
    day, ticket = found
    offer, waits = None, ticket.state is TicketState.WAITING
    if ticket.state in AT_WINDOW:
        offer = await offered(hub, session.hall, ticket)
    standing = Standing(
        policy=room.settings.policy,
        zone=room.settings.zone,
        now=hub.clock(),
        offer=offer is not None,
        undone=waits and _taken_back(hub, session.hall, ticket),
        estimate=of_ticket(hub, session.hall, ticket.id) if waits else None,
    )
    return ticket_view(day, ticket, lang, standing)


def _taken_back(hub: "Hub", hall: str, ticket: Ticket) -> bool:
    """Whether this waiting ticket's call was taken back just now."""
    for event in hub.hall(hall).feed.newest("act_undone"):
        at = datetime.fromisoformat(event.recorded_at)
        if hub.clock() - at > UNDONE_SHOWN:
            return False
        if orjson.loads(event.body).get("ticket") == ticket.id:
            return True
    return False


def ticket_message(view: TicketView, lang: Lang) -> dict[str, Any]:
    """What the page's script is sent: both parts of the page, and what it says aloud or does."""
    parts = ticket_parts(view, lang)
    names = ("state", "calls", "title", "said", "may", "at")
    return {**parts, **{name: getattr(view, name) for name in names}}


async def ticket_feed(hub: "Hub", session: Session, lang: Lang) -> AsyncIterator[bytes]:
    """The page of a ticket, whenever its place, its state, its estimate or the window's invitation changes."""
    feed = hub.hall(session.hall).feed
    scope = session.scope or "-"

    def wants(event: StoredEvent) -> bool:
        return event.stream.startswith("day/") or event.kind in FILING_EVENTS

    shown: TicketView | None = None
    with feed.subscribe(feed.seq, wants, unstored=True) as reader:
        while alive(hub, session):
            view = await ticket_of(hub, session, lang)
            if view is None:
                yield told("over", {})
                return
            if view != shown:
                yield told("ticket", ticket_message(view, lang))
                shown = view
            else:
                yield told("heartbeat", {"at": view.at})
            items = await reader.next(hub.heartbeat_seconds)
            if items is None:
                return
            if not any(isinstance(item, Sent) and scope in item.event.body for item in items):
                # What happens to others may reach this phone a little later, and all of it at once.
                await asyncio.sleep(OTHERS_SECONDS)
