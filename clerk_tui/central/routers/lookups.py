"""POST /v1/halls/{hall}/lookups: asks a source of shared data for one case, and writes down what it gave."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict

from clerk_tui.central.access import may_read
from clerk_tui.central.hub import Hub
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.reading import planned
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.central.sources import Found, Query, Source, SourceSilentError
from clerk_tui.central.sources.asking import query_for
from clerk_tui.intake.commands import Key
from clerk_tui.protocol.access import CaseRead

router = APIRouter(prefix="/v1/halls/{hall}/lookups", tags=["lookups"])
Caller = Annotated[Session, Depends(hall_caller)]
ROUTE = "POST /v1/halls/{hall}/lookups"
PATIENCE_SECONDS = 5.0


class Lookup(BaseModel):
    """Who is asked (`source`) about whom (`holder`, a party), for what purpose, with what consent."""

    model_config = ConfigDict(extra="forbid")
    case: str
    source: Key
    holder: Key
    purpose: Key
    consent: Key


class LookedUp(BaseModel):
    """Ask keys that now have a value, certificates found; never a value. `silent`: the source gave no answer."""

    found: list[str]
    certificates: list[str]
    silent: bool = False


@router.post("", response_model=LookedUp)
async def look_up(hall: str, body: Lookup, request: Request, session: Caller) -> LookedUp:
    """Asks only for what the case's form still asks of the holder; the values come as an event of the case."""
    hub: Hub = request.app.state.hub
    file = await may_read(hub, session, ROUTE, body.case)
    source = hub.sources.get(body.source)
    if source is None:
        raise ProblemError(404, "lookup.unknown_source", source=body.source)
    case = planned(hub, hall, file)
    if case is None:
        raise ProblemError(409, "case.catalog_unknown")
    query = query_for(case.plan, body.case, body.source, body.holder, body.purpose, body.consent)
    if not query.wanted and not query.certificates:
        return LookedUp(found=[], certificates=[])
    what = f"lookup:{body.source}:{body.holder}"
    await hub.note(session, CaseRead(case=body.case, what=what, session=session.id, at=hub.clock()))
    found = await _ask(source, query)
    given = found or Found(read_at=hub.clock())
    await _record(hub, hall, query, given)
    return LookedUp(found=sorted(given.values), certificates=sorted(given.certificates), silent=found is None)


async def _ask(source: Source, query: Query) -> Found | None:
    """What the source gives; None when it is silent."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await source.lookup(query)
    except (SourceSilentError, TimeoutError):
        return None


async def _record(hub: Hub, hall: str, query: Query, found: Found) -> None:
    body = {
        "source": query.source,
        "party": query.holder,
        "purpose": query.purpose,
        "consent": query.consent,
        "grade": found.grade,
        "values": dict(found.values),
        "certificates": list(found.certificates),
        "read_at": found.read_at.isoformat(),
    }
    command = {"id": hub.new_id(), "kind": "record_lookup", "target": query.case, "body": body}
    verdict = (await hub.submit_system(hall, [command]))[0]
    if verdict.status != "applied":
        code = verdict.error.code if verdict.error else "centre.failed"
        raise ProblemError(409, code, **(verdict.error.details if verdict.error else {}))
