"""The citizen's pages: the door at /p, and the party's own part of the form at /f."""

import asyncio
from urllib.parse import parse_qs
from uuid import UUID

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from clerk_tui.central import codes
from clerk_tui.central.phone import live
from clerk_tui.central.phone.acts import carried_out, photographed
from clerk_tui.central.phone.door import Opening, find
from clerk_tui.central.phone.pages import (
    FORM_BODY,
    html,
    hub_of,
    inside,
    json_answer,
    limited,
    problem,
    sentence_page,
    stream,
)
from clerk_tui.central.phone.render import HEADERS, filing_page, page, static_files
from clerk_tui.central.phone.session import enter, from_own_page, lang_of, seat_of, session_of
from clerk_tui.central.pictures import MAX_BYTES
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.tries import caller_of
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

router = APIRouter(include_in_schema=False)


# The door


async def _opening(request: Request, typed: str) -> Opening:
    """What the code opens. Raises Refusal phone.*, and counts what was wrong."""
    hub = hub_of(request)
    code = codes.read(typed)
    kind = "digits" if code is None or codes.is_digits(code) else "letters"
    caller = caller_of(request.client.host if request.client else None)
    if wait := hub.guesses[kind].wait(caller):
        raise Refusal("phone.too_many", minutes=wait)
    if code is None:
        hub.neighbours.tried(kind, caller)
        raise Refusal("phone.code_unknown")
    try:
        return await asyncio.to_thread(find, hub.database.engine, hub.key, code, hub.clock(), list(hub.halls))
    except Refusal as refused:
        if refused.code == "phone.code_unknown":
            hub.neighbours.tried(kind, caller)
        raise


@router.get("/p")
@router.get("/P")
async def digits_box(request: Request) -> Response:
    """A box for the six digits."""
    lang = lang_of(request)
    words = {"heading": text("phone.box.title", lang), "lead": text("phone.box.lead", lang)}
    title = words["heading"]
    return html(request, page("enter.html", lang, title=title, hall="", box=True, wrong="", **words))


@router.get("/p/{code}")
@router.get("/P/{code}")
async def door(request: Request, code: str) -> Response:
    """What a scanned code is for, and one button. Changes nothing: scanners fetch ahead."""
    lang, hub = lang_of(request), hub_of(request)
    read = codes.read(code)
    if read is None or codes.is_digits(read):
        return sentence_page(request, lang, "phone.code_unknown", 404)
    try:
        opening = await _opening(request, read)
    except Refusal as refused:
        return sentence_page(request, lang, refused.code, _status(refused), **refused.details)
    hall = hub.hall(opening.hall).settings.name
    purpose = "ticket"
    if opening.case is not None:
        file = await hub.case_file(opening.hall, opening.case)
        purpose = file.filings[opening.thing].purpose if file else "fill"
    points = ("once", "own", "safe") if opening.kind == "filing" else ("same",)
    return html(
        request,
        page(
            "enter.html",
            lang,
            title=text(f"phone.enter.{opening.kind}.title", lang),
            hall=hall,
            heading=text(f"phone.enter.{purpose}", lang),
            lead=text(f"phone.enter.{opening.kind}.lead", lang),
            code=read,
            button=text(f"phone.enter.{opening.kind}.button", lang),
            points=[text(f"phone.enter.{opening.kind}.point.{name}", lang) for name in points],
            wrong="",
        ),
    )


@router.post("/p")
@router.post("/P")
async def come_in(request: Request) -> Response:
    """Spends the code: a cookie, and the way to the page that it opens."""
    lang, hub = lang_of(request), hub_of(request)
    if not from_own_page(request, hub.public_url):
        return sentence_page(request, lang, "phone.foreign_page", 403)
    typed = _code_in(await limited(request, FORM_BODY))
    try:
        opening = await _opening(request, typed)
        token = await enter(hub, opening)
    except Refusal as refused:
        if refused.code == "phone.code_unknown" and codes.is_digits(codes.read(typed) or ""):
            words = {"heading": text("phone.box.title", lang), "lead": text("phone.box.lead", lang)}
            wrong = text(refused.code, lang)
            title = words["heading"]
            return html(request, page("enter.html", lang, title=title, hall="", box=True, wrong=wrong, **words), 404)
        return sentence_page(request, lang, refused.code, _status(refused), **refused.details)
    return inside(request, token, opening)


def _code_in(body: bytes) -> str:
    try:
        if body[:1] == b"{":
            code = orjson.loads(body).get("code")
            return code if isinstance(code, str) else ""
        return parse_qs(body.decode()).get("code", [""])[0]
    except (orjson.JSONDecodeError, UnicodeDecodeError, ValueError):
        return ""


def _status(refused: Refusal) -> int:
    return {"phone.code_unknown": 404, "phone.too_many": 429}.get(refused.code, 410)


# The form


@router.get("/f")
async def form(request: Request) -> Response:
    """The party's own part of the case."""
    lang, hub = lang_of(request), hub_of(request)
    try:
        seat = await seat_of(hub, await session_of(hub, request))
    except ProblemError as out:
        return sentence_page(request, lang, out.code, out.status, **out.details)
    hall = hub.hall(seat.session.hall).settings.name
    return html(request, filing_page(live.view_of(hub, seat, lang), lang, hall))


@router.get("/f/view")
async def form_view(request: Request) -> Response:
    """The same as data, for a page whose feed is down."""
    lang, hub = lang_of(request), hub_of(request)
    try:
        seat = await seat_of(hub, await session_of(hub, request))
    except ProblemError as out:
        return problem(out, lang)
    return json_answer(live.message(hub, live.view_of(hub, seat, lang), lang, {}))


@router.get("/f/feed")
async def form_feed(request: Request) -> Response:
    """The same, live."""
    lang, hub = lang_of(request), hub_of(request)
    try:
        seat = await seat_of(hub, await session_of(hub, request))
    except ProblemError as out:
        return problem(out, lang)
    return stream(live.filing_feed(hub, seat.session, seat.case.file.case.id, lang))


@router.post("/f/commands")
async def form_commands(request: Request) -> Response:
    """Commands of the party: answers, confirmations, the signature, the hand-over."""
    return await _act(request, "commands")


@router.post("/f/typing")
async def form_typing(request: Request) -> Response:
    """Which field is being typed in; stored nowhere."""
    return await _act(request, "typing")


@router.put("/f/papers/{material}")
async def form_paper(request: Request, material: str, id: UUID) -> Response:  # noqa: A002 - its name on the wire
    """A photographed paper of the party."""
    lang, hub = lang_of(request), hub_of(request)
    try:
        if not from_own_page(request, hub.public_url):
            raise ProblemError(403, "phone.foreign_page")
        seat = await seat_of(hub, await session_of(hub, request))
        content = await limited(request, MAX_BYTES)
        return json_answer(await photographed(hub, seat, material, str(id), content, lang))
    except ProblemError as out:
        return problem(out, lang)


async def _act(request: Request, what: str) -> Response:
    lang, hub = lang_of(request), hub_of(request)
    try:
        if not from_own_page(request, hub.public_url):
            raise ProblemError(403, "phone.foreign_page")
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise ProblemError(415, "phone.bad_request")
        body = await limited(request, 256 * 1024)
        seat = await seat_of(hub, await session_of(hub, request))
        return json_answer(await carried_out(hub, seat, what, body, lang))
    except ProblemError as out:
        return problem(out, lang)


# Answers


@router.get("/phone/{name}")
async def static(name: str) -> Response:
    """Style and scripts, under names that change with their content."""
    found = static_files().get(name)
    if found is None:
        return Response(status_code=404, headers=dict(HEADERS))
    headers = {**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
    return Response(found[0], 200, headers, found[1])
