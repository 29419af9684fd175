"""Tables of the central API, one subject a module.

Tables of the centre (hall, device, staff, catalogue, person, identity) have no hall in their key; all others have it
first, so that they can be distributed by it. Instants are RFC 3339 text in UTC with microseconds, which sorts as time
on every engine and is what the hash chain covers.
"""

from clerk_tui.central.tables.base import Central
from clerk_tui.central.tables.case import CasePersonRow, CaseRow, FilingRow
from clerk_tui.central.tables.catalog import CatalogFile, CatalogSubmission
from clerk_tui.central.tables.device import DeviceRow
from clerk_tui.central.tables.earlier import EarlierAnswerRow
from clerk_tui.central.tables.event import EventRow, StreamKey
from clerk_tui.central.tables.file import FileRow
from clerk_tui.central.tables.hall import HallRow, KeyCheck
from clerk_tui.central.tables.person import IdentityRow, PersonRow
from clerk_tui.central.tables.proposal import ProposalRow
from clerk_tui.central.tables.register import RegisterPerson
from clerk_tui.central.tables.session import SessionRow
from clerk_tui.central.tables.staff import StaffRow
from clerk_tui.central.tables.ticket import TicketRow
from clerk_tui.central.tables.verdict import VerdictRow

__all__ = [
    "CasePersonRow",
    "CaseRow",
    "CatalogFile",
    "CatalogSubmission",
    "Central",
    "DeviceRow",
    "EarlierAnswerRow",
    "EventRow",
    "FileRow",
    "FilingRow",
    "HallRow",
    "IdentityRow",
    "KeyCheck",
    "PersonRow",
    "ProposalRow",
    "RegisterPerson",
    "SessionRow",
    "StaffRow",
    "StreamKey",
    "TicketRow",
    "VerdictRow",
]
