"""The light of a case in a list, from dates alone: computed when it is looked at, never stored (DOMAIN 6)."""

from datetime import date, timedelta

from clerk_tui.intake.clock import WorkCalendar, add_working_days
from clerk_tui.intake.deadlines import NOTICE_DAYS as NOTICE_DAYS_OF
from clerk_tui.intake.deadlines import Light, nearly_over

NOTICE_DAYS = NOTICE_DAYS_OF["licence"]
"""Working days within which a received case is accepted, refused or noticed (行政许可法 art. 32)."""


def light_of(
    state: str,
    received_on: date | None,
    accepted_on: date | None,
    due: date | None,
    today: date,
    calendar: WorkCalendar,
) -> Light | None:
    """The light of a case on that day; None while no period runs."""
    if state == "received" and received_on is not None:
        return _light(received_on, add_working_days(received_on, NOTICE_DAYS, calendar).date, today, calendar)
    if state == "accepted" and accepted_on is not None and due is not None:
        return _light(accepted_on, due, today, calendar)
    return None


def _light(begun: date, ends: date, today: date, calendar: WorkCalendar) -> Light:
    if today > ends:
        return "red"
    left, whole = _working_days(today, ends, calendar), _working_days(begun, ends, calendar)
    return "yellow" if nearly_over(left, whole) else "green"


def _working_days(after: date, until: date, calendar: WorkCalendar) -> int:
    """Working days after the first day, up to the second."""
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(calendar.judge(day)[0] for day in days)
