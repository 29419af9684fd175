"""What clerks propose to change in the catalogue, for its desk: listed, adopted or declined, counted per hall."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict

from clerk_tui.catalog.proposals import Reason
from clerk_tui.central.access import require
from clerk_tui.central.hub import Hub
from clerk_tui.central.proposing import State, decide, proposals, statistics
from clerk_tui.central.sessions import Session, caller

router = APIRouter(prefix="/v1/proposals", tags=["proposals"])
Caller = Annotated[Session, Depends(caller)]


class Declining(BaseModel):
    """Why not, in words that the hall may read."""

    model_config = ConfigDict(extra="forbid")
    reason: Reason


@router.get("")
async def get_proposals(request: Request, session: Caller, state: State | None = None) -> list[dict[str, Any]]:
    """Proposals of all halls with what each would save over last month's cases, what saves most first."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "GET /v1/proposals")
    return [one.to_json() for one in await proposals(hub, state)]


@router.get("/stats")
async def get_proposal_stats(request: Request, session: Caller) -> list[dict[str, Any]]:
    """Proposed, adopted and declined per hall."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "GET /v1/proposals/stats")
    return list(await statistics(hub))


@router.post("/{proposal}/adopt")
async def adopt_proposal(request: Request, session: Caller, proposal: str) -> dict[str, Any]:
    """Takes it into the next publication; the proposal as it was."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "POST /v1/proposals/{proposal}/adopt")
    return (await decide(hub, session, proposal, None)).to_json()


@router.post("/{proposal}/decline")
async def decline_proposal(request: Request, session: Caller, proposal: str, body: Declining) -> dict[str, Any]:
    """Says why not."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "POST /v1/proposals/{proposal}/decline")
    return (await decide(hub, session, proposal, body.reason)).to_json()
