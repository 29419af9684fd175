"""What the citizen's side of a window is told: whose number is there, codes, the form read back with numbers masked."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select

from clerk_tui.central import codes
from clerk_tui.central.memory import Lately
from clerk_tui.central.paper_facts import words_of
from clerk_tui.central.reading import OpenCase, open_case
from clerk_tui.central.secrets import ticket_code
from clerk_tui.central.tables import CaseRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.filing.filing import Filing
from clerk_tui.intake.case import CaseState
from clerk_tui.intake.plan import PlannedAsk, Section
from clerk_tui.protocol.face import Face, FaceCode, FaceLine, FaceState, FaceSubmitted
from clerk_tui.queue.day import Day, Ticket, TicketState
from clerk_tui.texts import Lang, text
from clerk_tui.texts.masks import mask

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

MASKED = frozenset({"id_no", "phone", "certificate_no", "passport_no", "bank_account"})
"""Types whose values are shown in part: a neighbour in the queue reads them too. Words are there to be checked."""
CASES_KEPT = 128

_CASE = table_of(CaseRow)


class Facing:
    """Asked each second by each window's screen, so it keeps the cases it folded until they change."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._cases: Lately[tuple[str, str], tuple[tuple[int, str], OpenCase]] = Lately(CASES_KEPT)

    async def face(self, hall: str, window: str, lang: Lang) -> tuple[Face, str | None]:
        """The face as it stands, and the id of the case whose values it shows."""
        hub = self._hub
        day = hub.snapshot(hall)[1]
        ticket = day.at_window(window)
        zone = hub.hall(hall).settings.timezone
        face = Face(as_of=hub.clock(), timezone=zone, window=window, state=_state(day, window, ticket))
        if ticket is None:
            return face, None
        face.number = ticket.label
        if face.state != "serving":
            return face, None
        case = await self._case(hall, window, ticket.id)
        if case is None:
            face.ticket_url = self._ticket_url(ticket)
            return face, None
        first = next(iter(case.file.case.matters), "")
        face.matter = case.catalog.name(first, lang) if first else ""
        if case.file.case.state is CaseState.DRAFT:
            self._draft(face, case, ticket, lang)
        else:
            face.submitted = _submitted(case)
        return face, case.file.case.id

    async def _case(self, hall: str, window: str, ticket: str) -> OpenCase | None:
        """The newest case that was opened at this window for this ticket."""
        here = (_CASE.c.hall == hall) & (_CASE.c.window == window) & (_CASE.c.state != CaseState.WITHDRAWN.value)
        query = (
            select(_CASE.c.id, _CASE.c.version)
            .where(here, _CASE.c.tickets.contains(ticket, autoescape=True))
            .order_by(_CASE.c.opened_at.desc())
            .limit(1)
        )
        row = await self._hub.read(lambda connection: connection.execute(query).first())
        if row is None:
            return None
        as_it_stands = (row.version, self._hub.hall(hall).settings.today(self._hub.clock()).isoformat())
        kept = self._cases.get((hall, row.id))
        if kept is not None and kept[0] == as_it_stands:
            return kept[1]
        case = await open_case(self._hub, hall, row.id)
        if case is not None and case.file.version == row.version:
            self._cases.put((hall, row.id), (as_it_stands, case))
        return case

    def _draft(self, face: Face, case: OpenCase, ticket: Ticket, lang: Lang) -> None:
        filings = case.file.filings.values()
        live = sorted((f for f in filings if f.code_live(face.as_of)), key=lambda f: f.expires_at, reverse=True)
        face.codes = [self._code(filing, case, lang) for filing in live]
        face.on_phone = [case.catalog.name(f.party, lang) for f in filings if f.state == "joined" and f.at_party]
        if not face.codes and not face.on_phone:
            face.ticket_url = self._ticket_url(ticket)
        face.read_back = list(_read_back(case, lang))

    def _code(self, filing: Filing, case: OpenCase, lang: Lang) -> FaceCode:
        code = codes.derive(self._hub.key.codes, "filing", filing.id, filing.serial)
        return FaceCode(
            party=case.catalog.name(filing.party, lang),
            url=codes.address(self._hub.public_url, code.text),
            digits=code.digits,
            expires_at=filing.expires_at,
        )

    def _ticket_url(self, ticket: Ticket) -> str:
        return codes.address(self._hub.public_url, ticket_code(self._hub.key.codes, ticket.id))


def _state(day: Day, window: str, ticket: Ticket | None) -> FaceState:
    if ticket is not None:
        return "serving" if ticket.state is TicketState.SERVING else "called"
    match day.window(window).state:
        case "open":
            return "idle"
        case "paused":
            return "paused"
    return "closed"


def _submitted(case: OpenCase) -> FaceSubmitted | None:
    file = case.file.case
    match file.state:
        case CaseState.RECEIVED | CaseState.NOTICED | CaseState.ACCEPTED | CaseState.REFUSED:
            return FaceSubmitted(number=file.number or "", state=file.state.value, due=file.due)
    return None


def _read_back(case: OpenCase, lang: Lang) -> Iterator[FaceLine]:
    """What was answered and filled in, of those who are here: who has a phone of their own checks it there."""
    plan = case.plan
    for question in plan.questions:
        if question.value:
            options = {o.value: o.label(lang) for o in question.field.options}
            words = words_of(question.field.type, question.value, options, lang)
            yield FaceLine(section=text("paper.situation", lang), label=question.field.label(lang), value=words)
    elsewhere = {f.party for f in case.file.filings.values() if f.party not in plan.acting and f.state == "joined"}
    for section in sorted(plan.sections, key=lambda one: one.party not in plan.acting):
        if section.owner not in elsewhere:
            yield from _section_lines(case, section, lang)


def _section_lines(case: OpenCase, section: Section, lang: Lang) -> Iterator[FaceLine]:
    name = case.catalog.name(section.party, lang) if section.party else text("paper.case_section", lang)
    for key in section.asks:
        ask = case.plan.ask(key)
        if ask is not None and ask.value and ask.state != "from_step":
            yield FaceLine(
                section=name,
                label=" ".join(filter(None, (case.plan.row_label(key, lang), ask.field.label(lang)))),
                value=_shown(ask, lang),
            )


def _shown(ask: PlannedAsk, lang: Lang) -> str:
    if ask.field.type in MASKED or ask.field.sensitivity == "sensitive":
        return mask(ask.field.type, ask.value)
    return words_of(ask.field.type, ask.value, {o.value: o.label(lang) for o in ask.field.options}, lang)
