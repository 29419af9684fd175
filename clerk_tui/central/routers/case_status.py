"""How a case stands, at /c: for whoever holds its number and query code; steps and dates, never a name or a value."""

import asyncio
import hmac
import unicodedata
from typing import TYPE_CHECKING

from fastapi import APIRouter
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from clerk_tui.central.log import body_of
from clerk_tui.central.phone.pages import form_of, html, hub_of, sentence_page
from clerk_tui.central.phone.render import page
from clerk_tui.central.phone.session import from_own_page, lang_of
from clerk_tui.central.stored import StoredEvent
from clerk_tui.central.tables import CaseRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.central.tries import caller_of
from clerk_tui.intake.events import CaseOpened
from clerk_tui.intake.timeline import timeline
from clerk_tui.texts import Lang, text
from clerk_tui.texts.timeline import told_step

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

router = APIRouter(include_in_schema=False)
MOST_SIGNS = 40
_CASE = table_of(CaseRow)


def status_address(public_url: str, number: str) -> str:
    """What the QR of a paper holds; the query code is not in it and is typed. Empty when the hub has no public address."""
    return f"{public_url.rstrip('/')}/c/{number}".upper() if public_url and number else ""


@router.get("/c")
@router.get("/C")
@router.get("/c/{number}")
@router.get("/C/{number}")
async def ask(request: Request, number: str = "") -> Response:
    """Asks for the query code; the case number may come with the address."""
    return _box(request, lang_of(request), _digits(number))


@router.post("/c")
@router.post("/C")
async def show(request: Request) -> Response:
    """The steps of the case; a wrong code counts, and too many wait."""
    lang, hub = lang_of(request), hub_of(request)
    if not from_own_page(request, hub.public_url):
        return sentence_page(request, lang, "phone.foreign_page", 403)
    caller = caller_of(request.client.host if request.client else None)
    if wait := hub.guesses["digits"].wait(caller):
        return sentence_page(request, lang, "phone.too_many", 429, minutes=wait)
    typed = await form_of(request)
    number, code = (_digits("".join(typed.get(name, [])[:1])) for name in ("number", "code"))
    found = await asyncio.to_thread(_find, hub, number, code)
    if found is None:
        hub.neighbours.tried("digits", caller)
        return _box(request, lang, number, text("status.unknown", lang), 404)
    hall, case = found
    return _story(request, lang, hub, hall, await hub.case_frames(hall, case))


def _digits(typed: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", typed[:MOST_SIGNS]) if c.isascii() and c.isalnum())


def _box(request: Request, lang: Lang, number: str, wrong: str = "", status: int = 200) -> Response:
    title = text("status.title", lang)
    return html(
        request, page("status.html", lang, title=title, hall="", number=number, wrong=wrong, steps=None), status
    )


def _find(hub: "Hub", number: str, code: str) -> tuple[str, str] | None:
    """Hall and case of that number, if that is its code. Blocks on the database."""
    with hub.database.engine.connect() as db:
        rows = db.execute(
            select(_CASE.c.hall, _CASE.c.id, _CASE.c.query_code).where(
                _CASE.c.hall.in_(list(hub.halls)), _CASE.c.number == number
            )
        ).all()
    return next(((row.hall, row.id) for row in rows if hmac.compare_digest(row.query_code or "", code)), None)


def _story(request: Request, lang: Lang, hub: "Hub", hall: str, stored: list[StoredEvent]) -> Response:
    events = [event for one in stored if (event := body_of(one)) is not None]
    catalog, settings = hub.catalogs.newest(), hub.hall(hall).settings
    steps = []
    for step in timeline(events):
        about = step.item or step.party
        name = catalog.name(about, lang) if about and catalog else ""
        at = step.at.astimezone(settings.zone).strftime("%Y-%m-%d %H:%M")
        steps.append((at, told_step(step.code, step.params, name, lang)))
    matters = next((event.matters for event in events if isinstance(event, CaseOpened)), ())
    names = ("、" if lang == "zh" else ", ").join(catalog.name(m, lang) if catalog else m for m in matters)
    return html(request, page("status.html", lang, title=names, hall=settings.name, number="", wrong="", steps=steps))
