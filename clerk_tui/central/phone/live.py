"""What a phone's page is sent while it is open: its own part of the case, or its ticket, whenever they change."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import orjson

from clerk_tui.central.feed import Heartbeat, Sent, Typing
from clerk_tui.central.phone.offer import offered
from clerk_tui.central.phone.render import filing_parts, ticket_part
from clerk_tui.central.phone.session import Seat, seat_of
from clerk_tui.central.phone.ticket import TicketView, ticket_view
from clerk_tui.central.phone.view import FilingView, filing_view
from clerk_tui.central.problems import ProblemError, sentence
from clerk_tui.central.sessions import Session
from clerk_tui.central.stored import StoredEvent
from clerk_tui.filing.events import EVENTS as FILING_EVENTS
from clerk_tui.queue.day import TicketState
from clerk_tui.texts import Lang

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub


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


async def ticket_of(hub: "Hub", session: Session, lang: Lang) -> TicketView | None:
    """The page of the session's ticket; None when it is not of this business day."""
    _, day = hub.snapshot(session.hall)
    ticket = day.tickets.get(session.scope or "")
    if ticket is None:
        return None
    at_window = ticket.state in (TicketState.CALLED, TicketState.SERVING)
    offer = await offered(hub, session.hall, ticket) if at_window else None
    return ticket_view(day, ticket, lang, offer=offer is not None)


async def ticket_feed(hub: "Hub", session: Session, lang: Lang) -> AsyncIterator[bytes]:
    """The page of a ticket, whenever its place, its state or the window's invitation changes."""
    feed = hub.hall(session.hall).feed

    def wants(event: StoredEvent) -> bool:
        return event.stream.startswith("day/") or event.kind in FILING_EVENTS

    shown: TicketView | None = None
    with feed.subscribe(feed.seq, wants) as reader:
        stale = True
        while alive(hub, session):
            if stale:
                view = await ticket_of(hub, session, lang)
                if view is None:
                    yield told("over", {})
                    return
                if view != shown:
                    yield told("ticket", {"html": ticket_part(view, lang)})
                    shown = view
                stale = False
            items = await reader.next(hub.heartbeat_seconds)
            if items is None:
                return
            stale = any(isinstance(item, Sent) for item in items)
            if not stale:
                yield told("heartbeat", {"now": now_ms(hub)})
