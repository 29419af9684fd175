"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.responses import Response

from clerk_tui.central.hub import Hub
from clerk_tui.central.session_life import sign_in
from clerk_tui.central.sessions import Session, caller

router = APIRouter(prefix="/v1/sessions", tags=["sessions"])


class SignIn(BaseModel):
    """What is typed at the sign-in screen, and the window that the machine stands at."""

    model_config = ConfigDict(extra="forbid")
    staff_no: Annotated[str, Field(min_length=1, max_length=40)]
    password: Annotated[str, Field(min_length=1, max_length=200)]
    otp: Annotated[str, Field(max_length=10)] | None = None
    window: Annotated[str, Field(max_length=20, pattern="^[A-Za-z0-9_.-]+$")] | None = None


class Opened(BaseModel):
    """A session and its token, which is told this once."""

    token: str
    session: str
    hall: str
    actor: str
    name: str
    role: str
    roles: list[str]
    window: str | None
    opened_at: AwareDatetime
    expires_at: AwareDatetime


@router.post("", status_code=201)
async def open_session(
    body: SignIn, request: Request, x_device_token: Annotated[str, Header(max_length=200)] = ""
) -> Opened:
    """Signs in on an enrolled device; an older session of the same account ends."""
    hub: Hub = request.app.state.hub
    signed = await sign_in(hub, body.staff_no, body.password, body.window, x_device_token)
    session = signed.session
    return Opened(
        token=signed.token,
        session=session.id,
        hall=session.hall,
        actor=session.actor,
        name=signed.name,
        role=session.roles[0],
        roles=list(session.roles),
        window=session.window,
        opened_at=session.opened_at,
        expires_at=session.expires_at,
    )


@router.delete("/current", status_code=204)
async def close_current_session(request: Request, session: Annotated[Session, Depends(caller)]) -> Response:
    """Signs out."""
    hub: Hub = request.app.state.hub
    await hub.end_session(session, "signed_out")
    return Response(status_code=204)
