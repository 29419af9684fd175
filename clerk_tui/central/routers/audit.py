"""GET /v1/audit: the ledger as the auditor reads it, page by page. No personal value is among it."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from clerk_tui.central.access import require
from clerk_tui.central.audit import told
from clerk_tui.central.hub import Hub
from clerk_tui.central.sessions import Session, caller

router = APIRouter(prefix="/v1/audit", tags=["audit"])


@router.get("")
async def get_audit(
    request: Request,
    session: Annotated[Session, Depends(caller)],
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 500,
) -> Response:
    """Events after a sequence, with device and hash; `next` is where the next page begins."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "GET /v1/audit")
    log = hub.hall(session.hall).ledger.log
    page = await hub.read(lambda connection: log.after(connection, after, limit))
    events = [told(event) for event in page]
    return Response(
        orjson.dumps({"events": events, "next": page[-1].seq if page else after}), media_type="application/json"
    )
