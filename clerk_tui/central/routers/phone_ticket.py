"""The citizen's ticket on a phone at /t: taken at the hall's door, followed, given back, rated."""

import asyncio
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clerk_tui.catalog.model import Catalog
from clerk_tui.central.halls import HallSettings
from clerk_tui.central.hub import Hub
from clerk_tui.central.phone import live, taking
from clerk_tui.central.phone.door import Opening
from clerk_tui.central.phone.estimates import of_new
from clerk_tui.central.phone.offer import offered
from clerk_tui.central.phone.pages import form_of, html, hub_of, inside, json_answer, problem, sentence_page, stream
from clerk_tui.central.phone.render import GRADES, HEADERS, page
from clerk_tui.central.phone.session import enter, from_own_page, lang_of, session_of
from clerk_tui.central.phone.ticket import AGAIN
from clerk_tui.central.problems import ProblemError, sentence
from clerk_tui.central.sessions import Session
from clerk_tui.central.tries import caller_of
from clerk_tui.queue.day import TicketState
from clerk_tui.refusal import Refusal
from clerk_tui.texts import Lang, text
from clerk_tui.texts.rating import REASONS

router = APIRouter(include_in_schema=False)

# What is so


@router.get("/t")
async def ticket(request: Request) -> Response:
    """The ticket's page."""
    try:
        session = await session_of(hub_of(request), request)
    except ProblemError as out:
        return sentence_page(request, lang_of(request), out.code, out.status, **out.details)
    return await _page(request, session)


async def _page(request: Request, session: Session, wrong: str = "", status: int = 200, **typed: Any) -> Response:
    """The ticket's page, with what was refused; `typed` is what its form had."""
    hub, lang = hub_of(request), lang_of(request)
    view = await live.ticket_of(hub, session, lang)
    if view is None:
        return sentence_page(request, lang, "phone.ticket.gone", 410)
    settings = hub.hall(session.hall).settings
    values = {"title": view.title, "hall": settings.name, "hall_id": settings.id, "v": view, "wrong": wrong}
    return html(request, page("ticket.html", lang, grades=GRADES, reasons=REASONS, **values, **typed), status)


@router.get("/t/view")
async def ticket_view(request: Request) -> Response:
    """The same as data, for a page whose feed is down."""
    hub, lang = hub_of(request), lang_of(request)
    try:
        session = await session_of(hub, request)
        view = await live.ticket_of(hub, session, lang)
        if view is None:
            raise ProblemError(410, "phone.ticket.gone")
    except ProblemError as out:
        return problem(out, lang)
    return json_answer(live.ticket_message(view, lang))


@router.get("/t/feed")
async def ticket_feed(request: Request) -> Response:
    """The same, live."""
    hub, lang = hub_of(request), lang_of(request)
    try:
        session = await session_of(hub, request)
        if await live.seen(hub, session) is None:
            raise ProblemError(410, "phone.ticket.gone")
    except ProblemError as out:
        return problem(out, lang)
    return stream(live.ticket_feed(hub, session, lang))


# What its holder does


@router.post("/t/begin")
async def begin(request: Request) -> Response:
    """The holder of the ticket joins the filing that the window opened, without scanning again."""
    lang, hub = lang_of(request), hub_of(request)
    if not from_own_page(request, hub.public_url):
        return sentence_page(request, lang, "phone.foreign_page", 403)
    try:
        session = await session_of(hub, request)
        found = await live.seen(hub, session)
        opening = await offered(hub, session.hall, found[1]) if found else None
        if opening is None:
            raise Refusal("phone.code_dead")
        token = await enter(hub, opening)
    except (ProblemError, Refusal) as out:
        status = out.status if isinstance(out, ProblemError) else 410
        return sentence_page(request, lang, out.code, status, **out.details)
    return inside(request, token, opening)


@router.post("/t/cancel")
async def cancel(request: Request) -> Response:
    """Gives the number back. Sent twice, it is given back once."""
    return await _act(request, "cancel", "queue.is_cancelled")


@router.post("/t/rate")
async def rate(request: Request) -> Response:
    """The holder's grade of the visit, once."""
    return await _act(request, "rate", "queue.rated_already")


async def _act(request: Request, kind: str, done_before: str) -> Response:
    lang, hub = lang_of(request), hub_of(request)
    if not from_own_page(request, hub.public_url):
        return sentence_page(request, lang, "phone.foreign_page", 403)
    try:
        session = await session_of(hub, request)
        body, typed = _rating(await form_of(request)) if kind == "rate" else ({}, {})
        if kind == "rate" and not body:
            return await _page(request, session, text("ticket_page.rate.grade", lang), 400, **typed)
        command = {"id": hub.new_id(), "kind": kind, "target": session.scope, "body": body}
        answer = (await hub.answers(session.hall, [command], session))[0]
    except ProblemError as out:
        return sentence_page(request, lang, out.code, out.status, **out.details)
    if answer.applied or answer.code == done_before:
        return RedirectResponse("/t", 303, dict(HEADERS))
    wrong = sentence(answer.code or "", lang, answer.details) or text("phone.bad_request", lang)
    return await _page(request, session, wrong, 409, **typed)


def _rating(form: dict[str, list[str]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The command's body (empty without a grade), and what was typed, to be shown again."""
    told = form.get("grade", [""])[0]
    grade = int(told) if told in {str(g) for g in GRADES} else 0
    reasons = [code for code in REASONS.get(grade, ()) if code in form.get("reason", [])]
    words = " ".join(form.get("words", [""])[0].split())[:150]
    body = {"grade": grade, "reasons": reasons, "words": words} if grade else {}
    return body, {"grade": grade, "ticked": reasons, "words": words}


# The hall's door


@router.get("/t/{hall}")
async def hall_door(request: Request, hall: str) -> Response:
    """What the poster at the door opens: how full it is, and one button. Changes nothing."""
    hub, lang = hub_of(request), lang_of(request)
    if hall not in hub.halls:
        return sentence_page(request, lang, "hall.unknown", 404, hall=hall[:64])
    if await _holds(hub, request, hall):
        return RedirectResponse("/t", 303, dict(HEADERS))
    return await _door(request, hall, taking.wish_of({}))


@router.post("/t/{hall}")
async def take_number(request: Request, hall: str) -> Response:
    """Takes a number, or shows the one that this phone has; with `act=find` looks for a matter only."""
    hub, lang = hub_of(request), lang_of(request)
    if not from_own_page(request, hub.public_url):
        return sentence_page(request, lang, "phone.foreign_page", 403)
    if hall not in hub.halls:
        return sentence_page(request, lang, "hall.unknown", 404, hall=hall[:64])
    try:
        form = {name: values[0] for name, values in (await form_of(request)).items()}
        if await _holds(hub, request, hall):
            return RedirectResponse("/t", 303, dict(HEADERS))
    except ProblemError as out:
        return sentence_page(request, lang, out.code, out.status, **out.details)
    wish = taking.wish_of(form)
    if form.get("act") == "find":
        return await _door(request, hall, wish)
    mark = taking.mark_of(request, hub.key)
    caller = caller_of(request.client.host if request.client else None)
    try:
        if mark is None:
            raise Refusal("phone.no_cookies")
        if wait := hub.guesses["numbers"].wait(caller):
            raise Refusal("phone.many_numbers", minutes=wait)
        hub.neighbours.tried("numbers", caller)
        if wish.matter and not await asyncio.to_thread(_known, hub, wish.matter):
            wish = replace(wish, matter=None)
        opening = Opening("ticket", hall, await taking.take(hub, hall, mark, wish))
        token = await enter(hub, opening)
    except ProblemError as out:
        return sentence_page(request, lang, out.code, out.status, **out.details)
    except Refusal as refused:
        status = {"phone.many_numbers": 429, "phone.no_cookies": 400}.get(refused.code, 409)
        answer = await _door(request, hall, wish, sentence(refused.code, lang, refused.details), status)
        if status == 429:
            answer.headers["Retry-After"] = str(60 * refused.details["minutes"])
        return answer
    return inside(request, token, opening)


async def _holds(hub: Hub, request: Request, hall: str) -> bool:
    """Whether this phone follows a number of this hall that still leads to a window."""
    try:
        session = await session_of(hub, request)
    except ProblemError:
        return False
    found = await live.seen(hub, session) if session.hall == hall else None
    return found is not None and found[1].state not in AGAIN | {TicketState.DONE}


async def _door(request: Request, hall: str, wish: taking.Wish, wrong: str = "", status: int = 200) -> Response:
    hub, lang = hub_of(request), lang_of(request)
    settings = hub.hall(hall).settings
    day = hub.snapshot(hall)[1]
    mark = taking.mark_of(request, hub.key)
    held = taking.live_of(hub, day, mark) if mark else None
    estimate = of_new(hub, hall)
    shut = _shut(settings, hub, lang)
    values = {
        "title": text("ticket_page.take.title", lang),
        "hall": settings.name,
        "hall_id": settings.id,
        "wrong": wrong,
        "shut": "" if held else shut,
        "held": held.label if held else "",
        "waiting": len(day.waiting),
        "estimate": text("ticket_page.take.estimate", lang, **estimate.told(settings.zone)) if estimate else "",
        "wish": wish,
        "matters": taking.matters(await asyncio.to_thread(_catalog, hub), wish, lang),
        "form": hub.random(12).hex(),
    }
    answer = html(request, page("take.html", lang, **values), status)
    if mark is None:
        taking.give_mark(hub, request, answer)
    return answer


def _shut(settings: HallSettings, hub: Hub, lang: Lang) -> str:
    """Why no phone gets a number now; empty when it may."""
    policy, local = settings.policy, hub.clock().astimezone(settings.zone)
    if not policy.phone_tickets:
        return text("queue.no_phone_tickets", lang)
    if policy.open_at(local):
        return ""
    hours = policy.model_dump(mode="json")["hours"] or []
    told = [text("ticket_page.take.closed", lang, opens=policy.opens_next(local))]
    told.append(text("ticket_page.take.hours", lang, hours=("、" if lang == "zh" else ", ").join(hours)))
    return " ".join(told)


def _catalog(hub: Hub) -> Catalog | None:
    current = hub.catalogs.current()
    return hub.catalogs.get(current) if current else None


def _known(hub: Hub, matter: str) -> bool:
    catalog = _catalog(hub)
    return catalog is not None and catalog.matter(matter) is not None
