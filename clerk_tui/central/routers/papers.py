"""The papers of a case as PDF. Reading one is written down; printing it is the command `print_paper`."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from clerk_tui.central.access import may_read
from clerk_tui.central.hub import Hub
from clerk_tui.central.log import body_of
from clerk_tui.central.notices import MADE, Told
from clerk_tui.central.notices.base import Happened
from clerk_tui.central.paper_facts import Desk, Facts, acceptance_notice, application_form, receipt
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.reading import planned
from clerk_tui.central.routers.case_status import status_address
from clerk_tui.central.routers.cases import submitted_event
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.central.stored import StoredEvent
from clerk_tui.central.tables.base import instant
from clerk_tui.intake.events import CaseDeemedAccepted
from clerk_tui.intake.papers import KINDS, about, kind_of, printable
from clerk_tui.intake.plan import Plan
from clerk_tui.papers import Contact, Paper, render_pdf
from clerk_tui.papers.model import ApplicationForm, HandOver
from clerk_tui.papers.thermal import ticket_bytes
from clerk_tui.protocol.access import CaseRead
from clerk_tui.protocol.streams import CaseFile, evolve_case
from clerk_tui.rules import EventBody
from clerk_tui.texts import Lang, text

router = APIRouter(prefix="/v1/halls/{hall}/cases/{case}/papers", tags=["papers"])
Caller = Annotated[Session, Depends(hall_caller)]
ROUTE = "GET /v1/halls/{hall}/cases/{case}/papers/{paper}"
PaperName = Annotated[str, Path(pattern=r"^(" + "|".join(sorted(KINDS)) + r")(\.[A-Za-z0-9_.]{1,60})?$")]
"""A kind, and for whom or what where a case has several of them: `mandate.mother`, `transfer_sheet.ga`."""
Form = Literal["pdf", "roll80", "roll58"]
ESCPOS = "application/octet-stream"


@router.get("/{paper}", response_class=Response, responses={200: {"content": {"application/pdf": {}, ESCPOS: {}}}})
async def get_paper(
    hall: str,
    case: str,
    paper: PaperName,
    request: Request,
    session: Caller,
    lang: Annotated[Lang, Query()] = "zh",
    large: Annotated[bool, Query()] = False,
    form: Annotated[Form, Query()] = "pdf",
) -> Response:
    """The paper as it stands; `large` in large type, `form` as PDF or in ESC/POS for a ticket printer's roll.

    From the second `print_paper` on it says 补打.
    """
    hub: Hub = request.app.state.hub
    file = await may_read(hub, session, ROUTE, case)
    opened = planned(hub, hall, file)
    if opened is None:
        raise ProblemError(409, "case.catalog_unknown")
    kind = kind_of(paper)
    if kind == "acceptance_notice" and file.case.accepted_on is None:
        raise ProblemError(409, "paper.not_accepted")
    if kind == "receipt" and not file.case.number:
        raise ProblemError(409, "case.not_received")
    if paper not in printable(file.case, opened.plan):
        raise ProblemError(409, "paper.not_now")
    settings = hub.hall(hall).settings
    name = await asyncio.to_thread(hub.admin.staff_name, session.actor)
    where = text("paper.window", lang, window=file.case.window) if file.case.window else settings.name
    contact = Contact(name=where, place=settings.name)
    query_url = status_address(hub.public_url, file.case.number or "")
    desk = Desk(settings.name, settings.zone, where, name or "", contact, query_url, hub.public_url)
    copy_no = max(1, file.case.printed.get(paper, 0))
    events = await hub.case_frames(hall, case)
    deemed = any(stored.kind == CaseDeemedAccepted.KIND for stored in events)
    facts = Facts(file.case, opened.plan, opened.catalog, desk, lang, hub.clock(), copy_no, deemed)
    made = _made(hub, hall, paper, facts, events)
    content, media_type = await asyncio.to_thread(_rendered, made, lang, large, form)
    await hub.note(session, CaseRead(case=case, what=f"paper:{paper}", session=session.id, at=hub.clock()))
    # The name holds the paper's kind and the case number, never a person's.
    named = f"{paper}-{file.case.number or 'draft'}.{'pdf' if form == 'pdf' else 'bin'}"
    return Response(content, 200, {"Content-Disposition": f'inline; filename="{named}"'}, media_type)


def _rendered(made: Paper, lang: Lang, large: bool, form: Form) -> tuple[bytes, str]:
    if form == "pdf":
        return render_pdf(made, lang, large), "application/pdf"
    if isinstance(made, ApplicationForm | HandOver):
        raise ProblemError(409, "paper.no_roll")
    return ticket_bytes(made, lang, 80 if form == "roll80" else 58), ESCPOS


def _made(hub: Hub, hall: str, paper: str, facts: Facts, events: list[StoredEvent]) -> Paper:
    match kind_of(paper):
        case "application_form":
            return application_form(facts)
        case "acceptance_notice":
            return acceptance_notice(facts)
        case "receipt":
            received = submitted_event(events)
            if received is None:
                raise ProblemError(409, "case.not_received")
            return receipt(facts, instant(received.recorded_at))
    happened = [(stored, body) for stored in events if (body := body_of(stored)) is not None]

    def plan_before(event: EventBody) -> Plan | None:
        file: CaseFile | None = None
        for stored, body in happened:
            if body is event:
                break
            file = evolve_case(file, body, stored.actor)
        opened = planned(hub, hall, file) if file else None
        return opened.plan if opened else None

    calendar = hub.hall(hall).settings.rules(hub.case_rules).case.calendar
    history = tuple(Happened(body, instant(stored.recorded_at)) for stored, body in happened)
    return MADE[kind_of(paper)](Told(facts, about(paper), history, calendar, plan_before))
