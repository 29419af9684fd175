"""The central API as an ASGI application over one hub."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from clerk_tui.central.edge import Edge, on_failure
from clerk_tui.central.hub import Hub
from clerk_tui.central.problems import ProblemError, language, problem_response
from clerk_tui.central.routers import (
    audit,
    case_status,
    cases,
    catalogs,
    commands,
    devices,
    face,
    feed,
    files,
    guides,
    health,
    lookups,
    papers,
    persons,
    phone,
    phone_ticket,
    proposals,
    refusals,
    sessions,
    stats,
    viewer,
)
from clerk_tui.protocol.envelope import Problem
from clerk_tui.refusal import Refusal

ROUTERS = (
    commands,
    sessions,
    devices,
    feed,
    catalogs,
    audit,
    health,
    cases,
    papers,
    persons,
    files,
    lookups,
    face,
    phone,
    stats,
    phone_ticket,
    guides,
    case_status,
    proposals,
    refusals,
    viewer,
)
_BY_STATUS = {404: "request.not_found", 405: "request.wrong_method", 415: "request.wrong_type"}


def create_api(hub: Hub) -> FastAPI:
    """The API and the phone pages, without the outer edge: what OpenAPI is made from."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await hub.start()
        try:
            yield
        finally:
            await hub.stop()

    api = FastAPI(
        title="clerk-tui",
        version=version("clerk-tui"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        responses={"default": {"model": Problem, "description": "Problem details (RFC 9457)"}},
    )
    api.state.hub = hub
    for router in ROUTERS:
        api.include_router(router.router)
    api.include_router(viewer.pages)
    api.add_exception_handler(ProblemError, _on_problem)
    api.add_exception_handler(Refusal, _on_refusal)
    api.add_exception_handler(RequestValidationError, _on_invalid)
    api.add_exception_handler(HTTPException, _on_http)
    api.add_exception_handler(Exception, on_failure)
    return api


def create_app(hub: Hub, *, log_access: bool = True) -> Edge:
    """The whole application; its lifespan starts and stops the hub."""
    api = create_api(hub)
    return Edge(commands.FastLane(api, hub), lambda: api.router.routes, hub.clock, log_access)


def _operation_id(route: APIRoute) -> str:
    return route.name


def _respond(request: Request, problem: ProblemError) -> Response:
    return problem_response(problem, language(request.headers.get("accept-language", "")))


async def _on_problem(request: Request, wrong: Any) -> Response:
    return _respond(request, wrong)


async def _on_refusal(request: Request, wrong: Any) -> Response:
    return _respond(request, ProblemError(409, wrong.code, **wrong.details))


async def _on_invalid(request: Request, wrong: Any) -> Response:
    first = wrong.errors()[0]
    path = "/".join(map(str, first["loc"]))
    # The message of the library quotes what was sent; the kind of the error does not.
    return _respond(request, ProblemError(400, "request.invalid", path=path, field=path, reason=first["type"]))


async def _on_http(request: Request, wrong: Any) -> Response:
    code = _BY_STATUS.get(wrong.status_code, "request.refused")
    return _respond(
        request, ProblemError(wrong.status_code, code, headers=wrong.headers, http_status=wrong.status_code)
    )
