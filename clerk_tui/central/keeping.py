"""Takes a picture into a case: drawn anew, sealed with the case's key, named by the hash of what was sent."""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from clerk_tui.central.files import CaseFileContent
from clerk_tui.central.pictures import MEDIA_TYPE, redrawn
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.scans import MEDIA_TYPE as PDF
from clerk_tui.central.scans import redrawn_pdf
from clerk_tui.central.tables.base import stamp
from clerk_tui.protocol.files import kind_of
from clerk_tui.protocol.streams import case_stream
from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub


async def keep_picture(hub: "Hub", hall: str, case: str, content: bytes, by: str) -> tuple[str, bool]:
    """The name under which the picture is kept, and whether it is new. Raises ProblemError 413 and 415."""
    name, new, _ = await _keep(hub, hall, case, content, by, lambda: CaseFileContent(MEDIA_TYPE, 1, redrawn(content)))
    return name, new


async def keep_scan(hub: "Hub", hall: str, case: str, content: bytes, by: str) -> tuple[str, bool, str]:
    """The same for a picture or a PDF, and the media type that is kept. Raises ProblemError 413 and 415."""
    if kind_of(content) != PDF:
        return *await keep_picture(hub, hall, case, content, by), MEDIA_TYPE

    def drawn() -> CaseFileContent:
        clean, pages = redrawn_pdf(content)
        return CaseFileContent(PDF, pages, clean)

    return await _keep(hub, hall, case, content, by, drawn)


async def _keep(
    hub: "Hub", hall: str, case: str, content: bytes, by: str, draw: Callable[[], CaseFileContent]
) -> tuple[str, bool, str]:
    name = sha256(content).hexdigest()
    if await asyncio.to_thread(hub.files.has, hall, case, name):
        return name, False, PDF
    try:
        kept = await asyncio.to_thread(draw)
    except Refusal as refused:
        status = 415 if refused.code == "phone.file_kind" else 413
        raise ProblemError(status, refused.code, **refused.details) from None
    await hub.deed(hall, lambda batch: batch.data_key(case_stream(case)))
    await asyncio.to_thread(hub.files.put, hall, case, name, kept, stamp(hub.clock()), by)
    return name, True, kept.media_type
