"""Whether an author may give a command: the permission table's cell, and whether the target is inside its scope."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from clerk_tui.central.sessions import Session
from clerk_tui.filing import commands as filing_commands
from clerk_tui.protocol.envelope import Command
from clerk_tui.protocol.permissions import COMMANDS, Scope, scope_of
from clerk_tui.protocol.streams import CaseFile, World
from clerk_tui.queue.day import Day
from clerk_tui.refusal import Refusal

CLOCK_SLACK = timedelta(seconds=5)
"""How far a device's measured offset may be wrong at the ends of a session's life."""

_ON_FILING = frozenset(filing_commands.COMMANDS) - {"open_filing"}
_ON_TICKET = frozenset({"cancel", "invite_rating", "rate"})
"""What a citizen may do with the own ticket."""


@dataclass(frozen=True, slots=True)
class Author:
    """In whose session, and when, a command was captured; `captured_at` on the centre's clock, None for just now."""

    session: Session
    captured_at: datetime | None


def author_of(command: Command, caller: Session, find: Callable[[str], Session | None], now: datetime) -> Author:
    """The author of a command that `caller` delivers; `find` gives a session of this hall by its id.

    A device may deliver what was captured in any session opened on it. Raises Refusal session.unknown,
    session.other_device or session.not_then.
    """
    session = caller
    if command.session is not None and command.session != caller.id:
        found = find(command.session)
        if found is None:
            raise Refusal("session.unknown")
        if found.device != caller.device:
            raise Refusal("session.other_device")
        session = found
    captured = min(command.captured_at, now) if command.captured_at else None
    at = captured or now
    last = session.ended_at or session.expires_at
    if not session.opened_at - CLOCK_SLACK <= at <= last + CLOCK_SLACK:
        raise Refusal("session.not_then")
    return Author(session, captured)


@lru_cache(maxsize=1_024)
def acting_role(roles: tuple[str, ...], kind: str) -> tuple[str, Scope] | None:
    """Of an account's roles the one that reaches furthest for this kind, and how far; None when none may."""
    row = COMMANDS.get(kind)
    scope = scope_of(roles, row)
    if row is None or scope is None:
        return None
    return next(role for role in roles if row.get(role) == scope), scope  # type: ignore[call-overload]


def inside(scope: Scope, command: Command, session: Session, world: World) -> bool:
    """Whether the command's target lies in `scope` for this session.

    A target that does not exist is inside: the room says so in its own words.
    """
    match scope:
        case "hall" | "centre":
            return True
        case "window":
            return _at_window(command, session, world)
        case "case":
            file = _case(command, world)
            return file is None or own_case(file, session, world.day)
        case "party":
            return _of_party(command, session, world)
        case "department":
            return False


def own_case(file: CaseFile, session: Session, day: Day) -> bool:
    """Whether the case is the session's: opened by its author, at its window, or of the person who is there now.

    Who was transferred, or comes back from hold at another window, brings the case along.
    """
    case = file.case
    if case.opened_by == session.actor:
        return True
    if session.window is None:
        return False
    here = day.at_window(session.window)
    return case.window == session.window or (here is not None and here.id in case.tickets)


def own_party_case(session: Session, case: str, world: World) -> bool:
    """Whether a citizen's session is bound to a filing on this case."""
    return session.scope is not None and world.case_of_filing(session.scope) == case


def _at_window(command: Command, session: Session, world: World) -> bool:
    if session.window is None:
        return False
    named = command.body.get("from_window" if command.kind == "reassign_window" else "window")
    if named is not None and named != session.window:
        return False
    # A ticket on hold comes back at the window that takes it up; the queue's own rule says which may.
    if command.target is None or command.kind == "resume":
        return True
    ticket = world.day.tickets.get(command.target)
    return ticket is None or ticket.window is None or named is not None or ticket.window == session.window


def _case(command: Command, world: World) -> CaseFile | None:
    case = world.case_of_filing(command.target or "") if command.kind in _ON_FILING else command.target
    return world.case_file(case) if case else None


def _of_party(command: Command, session: Session, world: World) -> bool:
    if command.kind in _ON_TICKET or command.kind in _ON_FILING:
        return command.target is not None and command.target == session.scope
    return command.target is not None and own_party_case(session, command.target, world)
