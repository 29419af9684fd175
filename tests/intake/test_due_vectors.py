"""Due dates against a table that was not made by this project's code.

`due_vectors.csv` begins with DOMAIN 6's vectors. The rest was written from the State Council's four notices
(国办发明电〔2022〕16号, 〔2023〕7号, 〔2024〕12号, 〔2025〕7号), typed in as ranges of days off and make-up days, by looking up
the n-th entry after a date in the sorted list of all working days: no stepping from day to day, no calendar library.
"""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from clerk_tui import cli_catalog
from clerk_tui.intake.clock import WorkCalendar, add_working_days
from clerk_tui.protocol.calendar_source import state_council_calendar

APP = typer.Typer(pretty_exceptions_enable=False)
cli_catalog.mount(APP)
CALENDAR = state_council_calendar()
DOMAIN = (
    ("2026-09-18", "3", "2026-09-22"),
    ("2026-09-24", "3", "2026-09-30"),
    ("2026-09-30", "1", "2026-10-08"),
    ("2026-02-13", "4", "2026-02-26"),
    ("2026-02-13", "1", "2026-02-14"),
    ("2026-04-30", "4", "2026-05-09"),
    ("2026-11-23", "4", "2026-11-27"),
    ("2026-11-23", "20", "2026-12-21"),
)


def vectors() -> list[tuple[str, str, str]]:
    with (Path(__file__).parent / "due_vectors.csv").open(encoding="utf-8", newline="") as file:
        return [(row["from"], row["days"], row["due"]) for row in csv.DictReader(file)]


def due(*words: str) -> dict[str, object]:
    answer = CliRunner().invoke(APP, ["due", *words, "--json"])
    assert answer.exit_code == 0, answer.stderr
    printed: dict[str, object] = json.loads(answer.stdout)
    return printed


def test_the_table_holds_the_vectors_of_the_domain_and_a_hundred_more() -> None:
    table = vectors()
    assert tuple(table[: len(DOMAIN)]) == DOMAIN
    assert len(set(table)) == len(table) >= len(DOMAIN) + 100
    assert {start[:4] for start, _, _ in table} == {"2023", "2024", "2025", "2026"}


@pytest.mark.parametrize(("start", "days", "end"), vectors())
def test_due_prints_what_the_table_says(start: str, days: str, end: str) -> None:
    printed = due(start, days)
    assert (printed["due"], printed["provisional"]) == (end, False)
    listed = printed["days"]
    assert isinstance(listed, list)
    first = date.fromisoformat(start) + timedelta(1)
    assert [d["date"] for d in listed] == [
        (first + timedelta(n)).isoformat() for n in range((date.fromisoformat(end) - first).days + 1)
    ], "every day from the day after, none twice"
    assert not listed or listed[-1]["counts"]


def test_a_year_without_a_notice_is_provisional_and_counted_as_monday_to_friday() -> None:
    """Whichever year is the first that the library doesn't know."""
    last = date(max(CALENDAR.years), 12, 31)
    weekdays = [n for n in range(last.toordinal() + 1, last.toordinal() + 400) if n % 7 not in (6, 0)]
    for days in (1, 5, 22, 90, 240):
        printed = due(last.isoformat(), str(days))
        assert printed["due"] == date.fromordinal(weekdays[days - 1]).isoformat()
        assert printed["provisional"] is True
    assert due(last.isoformat(), "0")["provisional"] is False
    assert due((last - timedelta(30)).isoformat(), "2")["provisional"] is False


def test_the_same_date_is_certain_once_its_notice_is_out() -> None:
    """2026-12-30 + 4 as it stood while 2027's notice was awaited, and by a notice that makes 01-01 to 01-03 off."""
    known = WorkCalendar.of([2026], (d for d in CALENDAR.holidays if d.year == 2026), ())
    awaited = add_working_days(date(2026, 12, 30), 4, known)
    assert (awaited.date, awaited.provisional) == (date(2027, 1, 5), True)
    off = {date(2027, 1, day) for day in (1, 2, 3)}
    published = WorkCalendar.of([2026, 2027], {*known.holidays, *off}, [date(2027, 1, 9)])
    settled = add_working_days(date(2026, 12, 30), 4, published)
    assert (settled.date, settled.provisional) == (date(2027, 1, 6), False)
