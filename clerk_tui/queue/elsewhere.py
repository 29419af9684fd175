"""What a decision about one day may need to know of things outside it: handed in, never fetched."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`no_shows`: bookings that the person let lapse in the days that count. `cases`: drafts and waiting cases (办件)
    of the window that the command names."""

    no_shows: int = 0
    cases: tuple[str, ...] = ()


NOTHING = Elsewhere()
