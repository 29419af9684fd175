"""The papers of a case as PDF. Reading one is written down; printing it is the command `print_paper`."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from clerk_tui.central.access import may_read
from clerk_tui.central.hub import Hub
from clerk_tui.central.paper_facts import Desk, Facts, acceptance_notice, application_form, receipt
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.reading import planned
from clerk_tui.central.routers.cases import submitted_event
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.central.tables.base import instant
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.papers import Contact, Paper, render_pdf
from clerk_tui.protocol.access import CaseRead
from clerk_tui.texts import Lang, text

router = APIRouter(prefix="/v1/halls/{hall}/cases/{case}/papers", tags=["papers"])
Caller = Annotated[Session, Depends(hall_caller)]
ROUTE = "GET /v1/halls/{hall}/cases/{case}/papers/{paper}"
PaperName = Literal["acceptance_notice", "receipt", "application_form"]


@router.get("/{paper}", response_class=Response, responses={200: {"content": {"application/pdf": {}}}})
async def get_paper(
    hall: str,
    case: str,
    paper: PaperName,
    request: Request,
    session: Caller,
    lang: Annotated[Lang, Query()] = "zh",
    large: Annotated[bool, Query()] = False,
) -> Response:
    """The paper as it stands; `large` in large type. From the second `print_paper` on it says 补打."""
    hub: Hub = request.app.state.hub
    file = await may_read(hub, session, ROUTE, case)
    opened = planned(hub, hall, file)
    if opened is None:
        raise ProblemError(409, "case.catalog_unknown")
    settings = hub.hall(hall).settings
    name = await asyncio.to_thread(hub.admin.staff_name, session.actor)
    where = text("paper.window", lang, window=file.case.window) if file.case.window else settings.name
    desk = Desk(settings.name, settings.zone, where, name or "", Contact(name=where, place=settings.name))
    copy_no = max(1, file.case.printed.get(paper, 0))
    facts = Facts(file.case, opened.plan, opened.catalog, desk, lang, hub.clock(), copy_no)
    made = await _made(hub, hall, paper, facts, file.case)
    pdf = await asyncio.to_thread(render_pdf, made, lang, large)
    await hub.note(session, CaseRead(case=case, what=f"paper:{paper}", session=session.id, at=hub.clock()))
    # The name holds the paper's kind and the case number, never a person's.
    named = f"{paper}-{file.case.number or 'draft'}.pdf"
    return Response(pdf, 200, {"Content-Disposition": f'inline; filename="{named}"'}, "application/pdf")


async def _made(hub: Hub, hall: str, paper: PaperName, facts: Facts, case: Case) -> Paper:
    if paper == "application_form":
        return application_form(facts)
    if paper == "acceptance_notice":
        if case.state is not CaseState.ACCEPTED:
            raise ProblemError(409, "paper.not_accepted")
        return acceptance_notice(facts)
    event = submitted_event(await hub.case_frames(hall, case.id))
    if event is None:
        raise ProblemError(409, "case.not_received")
    return receipt(facts, instant(event.recorded_at))
