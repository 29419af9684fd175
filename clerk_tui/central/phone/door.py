"""What a code opens, and for whom it no longer does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Engine, select

from clerk_tui.central import codes
from clerk_tui.central.keys import HubKey
from clerk_tui.central.tables import FilingRow, TicketRow
from clerk_tui.central.tables.base import instant, table_of
from clerk_tui.refusal import Refusal

_FILING = table_of(FilingRow)
_TICKET = table_of(TicketRow)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a live code opens: a filing of a case, or a ticket (whose id is `thing`)."""

    kind: Literal["filing", "ticket"]
    hall: str
    thing: str
    case: str | None = None
    party: str | None = None


def find(engine: Engine, key: HubKey, code: str, now: datetime, halls: Sequence[str]) -> Opening:
    """What `code` (as `codes.read` gave it) opens. Blocks on the database.

    Raises Refusal phone.code_unknown, phone.code_dead, phone.code_spent or phone.code_twice.
    """
    hashed = codes.keyed_hash(key.lookup, code)
    column = _FILING.c.digits_hash if codes.is_digits(code) else _FILING.c.code_hash
    with engine.connect() as db:
        filings: Sequence[Any] = db.execute(select(_FILING).where(_FILING.c.hall.in_(halls), column == hashed)).all()
        of_code = (_TICKET.c.hall.in_(halls), _TICKET.c.code_hash == hashed)
        ticket = db.execute(select(_TICKET.c.hall, _TICKET.c.id).where(*of_code)).first()
    live = [row for row in filings if row.state == "invited" and now < instant(row.expires_at)]
    if len(live) > 1:
        raise Refusal("phone.code_twice")
    if live:
        return Opening("filing", live[0].hall, live[0].id, live[0].case_id, live[0].party)
    if any(row.state == "joined" for row in filings):
        raise Refusal("phone.code_spent")
    if filings:
        raise Refusal("phone.code_dead")
    if ticket is not None:
        return Opening("ticket", ticket.hall, ticket.id)
    raise Refusal("phone.code_unknown")
