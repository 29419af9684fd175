"""Files of a case: a photographed or scanned paper, kept as the centre's own rendition."""

import asyncio
from hashlib import sha256 as digest
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel
from starlette.responses import Response

from clerk_tui.central.access import may_read
from clerk_tui.central.hub import Hub
from clerk_tui.central.keeping import keep_scan
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.protocol.access import CaseRead

router = APIRouter(prefix="/v1/halls/{hall}/cases/{case}/files", tags=["files"])
Caller = Annotated[Session, Depends(hall_caller)]
READING = "GET /v1/halls/{hall}/cases/{case}/files/{sha256}"
ROUTE = "PUT /v1/halls/{hall}/cases/{case}/files/{sha256}"


class FileTold(BaseModel):
    """What was kept, under the hash of what was sent."""

    sha256: str
    media_type: str


@router.put(
    "/{sha256}",
    status_code=201,
    response_model=FileTold,
    openapi_extra={"requestBody": {"required": True, "content": {"image/*": {}, "application/pdf": {}}}},
)
async def put_file(
    hall: str,
    case: str,
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    request: Request,
    response: Response,
    session: Caller,
) -> FileTold:
    """Takes a picture or a scanned PDF; sent again it changes nothing. `attach_material` then names it."""
    hub: Hub = request.app.state.hub
    await may_read(hub, session, ROUTE, case)
    content = await request.body()
    if digest(content).hexdigest() != sha256:
        raise ProblemError(400, "phone.file_hash", path="sha256")
    _, new, media_type = await keep_scan(hub, hall, case, content, session.actor)
    response.status_code = 201 if new else 200
    return FileTold(sha256=sha256, media_type=media_type)


@router.get(
    "/{sha256}",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}, "application/pdf": {}}}},
)
async def get_file(
    hall: str, case: str, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], request: Request, session: Caller
) -> Response:
    """The centre's rendition of a file, by the hash of what was sent. Reading it is written down."""
    hub: Hub = request.app.state.hub
    await may_read(hub, session, READING, case)
    kept = await asyncio.to_thread(hub.files.get, hall, case, sha256)
    if kept is None:
        raise ProblemError(404, "file.unknown")
    await hub.note(session, CaseRead(case=case, what=f"file:{sha256[:12]}", session=session.id, at=hub.clock()))
    return Response(kept.content, media_type=kept.media_type)
