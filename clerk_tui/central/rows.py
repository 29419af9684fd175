"""Rows that queries read, from the states that a batch changed. They hold no personal value but sealed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from clerk_tui.central import codes
from clerk_tui.central.keys import HubKey
from clerk_tui.central.sealing import CIPHER, DataKey, place_of_row
from clerk_tui.central.secrets import person_hash, ticket_code_hash
from clerk_tui.central.tables import CasePersonRow, CaseRow, FilingRow, TicketRow
from clerk_tui.central.tables.base import Central, stamp
from clerk_tui.filing.filing import Filing
from clerk_tui.intake.case import Case
from clerk_tui.intake.identity import ID_NO, USCC, identities, named
from clerk_tui.intake.items import ItemLife, ItemState
from clerk_tui.protocol.streams import CaseFile, case_stream
from clerk_tui.queue.day import Day, Ticket
from clerk_tui.texts.masks import mask_name

Row = tuple[Any, ...]


def changed(
    hall: str,
    key: HubKey,
    tickets: Mapping[str, Day],
    cases: Mapping[str, CaseFile],
    at: str,
    data_key: Callable[[str], DataKey],
) -> dict[type[Central], list[Row]]:
    """The rows of tickets (with the day they belong to) and cases, in the order of their tables' columns.

    `data_key` gives the key of a stream, for what is sealed.
    """
    filings = [(case, filing) for case, file in cases.items() for filing in file.filings.values()]
    return {
        TicketRow: [ticket_row(hall, key, day, day.tickets[ticket]) for ticket, day in tickets.items()],
        CaseRow: [case_row(hall, file, at, data_key) for file in cases.values()],
        CasePersonRow: [row for file in cases.values() for row in person_rows(hall, key, file)],
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


def case_row(hall: str, file: CaseFile, at: str, data_key: Callable[[str], DataKey]) -> Row:
    """The row of a case."""
    case = file.case
    known = named(case)
    applicant = None
    if known is not None:
        shown = known[0] if known[1] else mask_name(known[0])
        place = place_of_row("case_file", hall, case.id)
        applicant = data_key(case_stream(case.id)).seal(shown.encode(), place)
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
        _stamp(case.since),
        applicant,
        CIPHER if applicant else None,
        sum(_to_hand_over(case, life) for life in case.item_lives.values()),
    )


def _to_hand_over(case: Case, life: ItemLife) -> bool:
    """Whether an item that can be worked on is not in its department's system: nobody has said so, or it failed."""
    handed = case.handovers.get(life.item)
    at_work = life.state in (ItemState.HANDLING, ItemState.PAUSED)
    return at_work and (handed is None or handed.status in ("manual", "failed"))


def person_rows(hall: str, key: HubKey, file: CaseFile) -> list[Row]:
    """Who is in a case; a party whose number was taken back stays, without one."""
    case = file.case
    found: dict[str, str | None] = {}
    for ask in (*case.answers, *case.shared):
        for field in (ID_NO, USCC):
            if ask == field or ask.endswith(f".{field}"):
                found[ask.removesuffix(field).rstrip(".")] = None
    found |= {party: person_hash(key, number) for party, number in identities(case).items()}
    return [(hall, case.id, party, hashed) for party, hashed in found.items()]


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
