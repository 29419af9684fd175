"""Reading cases: one with all its events, and the lists of a window's work."""

from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from sqlalchemy import ColumnElement, select
from starlette.responses import Response

from clerk_tui.central import codes
from clerk_tui.central.access import may_read, require
from clerk_tui.central.hub import Hub
from clerk_tui.central.phone.view import own_asks
from clerk_tui.central.reading import planned
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.central.stored import StoredEvent
from clerk_tui.central.tables import CaseRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.protocol.access import CaseRead
from clerk_tui.protocol.envelope import Frame
from clerk_tui.protocol.permissions import ROUTES, scope_of
from clerk_tui.protocol.streams import CaseFile

router = APIRouter(prefix="/v1/halls/{hall}/cases", tags=["cases"])
Caller = Annotated[Session, Depends(hall_caller)]
View = Literal["mine", "parked", "supplement", "hand_over", "red"]

LIST_ROUTE = "GET /v1/halls/{hall}/cases"
CASE_ROUTE = "GET /v1/halls/{hall}/cases/{case}"
MOST_LISTED = 200

_CASE = table_of(CaseRow)


class LiveFiling(BaseModel):
    """A filing as the window sees it; the code's parts only while the code opens it."""

    filing: str
    party: str
    mode: str
    purpose: str
    state: str
    at_party: bool
    expires_at: str
    code: str | None = None
    digits: str | None = None
    url: str | None = None


class CaseTold(BaseModel):
    """A case's events, oldest first, and the filings on it."""

    version: int
    frames: list[Frame]
    filings: list[LiveFiling] = []


class ListedCase(BaseModel):
    """A case in a list: nothing personal."""

    id: str
    version: int
    state: str
    matters: list[str]
    tickets: list[str]
    number: str | None
    window: str | None
    opened_at: str
    changed_at: str
    due: str | None


class CaseList(BaseModel):
    """The newest first."""

    cases: list[ListedCase]


@router.get("/{case}", response_model=CaseTold)
async def get_case(hall: str, case: str, request: Request, session: Caller) -> Response:
    """All events of a case with personal values opened; a citizen gets the values of the own part alone."""
    hub: Hub = request.app.state.hub
    file = await may_read(hub, session, CASE_ROUTE, case)
    await hub.note(session, CaseRead(case=case, what="case", session=session.id, at=hub.clock()))
    events = await hub.case_frames(hall, case)
    citizen = "citizen" in session.roles
    frames: list[Any] = []
    prev = 0
    own = _own_keys(hub, session, file) if citizen else frozenset()
    for event in events:
        rendered = event.frame(prev, full=True)
        frames.append(_own_part(rendered, own) if citizen else orjson.Fragment(rendered))
        prev = event.seq
    filings = [] if citizen else _filings(hub, file)
    version = events[-1].version if events else 0
    content = orjson.dumps({"version": version, "frames": frames, "filings": [f.model_dump() for f in filings]})
    return Response(content, media_type="application/json")


def _own_keys(hub: Hub, session: Session, file: CaseFile) -> frozenset[str]:
    filing = file.filings.get(session.scope or "")
    case = planned(hub, session.hall, file)
    return frozenset(a.key for a in own_asks(filing, case.plan)) if filing and case else frozenset()


def _own_part(rendered: bytes, own: frozenset[str]) -> dict[str, Any]:
    frame: dict[str, Any] = orjson.loads(rendered)
    values = (frame.get("sealed") or {}).get("values")
    kept = {key: value for key, value in (values or {}).items() if key in own}
    return {**frame, "actor": "", "session": "", "sealed": {"values": kept} if values else None}


def _filings(hub: Hub, file: CaseFile) -> list[LiveFiling]:
    told = []
    for filing in sorted(file.filings.values(), key=lambda f: f.opened_at):
        one = LiveFiling(
            filing=filing.id,
            party=filing.party,
            mode=filing.mode,
            purpose=filing.purpose,
            state=filing.state,
            at_party=filing.at_party,
            expires_at=filing.expires_at.isoformat(),
        )
        if filing.code_live(hub.clock()):
            code = codes.derive(hub.key.codes, "filing", filing.id, filing.serial)
            one.code, one.digits = code.text, code.digits
            one.url = codes.address(hub.public_url, code.text)
        told.append(one)
    return told


@router.get("", response_model=CaseList)
async def list_cases(
    hall: str,
    request: Request,
    session: Caller,
    view: Annotated[View, Query()] = "mine",
    ticket: Annotated[UUID | None, Query()] = None,
) -> Response:
    """Cases of the caller's window, or of the hall for who looks after it; newest first, MOST_LISTED at most.

    With `ticket`, those of that visit instead: also begun elsewhere, when its person is at the caller's window now.
    """
    hub: Hub = request.app.state.hub
    await require(hub, session, LIST_ROUTE)
    where = [_CASE.c.hall == hall]
    if ticket is not None:
        # Ids of one length, none inside another: what contains it names it.
        where.append(_CASE.c.tickets.contains(str(ticket), autoescape=True))
    else:
        where += _of_view(view, hub.hall(hall).settings.today(hub.clock()).isoformat())
    here = hub.snapshot(hall)[1].at_window(session.window) if session.window else None
    at_hand = ticket is not None and here is not None and here.id == str(ticket)
    if (view == "mine" and ticket is None) or (not at_hand and scope_of(session.roles, ROUTES[LIST_ROUTE]) == "case"):
        own = _CASE.c.opened_by == session.actor
        where.append(own | (_CASE.c.window == session.window) if session.window else own)
    query = select(_CASE).where(*where).order_by(_CASE.c.changed_at.desc()).limit(MOST_LISTED)
    rows = await hub.read(lambda connection: connection.execute(query).mappings().all())
    listed = [
        {**{name: row[name] for name in ListedCase.model_fields}}
        | {"matters": row["matters"].split(), "tickets": row["tickets"].split()}
        for row in rows
    ]
    return Response(orjson.dumps({"cases": listed}), media_type="application/json")


def _of_view(view: View, today: str) -> list[ColumnElement[bool]]:
    match view:
        case "parked":
            return [_CASE.c.state == "draft"]
        case "supplement":
            return [_CASE.c.state == "noticed"]
        case "hand_over":
            return [_CASE.c.state == "received"]
        case "red":
            return [_CASE.c.state == "accepted", _CASE.c.due < today]
    return []


def submitted_event(events: list[StoredEvent]) -> StoredEvent | None:
    """The event by which the case was received."""
    return next((e for e in events if e.kind == "case_submitted"), None)
