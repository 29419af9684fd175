"""What a window's page on a second monitor shows: which paper is in focus there, by which session, for whose ticket.

Nothing of it is stored. The windows' processes tell each other, so that page and window may be served by two of them.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from clerk_tui.central import codes
from clerk_tui.central.feed import Typing
from clerk_tui.central.memory import Lately
from clerk_tui.central.sessions import Session, session_of_row
from clerk_tui.central.tables import SessionRow
from clerk_tui.central.tables.base import table_of

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

CODE_SECONDS = 120
WATCHED_SECONDS = 25
"""After the last sign of life of a page that another process serves."""
KEPT = 2_000
_SESSION = table_of(SessionRow)
At = tuple[str, str]
"""Hall and window."""


@dataclass(frozen=True, slots=True)
class Look:
    """The row in focus: `ticket` is whose number stood at the window then, None for nobody's."""

    session: str
    case: str
    material: str
    ticket: str | None


def topic(window: str) -> str:
    """Under which the window's page is woken; no case has such an id."""
    return f"viewer/{window}"


class Viewing:
    """One process's part. Lives on the hub's event loop."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._looks: Lately[At, Look] = Lately(KEPT)
        self._open: dict[At, int] = {}
        self._heard: Lately[At, datetime] = Lately(KEPT)
        self.spent: Lately[str, bool] = Lately(KEPT)
        self.noted: Lately[tuple[str, str, str], bool] = Lately(KEPT)

    def look(self, at: At) -> Look | None:
        """What is in focus there."""
        return self._looks.get(at)

    def put(self, at: At, look: Look | None) -> None:
        """Something else is in focus, or nothing."""
        if look is None:
            self._looks.drop(at)
        else:
            self._looks.put(at, look)

    def opened(self, at: At) -> None:
        """A page began to follow."""
        self._open[at] = self._open.get(at, 0) + 1

    def closed(self, at: At) -> None:
        """A page went away."""
        left = self._open.pop(at, 1) - 1
        if left > 0:
            self._open[at] = left

    def heard(self, at: At) -> None:
        """Another process says that it serves a page of this window."""
        self._heard.put(at, self._clock())

    def watched(self, at: At) -> bool:
        """Whether somebody's page follows this window."""
        last = self._heard.get(at)
        return at in self._open or (last is not None and self._clock() - last < timedelta(seconds=WATCHED_SECONDS))


def show(hub: "Hub", hall: str, window: str, look: Look | None) -> None:
    """Puts a row before the page's eyes, whichever process serves it."""
    hub.viewing.put((hall, window), look)
    hub.hall(hall).feed.typing(Typing(topic(window), None, {}))
    told = [look.session, look.case, look.material, look.ticket] if look else None
    hub.neighbours.viewing({"hall": hall, "window": window, "look": told})


def take_in(hub: "Hub", told: dict[str, Any]) -> None:
    """What another process told of a window."""
    at = (str(told["hall"]), str(told["window"]))
    if at[0] not in hub.halls:
        return
    if told.get("open"):
        hub.viewing.heard(at)
        return
    look = told.get("look")
    hub.viewing.put(at, Look(*look) if look else None)
    hub.halls[at[0]].feed.typing(Typing(topic(at[1]), None, {}))


# Who may look


def code_of(hub: "Hub", session: Session, ago: int = 0) -> codes.Code:
    """The code of this moment (or `ago` spans before) that opens the page of the session's window."""
    span = int(hub.clock().timestamp()) // CODE_SECONDS - ago
    return codes.derive(hub.key.codes, "viewer", session.id, span)


async def opens(hub: "Hub", window: str, code: str) -> Session | None:
    """The live session at this window whose code it is, now spent; None when it is nobody's."""
    here = (_SESSION.c.window == window) & _SESSION.c.ended_at.is_(None)
    rows = await hub.read(lambda connection: connection.execute(select(_SESSION).where(here)).mappings().all())
    for session in map(session_of_row, rows):
        if (
            session.hall not in hub.halls
            or not session.alive(hub.clock())
            or session.roles[0] not in ("clerk", "supervisor")
        ):
            continue
        for ago in (0, 1):
            known = code_of(hub, session, ago)
            right = known.digits if codes.is_digits(code) else known.text
            if hmac.compare_digest(right, code):
                if hub.viewing.spent.get(known.text):
                    return None
                hub.viewing.spent.put(known.text, True)
                return session
    return None


def token_of(hub: "Hub", session: Session) -> str:
    """What the page's cookie holds: it lives and ends with the clerk's session."""
    named = f"{session.hall}|{session.id}"
    return f"{named}|{_signature(hub, named, session.window or '')}"


def _signature(hub: "Hub", named: str, window: str) -> str:
    return hmac.digest(hub.key.codes, f"viewer-page|{named}|{window}".encode(), sha256).hex()


async def viewer_session(hub: "Hub", token: str, window: str) -> Session | None:
    """The live session at this window to which a page's cookie belongs; None when there is none any more."""
    hall, _, rest = token.partition("|")
    session_id, _, signature = rest.partition("|")
    if not hmac.compare_digest(_signature(hub, f"{hall}|{session_id}", window), signature) or hall not in hub.halls:
        return None
    session = hub.sessions.held_by_id(session_id)
    if session is None:
        session = await hub.read(lambda connection: hub.sessions.by_id(connection, hall, session_id))
    if session is None or session.window != window or not session.alive(hub.clock()):
        return None
    return session
