"""A session as requests see it: who acts, in which roles, at which window, from which device."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import RowMapping
from starlette.requests import HTTPConnection

from clerk_tui.central.problems import ProblemError
from clerk_tui.central.tables.base import instant

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

COOKIE = "citizen"
"""The HttpOnly cookie of a citizen's phone; staff and machines send `Authorization: Bearer`."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session, cached from its row.

    `roles` are columns of the permission table, the first is the one its screen shows. `scope` is the id of the ticket
    or filing to which a citizen's session is bound. Instants are aware, UTC.
    """

    id: str
    hall: str
    actor: str
    roles: tuple[str, ...]
    window: str | None
    device: str
    scope: str | None
    opened_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None

    def alive(self, now: datetime) -> bool:
        """Whether requests may be made in it."""
        return self.ended_at is None and now < self.expires_at

    def covers(self, at: datetime) -> bool:
        """Whether something captured at that time was captured in this session."""
        return self.opened_at <= at <= min(self.expires_at, self.ended_at or self.expires_at)

    def ended(self, at: datetime) -> "Session":
        """The session after its end."""
        return self if self.ended_at else replace(self, ended_at=at)


def session_of_row(row: RowMapping) -> Session:
    """The session from its table row."""
    return Session(
        id=row["id"],
        hall=row["hall"],
        actor=row["actor"],
        roles=tuple(row["roles"].split()),
        window=row["window"],
        device=row["device"],
        scope=row["scope"],
        opened_at=instant(row["opened_at"]),
        expires_at=instant(row["expires_at"]),
        ended_at=instant(row["ended_at"]) if row["ended_at"] else None,
    )


def token_of(connection: HTTPConnection) -> str | None:
    """The session token that a request carries."""
    authorization = connection.headers.get("authorization", "")
    if authorization[:7].lower() == "bearer ":
        return authorization[7:].strip() or None
    return connection.cookies.get(COOKIE)


async def caller(request: HTTPConnection) -> Session:
    """FastAPI dependency: the live session of this request. Raises ProblemError 401."""
    hub: Hub = request.app.state.hub
    token = token_of(request)
    if token is None:
        raise ProblemError(401, "auth.missing")
    return await hub.session_of_token(token)


async def hall_caller(request: HTTPConnection, hall: str) -> Session:
    """FastAPI dependency of routes under /v1/halls/{hall}: the caller, who must belong to that hall."""
    session = await caller(request)
    if session.hall != hall:
        raise ProblemError(403, "auth.other_hall")
    return session
