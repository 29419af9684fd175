"""The State Council's calendar of working days, from the package `chinesecalendar`: for callers outside the rooms."""

from functools import cache

from clerk_tui.intake.clock import WorkCalendar


@cache
def state_council_calendar() -> WorkCalendar:
    """The published years; a year without a published notice is absent, and dates in it are provisional (暂定)."""
    # Reads a large table of dates: imported when first wanted, never while a screen starts.
    from chinese_calendar.constants import holidays, workdays

    return WorkCalendar.of({day.year for day in holidays}, holidays, workdays)
