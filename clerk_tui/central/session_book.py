"""Sessions in memory: by token for every request, by id for the authors of commands."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, select

from clerk_tui.central.sessions import Session, session_of_row
from clerk_tui.central.tables import SessionRow
from clerk_tui.central.tables.base import instant, table_of

_SESSION = table_of(SessionRow)
_KEPT = 20_000
_ASKED = 500
"""Ids in one query."""


class SessionBook:
    """A cache over the session table. Safe for several threads: its dicts are only read and replaced by key."""

    def __init__(self, token_hash: Callable[[str], str]) -> None:
        self._hash = token_hash
        self._by_token: dict[str, str] = {}
        self._by_id: dict[str, Session] = {}

    def held(self, token: str) -> Session | None:
        """The session of a token, when it is in memory."""
        known = self._by_token.get(token)
        return self._by_id.get(known) if known else None

    def held_by_id(self, session: str) -> Session | None:
        """A session by its id, when it is in memory."""
        return self._by_id.get(session)

    def by_token(self, connection: Connection, token: str) -> Session | None:
        """The session of a token from its row."""
        row = connection.execute(select(_SESSION).where(_SESSION.c.token_hash == self._hash(token))).mappings().first()
        if row is None:
            return None
        session = self.keep(session_of_row(row))
        self._by_token[token] = session.id
        return session

    def by_id(self, connection: Connection, hall: str, session: str) -> Session | None:
        """A session of this hall, ended ones too."""
        known = self._by_id.get(session)
        if known is not None:
            return known if known.hall == hall else None
        here = (_SESSION.c.hall == hall) & (_SESSION.c.id == session)
        row = connection.execute(select(_SESSION).where(here)).mappings().first()
        return self.keep(session_of_row(row)) if row else None

    def live_of(self, connection: Connection, hall: str, actor: str) -> list[Session]:
        """The sessions of an account that have not ended."""
        here = (_SESSION.c.hall == hall) & (_SESSION.c.actor == actor) & _SESSION.c.ended_at.is_(None)
        return [self.keep(session_of_row(row)) for row in connection.execute(select(_SESSION).where(here)).mappings()]

    def keep(self, session: Session) -> Session:
        """Holds a session; what is held already knows better whether it has ended."""
        if len(self._by_id) >= _KEPT:
            self._by_id.clear()
            self._by_token.clear()
        return self._by_id.setdefault(session.id, session)

    def end(self, session: str, at: datetime) -> None:
        """The session has ended: from now on its token opens nothing."""
        if known := self._by_id.get(session):
            self._by_id[session] = known.ended(at)

    def look_again(self, connection: Connection, hall: str) -> None:
        """Reads which of the sessions held have ended: after a fold anew nobody tells it event by event."""
        held = [known.id for known in list(self._by_id.values()) if known.hall == hall and known.ended_at is None]
        for start in range(0, len(held), _ASKED):
            here = (_SESSION.c.hall == hall) & _SESSION.c.id.in_(held[start : start + _ASKED])
            query = select(_SESSION.c.id, _SESSION.c.ended_at).where(here & _SESSION.c.ended_at.is_not(None))
            for row in connection.execute(query):
                self.end(row.id, instant(row.ended_at))
