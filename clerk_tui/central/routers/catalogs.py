"""Published catalogues, whole, named by their hash and never changed."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime, BaseModel
from starlette.responses import Response

from clerk_tui.central.access import require
from clerk_tui.central.hub import Hub
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.sessions import Session, caller
from clerk_tui.protocol.access import CatalogPublished, CatalogSubmitted

router = APIRouter(prefix="/v1/catalogs", tags=["catalogs"])
Caller = Annotated[Session, Depends(caller)]


@router.get("/current")
async def get_current_catalog(request: Request, session: Caller) -> Response:
    """The catalogue in force; its hash is the ETag."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "GET /v1/catalogs/current")
    sha256 = await asyncio.to_thread(hub.catalogs.current)
    if sha256 is None:
        raise ProblemError(404, "catalog.none")
    return await _catalog(hub, sha256, request, "no-cache")


class Submission(BaseModel):
    """A catalogue that was handed in."""

    hash: str
    submitted_by: str
    submitted_at: AwareDatetime
    in_force: bool


@router.get("")
async def get_submissions(request: Request, session: Caller) -> list[Submission]:
    """What editors handed in, newest first."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "GET /v1/catalogs")
    return [Submission(**told) for told in await asyncio.to_thread(hub.publishing.submissions)]


@router.post(
    "",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
)
async def post_catalog(request: Request, session: Caller, dry_run: bool = False) -> dict[str, Any]:
    """What these published bytes would change and which open cases they touch; without `dry_run` they are handed in."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "POST /v1/catalogs")
    content = await request.body()
    if dry_run:
        return (await asyncio.to_thread(hub.publishing.preview, content)).to_json()
    seen = await asyncio.to_thread(hub.publishing.submit, content, session.actor)
    await hub.note(session, CatalogSubmitted(hash=seen.hash, session=session.id, at=hub.clock()))
    return seen.to_json()


@router.post("/{hash}/publish")
async def publish_catalog(request: Request, session: Caller) -> dict[str, Any]:
    """Puts in force what somebody else handed in; open drafts go over to it, windows fetch it and swap it in."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "POST /v1/catalogs/{hash}/publish")
    seen = await asyncio.to_thread(hub.publishing.publish, request.path_params["hash"], session.actor)
    await hub.note(session, CatalogPublished(hash=seen.hash, session=session.id, at=hub.clock()))
    await hub.following.look()
    hub.neighbours.published()
    return seen.to_json()


@router.get("/{hash}")
async def get_catalog(request: Request, session: Caller) -> Response:
    """One published catalogue by its hash."""
    hub: Hub = request.app.state.hub
    await require(hub, session, "GET /v1/catalogs/{hash}")
    return await _catalog(hub, request.path_params["hash"], request, "private, max-age=31536000, immutable")


async def _catalog(hub: Hub, sha256: str, request: Request, caching: str) -> Response:
    headers = {"ETag": f'"{sha256}"', "Cache-Control": caching}
    known = {tag.strip().removeprefix("W/").strip('"') for tag in request.headers.get("if-none-match", "").split(",")}
    if sha256 in known:
        return Response(status_code=304, headers=headers)
    content = await asyncio.to_thread(hub.catalogs.content, sha256)
    if content is None:
        raise ProblemError(404, "catalog.unknown")
    return Response(content, media_type="application/json", headers=headers)
