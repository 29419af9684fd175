"""The figures of a hall's days (DOMAIN.md 4), as they travel and as they are printed. All times in seconds."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from math import fsum

from pydantic import BaseModel, ConfigDict, Field

PLACES = 6


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Spread(_Part):
    """How a time is spread over `count` tickets, in seconds; percentiles by nearest rank. Null when there are none."""

    count: int = 0
    mean_s: float | None = None
    p50_s: float | None = None
    p90_s: float | None = None
    p99_s: float | None = None
    max_s: float | None = None


class Group(_Part):
    """The figures of some tickets. `within_share`: the share of called ones that waited at most T."""

    taken: int = 0
    called: int = 0
    served: int = 0
    no_show: int = 0
    wait: Spread = Spread()
    within_share: float | None = None
    handle: Spread = Spread()


class WindowFigures(Group):
    """One window: `taken` is whose first call came from it (the waits are theirs), `called` who came to it at all.

    `busy_s` is the time with somebody called or served there, `paused_s` by reason; `open_s` is without pauses.
    """

    open_s: float = 0.0
    busy_s: float = 0.0
    paused_s: dict[str, float] = {}


class Quarter(_Part):
    """A quarter of an hour of the hall's clock. `waiting_max`: the longest queue in it; waits are of those called in it."""

    begins: str
    taken: int = 0
    called: int = 0
    finished: int = 0
    waiting_max: int = 0
    wait_mean_s: float | None = None


class Bookings(_Part):
    """Bookings (预约) for these days, by what became of them; `open` are still to come."""

    booked: int = 0
    checked_in: int = 0
    void: int = 0
    cancelled: int = 0
    open: int = 0


class Overtime(_Part):
    """延时服务: begun before the hall closed and ended after it, with the seconds after it; `begun_after`: called then."""

    tickets: int = 0
    seconds: float = 0.0
    begun_after: int = 0


class Acts(_Part):
    """What was done at the windows, without what was taken back; `undone` counts that, by kind of act."""

    calls: int = 0
    recalls: int = 0
    passes: dict[str, int] = {}
    returns: int = 0
    holds: dict[str, int] = {}
    transfers: dict[str, int] = {}
    promotes: dict[str, int] = {}
    reassigned: int = 0
    by_number: int = 0
    double_services: int = 0
    undone: dict[str, int] = {}


class Ratings(_Part):
    """Ratings (好差评): how many were invited, and grades 5 (best) to 1. `good_share` counts 5, 4 and 3."""

    invited: int = 0
    rated: int = 0
    grades: dict[str, int] = {}
    good_share: float | None = None


class Figures(_Part):
    """What some business days of a hall looked like.

    `taken` = served + not_served + no_show + abandoned + cancelled + waiting + at_window + held. Waits are first call − max(taken,
    slot start) of called tickets that were not abandoned; handling is finish − arrival − time on hold of finished ones,
    without consultation, pick-up and those finished without an arrival, which stand apart. A window that is open, and a
    queue, count up to `as_of`, the last event.
    """

    from_day: date = Field(alias="from")
    to_day: date = Field(alias="to")
    days: int
    as_of: datetime | None = None
    taken: int = 0
    called: int = 0
    served: int = 0
    not_served: int = 0
    no_show: int = 0
    abandoned: int = 0
    cancelled: int = 0
    waiting: int = 0
    at_window: int = 0
    held: int = 0
    unended: int = 0
    by_channel: dict[str, int] = {}
    by_class: dict[str, int] = {}
    wait: Spread = Spread()
    within_s: int
    within_share: float | None = None
    wait_of_abandoned: Spread = Spread()
    handle: Spread = Spread()
    handle_consultation: Spread = Spread()
    handle_pickup: Spread = Spread()
    handle_without_arrival: Spread = Spread()
    overtime: Overtime = Overtime()
    outcomes: dict[str, int] = {}
    bookings: Bookings = Bookings()
    acts: Acts = Acts()
    ratings: Ratings = Ratings()
    classes: dict[str, Group] = {}
    windows: dict[str, WindowFigures] = {}
    matters: dict[str, Group] = {}
    curve: list[Quarter] = []


def nearest_rank(ordered: Sequence[float], percent: int) -> float:
    """The smallest value that at least `percent` per cent of the ordered values do not exceed."""
    return ordered[max(1, -(-percent * len(ordered) // 100)) - 1]


def spread_of(values: Iterable[float]) -> Spread:
    """The spread of some seconds, rounded to microseconds: what the ledger's stamps can tell apart."""
    ordered = sorted(values)
    if not ordered:
        return Spread()
    return Spread(
        count=len(ordered),
        mean_s=round(fsum(ordered) / len(ordered), PLACES),
        p50_s=round(nearest_rank(ordered, 50), PLACES),
        p90_s=round(nearest_rank(ordered, 90), PLACES),
        p99_s=round(nearest_rank(ordered, 99), PLACES),
        max_s=round(ordered[-1], PLACES),
    )


def share_within(values: Sequence[float], seconds: float) -> float | None:
    """The share of the values up to `seconds`; None without values."""
    return round(sum(value <= seconds for value in values) / len(values), PLACES) if values else None
