"""Cases as rows of a list: which belong to a view, whose they are to see, and how they are told."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, or_, select

from clerk_tui.central.sealing import place_of_row
from clerk_tui.central.sessions import Session
from clerk_tui.central.tables import CaseRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.intake.case import WAITING
from clerk_tui.intake.clock import WorkCalendar, add_working_days
from clerk_tui.intake.deadlines import Light
from clerk_tui.intake.lights import NOTICE_DAYS, light_of
from clerk_tui.protocol.permissions import ROUTES, scope_of
from clerk_tui.protocol.streams import case_stream

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

View = Literal["mine", "window", "pool", "parked", "supplement", "hand_over", "red"]
LIST_ROUTE = "GET /v1/halls/{hall}/cases"
MOST_LISTED = 200
CASE = table_of(CaseRow)
Rows = Sequence[RowMapping]


class ListedCase(BaseModel):
    """A case in a list: nothing personal but a masked name (an enterprise's in full).

    `since` is when it came into its state; `light` is computed as it is told, null while no period runs. `gaps` are
    papers that are still to follow, `collect` results that can be taken along; a look-up tells them, a list does not.
    """

    id: str
    version: int
    state: str
    matters: list[str]
    tickets: list[str]
    number: str | None
    window: str | None
    opened_at: str
    changed_at: str
    due: str | None
    since: str
    applicant: str
    light: Light | None
    gaps: int = 0
    collect: int = 0


def of_view(view: View, session: Session, today: date, calendar: WorkCalendar) -> list[ColumnElement[bool]]:
    """What makes a case one of this view's, for who asks."""
    match view:
        case "mine":
            return [CASE.c.opened_by == session.actor]
        case "window":
            return [CASE.c.window == session.window]
        case "pool":
            return [CASE.c.window.is_(None), CASE.c.state.in_(sorted(WAITING))]
        case "parked":
            return [CASE.c.state == "draft"]
        case "supplement":
            return [CASE.c.state == "noticed"]
        case "hand_over":
            return [CASE.c.state == "accepted", CASE.c.to_hand_over > 0]
    late = and_(CASE.c.state == "received", CASE.c.received_on < _last_late(today, calendar).isoformat())
    return [or_(late, and_(CASE.c.state == "accepted", CASE.c.due < today.isoformat()))]


def _last_late(today: date, calendar: WorkCalendar) -> date:
    """The first day of receipt whose time to answer is not over yet."""
    day = today
    while add_working_days(day - timedelta(days=1), NOTICE_DAYS, calendar).date >= today:
        day -= timedelta(days=1)
    return day


def may_see(view: View, session: Session) -> list[ColumnElement[bool]]:
    """Whose cases the caller may see in a list: the hall's, or the own and the own window's; the pool is everybody's."""
    if view == "pool" or scope_of(session.roles, ROUTES[LIST_ROUTE]) != "case":
        return []
    own = CASE.c.opened_by == session.actor
    return [own | (CASE.c.window == session.window) if session.window else own]


def told(hub: "Hub", hall: str, connection: Connection, rows: Rows) -> list[ListedCase]:
    """The rows as they are told now; a name whose key is gone is empty."""
    settings = hub.hall(hall).settings
    today, calendar = settings.today(hub.clock()), hub.case_rules.calendar
    return [_told(hub, hall, connection, row, today, calendar) for row in rows]


def _told(
    hub: "Hub", hall: str, connection: Connection, row: RowMapping, today: date, calendar: WorkCalendar
) -> ListedCase:
    received, accepted, due = (_date(row[name]) for name in ("received_on", "accepted_on", "due"))
    kept = ("id", "version", "state", "number", "window", "opened_at", "changed_at", "due")
    return ListedCase(
        **{name: row[name] for name in kept},
        matters=row["matters"].split(),
        tickets=row["tickets"].split(),
        since=row["since"] or row["changed_at"],
        applicant=_applicant(hub, hall, connection, row),
        light=light_of(row["state"], received, accepted, due, today, calendar),
    )


def _applicant(hub: "Hub", hall: str, connection: Connection, row: RowMapping) -> str:
    key = hub.hall(hall).ledger.log.key(connection, case_stream(row["id"])) if row["applicant"] else None
    return key.open(bytes(row["applicant"]), place_of_row("case_file", hall, row["id"])).decode() if key else ""


def _date(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


async def listed(
    hub: "Hub", hall: str, where: Sequence[ColumnElement[bool]], *, oldest: bool = False
) -> list[ListedCase]:
    """The cases of the hall that fit, MOST_LISTED at most: the newest changed first, or those due first."""
    order = [CASE.c.due, CASE.c.received_on] if oldest else [CASE.c.changed_at.desc()]
    query = select(CASE).where(CASE.c.hall == hall, *where).order_by(*order).limit(MOST_LISTED)
    return await hub.read(lambda connection: told(hub, hall, connection, connection.execute(query).mappings().all()))
