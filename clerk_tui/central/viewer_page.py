"""What the page on a window's second monitor says at this moment: a paper of the case in focus, or nothing at all."""

from typing import TYPE_CHECKING, Any

from clerk_tui.central.access import may_read_file
from clerk_tui.central.reading import planned
from clerk_tui.central.sessions import Session
from clerk_tui.intake.case import SIGNED_FORM
from clerk_tui.protocol.access import CaseRead
from clerk_tui.protocol.streams import CaseFile
from clerk_tui.texts import Lang, text

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

ROUTE = "GET /v1/halls/{hall}/cases/{case}/files/{sha256}"
"""Whose files a session may read: the page shows no more than its clerk could fetch."""
BLANK: dict[str, Any] = {"state": "blank"}


async def in_focus(hub: "Hub", session: Session) -> tuple[CaseFile, str] | None:
    """The case and the material that the page shows; None once another number, or nobody, stands at the window."""
    window = session.window or ""
    look = hub.viewing.look((session.hall, window))
    if look is None:
        return None
    ticket = hub.snapshot(session.hall)[1].at_window(window)
    if look.session != session.id or look.ticket != (ticket.id if ticket else None):
        return None
    file = await hub.case_file(session.hall, look.case)
    if file is None or not may_read_file(hub, session, ROUTE, file):
        return None
    return file, look.material


async def viewer_view(hub: "Hub", session: Session, lang: Lang) -> dict[str, Any]:
    """The paper in focus for the page's script: its name and the addresses of its pages; no name of a person, no case number."""
    found = await in_focus(hub, session)
    if found is None:
        return BLANK
    file, material = found
    opened = planned(hub, session.hall, file)
    if opened is None:
        return BLANK
    await _note_once(hub, session, file.case.id, material)
    paper = file.case.papers.get(material)
    name = text("form.name", lang) if material == SIGNED_FORM else opened.catalog.name(material, lang)
    pages = []
    for sha256 in paper.files if paper else ():
        kept = await hub.file_pages(session.hall, file.case.id, sha256)
        pages += [f"/w/{session.window}/pages/{sha256}/{page}" for page in range(1, kept + 1)]
    ticket = hub.snapshot(session.hall)[1].at_window(session.window or "")
    return {
        "state": "paper" if pages else "none",
        "material": material,
        "number": ticket.label if ticket else "",
        "name": name,
        "pages": pages,
        "say": "" if pages else text("viewer.page.none", lang),
    }


async def _note_once(hub: "Hub", session: Session, case: str, material: str) -> None:
    """A look is written down when the page turns to a paper, not each time that it is drawn."""
    key = (session.id, case, material)
    if not hub.viewing.noted.get(key):
        hub.viewing.noted.put(key, True)
        await hub.note(session, CaseRead(case=case, what=f"viewer:{material}", session=session.id, at=hub.clock()))
