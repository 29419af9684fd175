"""The small centre behind real HTTP on loopback, with faults on demand: lost answers, 5xx, refusals, a dead hub."""

import asyncio
import socket
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from clerk_tui.protocol.snapshot import day_to_json
from tests.data.centre import Centre
from tests.data.samples import CATALOG, published

Fault = Callable[[Centre, bytes], Response | None]
"""Looks at a commands request before it is judged; None lets it through."""


def problem(status: int, code: str = "some.code") -> Response:
    """Problem details."""
    body = {"type": "about:blank", "title": code, "status": status, "code": code}
    return Response(orjson.dumps(body), status, media_type="application/problem+json")


def says(status: int, code: str = "some.code") -> Fault:
    """Answers with this problem, having looked at nothing."""
    return lambda centre, body: problem(status, code)


def garbage(centre: Centre, body: bytes) -> Response:
    """Some other server's page."""
    return Response(b"<html>It works!</html>", media_type="text/html")


def lost(centre: Centre, body: bytes) -> Response:
    """Commits, and the answer never arrives whole."""
    centre.commit(body)

    async def half() -> AsyncIterator[bytes]:
        yield b'{"verd'
        raise ConnectionResetError

    return StreamingResponse(half(), media_type="application/json")


class Loopback:
    """One hub: `start` and `stop` as often as wanted, always on the same port and with the same centre."""

    def __init__(self) -> None:
        self.centre = Centre(datetime.now(UTC))
        self.faults: deque[Fault] = deque()
        self.every: Fault | None = None
        self.lists: list[list[str]] = []
        self.token = "token-1"
        self.gate: threading.Event | None = None
        self.typing: list[dict[str, Any]] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = uvicorn.Config(
            self._app(), port=self.port, log_level="critical", timeout_graceful_shutdown=0, lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._server.force_exit = True
            self._thread.join()
            self._server = None

    def _app(self) -> Starlette:
        hall = "/v1/halls/{hall}"
        return Starlette(
            routes=[
                Route("/v1/sessions", self._sign_in, methods=["POST"]),
                Route("/v1/sessions/current", self._sign_out, methods=["DELETE"]),
                Route(hall + "/commands", self._commands, methods=["POST"]),
                Route(hall + "/snapshot", self._snapshot),
                Route(hall + "/feed", self._feed),
                Route(hall + "/cases/{case}", self._case),
                Route(hall + "/typing", self._type, methods=["POST"]),
                Route("/v1/catalogs/current", self._catalog),
            ]
        )

    def _refused(self, request: Request) -> Response | None:
        return None if request.headers.get("Authorization") == f"Bearer {self.token}" else problem(401, "session.ended")

    async def _sign_in(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        if asked["password"] != "right":
            return problem(401, "session.wrong_password")
        now = datetime.now(UTC)
        answer = {
            "token": self.token,
            "session": "session-1",
            "hall": "demo",
            "actor": "clerk-3",
            "role": "clerk",
            "window": asked.get("window"),
            "opened_at": now.isoformat(),
            "expires_at": (now + timedelta(hours=12)).isoformat(),
        }
        return Response(orjson.dumps(answer))

    async def _sign_out(self, request: Request) -> Response:
        return self._refused(request) or Response(status_code=204)

    async def _commands(self, request: Request) -> Response:
        body = await request.body()
        if self.gate is not None:
            await asyncio.to_thread(self.gate.wait)
        self.lists.append([c["kind"] for c in orjson.loads(body)["commands"]])
        fault = self.faults.popleft() if self.faults else self.every
        if (refused := self._refused(request)) or (fault and (refused := fault(self.centre, body))):
            return refused
        self.centre.now = datetime.now(UTC)
        verdicts = self.centre.commit(body)
        return Response(orjson.dumps({"verdicts": [v.model_dump(mode="json") for v in verdicts]}))

    async def _snapshot(self, request: Request) -> Response:
        centre = self.centre
        hall = {"code": "3301", "name": "示范大厅", "day_starts_minutes": 240}
        answer = {"seq": len(centre.frames), "day": day_to_json(centre.day), "hall": hall}
        return self._refused(request) or Response(orjson.dumps(answer))

    async def _case(self, request: Request) -> Response:
        frames = self.centre.case_frames(request.path_params["case"])
        answer = {"frames": [f.model_dump(mode="json") for f in frames]}
        return self._refused(request) or Response(orjson.dumps(answer))

    async def _type(self, request: Request) -> Response:
        self.typing.append(orjson.loads(await request.body()))
        return Response(status_code=204)

    async def _catalog(self, request: Request) -> Response:
        return Response(published(), headers={"ETag": f'"{CATALOG}"'})

    async def _feed(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        after = int(request.query_params["after"])
        cases = set(request.query_params.getlist("case"))

        async def stream() -> AsyncIterator[str]:
            cursor, at = after, after
            yield f'event: heartbeat\ndata: {{"seq": {cursor}}}\n\n'
            while True:
                if len(self.centre.frames) > at:
                    at_now = len(self.centre.frames)
                    for frame in self.centre.feed(at, cases):
                        if frame.seq > at_now:
                            break
                        sent = frame.model_copy(update={"prev": cursor})
                        yield f"id: {frame.seq}\ndata: {sent.model_dump_json()}\n\n"
                        cursor = frame.seq
                    at = at_now
                await asyncio.sleep(0.01)

        return StreamingResponse(stream(), media_type="text/event-stream")
