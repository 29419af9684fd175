"""What a hall's readers get: the snapshot, the live feed, and what is being typed."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response, StreamingResponse

from clerk_tui.central.access import may_read, readable_case, require
from clerk_tui.central.feed import Feed, Foreseen, Heartbeat, Item, Published, Reset, Sent, Subscription, Typing
from clerk_tui.central.hub import Hub
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.central.stored import StoredEvent
from clerk_tui.central.tables.base import instant
from clerk_tui.protocol.access import EVENTS as ACCESS_EVENTS
from clerk_tui.protocol.forecast import forecast_to_json
from clerk_tui.protocol.snapshot import day_to_json
from clerk_tui.protocol.streams import day_stream
from clerk_tui.queue.events import EVENTS as QUEUE_EVENTS
from clerk_tui.queue.events import UNSEEN_AT_WINDOWS

router = APIRouter(prefix="/v1/halls/{hall}", tags=["feed"])
Caller = Annotated[Session, Depends(hall_caller)]

WATCHERS = frozenset({"supervisor", "auditor", "administrator"})
"""Who sees sign-ins, refusals and reads in the feed."""
MAX_CASES = 50
_ALSO_OF_LATER_DAYS = frozenset({"ticket_booked", "ticket_cancelled"})
"""Kinds that may belong to a day to come, which nobody's screen folds yet."""


@router.get("/snapshot")
async def get_snapshot(hall: str, request: Request, session: Caller) -> Response:
    """The day as it stands, with the sequence up to which it is right: where the feed goes on from."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "GET /v1/halls/{hall}/snapshot")
    await hub.neighbours.up_to_date(hall)
    seq, day = hub.snapshot(hall)
    told = day_to_json(day)
    if not _sees_people(session):
        for window in told["windows"]:
            window["clerk"] = ""
            if window["last_act"]:
                window["last_act"]["before"]["person"] = None
        for ticket in told["tickets"]:
            ticket["person"] = None
    newest = hub.forecasts.of(hall)
    forecast = forecast_to_json(newest) if newest else None
    hall_told = {**hub.hall(hall).settings.told(), "public_url": hub.public_url}
    content = orjson.dumps({"seq": seq, "day": told, "hall": hall_told, "forecast": forecast})
    return Response(content, media_type="application/json")


@router.get("/feed", response_class=StreamingResponse)
async def get_feed(
    hall: str,
    request: Request,
    session: Caller,
    after: Annotated[int | None, Query(ge=0)] = None,
    case: Annotated[list[str] | None, Query(max_length=MAX_CASES)] = None,
) -> StreamingResponse:
    """Server-Sent Events: the queue, and the cases named. `Last-Event-ID` or `after` resumes."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "GET /v1/halls/{hall}/feed")
    if "citizen" in session.roles:
        raise ProblemError(403, "forbidden")
    last = request.headers.get("last-event-id", "")
    feed = hub.hall(hall).feed
    start = int(last) if last.isdigit() else after if after is not None else feed.seq
    if start > feed.seq:
        await hub.neighbours.up_to_date(hall)
    wants = await _wants(hub, session, case or [])
    named = frozenset(case or [])
    subscription = feed.subscribe(start, wants, lambda typing: typing.case in named, unstored=True)
    frames = stream(hub, feed, subscription, session, lambda event, prev: event.frame(prev, full=_sees_people(session)))
    return StreamingResponse(frames, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


class TypingNow(BaseModel):
    """What somebody types just now in one field of a case."""

    model_config = ConfigDict(extra="forbid")
    case: Annotated[str, Field(max_length=64)]
    field: Annotated[str, Field(max_length=100)]
    value: Annotated[str, Field(max_length=2_000)] = ""


@router.post("/typing", status_code=204)
async def post_typing(hall: str, body: TypingNow, request: Request, session: Caller) -> Response:
    """Shows the other side what is being typed; stored nowhere."""
    hub: Hub = request.app.state.hub
    await may_read(hub, session, "POST /v1/halls/{hall}/typing", body.case)
    by = "citizen" if "citizen" in session.roles else "window"
    told = {"case": body.case, "field": body.field, "value": body.value, "by": by, "session": session.id}
    hub.neighbours.typing(hall, Typing(body.case, body.field, told))
    return Response(status_code=204)


async def stream(
    hub: Hub,
    feed: Feed,
    subscription: Subscription,
    session: Session,
    render: Callable[[StoredEvent, int], bytes],
) -> AsyncIterator[bytes]:
    """The bytes of one feed, until its session ends or it is told to take a snapshot."""
    with subscription:
        yield b"retry: 1000\n\n"
        while True:
            items = await subscription.next(hub.heartbeat_seconds)
            if items is None or not _still(hub, session):
                return
            yield b"".join(_sse(item, render) for item in items)
            if isinstance(items[0], Reset):
                return


def _still(hub: Hub, session: Session) -> bool:
    known = hub.sessions.held_by_id(session.id) or session
    return known.alive(hub.clock())


def _sse(item: Item, render: Callable[[StoredEvent, int], bytes]) -> bytes:
    match item:
        case Sent(event, prev):
            return b"id: %d\ndata: %s\n\n" % (event.seq, render(event, prev))
        case Heartbeat(seq):
            return b'event: heartbeat\ndata: {"seq":%d}\n\n' % seq
        case Reset(seq):
            return b'event: reset\ndata: {"seq":%d}\n\n' % seq
        case Foreseen(told):
            return b"event: forecast\ndata: %s\n\n" % told
        case Published(sha256):
            return b'event: catalog\ndata: {"hash":"%s"}\n\n' % sha256.encode()
        case Typing():
            return b"event: typing\ndata: %s\n\n" % orjson.dumps(item.what)


def _sees_people(session: Session) -> bool:
    """Displays and ticket machines get numbers, never who works where."""
    return not set(session.roles) <= {"display", "kiosk"}


async def _wants(hub: Hub, session: Session, named: list[str]) -> Callable[[StoredEvent], bool]:
    """What this reader may see: the queue; sign-ins and refusals if it watches over them; the cases it has open."""
    watches = bool(WATCHERS & set(session.roles))
    people = _sees_people(session)
    allowed = {case for case in named if people and await readable_case(hub, session, case)}
    expected = set(named) - allowed if people else set()
    today = hub.hall(session.hall).settings.today

    def wants(event: StoredEvent) -> bool:
        case = event.case
        if case is None:
            if event.kind in _ALSO_OF_LATER_DAYS and event.stream > day_stream(today(instant(event.recorded_at))):
                return False
            if event.kind in UNSEEN_AT_WINDOWS:
                return watches
            return event.kind in QUEUE_EVENTS or (watches and event.kind in ACCESS_EVENTS)
        if case in allowed:
            return True
        # A case that was opened off line may be named before the centre has heard of it.
        if case in expected and event.kind == "case_opened" and _own(event, session):
            allowed.add(case)
            return True
        return False

    return wants


def _own(event: StoredEvent, session: Session) -> bool:
    body: dict[str, Any] = orjson.loads(event.body)
    return event.actor == session.actor or (session.window is not None and body.get("window") == session.window)
