"""How a phone comes in, is known again, and is told that it is out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from clerk_tui.central.phone.door import Opening
from clerk_tui.central.problems import ProblemError, language
from clerk_tui.central.reading import OpenCase, open_case
from clerk_tui.central.sessions import COOKIE, Session
from clerk_tui.central.tables import FilingRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.filing.filing import Filing
from clerk_tui.refusal import Refusal
from clerk_tui.texts import Lang

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

FILING_LIFE = timedelta(hours=24)
TICKET_LIFE = timedelta(hours=14)
LANG_COOKIE = "lang"
_FILING = table_of(FilingRow)
_REASONS = {"filing.already_joined": "phone.code_spent", "filing.code_dead": "phone.code_dead"}


@dataclass(frozen=True, slots=True)
class Seat:
    """A phone that has joined: its session, its filing, and the case as it stands."""

    session: Session
    filing: Filing
    case: OpenCase


def lang_of(request: Request) -> Lang:
    """The language of the page: as chosen on it, else as the browser prefers."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANG_COOKIE)
    if chosen in ("zh", "en"):
        return "en" if chosen == "en" else "zh"
    return language(request.headers.get("accept-language", ""))


def from_own_page(request: Request, public_url: str) -> bool:
    """Whether a changing request was sent by a page of this hub (or by no browser at all, which holds no cookie)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    if origin is None:
        return True
    own = {request.headers.get("host", "").lower(), urlsplit(public_url.lower()).netloc} - {""}
    return urlsplit(origin.lower()).netloc in own


def is_secure(request: Request, public_url: str) -> bool:
    """Whether the phone came by HTTPS, here or at a proxy before us: its cookies go nowhere else then."""
    return request.url.scheme == "https" or public_url.lower().startswith("https:")


def set_cookie(response: Response, request: Request, token: str, path: str, life: timedelta, public_url: str) -> None:
    """Gives the phone its session, for the pages under `path` alone."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(life.total_seconds()),
        path=path,
        httponly=True,
        samesite="strict",
        secure=is_secure(request, public_url),
    )


async def enter(hub: "Hub", opening: Opening) -> str:
    """Spends the code: opens a session bound to what it opens; the token.

    Raises Refusal phone.code_spent, phone.code_dead or another of the filing's when it can't be joined.
    """
    life = FILING_LIFE if opening.kind == "filing" else TICKET_LIFE
    actor = f"citizen:{opening.thing}"
    token, session = await hub.open_citizen_session(opening.hall, opening.thing, actor, life)
    if opening.kind == "ticket":
        return token
    join = {"id": hub.new_id(), "kind": "join", "target": opening.thing}
    verdict = (await hub.submit(opening.hall, [join], session))[0]
    if verdict.status != "applied":
        await hub.end_session(session, "not_joined")
        code = verdict.error.code if verdict.error else "phone.code_unknown"
        raise Refusal(_REASONS.get(code, code), **(verdict.error.details if verdict.error else {}))
    return token


async def session_of(hub: "Hub", request: Request) -> Session:
    """The citizen's session of this request. Raises ProblemError 401."""
    token = request.cookies.get(COOKIE)
    if token is None:
        raise ProblemError(401, "phone.signed_out")
    try:
        session = await hub.session_of_token(token)
    except ProblemError:
        raise ProblemError(401, "phone.signed_out") from None
    if session.roles != ("citizen",) or session.scope is None:
        raise ProblemError(401, "phone.signed_out")
    return session


async def seat_of(hub: "Hub", session: Session) -> Seat:
    """Where this session sits now. Raises ProblemError 401 when it sits nowhere, 403 when another phone does.

    A filing that has ended is still shown to who holds a session for it, but none of its values.
    """
    here = (_FILING.c.hall == session.hall) & (_FILING.c.id == session.scope)
    case_id = await hub.read(lambda c: c.execute(select(_FILING.c.case_id).where(here)).scalar())
    case = await open_case(hub, session.hall, case_id) if case_id else None
    filing = case.file.filings.get(session.scope or "") if case else None
    if case is None or filing is None:
        raise ProblemError(401, "phone.signed_out")
    if filing.state != "closed" and filing.session != session.id:
        raise ProblemError(403, "phone.replaced")
    return Seat(session, filing, case)
