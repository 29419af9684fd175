"""Whether a session may use a reading route, and read a case."""

from clerk_tui.central.authority import own_case
from clerk_tui.central.hub import Hub
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.sessions import Session
from clerk_tui.protocol.access import PermissionRefused
from clerk_tui.protocol.permissions import ROUTES, scope_of
from clerk_tui.protocol.streams import CaseFile

_CASE_ROUTE = "GET /v1/halls/{hall}/cases/{case}"


async def require(hub: Hub, session: Session, route: str) -> None:
    """Raises ProblemError 403 when no role of the session has a cell in the route's row; that is written down."""
    if scope_of(session.roles, ROUTES.get(route)) is None:
        await refuse(hub, session, route, None)


async def may_see_window(hub: Hub, session: Session, route: str, window: str) -> None:
    """Raises ProblemError 403 unless the window lies in the scope that the session has on this route."""
    await require(hub, session, route)
    if scope_of(session.roles, ROUTES.get(route)) == "window" and session.window != window:
        await refuse(hub, session, route, window)


async def may_read(hub: Hub, session: Session, route: str, case: str) -> CaseFile:
    """The case, for a route on it. Raises ProblemError 403, or 404 when there is no such case."""
    await require(hub, session, route)
    file = await hub.case_file(session.hall, case)
    if file is None:
        raise ProblemError(404, "case.unknown")
    if not may_read_file(hub, session, route, file):
        await refuse(hub, session, route, case)
    return file


def may_read_file(hub: Hub, session: Session, route: str, file: CaseFile) -> bool:
    """Whether the case lies in the scope that the session has on this route."""
    match scope_of(session.roles, ROUTES.get(route)):
        case "hall" | "centre":
            return True
        case "case":
            return own_case(file, session, hub.snapshot(session.hall)[1])
        case "party":
            filing = file.filings.get(session.scope or "")
            return filing is not None and filing.session == session.id and filing.state == "joined"
    return False


async def readable_case(hub: Hub, session: Session, case: str) -> bool:
    """Whether the session may read this case; a refusal is not written down."""
    file = await hub.case_file(session.hall, case)
    return file is not None and may_read_file(hub, session, _CASE_ROUTE, file)


async def refuse(hub: Hub, session: Session, route: str, target: str | None) -> None:
    """Writes the refusal into the day and raises ProblemError 403."""
    event = PermissionRefused(session=session.id, kind=route, target=target, at=hub.clock())
    await hub.note(session, event)
    raise ProblemError(403, "forbidden")
