"""Enrolment of machines."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from clerk_tui.central.hub import Hub
from clerk_tui.central.problems import ProblemError
from clerk_tui.refusal import Refusal

router = APIRouter(prefix="/v1/devices", tags=["devices"])


class Enrolment(BaseModel):
    """The one-time code that the maintainer was given for this machine."""

    model_config = ConfigDict(extra="forbid")
    code: Annotated[str, Field(min_length=1, max_length=40)]


class Enrolled(BaseModel):
    """The machine and its token, which is told this once."""

    device: str
    hall: str
    token: str


@router.post("", status_code=201)
async def enrol_device(body: Enrolment, request: Request) -> Enrolled:
    """Spends a one-time code; from now on the machine shows its token in X-Device-Token."""
    hub: Hub = request.app.state.hub
    try:
        device, token = await asyncio.to_thread(hub.admin.redeem, body.code)
    except Refusal as refusal:
        raise ProblemError(409, refusal.code) from None
    return Enrolled(device=device.id, hall=device.hall, token=token)
