"""The outermost layer of the API, pure ASGI: security headers, limits, the access log, and no error without an answer."""

import time
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clerk_tui.central.incident import incident_of
from clerk_tui.central.problems import ProblemError, language, problem_response

MAX_BODY = 2 * 1024 * 1024
MAX_FILE = 20 * 1024 * 1024
"""Bytes of a request; a file of a case, or a catalogue, may be larger than a list of commands."""

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
API_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
NO_STORE = (b"cache-control", b"no-store")

access = structlog.get_logger("access")


class Edge:
    """Wraps the whole application. A route that sets one of the headers itself keeps its own.

    `Date` is the time of the hub's clock (UTC): windows measure their own against it.
    """

    def __init__(
        self, app: ASGIApp, routes: Callable[[], list[Any]], clock: Callable[[], datetime], log_access: bool = True
    ) -> None:
        self._app = app
        self._routes = routes
        self._clock = clock
        self._log = log_access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500
        started = finished = False

        async def sending(message: Message) -> None:
            nonlocal status, started, finished
            if message["type"] == "http.response.start":
                started = True
                status = message["status"]
                headers = message.setdefault("headers", [])
                there = {name for name, _ in headers}
                headers += [pair for pair in (*HEADERS, API_POLICY, NO_STORE) if pair[0] not in there]
                headers.append((b"date", format_datetime(self._clock(), usegmt=True).encode()))
            await send(message)
            finished = finished or (message["type"] == "http.response.body" and not message.get("more_body"))

        try:
            await self._app(scope, _limited(scope, receive), sending)
        except ProblemError as problem:
            if not started:
                await problem_response(problem, _language(scope))(scope, receive, sending)
        except ClientDisconnect:
            status = 499
        except Exception as wrong:
            if finished:
                return  # `on_failure` has written it down and answered; the framework raises it all the same
            incident = incident_of(wrong)
            access.error("request failed", **incident.told())
            if started:
                # Half an answer is out: the connection's end tells the caller that it is not whole.
                raise ConnectionAbortedError("answer broken off") from None
            failed = ProblemError(500, "centre.failed", incident=incident.id)
            await problem_response(failed, _language(scope))(scope, receive, sending)
        finally:
            if self._log:
                took = round((time.perf_counter() - began) * 1000, 1)
                access.info("request", method=scope["method"], route=self._route(scope), status=status, ms=took)

    def _route(self, scope: Scope) -> str:
        """The route's template; the path itself may hold a code."""
        if template := scope.get("route_template"):
            return str(template)
        if (route := scope.get("route")) is not None:
            return str(getattr(route, "path", "?"))
        for candidate in self._routes():
            if candidate.matches(scope)[0] is not Match.NONE:
                return str(getattr(candidate, "path", "?"))
        return "unknown"


async def on_failure(request: Request, wrong: Exception) -> Response:
    """The answer to an unexpected error in a route: an incident that the log knows, nothing of the error itself."""
    incident = incident_of(wrong)
    access.error("request failed", **incident.told())
    failed = ProblemError(500, "centre.failed", incident=incident.id)
    return problem_response(failed, language(request.headers.get("accept-language", "")))


def _language(scope: Scope) -> Any:
    accept = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
    return language(accept.decode("latin-1"))


def _limited(scope: Scope, receive: Receive) -> Receive:
    """Receives at most as many bytes as the route may take. Raises ProblemError 413."""
    large = scope["method"] == "PUT" or scope["path"] == "/v1/catalogs"
    limit = MAX_FILE if large else MAX_BODY
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if declared.isdigit() and int(declared) > limit:
        return _too_large(limit)
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise ProblemError(413, "request.too_large", limit=limit)
        return message

    return limited


def _too_large(limit: int) -> Receive:
    async def refuse() -> Message:
        raise ProblemError(413, "request.too_large", limit=limit)

    return refuse
