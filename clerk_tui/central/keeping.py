"""Takes a picture into a case: drawn anew, sealed with the case's key, named by the hash of what was sent."""

import asyncio
from hashlib import sha256
from typing import TYPE_CHECKING

from clerk_tui.central.files import CaseFileContent
from clerk_tui.central.pictures import MEDIA_TYPE, redrawn
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.tables.base import stamp
from clerk_tui.protocol.streams import case_stream
from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub


async def keep_picture(hub: "Hub", hall: str, case: str, content: bytes, by: str) -> tuple[str, bool]:
    """The name under which the picture is kept, and whether it is new. Raises ProblemError 413 and 415."""
    name = sha256(content).hexdigest()
    if await asyncio.to_thread(hub.files.has, hall, case, name):
        return name, False
    try:
        clean = await asyncio.to_thread(redrawn, content)
    except Refusal as refused:
        status = 413 if refused.code == "phone.file_large" else 415
        raise ProblemError(status, refused.code, **refused.details) from None
    await hub.deed(hall, lambda batch: batch.data_key(case_stream(case)))
    kept = CaseFileContent(MEDIA_TYPE, 1, clean)
    await asyncio.to_thread(hub.files.put, hall, case, name, kept, stamp(hub.clock()), by)
    return name, True
