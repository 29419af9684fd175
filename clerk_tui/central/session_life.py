"""How sessions begin and end: sign-in of staff and machines, citizens' phones, sign-out. All through the ledger."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import RowMapping, select

from clerk_tui.central.admin import PASSWORDS, Device
from clerk_tui.central.authority import Author
from clerk_tui.central.batch import Batch
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.session_book import SessionBook
from clerk_tui.central.sessions import Session
from clerk_tui.central.tables import SessionRow, StaffRow
from clerk_tui.central.tables.base import instant, stamp, table_of
from clerk_tui.protocol.access import SessionClosed, SessionOpened, SignInRefused
from clerk_tui.protocol.streams import day_stream

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

SESSION_LIFE = timedelta(hours=12)
FAILURES_MAX = 5
LOCKED_FOR = timedelta(minutes=15)

_STAFF = table_of(StaffRow)
_SESSION = table_of(SessionRow)
_NOBODY = PASSWORDS.hash("nobody")
"""Compared with when there is no such account, so that its absence can't be told by the clock."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a sign-in gives."""

    session: Session
    token: str
    name: str


async def sign_in(hub: "Hub", staff_no: str, password: str, window: str | None, device_token: str) -> SignedIn:
    """Opens a session for an account on an enrolled device; an older one of the same account ends.

    Raises ProblemError 401 device.unknown, 401 sign_in.refused, 403 sign_in.locked, 429 request.too_often.
    """
    device = await asyncio.to_thread(hub.admin.device_of, device_token)
    if device is None:
        raise ProblemError(401, "device.unknown")
    with hub.sign_ins.inside(device.id):
        return await _sign_in(hub, device, staff_no, password, window)


async def _sign_in(hub: "Hub", device: Device, staff_no: str, password: str, window: str | None) -> SignedIn:
    staff = await hub.read(lambda c: c.execute(select(_STAFF).where(_STAFF.c.staff_no == staff_no)).mappings().first())
    known = staff if staff is not None and staff["hall"] == device.hall and not staff["disabled_at"] else None
    if known is not None and (left := _locked_for(known, hub.clock())):
        await hub.deed(device.hall, lambda batch: _note_refusal(batch, device, staff_no, "locked"))
        raise ProblemError(403, "sign_in.locked", minutes=left)
    right = await asyncio.to_thread(_matches, known["password_hash"] if known is not None else _NOBODY, password)
    if known is None or not right:
        await hub.deed(device.hall, lambda batch: _refuse(batch, device, known))
        raise ProblemError(401, "sign_in.refused")
    token = hub.admin.new_token()
    now = hub.clock()
    session = Session(
        id=hub.new_id(),
        hall=device.hall,
        actor=staff_no,
        roles=tuple(known["roles"].split()),
        window=window,
        device=device.id,
        scope=None,
        opened_at=now,
        expires_at=now + SESSION_LIFE,
    )
    token_hash = hub.key.keyed_hash("session", token)
    session = await hub.deed(device.hall, lambda batch: _open(batch, hub.sessions, session, token_hash, one=True))
    return SignedIn(session, token, known["name"])


async def open_citizen(hub: "Hub", hall: str, scope: str, actor: str, life: timedelta) -> tuple[str, Session]:
    """A session of a citizen's phone, bound to one ticket or filing. The phone is a device of its own."""
    token = hub.admin.new_token()
    now = hub.clock()
    session_id = hub.new_id()
    session = Session(session_id, hall, actor, ("citizen",), None, f"phone-{session_id}", scope, now, now + life)
    token_hash = hub.key.keyed_hash("session", token)
    return token, await hub.deed(hall, lambda batch: _open(batch, hub.sessions, session, token_hash, one=False))


def close_session(batch: Batch, book: SessionBook, session: Session, reason: str) -> None:
    """Ends a session inside a batch."""
    here = (_SESSION.c.hall == session.hall) & (_SESSION.c.id == session.id)
    batch.connection.execute(_SESSION.update().where(here).values(ended_at=stamp(batch.now)))
    closed = SessionClosed(session=session.id, reason=reason, at=batch.now)
    batch.append(day_stream(batch.day.date), closed, Author(session, None), session.id)
    batch.afterwards.append(lambda: book.end(session.id, batch.now))


def _open(batch: Batch, book: SessionBook, session: Session, token_hash: str, *, one: bool) -> Session:
    # The authority's time is that of the batch: what is captured right after the answer lies in the session's life.
    life = session.expires_at - session.opened_at
    session = replace(session, opened_at=batch.now, expires_at=batch.now + life)
    if one:
        for older in book.live_of(batch.connection, session.hall, session.actor):
            # One account stands on many displays: each window's is one place, and so is each machine in the hall.
            elsewhere = older.window != session.window or (session.window is None and older.device != session.device)
            if session.roles == ("display",) and elsewhere:
                continue
            close_session(batch, book, older, "signed_in_again")
    # At once, not with the batch's other rows: a second sign-in in the same batch must find this one.
    row = {
        "hall": session.hall,
        "id": session.id,
        "token_hash": token_hash,
        "actor": session.actor,
        "roles": " ".join(session.roles),
        "window": session.window,
        "device": session.device,
        "scope": session.scope,
        "opened_at": stamp(session.opened_at),
        "expires_at": stamp(session.expires_at),
    }
    batch.connection.execute(_SESSION.insert().values(**row))
    opened = SessionOpened(
        session=session.id,
        staff=session.actor,
        role=session.roles[0],
        window=session.window,
        device=session.device,
        at=batch.now,
    )
    batch.append(day_stream(batch.day.date), opened, Author(session, None), session.id)
    if one:
        here = _STAFF.c.staff_no == session.actor
        batch.connection.execute(_STAFF.update().where(here).values(failures=0, locked_until=None))
    return session


def _refuse(batch: Batch, device: Device, staff: RowMapping | None) -> None:
    """Counts a wrong password, under the lock; the account is locked when there were too many."""
    if staff is None:
        _note_refusal(batch, device, None, "unknown")
        return
    here = _STAFF.c.staff_no == staff["staff_no"]
    failures = batch.connection.execute(select(_STAFF.c.failures).where(here)).scalar_one() + 1
    locked = stamp(batch.now + LOCKED_FOR) if failures >= FAILURES_MAX else None
    values: dict[str, Any] = {"failures": 0 if locked else failures, "locked_until": locked}
    batch.connection.execute(_STAFF.update().where(here).values(**values))
    _note_refusal(batch, device, staff["staff_no"], "password")


def _note_refusal(batch: Batch, device: Device, staff_no: str | None, reason: str) -> None:
    refused = SignInRefused(staff=staff_no, reason=reason, at=batch.now)
    nobody = Session("", device.hall, "", (), None, device.id, None, batch.now, batch.now)
    batch.append(day_stream(batch.day.date), refused, Author(nobody, None), "")


def _locked_for(staff: RowMapping, now: datetime) -> int:
    """Whole minutes until a password is looked at again; 0 when it is now."""
    until = instant(staff["locked_until"]) if staff["locked_until"] else now
    return max(0, -int(-(until - now).total_seconds() // 60))


def _matches(password_hash: str, password: str) -> bool:
    try:
        return PASSWORDS.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False
