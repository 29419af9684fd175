"""Published catalogues, whole, named by their hash and never changed."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from clerk_tui.central.access import require
from clerk_tui.central.hub import Hub
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.sessions import Session, caller

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
