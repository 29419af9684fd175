"""Whether this process lives, whether it can serve, and its figures."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from clerk_tui.central.hub import Hub
from clerk_tui.central.problems import ProblemError

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def get_health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def get_ready(request: Request) -> dict[str, str]:
    """The halls are open and the database answers."""
    hub: Hub = request.app.state.hub
    if not hub.ready:
        raise ProblemError(503, "centre.starting")
    try:
        await hub.read(lambda connection: connection.execute(text("SELECT 1")).scalar())
    except SQLAlchemyError:
        raise ProblemError(503, "centre.no_database") from None
    return {"status": "ready"}


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request) -> Response:
    """Figures in Prometheus' format."""
    hub: Hub = request.app.state.hub
    halls = {hall: (room.feed.readers, room.feed.seq) for hall, room in hub.halls.items()}
    for hall in halls:
        if error := hub.forecasts.error(hall):
            hub.metrics.foreseen(hall, error.below_p90, error.error_s)
    return Response(hub.metrics.text(halls), media_type=CONTENT_TYPE_LATEST)
