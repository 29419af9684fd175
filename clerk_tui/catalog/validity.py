"""Why a matter can't be begun on a day in a place: in codes whose sentences are in texts."""

from collections.abc import Mapping
from datetime import date

from clerk_tui.catalog.model import Item, Package


def why_stopped(element: Item | Package, day: date, region: str | None) -> tuple[str, Mapping[str, str]] | None:
    """The code and its details (names, reason, dates); None for what is in force there on that day."""
    if element.in_force(day, region):
        return None
    names = {"name": element.name, "name_en": element.name_en or element.name}
    stopped = element.suspended
    if element.since and day < element.since:
        return "plan.starts", {**names, "date": element.since.isoformat()}
    if element.until and element.until < day:
        return "plan.ended", {**names, "date": element.until.isoformat()}
    if stopped and stopped.holds(day):
        code = "plan.suspended_until" if stopped.back else "plan.suspended"
        back = {"back": stopped.back.isoformat()} if stopped.back else {}
        return code, {**names, "reason": stopped.reason, **back}
    return "plan.other_region", names
