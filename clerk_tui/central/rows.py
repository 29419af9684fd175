"""Rows that queries read, from the states that a batch changed. They hold no personal value."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from clerk_tui.central import codes
from clerk_tui.central.keys import HubKey
from clerk_tui.central.secrets import ticket_code_hash
from clerk_tui.central.tables import CaseRow, FilingRow, TicketRow
from clerk_tui.central.tables.base import Central, stamp
from clerk_tui.filing.filing import Filing
from clerk_tui.protocol.streams import CaseFile
from clerk_tui.queue.day import Day, Ticket

Row = tuple[Any, ...]


def changed(
    hall: str, key: HubKey, tickets: Mapping[str, Day], cases: Mapping[str, CaseFile], at: str
) -> dict[type[Central], list[Row]]:
    """The rows of tickets (with the day they belong to) and cases, in the order of their tables' columns."""
    filings = [(case, filing) for case, file in cases.items() for filing in file.filings.values()]
    return {
        TicketRow: [ticket_row(hall, key, day, day.tickets[ticket]) for ticket, day in tickets.items()],
        CaseRow: [case_row(hall, file, at) for file in cases.values()],
        FilingRow: [filing_row(hall, key, case, filing) for case, filing in filings],
    }


def ticket_row(hall: str, key: HubKey, day: Day, ticket: Ticket) -> Row:
    """The row of a ticket."""
    return (
        hall,
        ticket.id,
        day.date.isoformat(),
        ticket.number,
        ticket.label,
        ticket.ticket_class,
        ticket.channel,
        str(ticket.state),
        ticket.window,
        ticket.matter,
        ticket.outcome,
        stamp(ticket.taken_at),
        _stamp(ticket.called_at),
        _stamp(ticket.welcomed_at),
        _stamp(ticket.finished_at),
        ticket_code_hash(key, ticket.id),
        ticket.person,
    )


def case_row(hall: str, file: CaseFile, at: str) -> Row:
    """The row of a case."""
    case = file.case
    return (
        hall,
        case.id,
        file.version,
        str(case.state),
        " ".join(case.matters),
        case.catalog,
        " ".join(case.tickets),
        case.opened_by,
        case.window,
        case.number,
        case.query_code,
        stamp(case.opened_at),
        at,
        _day(case.received_on),
        _day(case.accepted_on),
        _day(case.due),
    )


def filing_row(hall: str, key: HubKey, case: str, filing: Filing) -> Row:
    """The row of a filing; the digits only while they open it, the code longer, to say why it no longer does."""
    code = codes.derive(key.codes, "filing", filing.id, filing.serial)
    return (
        hall,
        filing.id,
        case,
        filing.party,
        filing.state,
        filing.serial,
        stamp(filing.expires_at),
        filing.session,
        codes.keyed_hash(key.lookup, code.text),
        codes.keyed_hash(key.lookup, code.digits) if filing.state == "invited" else None,
    )


def _stamp(at: datetime | None) -> str | None:
    return stamp(at) if at else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
