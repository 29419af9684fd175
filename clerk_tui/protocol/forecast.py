"""A forecast on the wire: in the snapshot, and as an event of the feed that nobody stores. Whole seconds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clerk_tui.queue.forecast import Forecasts, Range


def told_range(found: Range | None, as_of: datetime) -> dict[str, Any] | None:
    """What the answer to a take says: P50 and P90 of the wait in seconds, and when that was foreseen."""
    return {"p50": round(found[0]), "p90": round(found[1]), "as_of": as_of.isoformat()} if found else None


def forecast_to_json(forecasts: Forecasts) -> dict[str, Any]:
    """`{as_of, tickets: {id: [p50, p90]}, new: {skill or "": [p50, p90]}}`."""
    return {
        "as_of": forecasts.as_of.isoformat(),
        "tickets": {id_: [round(low), round(high)] for id_, (low, high) in forecasts.tickets.items()},
        "new": {skill: [round(low), round(high)] for skill, (low, high) in forecasts.new.items()},
    }


def forecast_from_json(told: Mapping[str, Any]) -> Forecasts:
    """The same read back; by class nothing is told."""
    return Forecasts(
        as_of=datetime.fromisoformat(told["as_of"]),
        tickets={id_: (float(low), float(high)) for id_, (low, high) in told["tickets"].items()},
        new={skill: (float(low), float(high)) for skill, (low, high) in told.get("new", {}).items()},
    )
