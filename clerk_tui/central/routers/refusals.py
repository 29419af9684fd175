"""GET /v1/halls/{hall}/refusals: whose notice of refusal was never printed. For supervisors and auditors; nothing personal."""

import asyncio
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from clerk_tui.central.access import require
from clerk_tui.central.hub import Hub
from clerk_tui.central.refusals import refused_cases
from clerk_tui.central.sessions import Session, hall_caller

router = APIRouter(prefix="/v1/halls/{hall}/refusals", tags=["cases"])
ROUTE = "GET /v1/halls/{hall}/refusals"


class Refused(BaseModel):
    """One refused application: `paper` is the notice that is owed in writing, `copies` how often it was printed."""

    case: str
    number: str
    state: str
    paper: str
    window: str
    by: str
    at: str
    copies: int


class Refusals(BaseModel):
    """The oldest first."""

    refusals: list[Refused]


@router.get("", response_model=Refusals)
async def get_refusals(
    hall: str,
    request: Request,
    session: Annotated[Session, Depends(hall_caller)],
    printed: Annotated[bool, Query()] = False,
) -> Response:
    """Refused applications without a printed notice; with `printed=true` all refused ones."""
    hub: Hub = request.app.state.hub
    await require(hub, session, ROUTE)
    found = await hub.read(lambda connection: refused_cases(connection, hall, printed=printed))
    names: dict[str, str] = {}
    for actor in {one.by for one in found if one.by}:
        name: str | None = await asyncio.to_thread(hub.admin.staff_name, actor)
        names[actor] = name or ""
    told = [
        Refused(
            case=one.case,
            number=one.number,
            state=one.state,
            paper=one.paper,
            window=one.window,
            by=names.get(one.by, ""),
            at=one.at,
            copies=one.copies,
        ).model_dump()
        for one in found
    ]
    return Response(orjson.dumps({"refusals": told}), media_type="application/json")
