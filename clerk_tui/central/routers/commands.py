"""POST /v1/halls/{hall}/commands: the one way in for every change.

The busiest route by far, so it is reached by a short cut before FastAPI's routing; the route in the router is the same
handler, for OpenAPI.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from fastapi import APIRouter, FastAPI, Request
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from clerk_tui.central.hub import Hub
from clerk_tui.central.problems import ProblemError, language
from clerk_tui.central.sessions import token_of
from clerk_tui.protocol.envelope import CommandList, VerdictList

MAX_LIST = 500
PATH = "/v1/halls/{hall}/commands"
_PATH = re.compile(r"/v1/halls/([^/]{1,64})/commands")

router = APIRouter(tags=["commands"])


@router.post(
    PATH,
    response_model=VerdictList,
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": CommandList.model_json_schema()}}}
    },
)
async def post_commands(hall: str, request: Request) -> Response:
    """Judges a list of commands in order; status 200 means that each is answered."""
    content = await answer(request.app.state.hub, hall, request.scope, request.body)
    return Response(content, 200, media_type="application/json")


async def answer(hub: Hub, hall: str, scope: Scope, body: Callable[[], Awaitable[bytes]]) -> bytes:
    """The route's work: who calls, what they send, the verdicts."""
    headers = dict(scope["headers"])
    token = _token(headers, scope)
    caller = hub.sessions.held(token)
    if caller is None or not caller.alive(hub.clock()):
        caller = await hub.session_of_token(token)
    if caller.hall != hall:
        raise ProblemError(403, "auth.other_hall")
    if headers.get(b"content-type", b"")[:16].lower() != b"application/json":
        raise ProblemError(415, "request.wrong_type")
    answers = await hub.answers(hall, _commands(await body()), caller)
    lang = language(headers.get(b"accept-language", b"").decode("latin-1"))
    return orjson.dumps({"verdicts": [one.to_json(lang) for one in answers]})


def _token(headers: Mapping[bytes, bytes], scope: Scope) -> str:
    authorization = headers.get(b"authorization", b"")
    if authorization[:7] == b"Bearer ":
        return authorization[7:].decode("latin-1")
    token = token_of(HTTPConnection(scope))
    if token is None:
        raise ProblemError(401, "auth.missing")
    return token


def _commands(body: bytes) -> list[Mapping[str, Any]]:
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise ProblemError(400, "request.not_json") from None
    commands = read.get("commands") if isinstance(read, dict) and len(read) == 1 else None
    if not isinstance(commands, list) or not commands:
        raise ProblemError(400, "request.no_commands")
    if len(commands) > MAX_LIST:
        raise ProblemError(413, "request.too_many", limit=MAX_LIST)
    # An element that is no object has no id either: it is rejected by itself, its siblings are judged.
    return [one if isinstance(one, dict) else {} for one in commands]


class FastLane:
    """Hands POSTs of commands straight to their handler, everything else to the API."""

    def __init__(self, api: FastAPI, hub: Hub) -> None:
        self._api = api
        self._hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and (match := _PATH.fullmatch(scope["path"])):
            scope["route_template"] = PATH
            content = await answer(self._hub, match[1], scope, lambda: _body(receive))
            length = str(len(content)).encode()
            headers = [(b"content-type", b"application/json"), (b"content-length", length)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": content})
            return
        await self._api(scope, receive, send)


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)
