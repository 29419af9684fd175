"""Files of a case: a photographed or scanned paper, kept as the centre's own rendition."""

import asyncio
from hashlib import sha256 as digest
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel
from starlette.responses import Response

from clerk_tui.central.access import may_read
from clerk_tui.central.files import CaseFileContent
from clerk_tui.central.hub import Hub
from clerk_tui.central.pictures import MEDIA_TYPE, redrawn
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.central.tables.base import stamp
from clerk_tui.protocol.streams import case_stream
from clerk_tui.refusal import Refusal

router = APIRouter(prefix="/v1/halls/{hall}/cases/{case}/files", tags=["files"])
Caller = Annotated[Session, Depends(hall_caller)]
ROUTE = "PUT /v1/halls/{hall}/cases/{case}/files/{sha256}"


class FileTold(BaseModel):
    """What was kept, under the hash of what was sent."""

    sha256: str
    media_type: str


@router.put(
    "/{sha256}",
    status_code=201,
    response_model=FileTold,
    openapi_extra={"requestBody": {"required": True, "content": {"image/*": {}}}},
)
async def put_file(
    hall: str,
    case: str,
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    request: Request,
    response: Response,
    session: Caller,
) -> FileTold:
    """Takes a picture; sent again it changes nothing. `attach_material` then names it."""
    hub: Hub = request.app.state.hub
    await may_read(hub, session, ROUTE, case)
    content = await request.body()
    if digest(content).hexdigest() != sha256:
        raise ProblemError(400, "phone.file_hash", path="sha256")
    if await asyncio.to_thread(hub.files.has, hall, case, sha256):
        response.status_code = 200
        return FileTold(sha256=sha256, media_type=MEDIA_TYPE)
    try:
        clean = await asyncio.to_thread(redrawn, content)
    except Refusal as refused:
        status = 413 if refused.code == "phone.file_large" else 415
        raise ProblemError(status, refused.code, **refused.details) from None
    await hub.deed(hall, lambda batch: batch.data_key(case_stream(case)))
    kept = CaseFileContent(MEDIA_TYPE, 1, clean)
    await asyncio.to_thread(hub.files.put, hall, case, sha256, kept, stamp(hub.clock()), session.actor)
    return FileTold(sha256=sha256, media_type=MEDIA_TYPE)
