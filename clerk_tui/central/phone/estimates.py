"""How long a phone is told that it will wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clerk_tui.queue.forecast import Forecasts, Range

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

FAR, STEP = 15, 5
"""From so many minutes on, minutes are told in steps of so many."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """P50 and P90 of the wait in seconds, as of an instant (UTC)."""

    p50: float
    p90: float
    as_of: datetime

    def told(self, zone: ZoneInfo) -> dict[str, Any]:
        """The parameters of its sentence: minutes from `as_of` and the hall's clock.

        Rounded outwards, far ones to five minutes: nobody should watch a number jump that is no more exact than that.
        """
        low, high = self.p50 / 60, self.p90 / 60
        low = floor(low) if low < FAR else floor(low / STEP) * STEP
        high = max(low + 1, ceil(high) if high < FAR else ceil(high / STEP) * STEP)
        begin, end = (self.as_of.astimezone(zone) + timedelta(minutes=minutes) for minutes in (low, high))
        told = {"low": low, "high": high, "begin": f"{begin:%H:%M}", "end": f"{end:%H:%M}"}
        return {**told, "at": f"{self.as_of.astimezone(zone):%H:%M}"}


def of_ticket(hub: "Hub", hall: str, ticket: str) -> Estimate | None:
    """The estimate of a waiting ticket; None while there is none."""
    return _estimate(hub, hall, lambda told: told.tickets.get(ticket))


def of_new(hub: "Hub", hall: str, skill: str = "") -> Estimate | None:
    """The estimate for a number that is taken now."""
    return _estimate(hub, hall, lambda told: told.new.get(skill))


def _estimate(hub: "Hub", hall: str, pick: Callable[[Forecasts], Range | None]) -> Estimate | None:
    told = hub.forecasts.of(hall)
    found = pick(told) if told else None
    return Estimate(found[0], found[1], told.as_of) if told and found else None
