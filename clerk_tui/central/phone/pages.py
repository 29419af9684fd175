"""What every page's route does: its language, its answer, its form read no further than it may be."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from clerk_tui.central.phone.door import Opening
from clerk_tui.central.phone.render import HEADERS, page
from clerk_tui.central.phone.session import FILING_LIFE, LANG_COOKIE, TICKET_LIFE, set_cookie
from clerk_tui.central.problems import ProblemError, problem_response, sentence
from clerk_tui.texts import Lang, text

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

FORM_BODY = 4 * 1024
"""Bytes of a form that holds a code, or a few choices and words."""


def hub_of(request: Request) -> "Hub":
    """The hub that serves this request."""
    hub: Hub = request.app.state.hub
    return hub


def html(request: Request, content: str, status: int = 200) -> HTMLResponse:
    """A page; keeps the language that was chosen on it."""
    answer = HTMLResponse(content, status, dict(HEADERS))
    chosen = request.query_params.get("lang")
    if chosen in ("zh", "en"):
        answer.set_cookie(LANG_COOKIE, chosen, max_age=31_536_000, samesite="lax")
    return answer


def sentence_page(request: Request, lang: Lang, code: str, status: int, **details: Any) -> HTMLResponse:
    """A page with one sentence and the way to the digits."""
    title = text("phone.over.title", lang)
    wrong = sentence(code, lang, details)
    answer = html(request, page("enter.html", lang, title=title, hall="", heading=title, wrong=wrong), status)
    if code == "phone.too_many":
        answer.headers["Retry-After"] = str(60 * details["minutes"])
    return answer


def inside(request: Request, token: str, opening: Opening) -> Response:
    """The way in: a cookie for the page that was opened."""
    path, life = ("/f", FILING_LIFE) if opening.kind == "filing" else ("/t", TICKET_LIFE)
    answer = RedirectResponse(path, 303, dict(HEADERS))
    set_cookie(answer, request, token, path, life, hub_of(request).public_url)
    return answer


async def limited(request: Request, limit: int) -> bytes:
    """The body, read no further than `limit`. Raises ProblemError 413."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise ProblemError(413, "phone.bad_request")
    return bytes(body)


async def form_of(request: Request) -> dict[str, list[str]]:
    """The fields of a posted form; empty when they can't be read. Raises ProblemError 413."""
    try:
        return parse_qs((await limited(request, FORM_BODY)).decode(), max_num_fields=50)
    except ValueError:
        return {}


def json_answer(data: dict[str, Any]) -> Response:
    """Data for a page's script."""
    return Response(orjson.dumps(data), 200, dict(HEADERS), "application/json")


def problem(out: ProblemError, lang: Lang) -> Response:
    """A refusal for a page's script."""
    answer = problem_response(out, lang)
    answer.headers.update(HEADERS)
    return answer


def stream(events: Any) -> Response:
    """Server-sent events."""
    headers = {**HEADERS, "X-Accel-Buffering": "no"}
    return StreamingResponse(events, 200, headers, "text/event-stream")
