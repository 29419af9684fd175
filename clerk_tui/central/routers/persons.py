"""POST /v1/persons/lookup: what is open for a person, found by a number that was scanned or typed; written down."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, or_, select

from clerk_tui.catalog.model import Field as CatalogField
from clerk_tui.catalog.values import check_value
from clerk_tui.central.access import require
from clerk_tui.central.case_lists import CASE, ListedCase, listed
from clerk_tui.central.hub import Hub
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.secrets import person_hash
from clerk_tui.central.sessions import Session, caller
from clerk_tui.central.tables import CasePersonRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.intake.identity import plain_number
from clerk_tui.protocol.access import PersonLookedUp

router = APIRouter(prefix="/v1/persons", tags=["persons"])
Caller = Annotated[Session, Depends(caller)]
ROUTE = "POST /v1/persons/lookup"
QUERY_CODE, CASE_NUMBER, IDENTITY = 8, 13, 18
"""Digits of a query code; of a case number after its hall's code; characters of an identity number or credit code."""
GONE = ("refused", "not_ours", "not_needed", "withdrawn", "terminated")
"""States of cases that nobody comes back for."""

_PERSON = table_of(CasePersonRow)
_ID = CatalogField(key="person.id_no", name="", type="id_no", max_length=30)
_USCC = CatalogField(key="corp.uscc", name="", type="uscc", max_length=18)
Kind = Literal["identity", "case", "query_code", "ticket"]


class PersonLookup(BaseModel):
    """By which number (typed, or a ticket of today by its id), and what for; `person` is a ticket's person."""

    model_config = ConfigDict(extra="forbid")
    typed: str = Field(default="", max_length=64, repr=False)
    ticket: str | None = Field(default=None, max_length=64)
    purpose: Literal["enquiry", "service", "duplicates"]


class PersonFound(BaseModel):
    """By what it was found, and the cases: open ones, what waits for a supplement or a gap, and what can be collected."""

    by: Kind
    cases: list[ListedCase]


@router.post("/lookup", response_model=PersonFound)
async def look_up_person(body: PersonLookup, request: Request, session: Caller) -> PersonFound:
    """Drafts and cases of the hall that the number leads to; the number itself is kept nowhere."""
    hub: Hub = request.app.state.hub
    await require(hub, session, ROUTE)
    by, where = _by_ticket(hub, session, body.ticket) if body.ticket else _by_number(hub, session.hall, body.typed)
    found = [await _with_rest(hub, session.hall, case) for case in await _listed(hub, session.hall, where)]
    ids = tuple(case.id for case in found)
    event = PersonLookedUp(by=by, purpose=body.purpose, cases=ids, session=session.id, at=hub.clock())
    await hub.note(session, event)
    return PersonFound(by=by, cases=found)


async def _listed(hub: Hub, hall: str, where: ColumnElement[bool]) -> list[ListedCase]:
    return await listed(hub, hall, [where, CASE.c.state.not_in(GONE)])


async def _with_rest(hub: Hub, hall: str, listed_case: ListedCase) -> ListedCase:
    """With what its person can still bring, or take along."""
    if listed_case.state not in ("accepted", "closed"):
        return listed_case
    file = await hub.case_file(hall, listed_case.id)
    if file is None:
        return listed_case
    return listed_case.model_copy(update={"gaps": len(file.case.open_gaps), "collect": len(file.case.to_deliver)})


def _by_ticket(hub: Hub, session: Session, ticket: str) -> tuple[Kind, ColumnElement[bool]]:
    known = hub.snapshot(session.hall)[1].tickets.get(ticket)
    if known is None:
        raise ProblemError(404, "queue.unknown_ticket")
    of_visit = CASE.c.tickets.contains(known.id, autoescape=True)
    return "ticket", or_(of_visit, _with([known.person])) if known.person else of_visit


def _by_number(hub: Hub, hall: str, typed: str) -> tuple[Kind, ColumnElement[bool]]:
    number, prefix = plain_number(typed), hub.hall(hall).settings.code
    if len(number) == IDENTITY and (check_value(_ID, number) is None or check_value(_USCC, number) is None):
        return "identity", _with([person_hash(hub.key, number)])
    if len(number) == QUERY_CODE and number.isdigit():
        return "query_code", CASE.c.query_code == number
    length = len(prefix) + CASE_NUMBER
    # An item's own number is the case's and two digits more.
    if number.isdigit() and number.startswith(prefix) and len(number) in (length, length + 2):
        return "case", CASE.c.number == number[:length]
    raise ProblemError(400, "lookup.number_unknown")


def _with(persons: Sequence[str]) -> ColumnElement[bool]:
    return CASE.c.id.in_(select(_PERSON.c.case_id).where(_PERSON.c.hall == CASE.c.hall, _PERSON.c.id_hash.in_(persons)))
