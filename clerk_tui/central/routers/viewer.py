"""Looking at papers on a second monitor: the window says what is in focus, a page at /w/{window} follows it.

The page is opened with a code that the clerk's own screen tells; its cookie lives and ends with the clerk's session.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse, Response

from clerk_tui.central import codes
from clerk_tui.central.access import may_read, may_see_window
from clerk_tui.central.feed import Heartbeat
from clerk_tui.central.hub import Hub
from clerk_tui.central.phone.live import alive, told
from clerk_tui.central.phone.pages import FORM_BODY, html, hub_of, json_answer, limited, problem, stream
from clerk_tui.central.phone.render import HEADERS, page
from clerk_tui.central.phone.session import from_own_page, is_secure, lang_of
from clerk_tui.central.problems import ProblemError, sentence
from clerk_tui.central.scans import MEDIA_TYPE as PDF
from clerk_tui.central.scans import page_of
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.central.stored import StoredEvent
from clerk_tui.central.tries import caller_of
from clerk_tui.central.viewer_page import in_focus, viewer_view
from clerk_tui.central.viewing import CODE_SECONDS, Look, code_of, opens, show, token_of, topic, viewer_session
from clerk_tui.texts import Lang, text

router = APIRouter(tags=["viewer"])
pages = APIRouter(include_in_schema=False)
Caller = Annotated[Session, Depends(hall_caller)]
Window = Annotated[str, Path(max_length=20, pattern="^[A-Za-z0-9_.-]+$")]
COOKIE = "viewer"
LOOKING = "POST /v1/halls/{hall}/windows/{window}/viewer"
OPENING = "POST /v1/halls/{hall}/windows/{window}/viewer/code"
FILES = "GET /v1/halls/{hall}/cases/{case}/files/{sha256}"


class Focus(BaseModel):
    """The row in focus; nothing of a case means that nothing is."""

    model_config = ConfigDict(extra="forbid")
    case: Annotated[str, Field(max_length=64)] | None = None
    material: Annotated[str, Field(max_length=100)] | None = None


class Watched(BaseModel):
    """Whether a page follows."""

    watched: bool


class ViewerCode(BaseModel):
    """What opens the page once: `code` goes behind the address's #, `digits` are typed."""

    code: str
    digits: str
    seconds: int


@router.post("/v1/halls/{hall}/windows/{window}/viewer", response_model=Watched)
async def post_focus(hall: str, window: Window, body: Focus, request: Request, session: Caller) -> Watched:
    """Puts a paper before the page of this window; stored nowhere."""
    hub: Hub = request.app.state.hub
    await may_see_window(hub, session, LOOKING, window)
    look = None
    if body.case and body.material:
        await may_read(hub, session, FILES, body.case)
        ticket = hub.snapshot(hall)[1].at_window(window)
        look = Look(session.id, body.case, body.material, ticket.id if ticket else None)
    show(hub, hall, window, look)
    return Watched(watched=hub.viewing.watched((hall, window)))


@router.post("/v1/halls/{hall}/windows/{window}/viewer/code", response_model=ViewerCode)
async def post_viewer_code(hall: str, window: Window, request: Request, session: Caller) -> ViewerCode:
    """A code for the page of this window, good once and for a few minutes."""
    hub: Hub = request.app.state.hub
    await may_see_window(hub, session, OPENING, window)
    code = code_of(hub, session)
    return ViewerCode(code=code.text, digits=code.digits, seconds=CODE_SECONDS)


# The page


async def _session(request: Request, window: str) -> Session:
    """The session of this page. Raises ProblemError 401."""
    token = request.cookies.get(COOKIE, "")
    session = await viewer_session(hub_of(request), token, window) if token else None
    if session is None:
        raise ProblemError(401, "viewer.signed_out")
    return session


def _door(request: Request, lang: Lang, window: str, wrong: str = "", status: int = 200) -> Response:
    title = text("viewer.page.title", lang, window=window)
    return html(request, page("viewer_door.html", lang, title=title, hall="", window=window, wrong=wrong), status)


@pages.get("/w/{window}")
async def viewer(request: Request, window: Window) -> Response:
    """The page itself, or a box for the code where it is not known yet. Changes nothing."""
    lang, hub = lang_of(request), hub_of(request)
    try:
        session = await _session(request, window)
    except ProblemError:
        return _door(request, lang, window)
    title = text("viewer.page.title", lang, window=window)
    view = await viewer_view(hub, session, lang)
    return html(request, page("viewer.html", lang, title=title, hall="", window=window, view=view))


@pages.post("/w/{window}")
async def enter(request: Request, window: Window) -> Response:
    """Spends a code: a cookie for this window's page alone."""
    lang, hub = lang_of(request), hub_of(request)
    if not from_own_page(request, hub.public_url):
        return _door(request, lang, window, text("phone.foreign_page", lang), 403)
    try:
        typed = parse_qs((await limited(request, FORM_BODY)).decode(), max_num_fields=5).get("code", [""])[0]
    except ValueError:
        typed = ""
    code = codes.read(typed)
    kind = "digits" if code is None or codes.is_digits(code) else "letters"
    caller = caller_of(request.client.host if request.client else None)
    if wait := hub.guesses[kind].wait(caller):
        return _door(request, lang, window, sentence("phone.too_many", lang, {"minutes": wait}), 429)
    session = await opens(hub, window, code) if code else None
    if session is None:
        hub.neighbours.tried(kind, caller)
        return _door(request, lang, window, text("viewer.code_unknown", lang), 404)
    answer = RedirectResponse(f"/w/{window}", 303, dict(HEADERS))
    answer.set_cookie(
        COOKIE,
        token_of(hub, session),
        max_age=int((session.expires_at - hub.clock()).total_seconds()),
        path="/w",
        httponly=True,
        samesite="strict",
        secure=is_secure(request, hub.public_url),
    )
    return answer


@pages.get("/w/{window}/view")
async def view(request: Request, window: Window) -> Response:
    """What the page shows now, for one whose feed is down."""
    lang, hub = lang_of(request), hub_of(request)
    try:
        session = await _session(request, window)
    except ProblemError as out:
        return problem(out, lang)
    return json_answer(await viewer_view(hub, session, lang))


@pages.get("/w/{window}/feed")
async def feed(request: Request, window: Window) -> Response:
    """The same, live."""
    lang = lang_of(request)
    try:
        session = await _session(request, window)
    except ProblemError as out:
        return problem(out, lang)
    return stream(_follow(hub_of(request), session, lang))


async def _follow(hub: Hub, session: Session, lang: Lang) -> AsyncIterator[bytes]:
    """What is in focus, whenever that, its paper or who stands at the window changes."""
    window = session.window or ""
    at = (session.hall, window)
    feed = hub.hall(session.hall).feed

    def wants(event: StoredEvent) -> bool:
        look = hub.viewing.look(at)
        return look is not None and (event.case == look.case or event.stream.startswith("day/"))

    shown: dict[str, Any] | None = None
    hub.viewing.opened(at)
    try:
        with feed.subscribe(feed.seq, wants, lambda typing: typing.case == topic(window)) as reader:
            while alive(hub, session):
                hub.neighbours.viewing({"hall": session.hall, "window": window, "open": True})
                now = await viewer_view(hub, session, lang)
                if now != shown:
                    yield told("view", now)
                    shown = now
                else:
                    yield told("heartbeat", {})
                items = await reader.next(hub.heartbeat_seconds)
                while items is not None and all(isinstance(item, Heartbeat) for item in items) and alive(hub, session):
                    hub.neighbours.viewing({"hall": session.hall, "window": window, "open": True})
                    yield told("heartbeat", {})
                    items = await reader.next(hub.heartbeat_seconds)
                if items is None:
                    return
            yield told("over", {})
    finally:
        hub.viewing.closed(at)


@pages.get("/w/{window}/pages/{sha256}/{number}")
async def one_page(
    request: Request, window: Window, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], number: int
) -> Response:
    """One page of the paper in focus, as a picture; any other is not there."""
    lang, hub = lang_of(request), hub_of(request)
    try:
        session = await _session(request, window)
        found = await in_focus(hub, session)
        paper = found[0].case.papers.get(found[1]) if found else None
        if found is None or paper is None or sha256 not in paper.files:
            raise ProblemError(404, "viewer.not_shown")
        kept = await asyncio.to_thread(hub.files.get, session.hall, found[0].case.id, sha256)
        if kept is None:
            raise ProblemError(404, "viewer.not_shown")
        content: bytes | None = kept.content if number == 1 else None
        if kept.media_type == PDF:
            content = await asyncio.to_thread(page_of, kept.content, number)
        if content is None:
            raise ProblemError(404, "viewer.not_shown")
    except ProblemError as out:
        return problem(out, lang)
    return Response(content, 200, dict(HEADERS), "image/jpeg")
