"""Reading cases: one with all its events, and the lists of a window's work."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from clerk_tui.central import codes
from clerk_tui.central.access import may_read, require
from clerk_tui.central.case_lists import CASE, LIST_ROUTE, ListedCase, View, listed, may_see, of_view
from clerk_tui.central.hub import Hub
from clerk_tui.central.phone.view import own_asks
from clerk_tui.central.reading import planned
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.central.stored import StoredEvent
from clerk_tui.protocol.access import CaseRead
from clerk_tui.protocol.envelope import Frame
from clerk_tui.protocol.streams import CaseFile

router = APIRouter(prefix="/v1/halls/{hall}/cases", tags=["cases"])
Caller = Annotated[Session, Depends(hall_caller)]
CASE_ROUTE = "GET /v1/halls/{hall}/cases/{case}"


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
) -> CaseList:
    """The caller's own cases, the window's, the pool's, or those of the hall for who looks after it, MOST_LISTED at most.

    With `ticket`, those of that visit instead: also begun elsewhere, when its person is at the caller's window now.
    """
    hub: Hub = request.app.state.hub
    await require(hub, session, LIST_ROUTE)
    today, calendar = hub.hall(hall).settings.today(hub.clock()), hub.case_rules.calendar
    if ticket is None:
        where = [*of_view(view, session, today, calendar), *may_see(view, session)]
        return CaseList(cases=await listed(hub, hall, where, oldest=view == "red"))
    # Ids of one length, none inside another: what contains it names it.
    where = [CASE.c.tickets.contains(str(ticket), autoescape=True)]
    here = hub.snapshot(hall)[1].at_window(session.window) if session.window else None
    if here is None or here.id != str(ticket):
        where += may_see("window", session)
    return CaseList(cases=await listed(hub, hall, where))


def submitted_event(events: list[StoredEvent]) -> StoredEvent | None:
    """The event by which the case was received."""
    return next((e for e in events if e.kind == "case_submitted"), None)
