"""The figures of a hall's days (DOMAIN.md 4): waits, handling, windows. Tickets have numbers, nobody a name."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from clerk_tui.central.access import require
from clerk_tui.central.forecasting import ForecastError
from clerk_tui.central.hub import Hub
from clerk_tui.central.measuring import Measuring, days_between
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.sessions import Session, hall_caller
from clerk_tui.queue.day_file import csv_of_visits
from clerk_tui.queue.figures import Figures

router = APIRouter(prefix="/v1/halls/{hall}/stats", tags=["stats"])
Caller = Annotated[Session, Depends(hall_caller)]
ROUTE = "GET /v1/halls/{hall}/stats"
LONGEST_DAYS = 31
_NO_STORE = {"Cache-Control": "no-store"}


@router.get("", response_model=Figures)
async def get_stats(
    hall: str,
    request: Request,
    session: Caller,
    from_day: Annotated[date | None, Query(alias="from", description="First business day; today if absent.")] = None,
    to_day: Annotated[date | None, Query(alias="to", description="Last business day; today if absent.")] = None,
) -> Response:
    """The figures of the business days `from` to `to`, both included, at most 31; today's up to the last event."""
    hub: Hub = request.app.state.hub
    await require(hub, session, ROUTE)
    today = hub.hall(hall).settings.today(hub.clock())
    last = to_day or max(today, from_day or today)
    first = from_day or min(today, last)
    if first > last:
        raise ProblemError(400, "stats.range", from_day=first.isoformat(), to_day=last.isoformat())
    if days_between(first, last) > LONGEST_DAYS:
        raise ProblemError(400, "stats.range_too_long", most=LONGEST_DAYS)
    measuring = _measuring(request, hall)
    figures = await hub.read(lambda connection: measuring.figures(connection, first, last))
    return Response(figures.model_dump_json(by_alias=True), media_type="application/json", headers=_NO_STORE)


@router.get("/day", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
async def get_stats_day(
    hall: str,
    request: Request,
    session: Caller,
    day: Annotated[date | None, Query(alias="date", description="The business day; today if absent.")] = None,
) -> Response:
    """One day's tickets as `clerk-tui replay` reads them; the header X-Left-Out counts numbers never called."""
    hub: Hub = request.app.state.hub
    await require(hub, session, f"{ROUTE}/day")
    settings = hub.hall(hall).settings
    wanted = day or settings.today(hub.clock())
    measuring = _measuring(request, hall)
    record = await hub.read(lambda connection: measuring.day(connection, wanted))
    text, _, left_out = csv_of_visits(record.visits, settings.zone)
    return Response(text, media_type="text/csv", headers={**_NO_STORE, "X-Left-Out": str(left_out)})


class ForecastHeld(BaseModel):
    """`forecast_error` is null until a ticket whose wait was foreseen when it was taken has been called."""

    forecast_error: ForecastError | None


@router.get("/forecast")
async def get_stats_forecast(hall: str, request: Request, session: Caller) -> ForecastHeld:
    """How the forecasts told at the last takes held against the real waits, at most 500, in the process that answers."""
    hub: Hub = request.app.state.hub
    await require(hub, session, f"{ROUTE}/forecast")
    hub.hall(hall)
    return ForecastHeld(forecast_error=hub.forecasts.error(hall))


def _measuring(request: Request, hall: str) -> Measuring:
    state = request.app.state
    if not hasattr(state, "measuring"):
        state.measuring = {}
    kept: dict[str, Measuring] = state.measuring
    settings = state.hub.hall(hall).settings
    if hall not in kept or kept[hall].hall is not settings:
        kept[hall] = Measuring(settings)
    return kept[hall]
