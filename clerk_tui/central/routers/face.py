"""The citizen's side of a window, asked each second by the screen that stands there."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from clerk_tui.central.access import may_see_window
from clerk_tui.central.facing import Facing
from clerk_tui.central.hub import Hub
from clerk_tui.central.memory import Lately
from clerk_tui.central.problems import language
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.protocol.access import CaseRead
from clerk_tui.protocol.face import Face

router = APIRouter(prefix="/v1/halls/{hall}/windows/{window}", tags=["face"])
Caller = Annotated[Session, Depends(hall_caller)]
ROUTE = "GET /v1/halls/{hall}/windows/{window}/face"
SESSIONS_KEPT = 1_000


@router.get("/face", response_model=Face)
async def get_face(
    hall: str,
    window: Annotated[str, Path(max_length=20, pattern="^[A-Za-z0-9_.-]+$")],
    request: Request,
    session: Caller,
) -> Response:
    """The number at this window, and what concerns its holder; labels in the language of Accept-Language."""
    hub: Hub = request.app.state.hub
    await may_see_window(hub, session, ROUTE, window)
    lang = language(request.headers.get("accept-language", ""))
    face, case = await _facing(request).face(hall, window, lang)
    if case is not None:
        await _note_once(request, session, case)
    headers = {"Cache-Control": "no-store", "Content-Language": lang}
    return Response(face.model_dump_json(), media_type="application/json", headers=headers)


def _facing(request: Request) -> Facing:
    state = request.app.state
    if not hasattr(state, "facing"):
        state.facing = Facing(state.hub)
    facing: Facing = state.facing
    return facing


async def _note_once(request: Request, session: Session, case: str) -> None:
    """A read is written down when the screen turns to a case, not each second."""
    state = request.app.state
    if not hasattr(state, "faces_noted"):
        state.faces_noted = Lately(SESSIONS_KEPT)
    noted: Lately[str, str] = state.faces_noted
    if noted.get(session.id) != case:
        noted.put(session.id, case)
        hub: Hub = state.hub
        await hub.note(session, CaseRead(case=case, what="face", session=session.id, at=hub.clock()))
