"""Where `clerk-tui stats` finds its figures: the hub, its database, or an exported ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clerk_tui.cli_tables import WRONG_USE, read_bytes, say
from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from clerk_tui.data.client import Client
    from clerk_tui.queue.figures import Figures

T = TypeVar("T")
PATIENCE_SECONDS = 60.0
"""A month is folded in seconds, not in the time of a key press."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: each call may raise Refusal.

    `figures` takes the first and the last day, None where the person named none; `day` gives CSV, the tickets in it,
    and how many numbers are left out; `forecast_error` how forecasts held lately, which only a running hub knows.
    """

    figures: "Callable[[date | None, date | None], Figures]"
    day: Callable[[date], tuple[str, int, int]]
    forecast_error: Callable[[], dict[str, float] | None] = lambda: None


def of_database(url: str, hall: str) -> Source:
    """A hub's database, also while the hub runs."""
    from clerk_tui.central.audit import hall_in
    from clerk_tui.central.database import read_database
    from clerk_tui.central.measuring import Measuring
    from clerk_tui.queue.day_file import csv_of_visits

    def figures(first: date | None, last: date | None) -> "Figures":
        database = read_database(url)
        try:
            measuring = Measuring(hall_in(database, hall))
            today = measuring.hall.today(datetime.now(UTC))
            end = last or max(today, first or today)
            with database.engine.connect() as connection:
                return measuring.figures(connection, first or min(today, end), end)
        finally:
            database.close()

    def day(wanted: date) -> tuple[str, int, int]:
        database = read_database(url)
        try:
            measuring = Measuring(hall_in(database, hall))
            with database.engine.connect() as connection:
                return csv_of_visits(measuring.day(connection, wanted).visits, measuring.hall.zone)
        finally:
            database.close()

    return Source(figures, day)


def of_log(path: Path, policy: Path | None, timezone: str | None) -> Source:
    """An exported ledger; `policy` and `timezone` go before what its first line tells of the hall."""
    from clerk_tui.cli_replay import read_policy
    from clerk_tui.protocol.exported import Exported, read_log
    from clerk_tui.queue.day_file import csv_of_visits
    from clerk_tui.queue.policy import Policy
    from clerk_tui.queue.totals import figures_of

    given = read_policy(policy) if policy else None
    named = _zone(timezone) if timezone else None

    def told(log: Exported) -> tuple[ZoneInfo, Policy]:
        return named or log.zone or ZoneInfo("Asia/Shanghai"), given or log.policy or Policy()

    def figures(first: date | None, last: date | None) -> "Figures":
        log = read_log(read_bytes(path), first or date.min, last or date.max)
        zone, rules = told(log)
        # Days to come hold bookings only; without a range the log's own days are meant.
        served = [d for d, entries in log.days.items() if any(_happened(e.event) for e in entries)]
        begin = first or min(served, default=last or datetime.now(zone).date())
        end = last or max(served, default=begin)
        if begin > end:
            raise Refusal("stats.range", from_day=begin.isoformat(), to_day=end.isoformat())
        records = [log.record(day, zone, rules) for day in sorted(log.days) if begin <= day <= end]
        return figures_of(records, begin, end, rules.within_minutes * 60)

    def day(wanted: date) -> tuple[str, int, int]:
        log = read_log(read_bytes(path), wanted, wanted)
        zone, rules = told(log)
        return csv_of_visits(log.record(wanted, zone, rules).visits, zone)

    return Source(figures, day)


def _happened(event: object) -> bool:
    from clerk_tui.queue.events import TicketBooked, TicketCancelled

    return event is not None and not isinstance(event, TicketBooked | TicketCancelled)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise say(Refusal("stats.timezone", name=name), WRONG_USE) from None


def of_hub(hub_url: str | None) -> Source:
    """The hub, asked as the account of the settings; its figures may be read by supervisors and auditors."""
    from clerk_tui.cli_account import account_of
    from clerk_tui.queue.figures import Figures

    account = account_of(hub_url, "stats.where")
    held: list[dict[str, float] | None] = [None]

    async def both(client: "Client", hall: str, days: dict[str, str]) -> bytes:
        held[0] = await client.forecast_error(hall)
        return await client.stats(hall, days)

    def figures(first: date | None, last: date | None) -> Figures:
        days = {name: day.isoformat() for name, day in (("from", first), ("to", last)) if day}
        return Figures.model_validate_json(account.ask(lambda client, hall: both(client, hall, days)))

    def day(wanted: date) -> tuple[str, int, int]:
        content, left_out = account.ask(lambda client, hall: client.day_csv(hall, wanted.isoformat()))
        written = content.decode()
        return written, written.count("\n") - 1, left_out

    return Source(figures, day, lambda: held[0])
