"""Whom the window invites when it opens a filing for who stands there: the holder of the ticket scans nothing again."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from clerk_tui.central.phone.door import Opening
from clerk_tui.central.tables import CaseRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.queue.day import Ticket

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

_CASE = table_of(CaseRow)


async def offered(hub: "Hub", hall: str, ticket: Ticket) -> Opening | None:
    """The first filing on the ticket's newest draft, while its code still opens it: later ones are for somebody else."""
    here = (_CASE.c.hall == hall) & (_CASE.c.window == ticket.window) & (_CASE.c.state == "draft")
    query = (
        select(_CASE.c.id)
        .where(here, _CASE.c.tickets.contains(ticket.id, autoescape=True))
        .order_by(_CASE.c.opened_at.desc())
        .limit(1)
    )
    case = await hub.read(lambda connection: connection.execute(query).scalar())
    file = await hub.case_file(hall, case) if case else None
    if file is None or not file.filings:
        return None
    first = min(file.filings.values(), key=lambda filing: filing.opened_at)
    if not first.code_live(hub.clock()):
        return None
    return Opening("filing", hall, first.id, file.case.id, first.party)
